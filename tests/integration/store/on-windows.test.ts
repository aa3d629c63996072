import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { createHeader } from '../../../src/store/header/header-changes.ts';
import { mendHeader, readHeader, writeHeader } from '../../../src/store/header/header-files.ts';
import { readSettings, writeSettings } from '../../../src/store/settings.ts';
import { contentOf, openBlobs, readAll, storedOf } from '../../support/store/blob-world.ts';
import { SimulatedWindows, windowsVault } from '../../support/store/simulated-windows.ts';
import { lightArgon2, testKeys } from '../../support/store/test-keys.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const block = 1 << 20;

describe('by the rules of Windows', () => {
  it('blobs are captured and read, though a virus scanner holds every third file for a moment', async () => {
    const root = await newFolder();
    const windows = new SimulatedWindows(root);
    const { keys, known, store } = await openBlobs(windowsVault, { port: windows.port });
    for (const [index, length] of [0, 10, 3 * block + 5].entries()) {
      windows.refusals.set('rename', { error: 'EPERM', times: 3 });
      windows.refusals.set('open', { error: 'EBUSY', times: 2 });
      const bytes = contentOf(length, index + 1);
      const captured = await store.capture({ bytes });
      await store.settle();
      const found = await readAll(store.read(storedOf(captured)));
      expect(Buffer.compare(found, bytes)).toBe(0);
      known.set(captured.plaintextId, captured.parts);
      expect((await store.capture({ bytes })).known).toBe(true);
    }
    expect(windows.pauses.length).toBeGreaterThan(10);
    expect(await readdir(join(root, 'incoming'))).toEqual([]);
    expect(await readdir(join(root, 'blobs', '0000'))).toHaveLength(6);
    const again = await openBlobs(windowsVault, { port: windows.port, keys });
    expect((await again.store.listBlobs()).blobs).toHaveLength(6);
  });

  it('a capture that is given up leaves no file behind', async () => {
    const root = await newFolder();
    const windows = new SimulatedWindows(root);
    const { store } = await openBlobs(windowsVault, { port: windows.port });
    windows.refusals.set('rename', { error: 'EACCES', times: 100 });
    await expect(store.capture({ bytes: contentOf(3 * block) })).rejects.toMatchObject({
      code: 'storage.read-only',
    });
    expect(await readdir(join(root, 'incoming'))).toEqual([]);
  });

  it('headers and settings are written, replaced and mended', async () => {
    const windows = new SimulatedWindows(await newFolder());
    const change = { at: '2026-11-21T09:30:00.000Z', argon2: lightArgon2 };
    const { header } = await createHeader('a passphrase', false, change);
    await writeHeader(windows.port, windowsVault, header);
    await writeHeader(windows.port, windowsVault, header);
    await windows.port.unlink('C:\\vault\\vault.json');
    const reading = await readHeader(windows.port, windowsVault);
    expect(await mendHeader(windows.port, windowsVault, reading)).toEqual(['vault.json']);
    const keys = testKeys();
    for (const generation of [1, 2])
      await writeSettings(windows.port, windowsVault, keys, { generation, value: { generation } });
    expect(await readSettings(windows.port, windowsVault, keys)).toMatchObject({ generation: 2 });
  });
});
