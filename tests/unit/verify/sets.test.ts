import { beforeAll, describe, expect, it } from 'vitest';

import type { BundleInput, MissingItem } from '../../../src/bundle/bundle-input.ts';
import type { BundleSet } from '../../../src/bundle/bundle-set.ts';
import { paths } from '../../../src/bundle/layout.ts';
import { planBundle } from '../../../src/bundle/plan-bundle.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { SetGatherer } from '../../../src/verify/check-sets.ts';
import type { VerificationReport } from '../../../src/verify/verification-report.ts';
import { CountedVault } from '../../support/bundle/counted-vault.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { textIn, unzipFiles } from '../../support/bundle/rezip.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';

function countedVault(): CountedVault {
  const counted = new CountedVault();
  for (const assignment of ['one', 'two']) {
    counted.assignment(assignment);
    counted.attempt(assignment);
    counted.attempt(assignment);
  }
  counted.close();
  return counted;
}

const ids = ['b-0000000001', 'b-0000000002', 'b-0000000003'] as const;

/** What each part leaves out of the items of the vault. */
const hidden = [
  ['i-two', 'i-two-attempt-1', 'i-two-attempt-2'],
  ['i-one', 'i-one-attempt-1', 'i-one-attempt-2', 'i-two-attempt-2'],
  ['i-one', 'i-one-attempt-1', 'i-one-attempt-2', 'i-two-attempt-1'],
];

/** The inputs of all parts, with the true list of them. */
function inputsOf(
  counted: CountedVault,
  {
    hide = hidden,
    missing = [],
  }: { hide?: readonly (readonly string[])[]; missing?: readonly MissingItem[] } = {},
): BundleInput[] {
  const drafts = hide.map((some, at) => ({ ...counted.input(some), bundleId: ids[at] ?? '', missing }));
  const withSet = (parts: BundleSet['parts']) =>
    drafts.map((draft, at) => ({ ...draft, set: { part: at + 1, parts } }));
  const blank = drafts.map(({ bundleId }) => ({ bundle: bundleId, manifest: '0'.repeat(64), items: 0 }));
  const plans = withSet(blank).map((input) => planBundle(hashes, input));
  return withSet(plans.map(({ manifest, items }, at) => ({ bundle: ids[at] ?? '', manifest, items })));
}

async function judged(counted: CountedVault, inputs: readonly BundleInput[]): Promise<VerificationReport[]> {
  return Promise.all(inputs.map(async (input) => verifyBytes(await makeBundle(counted.vault, input))));
}

function setsOf(reports: readonly VerificationReport[]) {
  const sets = new SetGatherer();
  for (const [at, report] of reports.entries()) sets.add(`file-${String(at + 1)}.zip`, report);
  return { results: sets.results(), mixed: sets.isMixed };
}

let vault: CountedVault;
let reports: VerificationReport[];
beforeAll(async () => {
  vault = countedVault();
  reports = await judged(vault, inputsOf(vault));
});

describe('a part of a split export', () => {
  it('is a good bundle by itself, and never shows that nothing is missing', () => {
    for (const [at, report] of reports.entries()) {
      expect(report.checks.filter(({ result }) => result === 'fail')).toEqual([]);
      const completeness = checkOf(report, 'completeness');
      expect(completeness).toMatchObject({ result: 'not-checked', code: 'part-of-set' });
      expect(completeness.detail).toContain(`part ${String(at + 1)} of 3`);
      for (const id of ids.filter((_, other) => other !== at)) expect(completeness.detail).toContain(id);
      expect(report.part).toMatchObject({ part: at + 1 });
    }
  });

  it('says to people and to tools for bags which part it is', async () => {
    const [, second] = inputsOf(vault);
    const { files } = await unzipFiles(await makeBundle(vault.vault, second));
    expect(textIn(files, paths.bagInfo)).toContain('Bag-Count: 2 of 3\nBag-Group-Identifier: b-0000000001\n');
    expect(textIn(files, paths.page)).toContain('This is part 2 of 3.');
    expect(textIn(files, paths.page)).toContain('b-0000000003');
  });

  it('fails where it stands at another place than it says, or has another payload or number of items', async () => {
    const [input] = inputsOf(vault);
    if (input?.set === undefined) throw new Error('a part');
    const { parts } = input.set;
    const [own, second, third] = parts;
    if (own === undefined || second === undefined || third === undefined) throw new Error('three parts');
    const wrong: BundleSet[] = [
      { part: 2, parts },
      { part: 4, parts },
      { part: 1, parts: [{ ...own, manifest: '1'.repeat(64) }, second, third] },
      { part: 1, parts: [{ ...own, items: own.items + 1 }, second, third] },
      { part: 1, parts: [own, second, second] },
      { part: 1, parts: [own, own] },
    ];
    for (const set of wrong) {
      const [report] = await judged(vault, [{ ...input, set }]);
      expect(
        report === undefined ? undefined : checkOf(report, 'completeness'),
        JSON.stringify(set),
      ).toMatchObject({
        result: 'fail',
        code: 'part-differs',
      });
    }
    const [alone] = await judged(vault, [{ ...input, set: { part: 1, parts: [own] } }]);
    expect(alone === undefined ? undefined : checkOf(alone, 'layout')).toMatchObject({
      code: 'bundle-malformed',
    });
  });
});

