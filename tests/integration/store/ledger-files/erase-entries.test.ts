import { afterEach, beforeEach, expect, test } from 'vitest';

import { encodeHex } from '../../../../src/base/bytes.ts';
import { VaultError } from '../../../../src/base/errors.ts';
import { CompactRange } from '../../../../src/ledger/compact-range.ts';
import { nodeHashes } from '../../../../src/platform/node-hashes.ts';
import { FaultyDurable, type Fault } from '../../../../src/store/durable/faulty-durable.ts';
import type { DurablePort } from '../../../../src/store/durable/port.ts';
import type { Loss } from '../../../../src/store/durable/unsynced-memory.ts';
import { eraseEntries } from '../../../../src/store/ledger-files/erase-entries.ts';
import { examineLog } from '../../../../src/store/ledger-files/examine-log.ts';
import type { LedgerFiles } from '../../../../src/store/ledger-files/ledger-files.ts';
import { disk, LedgerWorld, saying, sayings } from './ledger-world.ts';

let world: LedgerWorld;
beforeEach(async () => {
  world = await LedgerWorld.make();
});
afterEach(async () => {
  await world.remove();
});

/** Two segments of this installation's log, the second still open: `log-opened, one, two | three, four`. */
async function prepare(): Promise<string> {
  const { writer } = await world.openWriter();
  await writer.append([saying('one'), saying('two')]);
  await writer.close();
  world.epoch = 2;
  const { writer: again } = await world.openWriter();
  await again.append([saying('three')]);
  await again.append([saying('four')]);
  await again.close();
  return again.head().log;
}

/** Erases `two` and `three` as the vault does it. */
async function erase(port: DurablePort = disk): Promise<void> {
  const { ledger, writer } = await world.openWriter(port);
  try {
    const { log } = writer.head();
    const named = await namedIn(ledger, log);
    await writer.withFilesClosed(async () => {
      await eraseEntries(ledger.environment, ledger.files(log), named);
    });
  } finally {
    await writer.close().catch(() => undefined);
  }
}

async function namedIn(ledger: LedgerFiles, log: string): Promise<Map<number, string>> {
  const named = new Map<number, string>();
  for (const index of [2, 3]) named.set(index, (await ledger.getEntry(log, index)).leafHash ?? '');
  return named;
}

/** What lies in the ledger's files of the sealed parts and keys of these entries, as it was before. */
async function secretsOf(log: string, indexes: readonly number[]): Promise<Uint8Array[]> {
  const ledger = await world.open('read');
  const found: Uint8Array[] = [];
  for (const place of ledger.files(log).places) {
    if ('lost' in place) continue;
    const { entries } = await ledger.files(log).read(place, 'first');
    const keys = await world.read(`ledger/${log}/0000000${String(place.number)}.keys`);
    for (const index of indexes) {
      const entry = entries[index - place.firstIndex];
      if (entry?.type !== 'sealed') continue;
      const at = 60 + (index - place.firstIndex) * 72;
      found.push(entry.sealed.slice(), keys.slice(at, at + 72));
    }
  }
  return found;
}

async function holds(secret: Uint8Array): Promise<boolean> {
  for (const file of await world.files())
    if (Buffer.from(await world.read(file)).includes(Buffer.from(secret))) return true;
  return false;
}

async function expectSound(what = ''): Promise<void> {
  const { ledger, writer } = await world.openWriter();
  await writer.close();
  for (const files of ledger.allFiles())
    await examineLog(ledger.environment, files, undefined, () => undefined);
  expect(ledger.findings, what).toEqual([]);
}

test('takes sealed parts and keys out of every file and leaves leaves, roots and everything else', async () => {
  const log = await prepare();
  const secrets = await secretsOf(log, [2, 3]);
  const others = await secretsOf(log, [1, 4]);
  expect([secrets.length, others.length]).toEqual([4, 4]);
  const before = await world.open('read');
  const leaves = (await before.leaves(log)).map(encodeHex);
  const { root } = before.files(log).reached;

  await erase();

  for (const secret of secrets) expect(await holds(secret)).toBe(false);
  for (const secret of others) expect(await holds(secret)).toBe(true);
  await expectSound();
  const after = await world.open('read');
  const hashes = await after.leaves(log);
  expect(hashes.slice(0, 5).map(encodeHex)).toEqual(leaves);
  const tree = CompactRange.empty(nodeHashes);
  for (const hash of hashes.slice(0, 5)) tree.append(hash);
  expect(encodeHex(tree.root())).toBe(encodeHex(root));
  expect(await sayings(after, log)).toEqual([
    'log-opened',
    'one',
    'integrity.entry-erased',
    'integrity.entry-erased',
    'four',
  ]);
});

