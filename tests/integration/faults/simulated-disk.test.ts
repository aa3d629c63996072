import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { SimulatedDisk } from '../../faults/disk/simulated-disk.ts';
import { sectorLength, type PowerFailure } from '../../faults/disk/survival.ts';
import { replaceFile, writeNewFile } from '../../../src/store/durable/replace-file.ts';
import { quickDisk } from '../../support/store/quick-disk.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const nothingLeft: PowerFailure = { names: 'none', bytes: 'none', gaps: false, seed: '1' };
const text = (path: string): string => readFileSync(path, 'utf8');

async function newDisk(): Promise<{ disk: SimulatedDisk; at: (name: string) => string }> {
  const root = await newFolder();
  return { disk: new SimulatedDisk(quickDisk(), root), at: (name) => join(root, name) };
}

describe('the disk that forgets', () => {
  it('keeps what was there before and what was replaced durably', async () => {
    const { disk, at } = await newDisk();
    writeFileSync(at('old'), 'old');
    writeFileSync(at('a'), 'before');
    await replaceFile(disk, at('a'), Buffer.from('after'));
    disk.fail(nothingLeft);
    expect([text(at('old')), text(at('a'))]).toEqual(['old', 'after']);
  });

  it('forgets a name whose folder was not synced, and brings back what it stood for', async () => {
    const { disk, at } = await newDisk();
    writeFileSync(at('a'), 'before');
    await writeNewFile(disk, at('a.new'), Buffer.from('after'));
    await disk.rename(at('a.new'), at('a'));
    expect(text(at('a'))).toBe('after');
    disk.fail(nothingLeft);
    expect(text(at('a'))).toBe('before');
  });

  it('keeps a name without its bytes', async () => {
    const { disk, at } = await newDisk();
    const file = await disk.createFile(at('a'));
    await file.write(Buffer.from('bytes'), 0);
    await file.close();
    disk.fail({ ...nothingLeft, names: 'all' });
    expect(text(at('a'))).toBe('');
  });

  it('forgets a folder with all that is in it, synced or not', async () => {
    const { disk, at } = await newDisk();
    await disk.makeFolder(at('new'));
    await writeNewFile(disk, at('new/a'), Buffer.from('bytes'));
    await disk.syncFolder(at('new'));
    disk.fail(nothingLeft);
    expect(existsSync(at('new'))).toBe(false);
  });

  it('brings back a file that was removed', async () => {
    const { disk, at } = await newDisk();
    mkdirSync(at('folder'));
    writeFileSync(at('folder/a'), 'bytes');
    await disk.unlink(at('folder/a'));
    disk.fail(nothingLeft);
    expect(text(at('folder/a'))).toBe('bytes');
  });

  it('keeps some sectors of what was written and not others, and what was certain in between', async () => {
    const images = new Set<string>();
    for (let seed = 0; seed < 40; seed += 1) {
      const { disk, at } = await newDisk();
      writeFileSync(at('a'), Buffer.alloc(4 * sectorLength, 'o'));
      const file = await disk.openFile(at('a'));
      await file?.write(Buffer.alloc(4 * sectorLength, 'n'), 0);
      await file?.close();
      disk.fail({ names: 'all', bytes: 'sectors', gaps: false, seed: String(seed) });
      const left = text(at('a'));
      expect(left).toMatch(/^[on]{2048}$/);
      images.add(left);
    }
    expect(images.size).toBeGreaterThan(8);
  });

  it('never writes again what a failed sync was to write', async () => {
    const { disk, at } = await newDisk();
    writeFileSync(at('a'), 'before');
    const file = await disk.openFile(at('a'));
    await file?.write(Buffer.from('AFTER!'), 0);
    disk.syncFailed(at('a'));
    await file?.sync();
    await file?.close();
    disk.fail(nothingLeft);
    expect(text(at('a'))).toBe('before');
  });
});
