import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { addFiles } from '../../../src/vault/add-files.ts';
import { checkVaultNow } from '../../../src/vault/check.ts';
import { connectFolder } from '../../../src/vault/connectors/folder.ts';
import { listItems } from '../../../src/vault/items.ts';
import { judgeProtection, protectionReasons } from '../../../src/vault/protection.ts';
import { addReplica } from '../../../src/vault/replicas/add-replica.ts';
import { removeReplica } from '../../../src/vault/replicas/remove-replica.ts';
import { syncReplica } from '../../../src/vault/replicas/sync-replicas.ts';
import { settleAlert } from '../../../src/vault/settle-alert.ts';
import { addUnit, mapItem } from '../../../src/vault/statements.ts';
import { vaultStatus, type ProtectionRow } from '../../../src/vault/status.ts';
import { syncSources } from '../../../src/vault/sync-sources.ts';
import type { OpenVault, WritableVault } from '../../../src/vault/vault-context.ts';
import { PracticeLearner } from '../../support/vault/practice-learner.ts';
import { codeOf, noStop, type VaultWorld } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

/** Each test makes a situation in which its reason applies; this sees to it that none is left out. */
const seen = new Set<string>();

function rowOf(vault: OpenVault, ref: string): ProtectionRow {
  const row = vaultStatus(vault).units.find((each) => each.ref === ref);
  if (row === undefined) throw new Error(`no row for ${ref}`);
  const { level, reasons, next } = judgeProtection(new Set(row.reasons));
  expect({ level: row.level, reasons: row.reasons, next: row.next }).toEqual({ level, reasons, next });
  for (const reason of row.reasons) seen.add(reason);
  return row;
}

const always = ['no-second-copy', 'no-independent-date'];
const world = worlds();

/** A unit with these files mapped to it. */
async function unitWith(
  at: VaultWorld,
  vault: WritableVault,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  await addUnit(vault, { reference: 'U1', title: 'One' });
  const { items } = await at.add(vault, files);
  for (const { id } of items) await mapItem(vault, id, 'U1/1.1');
}

describe('a unit of hand-added files', () => {
  it('has nothing to show at first', async () => {
    const at = await world();
    const vault = await at.write();
    await addUnit(vault, { reference: 'U1', title: 'One' });
    expect(rowOf(vault, 'U1')).toEqual({
      has: { work: false, feedback: false, grade: false, dated: false, secondCopy: false },
      files: 0,
      attempts: 0,
      about: 'unit',
      ref: 'U1',
      title: 'One',
      items: 0,
      level: 'risk',
      reasons: ['no-evidence', ...always],
      next: protectionReasons['no-evidence'].next,
    });
  });

  it('needs a second copy and an independent date once something is kept', async () => {
    const at = await world();
    const vault = await at.write();
    await unitWith(at, vault, { 'essay.txt': 'Kept.' });
    expect(rowOf(vault, 'U1')).toMatchObject({ level: 'attention', items: 1, reasons: always });
  });

  it('has a second copy once a round brought all of it somewhere, until something new is kept or 30 days went by', async () => {
    let now = Date.UTC(2026, 2, 12, 9);
    const at = await world();
    const vault = await at.write({ clock: { now: () => new Date(now) } });
    await unitWith(at, vault, { 'essay.txt': 'Kept.' });
    const stick = join(at.root, 'stick');
    await mkdir(stick);
    const { id } = await addReplica(vault, { type: 'folder', path: stick });
    expect(rowOf(vault, 'U1').reasons).toContain('no-second-copy');
    await syncReplica(vault, id);
    expect(rowOf(vault, 'U1')).toMatchObject({ reasons: ['no-independent-date'], has: { secondCopy: true } });
    expect(vaultStatus(vault)).toMatchObject({
      secondCopy: { at: '2026-03-12T09:00:00.000Z' },
      replicas: [{ behind: 0, stale: false }],
    });

    const { items } = await at.add(vault, { 'second.txt': 'New.' });
    expect(rowOf(vault, 'U1').reasons).not.toContain('no-second-copy');
    for (const item of items) await mapItem(vault, item.id, 'U1/1.1');
    expect(rowOf(vault, 'U1')).toMatchObject({ reasons: always, has: { secondCopy: false } });
    await syncReplica(vault, id);
    expect(rowOf(vault, 'U1').reasons).toEqual(['no-independent-date']);

    now += 31 * 86_400_000;
    expect(rowOf(vault, 'U1').reasons).toEqual(always);
    expect(vaultStatus(vault).replicas).toMatchObject([{ stale: true }]);
    await syncReplica(vault, id);
    expect(rowOf(vault, 'U1').reasons).toEqual(['no-independent-date']);
    await removeReplica(vault, id);
    expect(rowOf(vault, 'U1').reasons).toEqual(always);
  });

  it('tells of a file that became shorter or empty, until the learner has seen to it', async () => {
    const at = await world();
    const vault = await at.write();
    await unitWith(at, vault, { 'essay.txt': 'A long essay about many things.' });
    const path = await at.file('essay.txt', 'Short.');
    await addFiles(vault, [path], { signal: noStop() });
    expect(rowOf(vault, 'U1').reasons).toEqual(['file-shrank', ...always]);
    for (const { id } of vaultStatus(vault).alerts) await settleAlert(vault, id);
    expect(rowOf(vault, 'U1').reasons).toEqual(always);
    await at.file('essay.txt', '');
    await addFiles(vault, [path], { signal: noStop() });
    expect(rowOf(vault, 'U1').reasons).toEqual(['file-shrank', ...always]);
    expect(vaultStatus(vault).alerts).toMatchObject([{ code: 'file-emptied' }]);
  });

  it('is at risk once a check found its file damaged', async () => {
    const at = await world();
    const vault = await at.write();
    await unitWith(at, vault, { 'essay.txt': 'Kept.', 'other.txt': 'Not of this unit.' });
    await addUnit(vault, { reference: 'U2' });
    const [essay] = listItems(vault).filter(({ name }) => name === 'essay.txt');
    const [other] = listItems(vault).filter(({ name }) => name === 'other.txt');
    await mapItem(vault, other?.id ?? '', 'U2');
    const [part] = vault.index.blobs.allByDigest(essay?.sha256 ?? '', essay?.size ?? 0)[0]?.parts ?? [];
    await rm(join(at.dir, 'blobs', '0000', `${part?.file ?? ''}.blob`));
    await checkVaultNow(vault, { full: false, signal: noStop() });
    expect(rowOf(vault, 'U1')).toMatchObject({ level: 'risk', reasons: ['damaged', ...always] });
    expect(rowOf(vault, 'U2').reasons).toEqual(always);
    expect(vaultStatus(vault).lastCheck).toMatchObject({ ok: false });
  });

  it('does not grow old: there is no portal that could fall silent', async () => {
    const at = await world();
    await at.using((vault) => unitWith(at, vault, { 'essay.txt': 'Kept.' }));
    at.clock = { now: () => new Date(Date.now() + 100 * 86_400_000) };
    expect(rowOf(await at.read(), 'U1').reasons).toEqual(always);
  });
});

