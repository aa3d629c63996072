import { describe, expect, it } from 'vitest';

import { encodeHex } from '../../../src/base/bytes.ts';
import type { ClosedChain } from '../../../src/ledger/kinds/closing-entry.ts';
import type { VerificationReport } from '../../../src/verify/verification-report.ts';
import { CountedVault } from '../../support/bundle/counted-vault.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';

/** Three attempts at one assignment, one at another. */
function counted(seed = 1): CountedVault {
  const vault = new CountedVault(seed);
  vault.assignment('welding');
  for (let number = 1; number <= 3; number += 1) vault.attempt('welding');
  vault.assignment('drawing');
  vault.attempt('drawing');
  return vault;
}

async function judged(
  vault: CountedVault,
  hide: readonly string[] = [],
  opens?: readonly string[],
): Promise<VerificationReport> {
  return verifyBytes(await makeBundle(vault.vault, vault.input(hide, opens)));
}

const found = (report: VerificationReport) => {
  const { result, code, detail } = checkOf(report, 'completeness');
  return { result, code, detail };
};
const chainAt = (vault: CountedVault, place: number): ClosedChain => {
  const chain = vault.chains[place];
  if (chain === undefined) throw new Error('no such chain');
  return chain;
};

describe('the count of attempts', () => {
  it('says that all recorded attempts are in here, according to this vault', async () => {
    const vault = counted();
    vault.close();
    const report = await judged(vault);
    expect(report.ok).toBe(true);
    expect(found(report)).toEqual({
      result: 'pass',
      detail: 'All 4 recorded attempts are in here, according to this vault.',
    });
    expect(report.attempts).toEqual({
      closedAt: '2026-11-20T10:15:30.000Z',
      assignments: [
        { assignment: 'i-welding', name: 'Assignment welding', recorded: 3, shown: 3 },
        { assignment: 'i-drawing', name: 'Assignment drawing', recorded: 1, shown: 1 },
      ],
      others: 0,
    });
  });

  it('shows a hidden attempt, which is the learner’s right and so no failure, and never a pass', async () => {
    const vault = counted();
    vault.close();
    const report = await judged(vault, ['i-welding-attempt-2']);
    expect(report.ok).toBe(true);
    expect(found(report)).toMatchObject({ result: 'not-checked', code: 'attempts-not-shown' });
    expect(found(report).detail).toContain('Not shown: 1 of 3 (Assignment welding).');
    expect(report.attempts?.assignments[0]).toMatchObject({ recorded: 3, shown: 2 });
  });

  it('does not pass for an attempt whose own chain is closed, since it can belong to any', async () => {
    const vault = counted();
    vault.close();
    const input = vault.input([], ['welding']);
    const entries = input.entries.map((entry) => ({
      ...entry,
      discloses: (name: string) =>
        entry.discloses(name) &&
        !(name === 'chain' && vault.log.fields[entry.index]?.['record.assignment'] === 'i-drawing'),
    }));
    const report = await verifyBytes(await makeBundle(vault.vault, { ...input, entries }));
    expect(found(report)).toMatchObject({ result: 'not-checked', code: 'attempts-not-counted' });
  });

  it('shows that every attempt is hidden where only the assignment is in here', async () => {
    const vault = counted();
    vault.close();
    const hide = [1, 2, 3].map((number) => `i-welding-attempt-${number}`);
    const report = await judged(vault, hide);
    expect(found(report)).toMatchObject({ code: 'attempts-not-shown' });
    expect(report.attempts?.assignments[0]).toMatchObject({ recorded: 3, shown: 0 });
  });

  it('tells of an assignment that is not in here nothing but that there is one more', async () => {
    const vault = counted();
    vault.close();
    const report = await judged(vault, ['i-drawing', 'i-drawing-attempt-1'], ['welding']);
    expect(found(report)).toMatchObject({ result: 'pass' });
    expect(report.attempts).toMatchObject({ assignments: [{ assignment: 'i-welding' }], others: 1 });
    expect(JSON.stringify(report)).not.toContain('drawing');
  });

  it('does not pass for an assignment that is shown while the count of its attempts may be a closed one', async () => {
    const vault = counted();
    vault.close();
    const report = await judged(vault, ['i-drawing-attempt-1'], ['welding']);
    expect(found(report)).toMatchObject({ result: 'not-checked', code: 'attempts-not-opened' });
    // It never had any where nothing is closed.
    const idle = new CountedVault();
    idle.assignment('welding');
    idle.attempt('welding');
    idle.assignment('drawing');
    idle.close();
    expect(found(await judged(idle))).toMatchObject({ result: 'pass' });
  });

  it('goes by what the attempts themselves name where the count names no assignment', async () => {
    const vault = counted();
    vault.close(vault.chains.map(({ assignment: _, ...chain }) => chain));
    const input = vault.input();
    const entries = input.entries.map((entry) =>
      vault.log.fields[entry.index]?.kind === 'history-closed'
        ? { ...entry, discloses: (name: string) => name !== 'chain-0002' }
        : entry,
    );
    const whole = { ...input, entries };
    const shown = (hide: readonly string[]) =>
      makeBundle(vault.vault, {
        ...whole,
        entries: entries.filter(({ index }) => !hide.some((item) => item === vault.log.fields[index]?.item)),
      });
    const hidden = ['i-drawing', 'i-drawing-attempt-1'];
    expect(found(await verifyBytes(await shown(hidden)))).toMatchObject({ result: 'pass' });
    expect(found(await verifyBytes(await shown(hidden.slice(1))))).toMatchObject({
      code: 'attempts-not-opened',
    });
  });

  it('never passes where the bundle itself lists something as missing', async () => {
    const vault = counted();
    vault.close();
    const missing = [
      {
        what: 'late.docx',
        code: 'x',
        why: 'failed' as const,
        reason: 'It failed.',
        noticedAt: '2026-11-20T10:15:30.000Z',
      },
    ];
    const report = await verifyBytes(await makeBundle(vault.vault, { ...vault.input(), missing }));
    expect(found(report)).toMatchObject({ result: 'not-checked', code: 'missing-listed' });
    expect(found(report).detail).toContain('All 4 recorded attempts are in here, according to this vault.');
  });

  it('does not count twice an attempt of which there are two versions', async () => {
    const vault = counted();
    const [chain] = vault.chains;
    vault.attempt('welding', { number: 3, previous: chain?.ends[0]?.leaf ?? null }, 'i-welding-attempt-3');
    vault.close(vault.chains.map((each, place) => (place === 0 ? { ...each, count: 3 } : each)));
    expect(found(await judged(vault))).toMatchObject({ result: 'pass' });
  });

  it('is open where there is no closing entry, where nothing is counted, and where an attempt is not', async () => {
    expect(found(await judged(counted()))).toMatchObject({
      result: 'not-checked',
      code: 'completeness-not-proven',
    });
    const none = new CountedVault();
    none.close();
    expect(found(await judged(none))).toMatchObject({ result: 'not-checked', code: 'no-attempts-counted' });
    const uncounted = counted();
    uncounted.close([chainAt(uncounted, 0)]);
    expect(found(await judged(uncounted))).toMatchObject({
      result: 'not-checked',
      code: 'attempts-not-counted',
    });
  });
});