test('goes on with the log afterwards, in a new segment', async () => {
  const log = await prepare();
  await erase();
  const { ledger, writer } = await world.openWriter();
  await writer.append([saying('five')]);
  await writer.close();
  expect(await sayings(ledger, log)).toEqual([
    'log-opened',
    'one',
    'integrity.entry-erased',
    'integrity.entry-erased',
    'four',
    'five',
  ]);
  await expectSound();
});

test('erases in the log of another installation, whose last segment is open, and that one goes on with it', async () => {
  const log = await prepare();
  const theirs = await world.readState();
  await world.forgetState();
  const { ledger, writer } = await world.openWriter();
  const named = await namedIn(ledger, log);
  await writer.withFilesClosed(async () => {
    await eraseEntries(ledger.environment, ledger.files(log), named);
  });
  expect((await sayings(ledger, log)).slice(2, 4)).toEqual([
    'integrity.entry-erased',
    'integrity.entry-erased',
  ]);
  await writer.close();
  await expectSound();
  if (theirs === undefined) throw new Error('no state');
  await world.remember(theirs.signer, disk)(theirs.head);
  const { ledger: again, writer: their } = await world.openWriter();
  expect(their.head().log).toBe(log);
  await their.append([saying('five')]);
  await their.close();
  expect((await sayings(again, log)).slice(4)).toEqual(['four', 'five']);
  await expectSound();
});

test('refuses a place whose leaf is another, and changes nothing', async () => {
  const log = await prepare();
  const files = await world.files();
  const before = await Promise.all(files.map((file) => world.read(file)));
  const ledger = await world.open('write');
  await expect(
    eraseEntries(ledger.environment, ledger.files(log), new Map([[2, 'ab'.repeat(32)]])),
  ).rejects.toMatchObject({ code: 'integrity.ledger-damaged' });
  expect(await Promise.all(files.map((file) => world.read(file)))).toEqual(before);
});

test('mends a copy of the keys from the other where a key beside an erased entry is no difference', async () => {
  const log = await prepare();
  const [file] = (await world.files()).filter(
    (name) => name.startsWith('ledger-copy') && name.endsWith('.keys'),
  );
  if (file === undefined) throw new Error('no keys');
  const old = await world.read(file);
  await erase();
  // An older copy of the keys came back, as a backup tool may bring it.
  await world.write(file, old);
  await expectSound();
  const ledger = await world.open('read');
  expect((await sayings(ledger, log))[2]).toBe('integrity.entry-erased');
});

async function atEveryStep(
  run: (port: FaultyDurable) => Promise<void>,
  plan: (at: number) => FaultyDurable,
): Promise<void> {
  const log = await prepare();
  const secrets = await secretsOf(log, [2, 3]);
  const epoch = world.epoch;
  const back = await world.snapshot();
  const whole = new FaultyDurable(disk);
  await erase(whole);
  const steps = whole.steps;
  expect(steps.length).toBeGreaterThan(25);
  for (let at = 1; at <= steps.length; at += 1) {
    await back();
    world.epoch = epoch;
    await run(plan(at));
    const what = `step ${String(at)}: ${steps[at - 1] ?? ''}`;
    await expectSound(what);
    const ledger = await world.open('read');
    const said = await sayings(ledger, log);
    expect(said.slice(0, 2), what).toEqual(['log-opened', 'one']);
    expect(['two', 'integrity.entry-erased'], what).toContain(said[2]);
    expect(['three', 'integrity.entry-erased'], what).toContain(said[3]);
    expect(said[4], what).toBe('four');
    // Whoever opens it next finishes it, by the entry that says what is to go.
    await erase();
    for (const secret of secrets) expect(await holds(secret), what).toBe(false);
    await expectSound(what);
  }
}

const tryErase = async (port: FaultyDurable): Promise<void> => {
  try {
    await erase(port);
  } catch (error) {
    if (error instanceof VaultError) expect(error.code).toMatch(/^storage\./);
  }
};

for (const fault of ['kill', 'torn-kill', 'EIO'] satisfies Fault[])
  test(`an erasure that ends in ${fault} at any step leaves the old or what is finished later`, async () => {
    await atEveryStep(tryErase, (at) => new FaultyDurable(disk, { at, fault }));
  });

for (const loss of ['names', 'names-and-content'] satisfies Loss[])
  test(`an erasure that the power leaves at any step (what was not synced: ${loss}) is finished later`, async () => {
    await atEveryStep(
      async (port) => {
        await tryErase(port);
        port.crash(loss);
      },
      (at) => new FaultyDurable(disk, { at, fault: 'kill' }, { forgets: true }),
    );
  });
