import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { parseHex, utf8 } from '../../../../src/base/bytes.ts';
import { createKeyPair } from '../../../../src/crypto/sign.ts';
import { signCheckpoint } from '../../../../src/ledger/checkpoint.ts';
import {
  encodeCheckpointFrame,
  encodeErasedFrame,
  type EntryFrame,
  type Frame,
} from '../../../../src/ledger/frame.ts';
import { encodeSegmentHeader } from '../../../../src/ledger/segment-header.ts';
import { scanSegment } from '../../../../src/ledger/segment-scan.ts';
import { nodeHashes } from '../../../../src/platform/node-hashes.ts';
import { examineLog } from '../../../../src/store/ledger-files/examine-log.ts';
import type { LedgerFiles } from '../../../../src/store/ledger-files/ledger-files.ts';
import { collect, LedgerWorld, saying, sayings } from './ledger-world.ts';

// Three segments of one log; the second holds c and d, the third, which is open, e to h in three batches.
let world: LedgerWorld;
let log: string;
let restore: () => Promise<void>;
const original = new Map<string, Uint8Array>();
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
  for (const name of await world.files()) original.set(name, await world.read(name));
  restore = await world.snapshot();
});
afterEach(async () => {
  await restore();
});
afterAll(async () => {
  await world.remove();
});

function bothOf(file: string): string[] {
  return [`ledger/${log}/${file}`, `ledger-copy/${log}/${file}`];
}

function bytesOf(file: string): Uint8Array {
  return original.get(`ledger/${log}/${file}`) ?? new Uint8Array(0);
}

async function writeBoth(file: string, bytes: Uint8Array): Promise<void> {
  for (const name of bothOf(file)) await world.write(name, bytes);
}

function framesOf(file: string): readonly Frame[] {
  return scanSegment(nodeHashes, bytesOf(file)).frames;
}

function entryFrame(file: string, position: number): EntryFrame {
  const frame = framesOf(file).filter(({ type }) => type === 'entry')[position];
  if (frame?.type !== 'entry') throw new Error('no such entry');
  return frame;
}

async function examine(ledger: LedgerFiles): Promise<void> {
  for (const files of ledger.allFiles())
    await examineLog(ledger.environment, files, undefined, () => undefined);
}

/** Nothing of the old log is changed, and a new one is begun that knows how far the old one reached. */
async function expectNewLog(code: string): Promise<void> {
  const before = new Map<string, Uint8Array>();
  for (const name of await world.files()) before.set(name, await world.read(name));
  const { ledger, writer } = await world.openWriter();
  expect(writer.head().log).not.toBe(log);
  await writer.append([saying('goes on')]);
  await writer.close();
  expect(ledger.findings.map((finding) => finding.code)).toContain(code);
  const opened = await ledger.getEntry(writer.head().log, 0);
  expect(opened.readable && opened.fields.reason).toBe('history-rolled-back');
  for (const [name, bytes] of before) expect(await world.read(name), name).toEqual(bytes);
  const again = await world.open('read');
  expect(again.own).toMatchObject({ state: 'ready', head: { log: writer.head().log } });
  expect(await sayings(again, writer.head().log)).toEqual(['log-opened', 'goes on']);
}