describe('the parts of a split export together', () => {
  it('show that everything is there that this vault had counted', () => {
    const { results, mixed } = setsOf(reports);
    expect(mixed).toBe(false);
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      result: 'pass',
      detail: 'All 3 parts are here. All 4 recorded attempts are in here, according to this vault.',
      missing: [],
      present: [
        { part: 1, name: 'file-1.zip' },
        { part: 2, name: 'file-2.zip' },
        { part: 3, name: 'file-3.zip' },
      ],
    });
    expect(results[0]?.attempts?.assignments.map(({ recorded, shown }) => [recorded, shown])).toEqual([
      [2, 2],
      [2, 2],
    ]);
  });

  it('are one set in any order, and though one was handed in twice', () => {
    const { results, mixed } = setsOf(
      [reports[2], reports[0], reports[1], reports[0]].flatMap((one) => one ?? []),
    );
    expect(mixed).toBe(false);
    expect(results.map(({ result }) => result)).toEqual(['pass']);
  });

  it('say which parts are not there, and then never that nothing is missing', () => {
    const { results } = setsOf([reports[0], reports[2]].flatMap((one) => one ?? []));
    expect(results[0]).toMatchObject({
      result: 'not-checked',
      code: 'set-parts-missing',
      missing: [{ part: 2, bundle: 'b-0000000002' }],
      attempts: null,
    });
    expect(results[0]?.detail).toContain('part 2 (b-0000000002)');
  });

  it('tell of an attempt that none of them shows', async () => {
    const hide = [hidden[0] ?? [], hidden[1] ?? [], [...(hidden[2] ?? []), 'i-two-attempt-2']];
    const { results } = setsOf(await judged(vault, inputsOf(vault, { hide })));
    expect(results[0]).toMatchObject({ result: 'not-checked', code: 'attempts-not-shown' });
    expect(results[0]?.detail).toContain('1 of 2 (Assignment two)');
  });

  it('tell of what they list as missing, but not of files that are in another part', async () => {
    const row = { what: 'A file', code: 'gone', reason: 'Gone.', noticedAt: '2026-11-22T10:00:00.000Z' };
    const elsewhere = await judged(vault, inputsOf(vault, { missing: [{ ...row, why: 'other-part' }] }));
    expect(setsOf(elsewhere).results[0]).toMatchObject({ result: 'pass' });
    const gone = await judged(vault, inputsOf(vault, { missing: [{ ...row, why: 'gone' }] }));
    expect(setsOf(gone).results[0]).toMatchObject({ result: 'not-checked', code: 'missing-listed' });
  });

  it('fail together where one fails', () => {
    const [first, ...others] = reports;
    if (first === undefined) throw new Error('a part');
    const { results } = setsOf([{ ...first, ok: false }, ...others]);
    expect(results[0]).toMatchObject({ result: 'fail', code: 'set-part-fails' });
  });

  it('fail where another vault signed one of them', () => {
    const [first, ...others] = reports;
    if (first === undefined || first.signer === null) throw new Error('a part');
    const { results } = setsOf([{ ...first, signer: { ...first.signer, vault: 'f'.repeat(64) } }, ...others]);
    expect(results[0]).toMatchObject({ result: 'fail', code: 'set-not-one-vault' });
  });

  it('fail where they show two states of one history', () => {
    const [first, ...others] = reports;
    if (first?.part === undefined) throw new Error('a part');
    const heads = first.part.heads.map((head) => ({ ...head, size: head.size - 1 }));
    const { results } = setsOf([{ ...first, part: { ...first.part, heads } }, ...others]);
    expect(results[0]).toMatchObject({ result: 'fail', code: 'set-histories-differ' });
  });

  it('fail where their attempts contradict each other, though each part alone does not', async () => {
    const counted = new CountedVault();
    counted.assignment('one');
    counted.attempt('one');
    counted.attempt('one', { number: 1 });
    counted.close();
    const apart = await judged(
      counted,
      inputsOf(counted, { hide: [['i-one-attempt-1'], ['i-one-attempt-2']] }),
    );
    for (const report of apart) expect(checkOf(report, 'completeness').result).toBe('not-checked');
    expect(setsOf(apart).results[0]).toMatchObject({ result: 'fail', code: 'attempt-numbers-contradict' });
  });

  it('of two exports never make one set', async () => {
    const again = inputsOf(vault, { hide: hidden.slice(0, 2) });
    const { results, mixed } = setsOf(
      [reports[0], ...(await judged(vault, again)).slice(1)].flatMap((one) => one ?? []),
    );
    expect(mixed).toBe(true);
    expect(results.map(({ code }) => code)).toEqual(['set-parts-missing', 'set-parts-missing']);
  });

  it('are no set where a whole bundle is among them', async () => {
    const whole = await verifyBytes(await makeBundle(vault.vault, vault.input()));
    expect(whole.part).toBeUndefined();
    expect(setsOf([...reports, whole]).mixed).toBe(true);
  });
});
