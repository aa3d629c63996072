import { describe, expect, it } from 'vitest';

import { zipRules } from '../../../src/bundle/zip/zip-rules.ts';
import {
  sayVerificationCode,
  verificationSentences,
  type VerificationCode,
} from '../../../src/verify/verification-codes.ts';
import { readFileSync } from 'node:fs';

const codes = [
  ...Object.keys(verificationSentences),
  ...Object.keys(zipRules).map((rule) => `zip-${rule}`),
] as VerificationCode[];

describe('the verification codes', () => {
  it('each have one or two plain sentences, without words that nobody understands', () => {
    for (const code of codes) {
      const sentence = sayVerificationCode(code);
      expect(sentence, code).toMatch(/^[A-Z].*\.$/);
      expect(sentence, code).not.toMatch(/hash|digest|invalid|error|SHA|JSON/);
      expect(sentence.length, code).toBeLessThan(170);
    }
  });

  it('do not share a sentence', () => {
    expect(new Set(codes.map(sayVerificationCode)).size).toBe(codes.length);
  });

  it('are all named in the description of the layout', () => {
    const layout = readFileSync(new URL('../../../src/bundle/LAYOUT.md', import.meta.url), 'utf8');
    const states = new Set([
      'not-reached',
      'full-not-asked',
      'no-history',
      'checkpoint-not-good',
      'signature-not-good',
      'time-not-proven',
      'completeness-not-proven',
      'origin-not-proven',
    ]);
    const named = codes.filter((code) => !layout.includes(`\`${code.replace(/^zip-/, '')}\``));
    expect(named.filter((code) => !states.has(code))).toEqual([]);
  });
});