describe('the installation begins a new log when its own', () => {
  test('was put back to an older state in both copies', async () => {
    for (const [name, bytes] of older) await world.write(name, bytes);
    const reader = await world.open('read');
    expect(reader.own).toEqual({ state: 'lost', log, code: 'integrity.ledger-rolled-back' });
    expect(reader.findings).toEqual([
      { code: 'integrity.ledger-rolled-back', log, entries: { from: 7, to: 9 }, mended: false },
    ]);
    expect(await sayings(reader, log)).toEqual(told.slice(0, 7));
    await expectNewLog('integrity.ledger-rolled-back');
  });

  test('lost its last segment in both copies', async () => {
    for (const name of bothOf('00000003.segment')) await world.delete(name);
    const reader = await world.open('read');
    expect(reader.own).toMatchObject({ state: 'lost', code: 'integrity.ledger-rolled-back' });
    expect(await sayings(reader, log)).toEqual(told.slice(0, 5));
    await expectNewLog('integrity.ledger-rolled-back');
  });

  test('is gone', async () => {
    for (const name of original.keys()) await world.delete(name);
    const reader = await world.open('read');
    expect(reader.own).toEqual({ state: 'lost', log, code: 'integrity.ledger-missing' });
    expect(reader.heads()).toEqual([]);
    await expectNewLog('integrity.ledger-missing');
  });

  test('ends in the middle of what was acknowledged', async () => {
    const bytes = bytesOf('00000003.segment');
    await writeBoth('00000003.segment', bytes.subarray(0, bytes.length - 300));
    const reader = await world.open('read');
    expect(reader.own).toMatchObject({ state: 'lost', code: 'integrity.ledger-damaged' });
    // h is whole but no checkpoint covers it.
    expect((await sayings(reader, log)).slice(0, 8)).toEqual(told.slice(0, 8));
    await expectNewLog('integrity.ledger-damaged');
  });

  test('has a last segment whose header is lost in both copies', async () => {
    const bytes = bytesOf('00000003.segment').slice();
    bytes[70] = (bytes[70] ?? 0) ^ 1;
    await writeBoth('00000003.segment', bytes);
    const reader = await world.open('read');
    expect(reader.own.state).toBe('lost');
    expect(reader.findings).toContainEqual(
      expect.objectContaining({ code: 'integrity.ledger-damaged', file: bothOf('00000003.segment')[0] }),
    );
    expect(await sayings(reader, log)).toEqual(told.slice(0, 5));
    await expectNewLog('integrity.ledger-damaged');
  });

  test('has another tree than remembered, though it is signed', async () => {
    // The same vault and state on another computer: both go on from the same head.
    for (const [name, bytes] of older) await world.write(name, bytes);
    const state = await world.readState();
    if (state === undefined) throw new Error('no state');
    await world.setHead({ ...state.head, size: 7, root: 'ab'.repeat(32) });
    const reader = await world.open('read');
    expect(reader.own).toMatchObject({ state: 'lost', code: 'integrity.ledger-rolled-back' });
    await expectNewLog('integrity.ledger-rolled-back');
  });

  test('was forked: its two copies are two histories', async () => {
    await world.takeBackTo(older, 7);
    const { writer } = await world.openWriter();
    await writer.append([saying('other')]);
    await writer.close();
    for (const name of bothOf('00000003.segment').slice(0, 1))
      await world.write(name, original.get(name) ?? new Uint8Array(0));
    const reader = await world.open('read');
    expect(reader.own).toMatchObject({ state: 'lost', code: 'integrity.ledger-rolled-back' });
    await expectNewLog('integrity.ledger-rolled-back');
  });
});

