import { describe, expect, it } from 'vitest';

import { words as listWords } from '../../../../renderer/features/evidence/words.ts';
import { credentialWords } from '../../../../renderer/features/item/credential-words.ts';
import { iconOf } from '../../../../renderer/features/item/kind-icons.ts';
import { messageWords } from '../../../../renderer/features/item/message-words.ts';
import { kindWords } from '../../../../renderer/report/kind-words.ts';
import { credentialSchema } from '../../../../src/evidence/records/credential.ts';
import { messageSchema } from '../../../../src/evidence/records/message.ts';
import { dkimGaps, dkimRefusals } from '../../../../src/verify/origin/mail/dkim-codes.ts';

describe('the words of a message', () => {
  it('name every reason why a seal does not hold or cannot be checked, and no other', () => {
    expect(Object.keys(messageWords.en.signature.codes).toSorted()).toEqual(
      [...new Set([...dkimRefusals, ...dkimGaps]), 'other'].toSorted(),
    );
  });

  it('name every channel', () => {
    expect(Object.keys(messageWords.en.what).toSorted()).toEqual(
      [...messageSchema.shape.channel.options].toSorted(),
    );
  });

  it('never say that a seal proves who sent it', () => {
    expect(messageWords.en.signature.holds).not.toMatch(/prove|real|true/iu);
    expect(messageWords.en.signature.notProof).toContain('does not prove');
  });
});

describe('the words of a credential', () => {
  it('name every standard', () => {
    expect(Object.keys(credentialWords.en.what).toSorted()).toEqual(
      [...credentialSchema.shape.standard.options].toSorted(),
    );
  });
});

describe('messages and credentials', () => {
  it('have a name and an icon of their own in lists and reports', () => {
    const unknown = iconOf({ kind: 'of-a-later-version' });
    for (const kind of ['message', 'credential'] as const) {
      expect(listWords.en.kinds[kind]).not.toBe('');
      expect(listWords.en.manyKinds[kind]).not.toBe('');
      expect(kindWords.en[kind]).not.toBe('');
      expect(iconOf({ kind })).not.toBe(unknown);
    }
  });
});
