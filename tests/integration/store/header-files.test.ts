import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from 'vitest';

import { asVaultError } from '../../../src/base/errors.ts';
import { FaultyDurable } from '../../../src/store/durable/faulty-durable.ts';
import { NodeDurable } from '../../../src/store/durable/node-durable.ts';
import { changePassphrase, unlockHeader } from '../../../src/store/header/header-changes.ts';
import { headerNames, mendHeader, readHeader, writeHeader } from '../../../src/store/header/header-files.ts';
import type { Header } from '../../../src/store/header/header-schema.ts';
import { putFile } from '../../../src/store/durable/replace-file.ts';
import { SimulatedDisk } from '../../faults/disk/simulated-disk.ts';
import { everyStep } from '../../support/store/every-step.ts';
import {
  change,
  fieldsOf,
  makeHeader,
  passphrase,
  signedFile,
  type MadeHeader,
} from '../../support/store/header-world.ts';
import { quickDisk } from '../../support/store/quick-disk.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const port = new NodeDurable();
let first: MadeHeader;
let second: Header;
beforeAll(async () => {
  first = await makeHeader();
  second = await changePassphrase(first.header, 'the second one', { ...change, unlock: { passphrase } });
});

const main = headerNames[0];
const copy = headerNames[1];
const bothGood = { 'vault.json': 'good', 'vault-copy.json': 'good' };

async function written(): Promise<string> {
  const folder = await newFolder();
  await writeHeader(port, folder, first.header);
  return folder;
}

describe('a header on the disk', () => {
  it('is written to the copy first, each durable before the next', async () => {
    const disk = new FaultyDurable(quickDisk());
    const folder = await newFolder();
    await writeHeader(disk, folder, first.header);
    const one = (name: string): string[] => [
      `unlink ${name}.new`,
      `createFile ${name}.new`,
      `write ${name}.new`,
      `sync ${name}.new`,
      `rename ${name}`,
      `syncFolder ${folder.split('/').at(-1) ?? ''}`,
    ];
    expect(disk.steps).toEqual([...one(copy), ...one(main)]);
    expect(await readFile(join(folder, main))).toEqual(await readFile(join(folder, copy)));
  });

  it('is read back, with nothing to say of its copies', async () => {
    const reading = await readHeader(port, await written());
    expect(reading).toEqual({ header: first.header, copies: bothGood });
  });

  it('is not there where there is no vault', async () => {
    await expect(readHeader(port, await newFolder())).rejects.toMatchObject({ code: 'access.no-vault' });
    await expect(readHeader(port, join(await newFolder(), 'none'))).rejects.toMatchObject({
      code: 'access.no-vault',
    });
  });

  it.each(headerNames)('survives the loss of %s, which is mended', async (name) => {
    const folder = await written();
    await rm(join(folder, name));
    const reading = await readHeader(port, folder);
    expect(reading.header).toEqual(first.header);
    expect(reading.copies).toEqual({ ...bothGood, [name]: 'missing' });
    expect(await mendHeader(port, folder, reading)).toEqual([name]);
    expect(await readHeader(port, folder)).toEqual({ header: first.header, copies: bothGood });
  });

  it.each(headerNames)('survives damage of any kind to %s, which is mended', async (name) => {
    const folder = await written();
    const whole = await readFile(join(folder, name));
    const flipped = Buffer.from(whole);
    flipped[200] = (flipped[200] ?? 0) ^ 1;
    const later = Buffer.from(whole.toString().replace('"version":1', '"version":2'));
    for (const damaged of [
      Buffer.alloc(0),
      whole.subarray(0, 100),
      flipped,
      later,
      Buffer.alloc(2 << 20, 32),
    ]) {
      await writeFile(join(folder, name), damaged);
      const reading = await readHeader(port, folder);
      expect(reading).toEqual({ header: first.header, copies: { ...bothGood, [name]: 'damaged' } });
      expect(await mendHeader(port, folder, reading)).toEqual([name]);
      expect(await readFile(join(folder, name))).toEqual(whole);
    }
  });

  it('is damaged only if neither copy stands', async () => {
    const folder = await written();
    await writeFile(join(folder, main), 'x');
    await writeFile(join(folder, copy), '');
    await expect(readHeader(port, folder)).rejects.toMatchObject({ code: 'integrity.header-damaged' });
    await rm(join(folder, main));
    await expect(readHeader(port, folder)).rejects.toMatchObject({ code: 'integrity.header-damaged' });
  });

  it.each(headerNames)('counts by its newest generation, even if only %s has it', async (name) => {
    const folder = await written();
    await writeFile(join(folder, name), second.bytes);
    const reading = await readHeader(port, folder);
    expect(reading.header).toEqual(second);
    const other = name === main ? copy : main;
    expect(reading.copies).toEqual({ ...bothGood, [other]: 'older' });
    expect(await mendHeader(port, folder, reading)).toEqual([other]);
    expect(await readHeader(port, folder)).toEqual({ header: second, copies: bothGood });
  });

  it('is not opened while the newest generation is one that this version must not open', async () => {
    const folder = await written();
    const slots = [{ type: 'hardware', kdf: { name: 'hardware' }, sealed: '' }];
    await writeFile(join(folder, copy), signedFile(first.keys, { ...fieldsOf(second), slots }));
    await expect(readHeader(port, folder)).rejects.toMatchObject({ code: 'format.too-new' });
    await writeFile(join(folder, copy), signedFile(first.keys, { ...fieldsOf(first.header), slots }));
    // Of the same generation, the one that was finished counts.
    expect((await readHeader(port, folder)).header).toEqual(first.header);
  });

  it('is too new if both copies say so', async () => {
    const folder = await written();
    for (const name of headerNames) {
      const text = await readFile(join(folder, name), 'utf8');
      await writeFile(join(folder, name), text.replace('"suite":1', '"suite":2'));
    }
    await expect(readHeader(port, folder)).rejects.toMatchObject({ code: 'format.too-new' });
  });

  it('is refused if its copies are of two vaults', async () => {
    const [folder, other] = [await written(), await newFolder()];
    await writeHeader(port, other, (await makeHeader()).header);
    await copyFile(join(other, copy), join(folder, copy));
    await expect(readHeader(port, folder)).rejects.toMatchObject({ code: 'integrity.vault-mismatch' });
  });
});

