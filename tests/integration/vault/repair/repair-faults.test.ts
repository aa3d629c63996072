import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { nodeHashes } from '../../../../src/platform/node-hashes.ts';
import { encodeHex } from '../../../../src/base/bytes.ts';
import { FolderTarget } from '../../../../src/store/replica/folder-target.ts';
import { ReplicaCatalogue } from '../../../../src/store/replica/reading/catalogue.ts';
import { contentOf } from '../../../../src/store/replica/replica-plan.ts';
import { replicaName } from '../../../../src/store/replica/replica-names.ts';
import { NodeDurable } from '../../../../src/store/durable/node-durable.ts';
import { makeParity } from '../../../../src/store/parity/make-parity.ts';
import { parityPath } from '../../../../src/store/parity/parity-files.ts';
import { fetchBlob, healBlob } from '../../../../src/store/repair/put-blob.ts';
import { replaceDamaged } from '../../../../src/store/repair/replace-damaged.ts';
import { listQuarantine } from '../../../../src/store/quarantine.ts';
import { everyStep } from '../../../support/store/every-step.ts';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';

import { someBytes } from './repair-world.ts';

const real = new NodeDurable();
const vault = 'ab'.repeat(32);
const at = new Date('2026-11-22T18:15:00.123Z');
const good = someBytes(9000, 3);
const sealed = encodeHex(nodeHashes.sha256(good));
const place = { shelf: 0, file: sealed };
const blob = `blobs/0000/${sealed}.blob`;

/** A folder with one damaged blob that has parity, and a second copy beside it. */
async function damagedFolder(): Promise<{ home: string; dir: string; copy: string }> {
  const home = await mkdtemp(join(tmpdir(), 'repair-'));
  const dir = join(home, 'vault');
  await mkdir(join(dir, 'blobs', '0000'), { recursive: true });
  await writeFile(join(dir, blob), good);
  await makeParity(real, { file: join(dir, blob), parityFile: parityPath(dir, { blob: place }), vault });
  const copy = join(home, 'copy');
  const target = new FolderTarget({ port: real, folder: copy });
  await mkdir(copy);
  await target.put(replicaName({ type: 'blob', shelf: 0, sha256: sealed }), contentOf(good));
  const damaged = good.slice();
  damaged[5000] = 0;
  damaged[5001] = 1;
  await writeFile(join(dir, blob), damaged);
  return { home, dir, copy };
}

/** The old file or the new one under its name, and whatever is kept aside is whole. */
async function look(folder: string, old: Uint8Array, done: boolean, story: string): Promise<void> {
  const now = await readFile(join(folder, blob));
  const isNew = Buffer.compare(now, good) === 0;
  expect(isNew || Buffer.compare(now, old) === 0, story).toBe(true);
  const kept = await listQuarantine(real, folder);
  for (const { name } of kept)
    expect(Buffer.compare(await readFile(join(folder, 'quarantine', name)), old), story).toBe(0);
  if (done) expect(isNew, story).toBe(true);
  // What was damaged is never gone before the good one is there to stay.
  if (isNew) expect(kept, story).toHaveLength(1);
}

describe('a repair that is stopped at any step', () => {
  it('leaves the damaged file or the good one, from a second copy', async () => {
    const { home, dir, copy } = await damagedFolder();
    const old = await readFile(join(dir, blob));
    const name = 'USB-STICK';
    await everyStep(
      dir,
      async (port, folder) => {
        const target = new FolderTarget({ port: real, folder: copy });
        const catalogue = await ReplicaCatalogue.read([{ name, target }]);
        expect((await fetchBlob({ port, dir: folder, place, at }, catalogue))?.name).toBe(name);
      },
      (folder, { done, story }) => look(folder, old, done, story),
    );
    await rm(home, { recursive: true });
  });

  it('leaves the damaged file or the good one, from parity, which then still heals it', async () => {
    const { home, dir } = await damagedFolder();
    const old = await readFile(join(dir, blob));
    await everyStep(
      dir,
      async (port, folder) => {
        expect(await healBlob({ port, dir: folder, place, at }, vault)).toBe(true);
      },
      async (folder, { done, story }) => {
        await look(folder, old, done, story);
        if (Buffer.compare(await readFile(join(folder, blob)), good) === 0) return;
        expect(await healBlob({ port: real, dir: folder, place, at }, vault), story).toBe(true);
        expect(Buffer.compare(await readFile(join(folder, blob)), good), story).toBe(0);
      },
    );
    await rm(home, { recursive: true });
  });

  it('leaves the old or the new of a file of the history', async () => {
    const { home, dir } = await damagedFolder();
    const old = await readFile(join(dir, blob));
    await everyStep(
      dir,
      async (port, folder) => {
        await replaceDamaged(port, folder, blob, good, at);
      },
      (folder, { done, story }) => look(folder, old, done, story),
    );
    await rm(home, { recursive: true });
  });
});
