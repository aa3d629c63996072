import { describe, expect, it } from 'vitest';

import { SetGatherer } from '../../../src/verify/check-sets.ts';
import type { PartAttempts, PartReport } from '../../../src/verify/part-report.ts';
import { sayVerificationCode } from '../../../src/verify/verification-codes.ts';
import type { VerificationReport } from '../../../src/verify/verification-report.ts';

type Judged = Pick<VerificationReport, 'part' | 'ok' | 'signer'>;
type Chain = PartAttempts['chains'][number];

const signer = { vault: 'a'.repeat(64), publicKey: '', keyPhrase: '' };
const listOf = (count: number, export_ = 1): PartReport['parts'] =>
  Array.from({ length: count }, (_, at) => ({
    bundle: `b-${String(export_)}-${String(at + 1)}`,
    manifest: String(at).padStart(64, '0'),
    items: 1,
  }));

/** One attempt of the assignment `essay`, of two that were counted. */
function essay(number: number, name?: string): Chain {
  const ends = [{ log: 'log', sequence: 2, leaf: 'leaf-2' }];
  return {
    chain: { chain: 'c-1', assignment: 'essay', count: 2, ends },
    ...(name === undefined ? {} : { name }),
    shown: [
      {
        entry: { log: 'log', index: number },
        item: `attempt-${String(number)}`,
        number,
        sequence: number,
        previous: number === 1 ? null : 'leaf-1',
        leaf: `leaf-${String(number)}`,
      },
    ],
  };
}

const counted = (chains: readonly Chain[], more: Partial<PartAttempts> = {}): PartAttempts => ({
  closedAt: '2026-11-20T10:00:00.000Z',
  chains,
  others: 0,
  uncounted: false,
  unopened: [],
  ...more,
});

const good = (part: number, more: Partial<PartReport> = {}): Judged => ({
  ok: true,
  signer,
  part: { part, parts: listOf(2), heads: [], attempts: counted([essay(part)]), missing: 0, ...more },
});

function judge(...reports: readonly Judged[]) {
  const sets = new SetGatherer();
  for (const [at, report] of reports.entries()) sets.add(`file-${String(at + 1)}`, report);
  return sets.results();
}

const all = 'All 2 recorded attempts are in here, according to this vault.';

