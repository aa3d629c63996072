import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { findForeignFiles } from '../../../../src/store/check/foreign-files.ts';
import { NodeDurable } from '../../../../src/store/durable/node-durable.ts';
import { emptyQuarantine, listQuarantine, setAside } from '../../../../src/store/quarantine.ts';
import { everyStep } from '../../../support/store/every-step.ts';

const port = new NodeDurable();
const file = 'ledger-copy/0123456789abcdef0123456789abcdef/00000001.segment';
const at = new Date('2026-11-22T18:15:00.123Z');
let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'quarantine-'));
  await mkdir(join(dir, file, '..'), { recursive: true });
  await writeFile(join(dir, file), 'damaged bytes');
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const kept = {
  at: at.toISOString(),
  file,
  size: 13,
  sha256: createHash('sha256').update('damaged bytes').digest('hex'),
};

describe('quarantine', () => {
  it('keeps a copy under its time, digest and old place, and leaves the file where it is', async () => {
    expect(await setAside(port, dir, file, at)).toMatchObject(kept);
    const [only, ...more] = await listQuarantine(port, dir);
    expect(only).toMatchObject(kept);
    expect(more).toEqual([]);
    expect(await readFile(join(dir, 'quarantine', only?.name ?? ''), 'utf8')).toBe('damaged bytes');
    expect(await readFile(join(dir, file), 'utf8')).toBe('damaged bytes');
    expect(only?.name).toMatch(/^[a-z0-9.-]+$/u);
    expect(await findForeignFiles(port, dir)).toEqual([]);
  });

  it('keeps the same bytes of the same file once, and says so where there is no file', async () => {
    await setAside(port, dir, file, at);
    await setAside(port, dir, file, new Date(at.getTime() + 5000));
    expect(await listQuarantine(port, dir)).toHaveLength(1);
    expect(await setAside(port, dir, 'vault.json', at)).toBeUndefined();
  });

  it('is emptied of what was chosen, and never of files that somebody else put there', async () => {
    await setAside(port, dir, file, at);
    await writeFile(join(dir, 'vault.json'), 'x');
    await setAside(port, dir, 'vault.json', at);
    await writeFile(join(dir, 'quarantine', 'my notes.txt'), 'mine');
    expect(await emptyQuarantine(port, dir, (each) => each.file === 'vault.json')).toBe(1);
    expect(await emptyQuarantine(port, dir)).toBe(1);
    expect(await readdir(join(dir, 'quarantine'))).toEqual(['my notes.txt']);
    expect(await findForeignFiles(port, dir)).toEqual(['quarantine/my notes.txt']);
  });

  it('never loses the damaged file, wherever it is stopped, and what it acknowledged is whole', async () => {
    await everyStep(
      dir,
      async (faulty, folder) => {
        await setAside(faulty, folder, file, at);
      },
      async (folder, { done, story }) => {
        expect(await readFile(join(folder, file), 'utf8'), story).toBe('damaged bytes');
        const listed = await listQuarantine(port, folder);
        if (done) expect(listed, story).toHaveLength(1);
        for (const { name } of listed)
          expect(await readFile(join(folder, 'quarantine', name), 'utf8'), story).toBe('damaged bytes');
      },
    );
  });
});