describe('a watched folder', () => {
  it('is held when very many files change at once, and goes on when the learner says so', async () => {
    const at = await world();
    const vault = await at.write();
    const folder = join(at.root, 'drive');
    await mkdir(folder);
    const write = async (content: (number: number) => string): Promise<void> => {
      for (let number = 0; number < 20; number += 1)
        await writeFile(join(folder, `work ${number}.txt`), content(number));
    };
    await write((number) => `Work number ${number}, as it was.`);
    const source = await connectFolder(vault, folder, { signal: noStop() });
    const sync = async (acceptMassChange = false): Promise<string> => {
      const [report] = await syncSources(vault, { source: source.id, signal: noStop(), acceptMassChange });
      return report?.state ?? 'none';
    };
    expect(await sync()).toBe('ok');
    await addUnit(vault, { reference: 'U1' });
    const kept = listItems(vault, { source: source.id });
    expect(kept).toHaveLength(20);
    await mapItem(vault, kept[0]?.id ?? '', 'U1');
    expect(rowOf(vault, 'U1').reasons).toEqual(always);
    await write((number) => `Something else altogether ${number * 7919}`);
    expect(await sync()).toBe('held');
    expect(rowOf(vault, 'U1').reasons).toEqual(['held', 'newest-not-kept', ...always]);
    expect(listItems(vault, { source: source.id }).every(({ versions }) => versions === 1)).toBe(true);
    expect(await sync(true)).toBe('ok');
    expect(rowOf(vault, 'U1').reasons).toEqual(always);
    expect(listItems(vault, { source: source.id }).every(({ versions }) => versions === 2)).toBe(true);
  });

  it('that is not there is a reason of its own, and loses nothing', async () => {
    const at = await world();
    const vault = await at.write();
    const folder = join(at.root, 'drive');
    await mkdir(folder);
    await writeFile(join(folder, 'work.txt'), 'Work.');
    const source = await connectFolder(vault, folder, { signal: noStop() });
    await syncSources(vault, { signal: noStop() });
    await addUnit(vault, { reference: 'U1' });
    const [item] = listItems(vault, { source: source.id });
    await mapItem(vault, item?.id ?? '', 'U1');
    await rm(folder, { recursive: true });
    expect(await syncSources(vault, { signal: noStop() })).toMatchObject([
      { state: 'unreachable', error: { code: 'source.folder-missing' }, gone: 0 },
    ]);
    expect(rowOf(vault, 'U1').reasons).toEqual(['unreachable', ...always]);
    expect(listItems(vault)).toMatchObject([{ versions: 1 }]);
  });
});

