import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { encodeHex } from '../../../src/base/bytes.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { makeVectors } from '../../support/rule-vectors/make-vectors.ts';
import { readVectors, vectorPath } from '../../support/rule-vectors/read-vectors.ts';

const vectors = readVectors();

describe('the specification and the vectors', () => {
  const spec = readFileSync(new URL('../../../src/bundle/SPEC.md', import.meta.url), 'utf8');
  /** `- **EV-001** … → **fail** `code`.` */
  const rules = [...spec.matchAll(/^- \*\*(EV-\d{3})\*\* (.+)$/gmu)].map(([, rule = '', text = '']) => ({
    rule,
    text,
    codes: [...(text.split('→').at(-1) ?? '').matchAll(/`([a-z0-9-]+)`/gu)].map(([, code = '']) => code),
  }));

  it('number at least sixty rules, none twice', () => {
    const numbers = rules.map(({ rule }) => rule);
    expect(numbers.length).toBeGreaterThanOrEqual(60);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('have for each rule a bundle that keeps it and one that does not, which gives the rule’s code', () => {
    const wrong = rules.filter(({ rule, codes }) => {
      const own = vectors.filter((row) => row.rule === rule);
      const found = own.flatMap(({ expected: { code, item } }) => [item?.code ?? code, item?.origin]);
      const told = codes.every((code) => found.includes(code));
      return codes.length === 0 || own.length < 2 || !told;
    });
    expect(wrong.map(({ rule }) => rule)).toEqual([]);
  });

  it('have no vector of a rule that is not there', () => {
    const known = new Set(rules.map(({ rule }) => rule));
    expect(vectors.filter(({ rule }) => !known.has(rule)).map(({ rule }) => rule)).toEqual([]);
  });
});

describe('the vectors in the folder', () => {
  const digest = (bytes: Uint8Array) => encodeHex(hashes.sha256(bytes));

  it('are, byte for byte, what is made anew (npm run vectors)', async () => {
    const made = await makeVectors();
    const other = [...made].filter(
      ([path, bytes]) => digest(bytes) !== digest(new Uint8Array(readFileSync(vectorPath(path)))),
    );
    expect(other.map(([path]) => path)).toEqual([]);
    const stored = ['rules', 'policies', 'identities'].flatMap((folder) =>
      readdirSync(vectorPath(folder)).map((name) => `${folder}/${name}`),
    );
    expect(stored.filter((path) => !made.has(path))).toEqual([]);
  });

  it('stay small', () => {
    const sizes = readdirSync(vectorPath('rules')).map(
      (name) => readFileSync(vectorPath(`rules/${name}`)).length,
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(3_800_000);
  });
});
