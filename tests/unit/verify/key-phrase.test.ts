import { describe, expect, it } from 'vitest';

import { keyPhraseOf } from '../../../src/verify/key-phrase.ts';

describe('the key phrase', () => {
  it('is six words of the first 66 bits', () => {
    expect(keyPhraseOf('00'.repeat(32))).toBe(Array(6).fill('abandon').join(' · '));
    expect(keyPhraseOf('ff'.repeat(32))).toBe(Array(6).fill('zoo').join(' · '));
  });

  it('changes with each of its bits and with none after', () => {
    const bytes = new Uint8Array(32);
    const phrases = new Set<string>();
    for (let bit = 0; bit < 72; bit += 1) {
      const changed = bytes.slice();
      changed[bit >> 3] = 0x80 >> (bit & 7);
      phrases.add(keyPhraseOf([...changed].map((byte) => byte.toString(16).padStart(2, '0')).join('')));
    }
    // 66 different ones, and the unchanged one for the last six bits.
    expect(phrases.size).toBe(67);
  });
});