describe('a portal', () => {
  let learner: PracticeLearner;
  beforeAll(async () => {
    learner = await PracticeLearner.connect();
    learner.provider.switches.corruptDownload('/late.docx', 'truncate');
  });
  afterAll(() => learner.end());
  const reasonsOf = (key: string): readonly string[] => rowOf(learner.vault, learner.get(key).id).reasons;

  it('counts for nothing before it was copied to the end', async () => {
    const stop = new AbortController();
    let count = 0;
    const stopped = syncSources(learner.vault, {
      signal: stop.signal,
      onItem: () => {
        count += 1;
        if (count === 120) stop.abort();
      },
    });
    expect(await codeOf(stopped)).toBe('internal.cancelled');
    expect(listItems(learner.vault).length).toBeGreaterThan(100);
    const { units } = vaultStatus(learner.vault);
    for (const { ref } of units) expect(rowOf(learner.vault, ref)).toMatchObject({ level: 'risk' });
    expect(units.every(({ reasons }) => reasons.includes('never-copied'))).toBe(true);
  });

  it('tells of work that cannot be fetched', async () => {
    expect(await learner.sync()).toMatchObject({ state: 'partial', failed: 1 });
    expect(reasonsOf('assignment/22')).toContain('not-kept');
    learner.provider.switches.clearFaults();
    expect(await learner.sync()).toMatchObject({ state: 'ok' });
    expect(reasonsOf('assignment/22')).not.toContain('not-kept');
    learner.provider.switches.apply('10_feedback_file_replaced_same_name');
    learner.provider.switches.corruptDownload('fb.pdf', 'truncate');
    await learner.sync();
    expect(reasonsOf('assignment/16')).toContain('newest-not-kept');
    learner.provider.switches.clearFaults();
    await learner.sync();
  });

  it('has a row for each assignment that is mapped to no unit', async () => {
    const { vault } = learner;
    const rows = (): readonly ProtectionRow[] => vaultStatus(vault).units;
    const assignments = listItems(vault, { kind: 'assignment' });
    expect(
      rows()
        .map(({ ref }) => ref)
        .sort(),
    ).toEqual(assignments.map(({ id }) => id).sort());
    expect(reasonsOf('assignment/1')).toEqual(always);
    expect(reasonsOf('assignment/7')).toEqual(['no-evidence', 'not-handed-in', ...always]);
    expect(reasonsOf('assignment/22')).toEqual(['not-marked', ...always]);
    // A draft is no work handed in; a mark that is held back is none yet.
    expect(reasonsOf('assignment/6')).toEqual(['not-handed-in', ...always]);
    expect(reasonsOf('assignment/2')).toEqual(['not-marked', ...always]);
    expect(reasonsOf('assignment/11')).toEqual(['not-marked', ...always]);
    // Nothing is handed in for an observation, and it is marked all the same.
    expect(reasonsOf('assignment/5')).toEqual(always);
    await addUnit(vault, { reference: 'U3', title: 'Practical portfolio' });
    await mapItem(vault, learner.get('assignment/3').id, 'U3');
    expect(rows().find(({ ref }) => ref === learner.get('assignment/3').id)).toBeUndefined();
    expect(rowOf(vault, 'U3')).toMatchObject({ about: 'unit', reasons: always });
    expect(rowOf(vault, 'U3').items).toBe(learner.get('assignment/3').parts.length + 1);
  });

  it('is a reason for attention once its sign-in has ended, it shows less, or is silent', async () => {
    const { switches } = learner.provider;
    switches.expireLogins();
    await learner.sync();
    expect(rowOf(learner.vault, 'U3').reasons).toEqual(['login-expired', ...always]);
    await learner.signInAgain();
    switches.situation('16_unenrolled_c1');
    await learner.sync();
    expect(rowOf(learner.vault, 'U3').reasons).toEqual(['shows-less', ...always]);
    switches.maintenance('admin');
    await learner.sync();
    expect(rowOf(learner.vault, 'U3').reasons).toEqual(['unreachable', ...always]);
    switches.situation('normal');
    await learner.sync();
    expect(rowOf(learner.vault, 'U3').reasons).toEqual(always);
  });

  it('grows old after a week', async () => {
    const { world: at, vault } = learner;
    await at.close(vault);
    for (const [days, reasons] of [
      [6, always],
      [8, ['stale', ...always]],
    ] as const) {
      at.clock = { now: () => new Date(Date.now() + days * 86_400_000) };
      const later = await at.read();
      expect(rowOf(later, 'U3').reasons).toEqual(reasons);
      await at.close(later);
    }
  });
});

it('has shown a situation for every reason of the table', () => {
  expect([...seen].sort()).toEqual(Object.keys(protectionReasons).sort());
});