describe('writing a header while everything fails', () => {
  it('leaves the old one or the new one, and the new one once it returned', async () => {
    const steps = await everyStep(
      await written(),
      (disk, folder) => writeHeader(disk, folder, second),
      async (folder, { done, story }) => {
        const reading = await readHeader(port, folder);
        const generations = done ? [2] : [1, 2];
        expect(generations, story).toContain(reading.header.generation);
        const mended = await mendHeader(quickDisk(), folder, reading);
        expect((await readHeader(port, folder)).copies, story).toEqual(bothGood);
        if (done) expect(mended, story).toEqual([]);
      },
    );
    expect(steps).toBe(12);
  });

  it('always leaves one that stands, also where the one before was killed and a name may be gone while it is replaced', async () => {
    const before = await written();
    for (let step = 1; ; step += 1) {
      const outcomes = await Promise.all(
        Array.from({ length: 16 }, async (_, seed) => {
          const folder = await newFolder();
          for (const name of headerNames) await copyFile(join(before, name), join(folder, name));
          const disk = new SimulatedDisk(quickDisk(), folder);
          // Killed after the copy has its name, which nobody made certain.
          await putFile(disk, join(folder, copy), second.bytes);
          const killed = new FaultyDurable(disk, { at: step, fault: 'kill' });
          await mendHeader(killed, folder, await readHeader(disk, folder)).catch(() => undefined);
          disk.fail({ names: 'each', bytes: 'all', gaps: true, seed: String(seed) });
          await expect(readHeader(port, folder)).resolves.toMatchObject({ header: {} });
          return killed.struck;
        }),
      );
      if (!outcomes.includes(true)) break;
    }
  });

  it('leaves no vault or the whole header when it is the first', async () => {
    const before = await newFolder();
    await everyStep(
      before,
      (disk, folder) => writeHeader(disk, folder, first.header),
      async (folder, { done, story }) => {
        const outcome = await readHeader(port, folder).then(
          ({ header }) => header.digest,
          (error: unknown) => asVaultError(error).code,
        );
        const { digest } = first.header;
        expect(done ? [digest] : [digest, 'access.no-vault'], story).toContain(outcome);
      },
    );
  });

  it('can be tried again in the same place', async () => {
    const folder = await written();
    await mkdir(join(folder, 'other'));
    const failing = new FaultyDurable(quickDisk(), { at: 4, fault: 'ENOSPC' });
    await expect(writeHeader(failing, folder, second)).rejects.toMatchObject({ code: 'storage.full' });
    expect((await readdir(folder)).toSorted()).toEqual(['other', 'vault-copy.json', 'vault.json']);
    await writeHeader(port, folder, second);
    const { header } = await readHeader(port, folder);
    const keys = await unlockHeader(header, { passphrase: 'the second one' });
    expect(keys.vault).toBe(first.keys.vault);
  });
});