describe('a count that does not hold', () => {
  const failing = async (vault: CountedVault, hide: readonly string[] = []) => {
    const report = await judged(vault, hide);
    expect(report.ok).toBe(false);
    expect(found(report).result).toBe('fail');
    return found(report).code;
  };

  it('is not the last leaf of its tree', async () => {
    const vault = counted();
    vault.close();
    vault.attempt('drawing');
    expect(await failing(vault, ['i-drawing-attempt-2'])).toBe('closing-not-last');
  });

  it('is lower than the attempts shown, or ends before one of them', async () => {
    const fewer = counted();
    fewer.close([{ ...chainAt(fewer, 0), count: 2 }, chainAt(fewer, 1)]);
    expect(await failing(fewer)).toBe('attempts-beyond-count');
    const vault = counted();
    const [end] = chainAt(vault, 0).ends;
    if (end === undefined) throw new Error('no end');
    const second = vault.log.entries[3]?.leafHash ?? new Uint8Array();
    const early = { ...end, sequence: 2, leaf: encodeHex(second) };
    vault.close([{ ...chainAt(vault, 0), ends: [early] }, chainAt(vault, 1)]);
    expect(await failing(vault)).toBe('attempts-beyond-count');
  });

  it('ends with another entry than the one shown', async () => {
    const vault = counted();
    const [end] = chainAt(vault, 0).ends;
    if (end === undefined) throw new Error('no end');
    vault.close([{ ...chainAt(vault, 0), ends: [{ ...end, leaf: 'ab'.repeat(32) }] }]);
    expect(await failing(vault)).toBe('attempt-chain-broken');
  });

  it('is about attempts that are not linked, or that come back', async () => {
    const unlinked = counted();
    unlinked.attempt('welding', { previous: 'cd'.repeat(32) });
    unlinked.close();
    expect(await failing(unlinked)).toBe('attempt-chain-broken');
    const back = counted();
    back.attempt('welding', { sequence: 2 });
    back.close();
    expect(await failing(back)).toBe('attempt-chain-broken');
    const headless = new CountedVault();
    headless.attempt('welding', { previous: 'cd'.repeat(32) });
    headless.close();
    expect(await failing(headless)).toBe('attempt-chain-broken');
  });

  it('is about two attempts with one number, or a number beyond the count', async () => {
    const twice = counted();
    twice.attempt('welding', { number: 2 });
    twice.close();
    expect(await failing(twice)).toBe('attempt-numbers-contradict');
    const beyond = counted();
    beyond.attempt('welding', { number: 9 });
    beyond.close();
    expect(await failing(beyond)).toBe('attempt-numbers-contradict');
  });

  it('went back since an earlier one', async () => {
    const vault = counted();
    vault.close();
    vault.close([{ ...chainAt(vault, 0), count: 2 }, chainAt(vault, 1)]);
    expect(await failing(vault, ['i-welding-attempt-3'])).toBe('closings-contradict');
  });

  it('cannot be read', async () => {
    const vault = counted();
    vault.close(vault.chains, { 'chain-0009': 'three' });
    expect(await failing(vault)).toBe('closing-malformed');
    const doubled = counted();
    doubled.close([chainAt(doubled, 0), { ...chainAt(doubled, 0), count: 9 }]);
    expect(await failing(doubled)).toBe('closing-malformed');
  });

  it('is not part of the signed history: then nothing is said of attempts', async () => {
    const vault = counted();
    vault.close();
    const input = vault.input();
    const other = counted(7);
    other.close();
    const [first] = other.vault.input().entries.slice(-1);
    const entries = input.entries.map((entry) =>
      entry.index === input.entries.length - 1 && first !== undefined
        ? { ...entry, fields: first.fields, values: first.values }
        : entry,
    );
    const report = await verifyBytes(await makeBundle(vault.vault, { ...input, entries }));
    expect(checkOf(report, 'history')).toMatchObject({ result: 'fail', code: 'entry-not-in-history' });
    expect(found(report)).toMatchObject({ result: 'not-checked', code: 'not-reached' });
    expect(report.attempts).toBeNull();
  });
});