describe('one loss in both copies costs only itself', () => {
  test('a missing segment in the middle', async () => {
    for (const name of bothOf('00000002.segment')) await world.delete(name);
    const { ledger, writer } = await world.openWriter();
    expect(writer.head().log).toBe(log);
    await writer.append([saying('goes on')]);
    await writer.close();
    const missing = 'integrity.ledger-missing';
    expect(ledger.findings).toEqual(
      bothOf('00000002.segment').map((file) => ({
        code: missing,
        log,
        file,
        entries: { from: 3, to: 5 },
        mended: false,
      })),
    );
    expect(await sayings(ledger, log)).toEqual([
      'log-opened',
      'a',
      'b',
      missing,
      missing,
      'e',
      'f',
      'g',
      'h',
      'goes on',
    ]);
    await expect(ledger.leaves(log)).rejects.toMatchObject({ code: 'integrity.ledger-damaged' });
    expect(await ledger.leaves(log, 3)).toHaveLength(3);
  });

  test('an entry whose sealed bytes are damaged, its leaf still known', async () => {
    const frame = entryFrame('00000002.segment', 0);
    const bytes = bytesOf('00000002.segment').slice();
    bytes[frame.end - 20] = (bytes[frame.end - 20] ?? 0) ^ 1;
    await writeBoth('00000002.segment', bytes);
    const ledger = await world.open('read');
    const expected = told.with(3, 'integrity.entry-damaged');
    expect(await sayings(ledger, log)).toEqual(expected);
    const leaves = await ledger.leaves(log);
    expect(leaves).toHaveLength(9);
    expect(await ledger.getEntry(log, 3)).toEqual({
      readable: false,
      log,
      index: 3,
      leafHash: Buffer.from(leaves[3] ?? []).toString('hex'),
      code: 'integrity.entry-damaged',
    });
    const codes = new Set(ledger.findings.map(({ code }) => code));
    expect([...codes].sort()).toEqual(['integrity.entry-damaged', 'integrity.ledger-damaged']);
  });

  test('an entry whose frame cannot even be found', async () => {
    const frame = entryFrame('00000002.segment', 0);
    const bytes = bytesOf('00000002.segment').slice();
    bytes.fill(0xee, frame.start, frame.start + 60);
    await writeBoth('00000002.segment', bytes);
    const ledger = await world.open('read');
    const all = await sayings(ledger, log);
    expect(all.slice(0, 3)).toEqual(told.slice(0, 3));
    expect(all[3]).toBe('integrity.ledger-damaged');
    expect(all.slice(5)).toEqual(told.slice(5));
    await expect(ledger.leaves(log)).rejects.toMatchObject({ code: 'integrity.ledger-damaged' });
  });

  test('an entry whose checksum alone is damaged is still whole', async () => {
    const frame = entryFrame('00000002.segment', 1);
    const bytes = bytesOf('00000002.segment').slice();
    bytes[frame.end - 1] = (bytes[frame.end - 1] ?? 0) ^ 1;
    await writeBoth('00000002.segment', bytes);
    const ledger = await world.open('read');
    expect(await sayings(ledger, log)).toEqual(told);
    expect(await ledger.leaves(log)).toHaveLength(9);
    expect(ledger.findings.map(({ code }) => code)).toContain('integrity.ledger-damaged');
  });

  test('a damaged key', async () => {
    const bytes = bytesOf('00000002.keys').slice();
    bytes[60 + 72 + 40] = (bytes[60 + 72 + 40] ?? 0) ^ 1;
    await writeBoth('00000002.keys', bytes);
    const ledger = await world.open('write');
    expect(await sayings(ledger, log)).toEqual(told.with(4, 'integrity.entry-damaged'));
    await examine(ledger);
    expect(ledger.findings).toContainEqual({
      code: 'integrity.entry-damaged',
      log,
      file: `ledger/${log}/00000002.keys`,
      entries: { from: 4, to: 5 },
      mended: false,
    });
    for (const name of bothOf('00000002.keys')) expect(await world.read(name)).toEqual(bytes);
  });

  test('missing keys of a segment', async () => {
    for (const name of bothOf('00000002.keys')) await world.delete(name);
    const ledger = await world.open('write');
    const damaged = 'integrity.entry-damaged';
    expect(await sayings(ledger, log)).toEqual(told.with(3, damaged).with(4, damaged));
    expect(await ledger.leaves(log)).toHaveLength(9);
    expect(ledger.findings).toContainEqual(
      expect.objectContaining({ code: damaged, entries: { from: 3, to: 5 } }),
    );
    // Nothing is made up in their place.
    expect(await world.files()).not.toContain(bothOf('00000002.keys')[0]);
  });
});

describe('what was erased on purpose', () => {
  test('is a destroyed key', async () => {
    const bytes = bytesOf('00000002.keys').slice();
    bytes.fill(0, 60, 60 + 72);
    await writeBoth('00000002.keys', bytes);
    const ledger = await world.open('write');
    await examine(ledger);
    expect(await sayings(ledger, log)).toEqual(told.with(3, 'integrity.entry-erased'));
    expect(await ledger.leaves(log)).toHaveLength(9);
    expect(ledger.findings).toEqual([]);
  });

  test('is an erased frame, and the rest of the segment holds', async () => {
    const bytes = bytesOf('00000002.segment');
    const frame = entryFrame('00000002.segment', 0);
    const erased = encodeErasedFrame(nodeHashes, frame.leafHash);
    await writeBoth(
      '00000002.segment',
      Buffer.concat([bytes.subarray(0, frame.start), erased, bytes.subarray(frame.end)]),
    );
    const ledger = await world.open('write');
    await examine(ledger);
    expect(ledger.findings).toEqual([]);
    expect(await sayings(ledger, log)).toEqual(told.with(3, 'integrity.entry-erased'));
    expect(await ledger.leaves(log)).toHaveLength(9);
  });

  test('is not believed of one copy alone', async () => {
    const bytes = bytesOf('00000002.keys').slice();
    bytes.fill(0, 60, 60 + 72);
    await world.write(bothOf('00000002.keys')[0] ?? '', bytes);
    const ledger = await world.open('write');
    await examine(ledger);
    expect(await sayings(ledger, log)).toEqual(told);
    expect(await world.read(bothOf('00000002.keys')[0] ?? '')).toEqual(bytesOf('00000002.keys'));
  });
});

