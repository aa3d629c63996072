import { describe, expect, it } from 'vitest';

import { sayCards } from '../../../src/verify/card-words.ts';
import { nearestReason } from '../../../src/verify/check-cards.ts';
import { sayVerificationCode } from '../../../src/verify/verification-codes.ts';
import type { CardResult, CardSignerResult } from '../../../src/verify/verification-report.ts';

const signer: CardSignerResult = {
  name: 'Coastal College',
  key: 'KEY',
  signedAt: '2026-11-20T10:10:00.000Z',
  known: 'Coastal College',
  result: 'pass',
};
const card: CardResult = { name: 'Sam Reed', signers: [signer], result: 'pass' };
const tooNew = sayVerificationCode('card-too-new');

describe('a card in words', () => {
  it.each<[string, CardResult, string]>([
    ['a name', card, 'Sam Reed'],
    ['a number', { ...card, registration: 'R-7' }, 'Sam Reed, registration R-7'],
    ['an organisation', { ...card, organisation: 'Brightwell' }, 'Sam Reed (Brightwell)'],
    [
      'all of it',
      { ...card, registration: 'R-7', organisation: 'Brightwell' },
      'Sam Reed, registration R-7 (Brightwell)',
    ],
    [
      'nothing that can be read',
      { signers: [], result: 'not-checked', code: 'card-too-new' },
      `A card: ${tooNew}`,
    ],
    [
      'a name, and why it does not count',
      { ...card, result: 'fail', code: 'card-other-learner' },
      `Sam Reed: ${sayVerificationCode('card-other-learner')}`,
    ],
    ['a name that was not looked at, and no reason', { ...card, result: 'not-checked' }, 'Sam Reed'],
    ['a name that counts, whatever else is noted', { ...card, code: 'card-too-new' }, 'Sam Reed'],
  ])('says %s', (_, given, expected) => {
    expect(sayCards([given])[0]?.says).toBe(expected);
  });

  it.each<[string, CardSignerResult, string]>([
    [
      'by the name that they and the policy share',
      signer,
      'Signed on 2026-11-20 by Coastal College, key KEY.',
    ],
    [
      'by the name of the policy first',
      { ...signer, known: 'Coastal' },
      'Signed on 2026-11-20 by Coastal, who signed as Coastal College, key KEY.',
    ],
    [
      'with a reason, if nobody knows them',
      {
        name: signer.name,
        key: 'KEY',
        signedAt: signer.signedAt,
        result: 'not-checked',
        code: 'card-signer-not-trusted',
      },
      `Signed on 2026-11-20 by Coastal College, key KEY. ${sayVerificationCode('card-signer-not-trusted')}`,
    ],
  ])('names a signer %s', (_, given, expected) => {
    expect(sayCards([{ ...card, signers: [given] }])[0]?.signers).toEqual([expected]);
  });
});

describe('the reason why no card counts', () => {
  it('is that of the card that came nearest', () => {
    const because = (code: CardResult['code']): CardResult => ({
      ...card,
      result: 'not-checked',
      ...(code && { code }),
    });
    const inOrder = [
      'card-learner-not-shown',
      'card-signer-compromised',
      'card-signer-not-then',
      'card-later',
      'card-signer-not-trusted',
      'card-too-new',
    ] as const;
    for (const [at, code] of inOrder.entries())
      expect(nearestReason(inOrder.slice(at).toReversed().map(because))).toBe(code);
    expect(nearestReason([card])).toBeUndefined();
  });
});
