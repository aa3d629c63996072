import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import {
  assertSha512,
  fallbackArchive,
  placeInRuntime,
  WrongDigest,
} from '../../../../electron/runtime/fallback-archive.ts';
import { findFallback } from '../../../../electron/runtime/fallback-runtime.ts';
import { unpackZip } from '../../../../electron/runtime/unpack-zip.ts';
import { rawZip } from '../../../support/raw-zip.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const newFolder = temporaryFolders();

describe('the fallback archive', () => {
  it('is taken if its SHA-512 is the one pinned, and refused with one byte changed', async () => {
    const path = join(await newFolder(), 'archive.tgz');
    const bytes = Buffer.from('an archive, as it was when it was pinned');
    const pinned = createHash('sha512').update(bytes).digest('base64');
    await writeFile(path, bytes);
    await expect(assertSha512(path, pinned)).resolves.toBeUndefined();
    bytes[3] = 0;
    await writeFile(path, bytes);
    await expect(assertSha512(path, pinned)).rejects.toThrow(WrongDigest);
  });

  it('is pinned by a whole SHA-512', () => {
    expect(Buffer.from(fallbackArchive.sha512, 'base64')).toHaveLength(64);
  });

  it.each([
    ['Cypress/Cypress', 'electron'],
    ['Cypress/locales/en-GB.pak', 'locales/en-GB.pak'],
    ['Cypress/icudtl.dat', 'icudtl.dat'],
    ['Cypress/resources/app/index.js', undefined],
    ['Cypress/resources/app-update.yml', undefined],
    ['Cypress/browser_v8_context_snapshot.bin', undefined],
    ['Cypress/', undefined],
    ['elsewhere/electron', undefined],
  ])('puts %s at %s', (member, place) => {
    expect(placeInRuntime(member)).toBe(place);
  });

  it('is found once it was unpacked, which one that is half way is not', async () => {
    const cache = await newFolder();
    await mkdir(join(cache, 'unpacking-abc'));
    expect(findFallback(cache)).toBeUndefined();
    const folder = join(cache, `electron-${fallbackArchive.electron}-1`);
    await mkdir(folder);
    expect(findFallback(cache)).toEqual({ kind: 'fallback', folder, binary: join(folder, 'electron') });
  });
});

describe('unpacking', () => {
  const program = 0o100755 * 0x10000;
  const plain = 0o100644 * 0x10000;

  it('writes what is wanted where it is wanted, and keeps programs programs', async () => {
    const folder = await newFolder();
    const zip = join(folder, 'a.zip');
    await writeFile(
      zip,
      rawZip([
        { name: 'Cypress/', data: '', method: 0 },
        { name: 'Cypress/Cypress', data: 'program', attributes: program },
        { name: 'Cypress/locales/en-GB.pak', data: 'words', attributes: plain },
        { name: 'Cypress/resources/app/index.js', data: 'not this' },
      ]),
    );
    await unpackZip(zip, join(folder, 'out'), placeInRuntime);
    expect((await readdir(join(folder, 'out'), { recursive: true })).sort()).toEqual([
      'electron',
      'locales',
      join('locales', 'en-GB.pak'),
    ]);
    expect(await readFile(join(folder, 'out', 'electron'), 'utf8')).toBe('program');
    if (process.platform !== 'win32') {
      expect((await stat(join(folder, 'out', 'electron'))).mode & 0o111).not.toBe(0);
      expect((await stat(join(folder, 'out', 'locales', 'en-GB.pak'))).mode & 0o111).toBe(0);
    }
  });

  it.each(['../climbs', '/absolute', 'a/../../climbs'])('refuses a member named %s', async (name) => {
    const folder = await newFolder();
    const zip = join(folder, 'a.zip');
    await writeFile(zip, rawZip([{ name, data: 'x' }]));
    await expect(unpackZip(zip, join(folder, 'out'), (member) => member)).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['a.zip']);
  });

  it('refuses a member whose bytes are fewer than it says', async () => {
    const folder = await newFolder();
    const zip = join(folder, 'a.zip');
    await writeFile(zip, rawZip([{ name: 'a', data: 'short', size: 500 }]));
    await expect(unpackZip(zip, join(folder, 'out'), (member) => member)).rejects.toThrow();
  });
});