describe('what is not of this log is not taken for it:', () => {
  test('a checkpoint that another key signed', async () => {
    const bytes = bytesOf('00000003.segment');
    const last = framesOf('00000003.segment').at(-1);
    if (last?.type !== 'checkpoint') throw new Error('no checkpoint');
    const stranger = createKeyPair();
    const head = (await world.readState())?.head;
    const text = signCheckpoint({
      log,
      seed: stranger.seed,
      publicKey: stranger.publicKey,
      size: 9,
      root: parseHex(head?.root ?? ''),
    });
    const forged = Buffer.concat([bytes.subarray(0, last.start), encodeCheckpointFrame(nodeHashes, text)]);
    await writeBoth('00000003.segment', forged);
    const ledger = await world.open('write');
    expect(ledger.own).toMatchObject({ state: 'lost' });
    expect(ledger.findings.map(({ code }) => code)).toContain('integrity.ledger-unsigned');
    for (const name of bothOf('00000003.segment'))
      expect(await world.read(name)).toEqual(new Uint8Array(forged));
  });

  test('a frame that was taken out, with every checksum and digest made right again', async () => {
    const bytes = bytesOf('00000003.segment');
    const frame = entryFrame('00000003.segment', 1);
    const without = Buffer.concat([bytes.subarray(0, frame.start), bytes.subarray(frame.end)]);
    await writeBoth('00000003.segment', without);
    const ledger = await world.open('read');
    expect(ledger.own.state).toBe('lost');
    expect(ledger.findings.map(({ code }) => code)).toContain('integrity.ledger-unsigned');
    const all = await sayings(ledger, log);
    expect(all.slice(0, 5)).toEqual(told.slice(0, 5));
    expect(all).not.toContain('f');
  });

  test('a segment of a log that the root key never vouched for', async () => {
    const bytes = bytesOf('00000003.segment');
    const { header, headerLength } = scanSegment(nodeHashes, bytes);
    const certificate = header.certificate.slice();
    certificate[3] = (certificate[3] ?? 0) ^ 1;
    const forged = encodeSegmentHeader(nodeHashes, { ...header, certificate });
    await writeBoth('00000003.segment', Buffer.concat([forged, bytes.subarray(headerLength)]));
    const ledger = await world.open('read');
    expect(ledger.own.state).toBe('lost');
    expect(await sayings(ledger, log)).toEqual(told.slice(0, 5));
  });

  test('a file of a newer version refuses to open, unless the other copy is readable', async () => {
    const bytes = bytesOf('00000002.segment').slice();
    bytes[8] = 2;
    await world.write(bothOf('00000002.segment')[0] ?? '', bytes);
    expect(await sayings(await world.open('read'), log)).toEqual(told);
    await writeBoth('00000002.segment', bytes);
    await expect(world.open('read')).rejects.toMatchObject({ code: 'format.too-new' });
    await expect(world.open('write')).rejects.toMatchObject({ code: 'format.too-new' });
  });

  test('things that are no files of a log at all', async () => {
    for (const name of ['note.txt', '00000004.segment.new', '00000000.segment', '4.segment'])
      await world.write(`ledger/${log}/${name}`, utf8('?'));
    const ledger = await world.open('write');
    expect(ledger.findings).toEqual([]);
    expect(await collect(ledger.entries({ log }))).toHaveLength(9);
  });
});
