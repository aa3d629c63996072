import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { concatBytes } from '../../../src/base/bytes.ts';
import { openRecord } from '../../../src/crypto/record-seal.ts';
import { NodeDurable } from '../../../src/store/durable/node-durable.ts';
import { readSettings, writeSettings } from '../../../src/store/settings.ts';
import { everyStep } from '../../support/store/every-step.ts';
import { testKeys } from '../../support/store/test-keys.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const port = new NodeDurable();
const keys = testKeys(2);
const one = { generation: 1, value: { secrets: { 's-1': 'token one' } } };
const two = { generation: 2, value: { secrets: { 's-1': 'token two' }, every: 60 } };
const damaged = { code: 'integrity.settings-damaged' };

describe('the settings', () => {
  it('are not there at first, and come back as they were written', async () => {
    const folder = await newFolder();
    expect(await readSettings(port, folder, keys)).toBeUndefined();
    await writeSettings(port, folder, keys, one);
    expect(await readSettings(port, folder, keys)).toEqual(one);
    await writeSettings(port, folder, keys, two);
    expect(await readSettings(port, folder, keys)).toEqual(two);
  });

  it('lie sealed as FORMAT.md section 9 says', async () => {
    const folder = await newFolder();
    await writeSettings(port, folder, keys, one);
    const file = new Uint8Array(await readFile(join(folder, 'settings.sealed')));
    expect(Buffer.from(file).includes('token one')).toBe(false);
    const head = Buffer.alloc(56);
    head.set([0x89, 0x45, 0x56, 0x53, 0x45, 0x54, 0x54, 0x0a, 1, 1, 0, 0, 0, 0, 0, 2]);
    head.set(Buffer.from(keys.vault, 'hex'), 16);
    head.writeUInt32BE(1, 52);
    expect(Buffer.from(file.subarray(0, 56))).toEqual(head);
    const plain = keys.settings(2).use((key) => openRecord(key, file.subarray(56), new Uint8Array(head)));
    expect(Buffer.from(plain).toString()).toBe('{"secrets":{"s-1":"token one"}}');
  });

  it('are damaged, not wrong, with any byte changed, cut or added', async () => {
    const folder = await newFolder();
    await writeSettings(port, folder, keys, one);
    const path = join(folder, 'settings.sealed');
    const whole = new Uint8Array(await readFile(path));
    for (let at = 0; at < whole.length; at += 1) {
      // The version, the epoch and the vault say more than 'damaged'.
      if ((at >= 8 && at < 10) || (at >= 12 && at < 48)) continue;
      const changed = whole.slice();
      changed[at] = (whole[at] ?? 0) ^ 1;
      await writeFile(path, changed);
      await expect(readSettings(port, folder, keys), `byte ${String(at)}`).rejects.toMatchObject(damaged);
    }
    for (const bytes of [
      whole.subarray(0, 0),
      whole.subarray(0, 50),
      whole.subarray(0, -1),
      concatBytes(whole, whole),
    ]) {
      await writeFile(path, bytes);
      await expect(readSettings(port, folder, keys)).rejects.toMatchObject(damaged);
    }
  });

  it('of another vault, of a later version or of a later key epoch are told apart from damage', async () => {
    const folder = await newFolder();
    const path = join(folder, 'settings.sealed');
    await writeSettings(port, folder, testKeys(), one);
    await expect(readSettings(port, folder, keys)).rejects.toMatchObject({
      code: 'integrity.vault-mismatch',
    });
    await writeSettings(port, folder, keys, one);
    const later = await readFile(path);
    later[8] = 2;
    await writeFile(path, later);
    await expect(readSettings(port, folder, keys)).rejects.toMatchObject({ code: 'format.too-new' });
    later[8] = 1;
    later[15] = 3;
    await writeFile(path, later);
    await expect(readSettings(port, folder, keys)).rejects.toMatchObject({
      code: 'integrity.header-rolled-back',
    });
  });

  it('are the old ones or the new ones after a failure at any step, and the new ones once written', async () => {
    const before = await newFolder();
    await writeSettings(port, before, keys, one);
    const steps = await everyStep(
      before,
      (disk, folder) => writeSettings(disk, folder, keys, two),
      async (folder, { done, story }) => {
        const found = await readSettings(port, folder, keys);
        expect(done ? [two] : [one, two], story).toContainEqual(found);
      },
    );
    expect(steps).toBe(6);
  });

  it('are none or the first ones after a failure at any step of the first writing', async () => {
    const before = await newFolder();
    await everyStep(
      before,
      (disk, folder) => writeSettings(disk, folder, keys, one),
      async (folder, { done, story }) => {
        const found = await readSettings(port, folder, keys);
        expect(done ? [one] : [undefined, one], story).toContainEqual(found);
        await rm(join(folder, 'settings.sealed.new'), { force: true });
      },
    );
  });
});