describe('what parts of a split export are together', () => {
  it('is good where each shows one of the attempts that all count', () => {
    expect(judge(good(1), good(2))).toEqual([
      {
        parts: listOf(2),
        present: [
          { part: 1, name: 'file-1' },
          { part: 2, name: 'file-2' },
        ],
        missing: [],
        result: 'pass',
        detail: `All 2 parts are here. ${all}`,
        attempts: {
          closedAt: '2026-11-20T10:00:00.000Z',
          assignments: [{ assignment: 'essay', recorded: 2, shown: 2 }],
          others: 0,
        },
      },
    ]);
  });

  it('is told in the order of the parts, whatever the order of the files', () => {
    const parts = listOf(3);
    const [set] = judge(...[2, 3, 1].map((part) => good(part, { parts })));
    expect(set?.present.map(({ part, name }) => [part, name])).toEqual([
      [1, 'file-3'],
      [2, 'file-1'],
      [3, 'file-2'],
    ]);
  });

  it('is two sets where the lists of the parts differ in a bundle, a manifest or a number of items', () => {
    const [first, second] = listOf(2);
    if (first === undefined || second === undefined) throw new Error('two parts');
    for (const change of [{ bundle: 'b-9' }, { manifest: 'f'.repeat(64) }, { items: 2 }]) {
      const results = judge(good(1), good(2, { parts: [first, { ...second, ...change }] }));
      expect(results.map(({ code }) => code)).toEqual(['set-parts-missing', 'set-parts-missing']);
    }
  });

  it('is of no vault where one of them shows no signer', () => {
    expect(judge(good(1), { ...good(2), signer: null })[0]).toMatchObject({
      result: 'fail',
      code: 'set-not-one-vault',
      detail: sayVerificationCode('set-not-one-vault'),
      attempts: null,
    });
  });

  it('differs in its history only if one log has two sizes or two roots', () => {
    const head = { log: 'log', size: 5, root: 'r' };
    const withHeads = (...heads: PartReport['heads']) =>
      judge(good(1, { heads: [head] }), good(2, { heads }))[0]?.code;
    expect(withHeads(head)).toBeUndefined();
    expect(withHeads({ ...head, log: 'other', size: 6 })).toBeUndefined();
    expect(withHeads({ ...head, size: 6 })).toBe('set-histories-differ');
    expect(withHeads({ ...head, root: 's' })).toBe('set-histories-differ');
    expect(withHeads({ ...head, log: 'other' }, { ...head, root: 's' })).toBe('set-histories-differ');
  });

  it.each([
    [20, 20, ''],
    [21, 20, ', and 1 more'],
    [25, 20, ', and 5 more'],
  ])('names, of %d parts that are missing, %d', (missing, named, more) => {
    const parts = listOf(missing + 1);
    const [set] = judge(good(1, { parts }));
    const each = parts.slice(1, named + 1).map(({ bundle }, at) => `part ${String(at + 2)} (${bundle})`);
    expect(set?.detail).toBe(
      `${sayVerificationCode('set-parts-missing')} Of ${String(missing + 1)} parts these are missing: ${each.join(', ')}${more}.`,
    );
    expect(set?.missing).toHaveLength(missing);
  });

  it('stays open where one part or no part counts the attempts', () => {
    const open = {
      result: 'not-checked',
      code: 'completeness-not-proven',
      detail: `All 2 parts are here. ${sayVerificationCode('completeness-not-proven')}`,
      attempts: null,
    };
    expect(judge(good(1), good(2, { attempts: null }))[0]).toMatchObject(open);
    expect(judge(good(1, { attempts: null }), good(2, { attempts: null }))[0]).toMatchObject(open);
  });

  it('calls an assignment what any of the parts does', () => {
    for (const [first, second] of [
      ['Essay', undefined],
      [undefined, 'Essay'],
    ]) {
      const [set] = judge(
        good(1, { attempts: counted([essay(1, first)]) }),
        good(2, { attempts: counted([essay(2, second)]) }),
      );
      expect(set?.attempts?.assignments).toEqual([
        { assignment: 'essay', name: 'Essay', recorded: 2, shown: 2 },
      ]);
    }
  });

  it('counts an entry that two parts show once', () => {
    const [set] = judge(good(1), good(2, { attempts: counted([essay(2), essay(1)]) }));
    expect(set).toMatchObject({ result: 'pass', attempts: { assignments: [{ shown: 2 }] } });
  });

  it.each<[string, Partial<PartAttempts>, Partial<PartAttempts>, string | undefined, number]>([
    ['a chain closed in one part alone', { others: 1 }, { others: 0 }, undefined, 0],
    ['a chain closed in all parts', { others: 2 }, { others: 1 }, undefined, 1],
    ['an attempt in one part that nothing counts', {}, { uncounted: true }, 'attempts-not-counted', 0],
    [
      'an assignment in one part whose chain all keep closed',
      { others: 1 },
      { others: 1, unopened: ['talk'] },
      'attempts-not-opened',
      1,
    ],
    ['an assignment in one part, and no chain closed', {}, { unopened: ['talk'] }, undefined, 0],
  ])('takes %s into account', (_, first, second, code, others) => {
    const [set] = judge(
      good(1, { attempts: counted([essay(1)], first) }),
      good(2, { attempts: counted([essay(2)], second) }),
    );
    expect(set?.code).toBe(code);
    expect(set?.attempts?.others).toBe(others);
  });

  it('adds up what the parts list as missing', () => {
    expect(judge(good(1), good(2, { missing: 1 }))[0]).toMatchObject({
      code: 'missing-listed',
      detail: `All 2 parts are here. ${all} ${sayVerificationCode('missing-listed')}`,
    });
  });

  it('fails where attempts contradict each other, and says so with the count', () => {
    const wrong = { ...essay(2), chain: { ...essay(2).chain, count: 1 } };
    const [set] = judge(good(1), good(2, { attempts: counted([wrong]) }));
    expect(set).toMatchObject({
      result: 'fail',
      code: 'attempts-beyond-count',
      detail: `All 2 parts are here. ${sayVerificationCode('attempts-beyond-count')}`,
      attempts: { assignments: [{ recorded: 1, shown: 2 }] },
    });
  });
});
