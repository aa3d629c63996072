import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import {
  keyRecordLength,
  keysHeaderLength,
  parseKeysHeader,
  wrapEntryKey,
} from '../../../../src/ledger/keys-codec.ts';
import { logContext } from '../../../../src/ledger/log-context.ts';
import { examineLog } from '../../../../src/store/ledger-files/examine-log.ts';
import type { LedgerFiles } from '../../../../src/store/ledger-files/ledger-files.ts';
import { LedgerWorld, saying, sayings } from './ledger-world.ts';

// Three segments of one log, each of a few entries, in two copies; the last one is open.
let world: LedgerWorld;
let log: string;
let restore: () => Promise<void>;
let names: string[];
const original = new Map<string, Uint8Array>();
/** The files as they were before the last batch. */
const older = new Map<string, Uint8Array>();
const told = ['log-opened', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

beforeAll(async () => {
  world = await LedgerWorld.make();
  const texts = told.slice(1);
  for (const epoch of [1, 2, 3]) {
    world.epoch = epoch;
    const { writer } = await world.openWriter();
    log = writer.head().log;
    await writer.append([saying(texts.shift() ?? ''), saying(texts.shift() ?? '')]);
    if (epoch === 3) {
      for (const name of await world.files()) older.set(name, await world.read(name));
      await writer.append([saying(texts.shift() ?? '')]);
      await writer.append([saying(texts.shift() ?? '')]);
    }
    await writer.close();
  }
  names = await world.files();
  for (const name of names) original.set(name, await world.read(name));
  restore = await world.snapshot();
});
afterEach(async () => {
  await restore();
});
afterAll(async () => {
  await world.remove();
});

async function examine(ledger: LedgerFiles): Promise<void> {
  for (const files of ledger.allFiles())
    await examineLog(ledger.environment, files, undefined, () => undefined);
}

/** Nothing is lost, the damage is named, and a writer puts it right. */
async function expectNamedAndMended(damaged: readonly string[], what: string): Promise<void> {
  const reader = await world.open('read');
  expect(reader.own.state, what).toBe('ready');
  expect(await sayings(reader, log), what).toEqual(told);
  await examine(reader);
  const seen = reader.findings.map(({ code, file, mended }) => ({ code, file, mended }));
  const expected = damaged.map((file) => ({ code: 'integrity.ledger-copy-damaged', file, mended: false }));
  expect(seen.toSorted(byFile), what).toEqual(expected.toSorted(byFile));

  const writer = await world.open('write');
  await examine(writer);
  expect(writer.own.state, what).toBe('ready');
  expect(writer.findings.map(({ file, mended }) => ({ file, mended })).toSorted(byFile), what).toEqual(
    damaged.map((file) => ({ file, mended: true })).toSorted(byFile),
  );
  for (const name of names) expect(await world.read(name), `${what}: ${name}`).toEqual(original.get(name));
  const again = await world.open('write');
  await examine(again);
  expect(again.findings, what).toEqual([]);
  expect(await sayings(again, log), what).toEqual(told);
}

function byFile(a: { file?: string | undefined }, b: { file?: string | undefined }): number {
  return (a.file ?? '') < (b.file ?? '') ? -1 : 1;
}

function bytesOf(name: string): Uint8Array {
  return original.get(name) ?? new Uint8Array(0);
}

describe('any one file of the ledger may be', () => {
  test('deleted', async () => {
    expect(names).toHaveLength(12);
    for (const name of names) {
      await world.delete(name);
      await expectNamedAndMended([name], `${name} deleted`);
      await restore();
    }
  });

  test('cut short anywhere', async () => {
    for (const name of names) {
      const bytes = bytesOf(name);
      const places = [0, 47, 60, 100, bytes.length >> 1, bytes.length - 41, bytes.length - 1];
      for (const length of places) {
        await world.write(name, bytes.subarray(0, length));
        await expectNamedAndMended([name], `${name} cut to ${length}`);
        await restore();
      }
    }
  });

  test('changed by one bit anywhere', async () => {
    for (const [turn, name] of names.entries()) {
      const bytes = bytesOf(name);
      // Another few places in each file, so that all together every part of each kind of file is hit.
      const places = [8 + (turn % 2)];
      for (let at = turn * 13; at < bytes.length; at += name.endsWith('keys') ? 71 : 307) places.push(at);
      for (const at of places) {
        const changed = bytes.slice();
        changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
        await world.write(name, changed);
        await expectNamedAndMended([name], `${name} changed at ${at}`);
        await restore();
      }
    }
  });

  test('put back to what it was before the last batches', async () => {
    for (const [name, bytes] of older) {
      if (bytes.length === bytesOf(name).length) continue;
      await world.write(name, bytes);
      await expectNamedAndMended([name], `${name} put back`);
      await restore();
    }
  });

  test('replaced by a file of nothing or of zeros', async () => {
    for (const name of names) {
      await world.write(name, new Uint8Array(bytesOf(name).length));
      await expectNamedAndMended([name], `${name} zeroed`);
      await restore();
    }
  });
});

test('any two files of one folder may be swapped', async () => {
  const folder = names.filter((name) => name.startsWith('ledger/'));
  for (const [i, first] of folder.entries())
    for (const second of folder.slice(i + 1)) {
      await world.write(first, bytesOf(second));
      await world.write(second, bytesOf(first));
      await expectNamedAndMended([first, second], `${first} and ${second} swapped`);
      await restore();
    }
});

test('a whole copy may be gone', async () => {
  for (const folder of ['ledger/', 'ledger-copy/']) {
    const gone = names.filter((name) => name.startsWith(folder));
    for (const name of gone) await world.delete(name);
    await expectNamedAndMended(gone, `${folder} gone`);
    await restore();
  }
});

test('each file may be damaged in one of its copies, in turns', async () => {
  const damaged = names.filter((name, i) => name.startsWith(i % 2 === 0 ? 'ledger/' : 'ledger-copy/'));
  for (const name of damaged) {
    const bytes = bytesOf(name).slice();
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0x10;
    await world.write(name, bytes);
  }
  await expectNamedAndMended(damaged, 'in turns');
});

test('both copies of a segment may be damaged at different places', async () => {
  for (const number of ['00000001', '00000002', '00000003']) {
    const pair = [`ledger/${log}/${number}.segment`, `ledger-copy/${log}/${number}.segment`];
    for (const [i, name] of pair.entries()) {
      const bytes = bytesOf(name).slice();
      const at = Math.floor(bytes.length * (0.35 + 0.3 * i));
      bytes[at] = (bytes[at] ?? 0) ^ 0x01;
      await world.write(name, bytes);
    }
    await expectNamedAndMended(pair, `both copies of ${number}`);
    await restore();
  }
});

test('a key that a batch which never came to be left in one copy does not take the place of the right one', async () => {
  for (const number of [2, 3]) {
    const name = `ledger/${log}/0000000${number}.keys`;
    const bytes = bytesOf(name).slice();
    const { epoch, firstIndex } = parseKeysHeader(bytes);
    const context = logContext(world.vault, log);
    const left = world.keys
      .findWrappingKey(epoch)
      ?.use((key) => wrapEntryKey(key, context, firstIndex + 1, epoch, new Uint8Array(32)));
    bytes.set(left ?? [], keysHeaderLength + keyRecordLength);
    await world.write(name, bytes);
    await expectNamedAndMended([name], name);
    await restore();
  }
});
