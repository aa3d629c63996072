import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { judgeProtection, protectionReasons, type ProtectionReason } from '../../../src/vault/protection.ts';

interface Row {
  readonly order: number;
  readonly reason: string;
  readonly level: string;
  readonly when: string;
}

/** The table of PROTECTION.md. */
function rowsOfPage(): Row[] {
  const page = readFileSync(new URL('../../../src/vault/PROTECTION.md', import.meta.url), 'utf8');
  return page
    .split('\n')
    .map((line) => /^\| (\d+) \| `([a-z-]+)` \| (\w+) \| (.+) \|$/.exec(line))
    .filter((match) => match !== null)
    .map(([, order, reason = '', level = '', when = '']) => ({ order: Number(order), reason, level, when }));
}

const all = Object.keys(protectionReasons).filter((reason): reason is ProtectionReason =>
  Object.hasOwn(protectionReasons, reason),
);

it('is the table of PROTECTION.md, reason for reason', () => {
  const rows = rowsOfPage();
  expect(rows.map(({ order }) => order)).toEqual(rows.map((_, position) => position + 1));
  expect(rows.map(({ reason, level }) => [reason, level])).toEqual(
    all.map((reason) => [reason, protectionReasons[reason].level]),
  );
  for (const { when } of rows) expect(when.length).toBeGreaterThan(10);
});

it('says for each reason, in plain sentences, what is so and what to do', () => {
  for (const reason of all) {
    const { sentence, next } = protectionReasons[reason];
    for (const text of [sentence, next]) {
      expect(text).toMatch(/^[A-Z][^<>]*\.$/);
      expect(text.split(/\s+/).length).toBeLessThan(25);
    }
  }
});

it('is safe only without any reason, and as bad as the worst', () => {
  expect(judgeProtection(new Set())).toEqual({ level: 'safe', reasons: [] });
  fc.assert(
    fc.property(fc.subarray(all, { minLength: 1 }), (reasons) => {
      const judged = judgeProtection(new Set([...reasons].reverse()));
      const atRisk = reasons.some((reason) => protectionReasons[reason].level === 'risk');
      expect(judged).toEqual({
        level: atRisk ? 'risk' : 'attention',
        reasons: all.filter((reason) => reasons.includes(reason)),
        next: protectionReasons[all.find((reason) => reasons.includes(reason)) ?? 'damaged'].next,
      });
    }),
  );
});
