import { describe, expect, it } from 'vitest';

import { renderCredential } from '../../../src/bundle/page/credential.ts';
import { sampleRecords } from '../evidence/sample-records.ts';

describe('a credential on the page of a bundle', () => {
  const text = (changes: object = {}): string =>
    renderCredential({ ...sampleRecords.credential, ...changes }).text.replace(/\s+/g, ' ');

  it('shows what it says, and each answer of the check by itself', () => {
    const page = text();
    for (const said of [
      'Riverside College',
      'Food safety',
      'Unit grade',
      'Merit',
      'The signature fits.',
      'Nobody else has said whose key this is.',
      'Not checked. The issuer gives no way to ask',
    ])
      expect(page).toContain(said);
    expect(page).not.toContain('undefined');
  });

  it('says of one that is forged that it is not good', () => {
    const { checked } = sampleRecords.credential as { checked: object };
    const page = text({
      checked: { ...checked, signature: { state: 'bad', codes: ['signature-wrong'] } },
      issuer: { name: '<b>X</b>' },
    });
    expect(page).toContain('Not good. The signature does not fit.');
    expect(page).not.toContain('<b>X</b>');
  });
});
