import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { hasUnfinishedCheck } from '../../../src/vault/check.ts';
import { connectFolder } from '../../../src/vault/connectors/folder.ts';
import { addFiles } from '../../../src/vault/add-files.ts';
import { addReplica } from '../../../src/vault/replicas/add-replica.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { checkSlice } from '../../../src/vault/work/check-slice.ts';
import { workDue, workOnce, type Circumstances } from '../../../src/vault/work/headless.ts';
import { standingOf, type Standing } from '../../../src/vault/work/standing.ts';
import { noStop } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const hour = 3_600_000;
const day = 24 * hour;

const made = worlds();

interface World {
  readonly vault: WritableVault;
  readonly root: string;
  readonly folder: string;
  readonly stick: string;
  /** The time goes on, or back. */
  readonly pass: (milliseconds: number) => void;
  /** Does what is due. @returns kinds of what was done, in its order */
  readonly work: (how?: Circumstances) => Promise<string[]>;
  readonly stand: (how?: Circumstances) => Promise<Standing>;
}

/** A vault with a folder that is copied from and a stick that is copied to. */
async function begin(): Promise<World> {
  let now = Date.UTC(2026, 10, 22, 9);
  const world = await made();
  world.clock = { now: () => new Date((now += 10)) };
  const vault = await world.write();
  const folder = join(world.root, 'work');
  const stick = join(world.root, 'stick');
  await mkdir(folder);
  await mkdir(stick);
  await writeFile(join(folder, 'essay.txt'), 'an essay');
  await connectFolder(vault, folder, { signal: noStop() });
  await addReplica(
    vault,
    { type: 'folder', path: stick },
    { name: 'Stick', schedule: { everyHours: 24, whenPluggedIn: false } },
  );
  return {
    vault,
    root: world.root,
    folder,
    stick,
    pass: (milliseconds) => (now += milliseconds),
    work: async (how = {}) => {
      const done: string[] = [];
      const onEnd = ({ kind }: { readonly kind: string }, { ok }: { readonly ok: boolean }): void => {
        done.push(ok ? kind : `${kind} failed`);
      };
      await workOnce(vault, { ...how, signal: noStop(), onEnd });
      return done;
    },
    stand: async (how = {}) => standingOf(vault, { ...(await workDue(vault, how)), running: [] }),
  };
}

/** Puts other bytes, as many, in place of every kept file of a second copy. */
async function damageBlobs(stick: string): Promise<void> {
  const entries = await readdir(stick, { recursive: true, withFileTypes: true });
  const blobs = entries.filter(
    (entry) => entry.isFile() && join(entry.parentPath, entry.name).includes('blob'),
  );
  expect(blobs).not.toEqual([]);
  for (const { parentPath, name } of blobs) {
    const path = join(parentPath, name);
    await writeFile(path, Buffer.alloc((await stat(path)).size, 7));
  }
}

describe('work that goes on by itself', () => {
  it('copies, brings the copy up to date and checks at first, and rehearses a day later', async () => {
    const { work, pass, vault } = await begin();
    expect(await work()).toEqual(['sync', 'copy', 'check']);
    expect(await work()).toEqual([]);
    expect(vault.index.statements.checks()[0]).toMatchObject({ full: true, ok: true });
    pass(25 * hour);
    expect(await work()).toEqual(['sync', 'copy', 'rehearse']);
    expect(vault.index.replicas.list()[0]?.rehearsed).toMatchObject({ items: 1, readable: 1, of: 1 });
  });

  it('does each thing once after a long time in which nothing could be done', async () => {
    const { work, pass } = await begin();
    await work();
    pass(25 * hour);
    await work();
    pass(200 * day);
    const kinds = await work();
    expect([...kinds].sort()).toEqual(['check', 'copy', 'rehearse', 'sync']);
    expect(await work()).toEqual([]);
  });

  it('is hurt by no clock that jumps: what is noted for a time to come is done again once, and not without end', async () => {
    const { work, pass } = await begin();
    pass(5 * 365 * day);
    await work();
    pass(-5 * 365 * day);
    expect(await work()).toEqual(['sync', 'copy', 'check']);
    expect(await work()).toEqual([]);
    pass(4 * hour);
    expect(await work()).toEqual(['sync']);
  });

  it('leaves what reads much for mains power, and the network for where it costs nothing', async () => {
    const { work, pass } = await begin();
    expect(await work({ onBattery: true, metered: true })).toEqual(['sync', 'copy']);
    pass(25 * hour);
    expect(await work({ onBattery: true })).toEqual(['sync', 'copy']);
    expect((await begin().then(({ stand }) => stand({ onBattery: true }))).waiting).toMatchObject([
      { kind: 'check', why: 'battery' },
    ]);
  });

  it('says what waits for a stick, and when a copy grows old', async () => {
    const { work, pass, stand, stick } = await begin();
    await work();
    await rename(stick, `${stick} away`);
    pass(2 * day);
    expect(await work()).toEqual(['sync']);
    expect(await stand()).toMatchObject({
      code: 'well',
      waiting: [
        { kind: 'copy', name: 'Stick', why: 'away' },
        { kind: 'rehearse', name: 'Stick', why: 'away' },
      ],
      copies: { count: 1, late: [], soonLate: [] },
      next: { kind: 'sync' },
      lastCheck: { ok: true, full: true },
      parity: false,
    });
    pass(22 * day);
    expect((await stand()).copies).toMatchObject({ late: [], soonLate: [{ name: 'Stick' }] });
    pass(8 * day);
    expect(await stand()).toMatchObject({ code: 'copy-late', copies: { late: [{ name: 'Stick' }] } });
  });

  it('tells of a rehearsal that did not bring everything back', async () => {
    const { work, pass, stand, stick } = await begin();
    await work();
    await damageBlobs(stick);
    pass(25 * hour);
    expect(await work()).toContain('rehearse failed');
    expect(await stand()).toMatchObject({
      code: 'rehearsal-failed',
      lastRehearsal: { items: 1, readable: 0 },
    });
  });
});

describe('a check in slices', () => {
  it('goes on each time where the last ended, and records that all was read in the end', async () => {
    const { vault, folder } = await begin();
    for (let i = 0; i < 16; i += 1)
      await writeFile(join(folder, `${String(i)}.bin`), Buffer.alloc(200_000, i));
    await addFiles(vault, [folder], { signal: noStop() });
    let slices = 0;
    for (; slices < 20; slices += 1) {
      const report = await checkSlice(vault, { signal: noStop(), budget: { bytes: 1 } });
      if (report !== undefined) {
        expect(report).toMatchObject({ ok: true, resumed: true });
        break;
      }
      expect(hasUnfinishedCheck(vault)).toBe(true);
      expect(vault.index.statements.checks()).toEqual([]);
    }
    expect(slices).toBeGreaterThan(1);
    expect(slices).toBeLessThan(20);
    expect(hasUnfinishedCheck(vault)).toBe(false);
    expect(vault.index.statements.checks()).toMatchObject([{ full: true, ok: true }]);
  });
});
