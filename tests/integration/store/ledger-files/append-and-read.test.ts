import { afterEach, beforeEach, expect, test } from 'vitest';

import { encodeHex } from '../../../../src/base/bytes.ts';
import { VaultError } from '../../../../src/base/errors.ts';
import { parseCheckpoint, verifyCheckpoint } from '../../../../src/ledger/checkpoint.ts';
import { discloseEntry, leafHashOfDisclosed } from '../../../../src/ledger/disclosure.ts';
import { findFrame } from '../../../../src/ledger/frame.ts';
import { MerkleTree } from '../../../../src/ledger/merkle-tree.ts';
import { parsePublicPart } from '../../../../src/ledger/public-part.ts';
import { scanSegment } from '../../../../src/ledger/segment-scan.ts';
import { nodeHashes } from '../../../../src/platform/node-hashes.ts';
import type { WritableFile } from '../../../../src/store/durable/port.ts';
import { PortOver } from '../../../../src/store/durable/port-over.ts';
import { collect, disk, LedgerWorld, saying, sayings } from './ledger-world.ts';

let world: LedgerWorld;
beforeEach(async () => {
  world = await LedgerWorld.make();
});
afterEach(async () => {
  await world.remove();
});

test('a new log begins by saying whose it is, and gives back what was appended', async () => {
  const { ledger, writer } = await world.openWriter();
  const appended = await writer.append([saying('one'), saying('two')]);
  const { log } = writer.head();
  expect(appended.map(({ index }) => index)).toEqual([1, 2]);
  expect(await sayings(ledger, log)).toEqual(['log-opened', 'one', 'two']);
  expect(writer.head().size).toBe(3);
  expect(ledger.heads()).toEqual([writer.head()]);
  await writer.close();

  const again = await world.open('read');
  expect(again.findings).toEqual([]);
  expect(await sayings(again, log)).toEqual(['log-opened', 'one', 'two']);
  expect(again.own).toEqual({ state: 'ready', head: again.heads()[0] });
});

test('an entry comes back with its leaf hash, and with what gives that hash, opened or withheld', async () => {
  const { ledger, writer } = await world.openWriter();
  const [appended] = await writer.append([saying('one')]);
  const entry = await ledger.getEntry(writer.head().log, 1);
  await writer.close();
  if (!entry.readable) throw new Error('not readable');
  expect(entry.leafHash).toBe(appended?.leafHash);
  for (const isOpen of [true, false]) {
    const disclosed = discloseEntry(entry.committed, () => isOpen);
    expect(encodeHex(leafHashOfDisclosed(nodeHashes, disclosed))).toBe(entry.leafHash);
  }
});

test('leaves give the root that the checkpoint signs', async () => {
  const { ledger, writer } = await world.openWriter();
  for (const text of ['a', 'b', 'c', 'd', 'e']) await writer.append([saying(text)]);
  const { log, size, root } = writer.head();
  const leaves = await ledger.leaves(log);
  const tree = new MerkleTree(nodeHashes, leaves);
  expect(leaves).toHaveLength(size);
  expect(encodeHex(tree.root())).toBe(root);
  const { logPublicKey } = ledger.certificate(log);
  expect(writer.checkpoint()).toBe(ledger.checkpoint(log));
  expect(verifyCheckpoint(writer.checkpoint(), log, logPublicKey)).toMatchObject({ size });
  await writer.close();
});

test('calls made together become one batch with one checkpoint, each with its own result', async () => {
  const { writer } = await world.openWriter();
  await writer.append([saying('first')]);
  const results = await Promise.all([
    writer.append([saying('a')]),
    writer.append([saying('b'), saying('c')]),
    writer.append([saying('d')]),
  ]);
  expect(results.map((result) => result.map(({ index }) => index))).toEqual([[2], [3, 4], [5]]);
  const { log } = writer.head();
  await writer.close();
  const { frames } = scanSegment(nodeHashes, await world.read(`ledger/${log}/00000001.segment`));
  const sizes = frames.flatMap((frame) =>
    frame.type === 'checkpoint' ? [parseCheckpoint(frame.text).size] : [],
  );
  expect(sizes).toEqual([1, 2, 6]);
});

