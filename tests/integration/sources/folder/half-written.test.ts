import { appendFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../../src/base/clock.ts';
import { nodeDisk } from '../../../../src/sources/disk/disk.ts';
import { RememberingSink } from '../../../support/remembering-sink.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { diskWith, systemError, tomorrow, watched } from './watched.ts';

const makeFolder = temporaryFolders();

/** Files written now are recent, for an hour. */
const now = { clock: systemClock, quietTime: 3_600_000 };

describe('a file that may be half-written', () => {
  it('is captured once two looks agree, after everything else', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'a new one.txt'), 'still');
    await writeFile(join(folder, 'old.txt'), 'settled');
    await utimes(join(folder, 'old.txt'), 1_700_000_000, 1_700_000_000);
    const sink = new RememberingSink();
    const waits: number[] = [];
    const wait = async (milliseconds: number): Promise<void> => {
      waits.push(milliseconds);
      expect(sink.keys('captured')).toStrictEqual(['old.txt']);
    };
    expect(await sink.pull(watched(folder, { ...now, wait }))).toMatchObject({ state: 'ok' });
    expect(sink.keys('captured')).toStrictEqual(['a new one.txt', 'old.txt']);
    expect(waits).toStrictEqual([3_600_000]);
  });

  it('is captured whole when it is finished between the looks', async () => {
    const folder = await makeFolder();
    const path = join(folder, 'a.txt');
    await writeFile(path, 'half');
    const sink = new RememberingSink();
    let waited = 0;
    const wait = async (): Promise<void> => {
      waited += 1;
      if (waited === 1) await appendFile(path, ' and whole');
    };
    await sink.pull(watched(folder, { ...now, wait }));
    expect(waited).toBe(2);
    expect(sink.versions.get('a.txt')?.map(({ bytes }) => bytes.toString())).toStrictEqual([
      'half and whole',
    ]);
  });

  it('is not captured while it grows, and is the next time', async () => {
    const folder = await makeFolder();
    const path = join(folder, 'a.txt');
    await writeFile(path, 'half');
    const sink = new RememberingSink();
    const wait = async (): Promise<void> => appendFile(path, ' more');
    expect(await sink.pull(watched(folder, { ...now, wait }))).toMatchObject({ state: 'partial' });
    expect(sink.told).toStrictEqual([
      { key: 'a.txt', outcome: 'failed', code: 'input.changed-while-reading' },
    ]);
    expect(sink.versions.size).toBe(0);
    await sink.pull(watched(folder));
    expect(sink.told).toStrictEqual([{ key: 'a.txt', outcome: 'captured' }]);
    expect(sink.find('a.txt')).not.toHaveProperty('failed');
  });

  it('that goes away again was nobody’s, unless it was known', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'known.txt'), 'known');
    await writeFile(join(folder, 'other.txt'), 'other');
    const sink = new RememberingSink();
    await sink.pull(watched(folder));
    await writeFile(join(folder, 'known.txt'), 'known and changed');
    await writeFile(join(folder, 'passing.txt'), 'passing');
    const wait = async (): Promise<void> => {
      await rm(join(folder, 'known.txt'), { force: true });
      await rm(join(folder, 'passing.txt'), { force: true });
    };
    expect(await sink.pull(watched(folder, { ...now, wait }))).toMatchObject({ state: 'partial' });
    expect(sink.told.filter(({ key }) => key !== 'other.txt')).toStrictEqual([
      { key: 'known.txt', outcome: 'failed', code: 'input.path-missing' },
    ]);
    await sink.pull(watched(folder));
    expect(sink.keys('gone')).toStrictEqual(['known.txt']);
  });

  it('with a time far in the future is not waited for', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'a.txt'), 'from a camera whose clock is wrong');
    await utimes(join(folder, 'a.txt'), 4_000_000_000, 4_000_000_000);
    const sink = new RememberingSink();
    const wait = (): Promise<void> => Promise.reject(new Error('waited'));
    await sink.pull(watched(folder, { clock: tomorrow, wait }));
    expect(sink.keys('captured')).toStrictEqual(['a.txt']);
  });

  it('is not waited for once the pull is cancelled', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'a.txt'), 'new');
    const cancel = new AbortController();
    const sink = new RememberingSink();
    const pulling = sink.pull(
      watched(folder, {
        ...now,
        wait: async (_milliseconds, signal) => {
          cancel.abort();
          expect(signal.aborted).toBe(true);
        },
      }),
      cancel.signal,
    );
    await expect(pulling).rejects.toMatchObject({ code: 'internal.cancelled' });
    expect(sink.told).toStrictEqual([]);
  });
});

describe('a locked file', () => {
  it('is tried again at the end of the pull', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'a.txt'), 'a');
    let locked = true;
    const disk = diskWith({
      open: (place) => (locked ? Promise.reject(systemError('EBUSY')) : nodeDisk.open(place)),
    });
    const wait = async (): Promise<void> => {
      locked = false;
    };
    const sink = new RememberingSink();
    expect(await sink.pull(watched(folder, { disk, wait }))).toMatchObject({ state: 'ok' });
    expect(sink.told).toStrictEqual([{ key: 'a.txt', outcome: 'captured' }]);
  });

  it('that stays locked is a failed item, and the rest is taken', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'a.txt'), 'a');
    await writeFile(join(folder, 'b.txt'), 'b');
    const disk = diskWith({
      open: (place) =>
        place.name.toString() === 'a.txt' ? Promise.reject(systemError('EBUSY')) : nodeDisk.open(place),
    });
    const sink = new RememberingSink();
    expect(await sink.pull(watched(folder, { disk }))).toMatchObject({ state: 'partial' });
    expect(sink.keys('captured')).toStrictEqual(['b.txt']);
    expect(sink.told).toContainEqual({ key: 'a.txt', outcome: 'failed', code: 'input.file-busy' });
  });
});
