import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { VaultError } from '../../../../src/base/errors.ts';
import type { ReadableFile } from '../../../../src/store/durable/port.ts';
import { PortOver } from '../../../../src/store/durable/port-over.ts';
import { disk, LedgerWorld, saying, sayings } from './ledger-world.ts';

let world: LedgerWorld;
let log: string;
beforeEach(async () => {
  world = await LedgerWorld.make();
  const { writer } = await world.openWriter();
  await writer.append([saying('a')]);
  log = writer.head().log;
  await writer.close();
});
afterEach(async () => {
  await world.remove();
});

/** A disk that answers every reading below some folder with an error. */
class FailingPort extends PortOver {
  readonly #folder: string;
  readonly #error: VaultError;

  constructor(folder: string, error: VaultError) {
    super(disk);
    this.#folder = folder;
    this.#error = error;
  }

  override async findBytes(path: string, limit: number): Promise<Uint8Array | undefined> {
    this.#reject(path);
    return super.findBytes(path, limit);
  }

  override async openForReading(path: string): Promise<ReadableFile | undefined> {
    this.#reject(path);
    return super.openForReading(path);
  }

  #reject(path: string): void {
    if (path.includes(`/${this.#folder}/`)) throw this.#error;
  }
}

test('a copy that the disk cannot give back is damaged, and the other one is read', async () => {
  const ledger = await world.open(
    'read',
    new FailingPort('ledger', new VaultError('storage.failed', { system: 'EIO' })),
  );
  expect(await sayings(ledger, log)).toEqual(['log-opened', 'a']);
  expect(ledger.findings.map(({ code, file }) => `${code} ${file ?? ''}`)).toEqual([
    `integrity.ledger-copy-damaged ledger/${log}/00000001.segment`,
    `integrity.ledger-copy-damaged ledger/${log}/00000001.keys`,
  ]);
});

test('a folder that is not there is no history that was lost', async () => {
  await rm(world.dir, { recursive: true });
  await expect(world.open('write')).rejects.toMatchObject({ code: 'storage.gone' });
  expect(existsSync(world.dir)).toBe(false);
});

test.each([
  new VaultError('storage.failed', { system: 'EACCES' }),
  new VaultError('storage.failed', { system: 'EMFILE' }),
  new VaultError('storage.gone', { system: 'ESTALE' }),
])('what says nothing of the file is never taken for damage: $details.system', async (error) => {
  const before = await world.files();
  for (const access of ['read', 'write'] as const)
    await expect(world.open(access, new FailingPort('ledger', error))).rejects.toBe(error);
  expect(await world.files()).toEqual(before);
});