test('both copies of each file are the same bytes', async () => {
  const { writer } = await world.openWriter();
  await writer.append([saying('a')]);
  await writer.append([saying('b')]);
  await writer.close();
  const files = await world.files();
  expect(files).toHaveLength(4);
  for (const file of files.filter((name) => name.startsWith('ledger/')))
    expect(await world.read(file)).toEqual(await world.read(file.replace('ledger/', 'ledger-copy/')));
});

test('a segment closes after the batch that takes it over 4 MiB, and the log reads on across segments', async () => {
  const { writer } = await world.openWriter();
  const long = 'x'.repeat(1_500_000);
  for (let n = 0; n < 7; n += 1) await writer.append([saying(`${n}${long}`)]);
  const { log } = writer.head();
  await writer.close();
  expect((await world.files()).filter((name) => name.startsWith('ledger/'))).toEqual([
    `ledger/${log}/00000001.keys`,
    `ledger/${log}/00000001.segment`,
    `ledger/${log}/00000002.keys`,
    `ledger/${log}/00000002.segment`,
    `ledger/${log}/00000003.keys`,
    `ledger/${log}/00000003.segment`,
  ]);
  const first = scanSegment(nodeHashes, await world.read(`ledger/${log}/00000001.segment`));
  expect(first.closing?.matches).toBe(true);
  const { ledger, writer: next } = await world.openWriter();
  expect(ledger.findings).toEqual([]);
  await next.append([saying('end')]);
  const all = await sayings(ledger, log);
  expect(all.map((text) => String(text).slice(0, 10))).toEqual([
    'log-opened',
    ...[0, 1, 2, 3, 4, 5, 6].map((n) => `${n}xxxxxxxxx`),
    'end',
  ]);
  expect(await ledger.leaves(log)).toHaveLength(9);
  expect((await collect(ledger.entries({ log, from: 3, to: 5 }))).map(({ index }) => index)).toEqual([3, 4]);
  const some = await collect(ledger.entries({ log, from: 1, to: 5, only: new Set([0, 2, 4, 5]) }));
  expect(some.map(({ index }) => index)).toEqual([2, 4]);
  await next.close();
});

test('a segment closes at a new key epoch', async () => {
  const { writer } = await world.openWriter();
  await writer.append([saying('before')]);
  const { log } = writer.head();
  await writer.close();
  world.epoch = 2;
  const { ledger, writer: next } = await world.openWriter();
  await next.append([saying('after')]);
  await next.close();
  expect(await sayings(ledger, log)).toEqual(['log-opened', 'before', 'after']);
  const second = scanSegment(nodeHashes, await world.read(`ledger/${log}/00000002.segment`));
  expect(second.header).toMatchObject({ epoch: 2, number: 2, firstIndex: 2 });
});

/** Opens every file but one to write. */
class StuckPort extends PortOver {
  readonly #name: string;

  constructor(name: string) {
    super(disk);
    this.#name = name;
  }

  override async openFile(path: string): Promise<WritableFile | undefined> {
    if (path.endsWith(this.#name)) throw new VaultError('storage.failed');
    return super.openFile(path);
  }
}

test('a head is signed for by an earlier segment while later ones hold nothing', async () => {
  const { writer } = await world.openWriter();
  await writer.append([saying('a')]);
  const signed = writer.checkpoint();
  const { log } = writer.head();
  await writer.close();
  for (const epoch of [2, 3]) {
    world.epoch = epoch;
    // The disk fails just after a segment was begun.
    const { writer: stuck } = await world.openWriter(new StuckPort(`0000000${epoch}.segment`));
    await expect(stuck.append([saying('b')])).rejects.toMatchObject({ code: 'storage.failed' });
    await stuck.close();
    expect(await world.files()).toContain(`ledger/${log}/0000000${epoch}.segment`);
    const ledger = await world.open('write');
    expect(ledger.findings).toEqual([]);
    expect(ledger.checkpoint(log)).toBe(signed);
    expect(await sayings(ledger, log)).toEqual(['log-opened', 'a']);
  }
});

test('the public part of an entry that tells of a stored blob names its files', async () => {
  const file = 'ab'.repeat(32);
  const { writer } = await world.openWriter();
  await writer.append([
    {
      kind: 'blob-stored',
      at: '2026-11-21T09:30:00.000Z',
      plaintext: '00'.repeat(32),
      sha256: '11'.repeat(32),
      size: 5,
      epoch: 1,
      parts: [{ shelf: 3, file, sealedSize: 77, key: 'AAAA' }],
    },
  ]);
  const { log } = writer.head();
  await writer.close();
  const bytes = await world.read(`ledger/${log}/00000001.segment`);
  const { frames } = scanSegment(nodeHashes, bytes);
  const frame = findFrame(nodeHashes, bytes, frames[2]?.start ?? 0);
  if (frame?.type !== 'entry') throw new Error('no entry');
  expect(parsePublicPart(frame.publicPart).blobs).toEqual([{ shelf: 3, name: file, sealedLength: 77 }]);
});

test('one call that cannot be kept is refused alone', async () => {
  const { ledger, writer } = await world.openWriter();
  const results = await Promise.allSettled([
    writer.append([saying('good')]),
    writer.append([{ 'not a name': 1 }]),
    writer.append([saying('x'.repeat(33 * 1024 * 1024))]),
    writer.append([saying('good too')]),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  expect(await sayings(ledger, writer.head().log)).toEqual(['log-opened', 'good', 'good too']);
  await writer.close();
});

test('a closed writer refuses', async () => {
  const { writer } = await world.openWriter();
  await writer.close();
  await expect(writer.append([saying('late')])).rejects.toMatchObject({ code: 'access.locked' });
});

test('reading goes on beside the writer, up to the head that was opened', async () => {
  const { writer } = await world.openWriter();
  await writer.append([saying('a')]);
  const { log } = writer.head();
  const reader = await world.open('read');
  await writer.append([saying('b')]);
  expect(await sayings(reader, log)).toEqual(['log-opened', 'a']);
  expect(reader.findings).toEqual([]);
  await expect(reader.getEntry(log, 2)).rejects.toBeInstanceOf(VaultError);
  expect(await sayings(await world.open('read'), log)).toEqual(['log-opened', 'a', 'b']);
  await writer.close();
});

test('a vault is the union of its logs, and a new log names the heads of the others', async () => {
  const { writer: first } = await world.openWriter();
  await first.append([saying('from here')]);
  const head = first.head();
  await first.close();
  // Another computer has the same vault and no state.
  await world.forgetState();
  const { ledger, writer: second } = await world.openWriter();
  await second.append([saying('from there')]);
  await second.close();
  expect(ledger.heads().map(({ log }) => log)).toEqual([head.log, second.head().log].sort());
  expect(await sayings(ledger, head.log)).toEqual(['log-opened', 'from here']);
  expect(await sayings(ledger, second.head().log)).toEqual(['log-opened', 'from there']);
  const opened = await ledger.getEntry(second.head().log, 0);
  expect(opened.readable && opened.fields.heads).toEqual([head]);
});

test('a log that another log knew to be longer was rolled back', async () => {
  const { writer: first } = await world.openWriter();
  await first.append([saying('a')]);
  const { log } = first.head();
  const files = (await world.files()).filter((name) => name.includes(log));
  const old = await Promise.all(files.map((name) => world.read(name)));
  await first.append([saying('b')]);
  await first.close();
  await world.forgetState();
  const { writer: second } = await world.openWriter();
  await second.close();
  for (const [i, name] of files.entries()) await world.write(name, old[i] ?? new Uint8Array(0));
  const ledger = await world.open('read');
  expect(ledger.findings).toEqual([
    { code: 'integrity.ledger-rolled-back', log, entries: { from: 2, to: 3 }, mended: false },
  ]);
  for (const name of files) await world.delete(name);
  expect((await world.open('read')).findings).toEqual([
    { code: 'integrity.ledger-missing', log, entries: { from: 0, to: 3 }, mended: false },
  ]);
});
