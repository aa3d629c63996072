import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import { connectFolder } from '../../../src/vault/connectors/folder.ts';
import { checkVaultNow } from '../../../src/vault/check.ts';
import { eraseItem } from '../../../src/vault/erase/erase-item.ts';
import { planErasure, type GoesAlong } from '../../../src/vault/erase/plan-erasure.ts';
import { exportBundle } from '../../../src/vault/export-bundle.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { itemHistory, listItems, searchItems, showItem } from '../../../src/vault/items.ts';
import { openVaultToWrite } from '../../../src/vault/open-vault.ts';
import { addNote, addUnit, mapItem } from '../../../src/vault/statements.ts';
import { vaultStatus } from '../../../src/vault/status.ts';
import { syncSources } from '../../../src/vault/sync-sources.ts';
import type { OpenVault, WritableVault } from '../../../src/vault/vault-context.ts';
import { verifyBundle } from '../../../src/verify/verify-bundle.ts';
import { atEveryStep } from '../../support/vault/at-every-step.ts';
import {
  codeOf,
  collect,
  filesBelow,
  noStop,
  passphrase,
  temporaryRoot,
  type VaultWorld,
} from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const secret = 'my private diary, which I added by mistake';
const world = worlds(async (template) => {
  await template.using(async (vault) => {
    await template.add(vault, {
      'diary.txt': secret,
      'essay.txt': 'An essay on harbours.',
      'twin-a.txt': 'the very same bytes',
      'twin-b.txt': 'the very same bytes',
    });
    await addUnit(vault, { reference: 'A/502/0812', title: 'Safety' });
    await mapItem(vault, named(vault, 'diary.txt'), 'A/502/0812');
    await addNote(vault, named(vault, 'diary.txt'), 'a note on the diary');
    await addNote(vault, named(vault, 'essay.txt'), 'a note on the essay');
  });
});

function named(vault: OpenVault, name: string): string {
  const found = listItems(vault).find((item) => item.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found.id;
}

async function erase(
  vault: WritableVault,
  name: string,
  along: GoesAlong[] = [],
  reason = '',
): Promise<void> {
  const plan = await planErasure(vault, named(vault, name), along);
  await eraseItem(vault, plan, { reason, confirmed: plan.code });
}

/** What lies in the vault of an item: sealed parts and wrapped keys of its entries, and the sealed files of its contents. */
async function remainsOf(vault: WritableVault, name: string): Promise<{ bytes: Buffer[]; files: string[] }> {
  const plan = await planErasure(vault, named(vault, name));
  const bytes: Buffer[] = [];
  for (const { log, index } of plan.entries) {
    const files = vault.ledger.files(log);
    const place = files.places.find(({ firstIndex, endIndex }) => firstIndex <= index && index < endIndex);
    if (place === undefined || 'lost' in place) throw new Error('no place');
    const entry = (await files.read(place, 'first')).entries[index - place.firstIndex];
    if (entry?.type !== 'sealed') throw new Error('not sealed');
    const keys = await readFile(
      join(vault.dir, 'ledger', log, `${String(place.number).padStart(8, '0')}.keys`),
    );
    const at = 60 + (index - place.firstIndex) * 72;
    bytes.push(Buffer.from(entry.sealed), Buffer.from(keys.subarray(at, at + 72)));
  }
  const files = plan.blobs.map(({ file }) => file);
  for (const { shelf, file } of plan.blobs) {
    const blob = await readFile(join(vault.dir, 'blobs', String(shelf).padStart(4, '0'), `${file}.blob`));
    bytes.push(Buffer.from(blob.subarray(-40)));
  }
  expect(bytes.length).toBeGreaterThan(3);
  return { bytes, files };
}

async function found(
  dir: string,
  { bytes, files }: Awaited<ReturnType<typeof remainsOf>>,
): Promise<string[]> {
  const where: string[] = [];
  for (const file of await filesBelow(dir)) {
    const content = await readFile(join(dir, file));
    if (bytes.some((one) => content.includes(one)) || files.some((name) => file.includes(name)))
      where.push(file);
  }
  return where;
}

function answers(vault: OpenVault): unknown {
  const items = listItems(vault);
  return JSON.parse(
    JSON.stringify([
      items.map(({ id }) => [showItem(vault, id), itemHistory(vault, id)]),
      vaultStatus(vault),
      ['diary', 'mistake', 'essay', 'harbours'].map((words) => searchItems(vault, words)),
      ['note', 'mapping', 'unit', 'flag'].map((kind) => vault.index.statements.list(kind)),
      vault.index.blobs.files(),
      vault.index.chains.all(),
      vault.index.erasures.list(),
    ]),
  );
}

describe('a plan', () => {
  it('lists what would go and what holds it elsewhere, and changes nothing', async () => {
    const at = await world();
    const vault = await at.write();
    const bundle = await exportBundle(vault, { out: join(at.root, 'b.zip'), signal: noStop() });
    const before = vault.writer.head().size;
    const plan = await planErasure(vault, named(vault, 'diary.txt'));
    expect(plan.items).toEqual([
      { id: plan.item, name: 'diary.txt', kind: 'document', versions: 1, bytes: secret.length },
    ]);
    expect(plan.statements.map(({ kind }) => kind).sort()).toEqual(['mapping', 'note']);
    expect(plan.bundles).toEqual([{ bundle: bundle.bundle, at: expect.stringMatching(/^20/) }]);
    expect(plan.contents).toEqual([
      { sha256: expect.any(String), size: secret.length, type: 'kept', sharedWith: [], goes: true },
    ]);
    expect(plan.blobs).toHaveLength(1);
    expect(vault.writer.head().size).toBe(before);
  });

  it('holds only for what it names: another code, or a version since, and nothing is erased', async () => {
    const at = await world();
    const vault = await at.write();
    const plan = await planErasure(vault, named(vault, 'diary.txt'));
    expect(await codeOf(eraseItem(vault, plan, { reason: '', confirmed: 'yes' }))).toBe(
      'input.not-confirmed',
    );
    await addNote(vault, plan.item, 'one more');
    expect(await codeOf(eraseItem(vault, plan, { reason: '', confirmed: plan.code }))).toBe(
      'input.not-confirmed',
    );
    expect(showItem(vault, plan.item).name).toBe('diary.txt');
  });
});

describe('an erased item', () => {
  it('is gone from every file of the vault, and everything else is as it was', async () => {
    const at = await world();
    const vault = await at.write();
    const remains = await remainsOf(vault, 'diary.txt');
    const [before] = answers(vault) as [unknown[]];
    const id = named(vault, 'diary.txt');
    const leaves = await vault.ledger.leaves(vault.writer.head().log);
    expect((await found(at.dir, remains)).length).toBeGreaterThan(2);

    await erase(vault, 'diary.txt', [], 'it was never meant to be in here');

    expect(await found(at.dir, remains)).toEqual([]);
    const [after] = answers(vault) as [unknown[]];
    expect(after).toEqual(before.filter((one) => !JSON.stringify(one).includes(id)));
    expect(await codeOf(() => showItem(vault, id))).toBe('input.not-found');
    expect(searchItems(vault, 'diary')).toEqual([]);
    expect((await vault.ledger.leaves(vault.writer.head().log)).slice(0, leaves.length)).toEqual(leaves);
    expect(vault.index.erasures.list()).toMatchObject([
      { item: id, reason: 'it was never meant to be in here' },
    ]);
    expect(vault.index.erasures.pending()).toEqual([]);
    expect((await checkVaultNow(vault, { full: true, signal: noStop() })).damaged).toEqual([]);
    await at.close(vault);
    const again = await at.write();
    expect(again.findings).toEqual([]);
    expect(again.index.erasures.pending()).toEqual([]);
    expect(await found(at.dir, remains)).toEqual([]);
  });

  it('is told by an index made anew as by the one that lived through it', async () => {
    const at = await world();
    const told = await at.using(async (vault) => {
      await erase(vault, 'diary.txt');
      await at.add(vault, { 'later.txt': 'something later' });
      return answers(vault);
    });
    const fresh = await at.track(openVaultToWrite({ ...at.place, freshIndex: true, unlock: { passphrase } }));
    expect(answers(fresh)).toEqual(told);
  });

  it('leaves bytes that another item needs, and takes them with the last that does', async () => {
    const at = await world();
    const vault = await at.write();
    const plan = await planErasure(vault, named(vault, 'twin-a.txt'));
    expect(plan.contents).toMatchObject([{ goes: false, sharedWith: [{ name: 'twin-b.txt' }] }]);
    expect(plan.blobs).toEqual([]);
    await erase(vault, 'twin-a.txt');
    const twin = showItem(vault, named(vault, 'twin-b.txt'));
    const { sha256 = '', size = 0 } = twin;
    expect(String(await collect(openContent(vault, { sha256, size })))).toBe('the very same bytes');
    const remains = await remainsOf(vault, 'twin-b.txt');
    await erase(vault, 'twin-b.txt');
    expect(await found(at.dir, remains)).toEqual([]);
    expect((await checkVaultNow(vault, { full: true, signal: noStop() })).damaged).toEqual([]);
  });

  it('leaves earlier bundles as good as they were, and later ones say that something was erased, without its name', async () => {
    const at = await world();
    const vault = await at.write();
    const out = join(at.root, 'before.zip');
    await exportBundle(vault, { out, signal: noStop() });
    await erase(vault, 'diary.txt', [], 'private');
    const later = join(at.root, 'after.zip');
    const report = await exportBundle(vault, { out: later, signal: noStop(), extends: [] });
    expect(report.missing.filter(({ why }) => why === 'erased')).toEqual([
      {
        what: 'Something',
        code: 'erased',
        why: 'erased',
        reason: 'The learner erased this from the vault.',
        noticedAt: vault.index.erasures.list()[0]?.at,
      },
    ]);
    for (const file of [out, later]) {
      const bytes = new Uint8Array(await readFile(file));
      const verified = await verifyBundle(memoryAccess(bytes), { hashes: nodeHashes });
      expect(verified.checks.filter(({ result }) => result === 'fail')).toEqual([]);
      expect(Buffer.from(bytes).includes('diary.txt')).toBe(file === out);
    }
  });

  it('may be added again by hand', async () => {
    const at = await world();
    const vault = await at.write();
    await at.add(vault, { 'mine.txt': secret.toUpperCase() });
    const id = named(vault, 'mine.txt');
    await erase(vault, 'mine.txt');
    const report = await at.add(vault, { 'mine.txt': secret.toUpperCase() });
    expect(report).toMatchObject({ captured: 1, erased: 0 });
    expect(named(vault, 'mine.txt')).toBe(id);
    const { sha256 = '', size = 0 } = showItem(vault, id);
    expect(String(await collect(openContent(vault, { sha256, size })))).toBe(secret.toUpperCase());
    const told = answers(vault);
    await at.close(vault);
    const fresh = await at.track(openVaultToWrite({ ...at.place, freshIndex: true, unlock: { passphrase } }));
    expect(answers(fresh)).toEqual(told);
    expect((await checkVaultNow(fresh, { full: true, signal: noStop() })).damaged).toEqual([]);
  });
});

describe('a sync', () => {
  it('leaves what was erased where it is, says so, and copies it only when that is chosen', async () => {
    const at = await world();
    const vault = await at.write();
    const path = await at.file('course/plan.txt', 'a plan');
    await at.file('course/other.txt', 'another');
    await connectFolder(vault, join(path, '..'), { signal: noStop() });
    const sync = async (evenErased = false) => {
      const [report] = await syncSources(vault, { signal: noStop(), evenErased });
      return report;
    };
    expect(await sync()).toMatchObject({ captured: 2, erased: 0 });
    const id = named(vault, 'plan.txt');
    await erase(vault, 'plan.txt');
    const entries = vault.writer.head().size;
    expect(await sync()).toMatchObject({ captured: 0, changed: 0, failed: 0, erased: 1, state: 'ok' });
    // Not even a changed file of that name comes in, nor that it was there.
    await writeFile(path, 'a plan, changed');
    expect(await sync()).toMatchObject({ captured: 0, failed: 0, erased: 1 });
    expect(vault.writer.head().size).toBe(entries + 2);
    expect(await codeOf(() => showItem(vault, id))).toBe('input.not-found');
    expect(await sync(true)).toMatchObject({ captured: 1, erased: 0 });
    expect(showItem(vault, id).name).toBe('plan.txt');
    expect(await sync()).toMatchObject({ captured: 0, erased: 0 });
  });
});

describe('two installations', () => {
  it('erase in the log of the other one too, and that one learns of it with the history', async () => {
    const at = await world();
    const remains = await at.using((vault) => remainsOf(vault, 'diary.txt'));
    // The same folder with another computer's state.
    await rename(at.stateDir, join(at.root, 'state-of-a'));
    await at.using(async (vault) => {
      await erase(vault, 'diary.txt');
      expect(await found(at.dir, remains)).toEqual([]);
    });
    await rename(at.stateDir, join(at.root, 'state-of-b'));
    await rename(join(at.root, 'state-of-a'), at.stateDir);
    const vault = await at.write();
    expect(vault.findings).toEqual([]);
    await at.add(vault, { 'more.txt': 'more' });
    expect(listItems(vault).map(({ name }) => name)).not.toContain('diary.txt');
    expect((await checkVaultNow(vault, { full: true, signal: noStop() })).damaged).toEqual([]);
  });

  it('carry an erasure out in a folder that it came to with the history alone', async () => {
    const at = await world();
    const other = await at.copyTo(await temporaryRoot(), false);
    const remains = await at.using(async (vault) => {
      const before = await remainsOf(vault, 'diary.txt');
      await erase(vault, 'diary.txt');
      return before;
    });
    try {
      expect((await found(other.dir, remains)).length).toBeGreaterThan(2);
      // What a join does: the log of the first computer arrives in the folder of the second, longer than it was there.
      for (const copy of ['ledger', 'ledger-copy'])
        for (const file of (await filesBelow(join(at.dir, copy))).filter(
          (name) => name.endsWith('.segment') || name.endsWith('.keys'),
        ))
          await writeFile(join(other.dir, copy, file), await readFile(join(at.dir, copy, file)));
      const vault = await other.write();
      expect(await found(other.dir, remains)).toEqual([]);
      expect(listItems(vault).map(({ name }) => name)).not.toContain('diary.txt');
      expect((await checkVaultNow(vault, { full: true, signal: noStop() })).damaged).toEqual([]);
    } finally {
      await other.remove();
    }
  });
});

describe('an interrupted erasure', () => {
  it('leaves the item whole or is finished by the next opening, at whichever step', async () => {
    let remains: Awaited<ReturnType<typeof remainsOf>> | undefined;
    const steps = await atEveryStep({
      prepare: world,
      since: /write 00000002.segment|write 00000001.segment/,
      every: 7,
      act: async (at: VaultWorld, port, acknowledged) => {
        const vault = await at.write({ port });
        remains = await remainsOf(vault, 'diary.txt');
        await erase(vault, 'diary.txt');
        acknowledged.add('erased');
        await at.close(vault);
      },
      check: async (at, acknowledged, what) => {
        const vault = await at.write();
        const isThere = listItems(vault).some(({ name }) => name === 'diary.txt');
        if (acknowledged.has('erased')) expect(isThere, what).toBe(false);
        expect(
          vault.findings.filter(({ mended }) => !mended),
          what,
        ).toEqual([]);
        if (isThere) {
          const { sha256 = '', size = 0 } = showItem(vault, named(vault, 'diary.txt'));
          expect(String(await collect(openContent(vault, { sha256, size }))), what).toBe(secret);
        } else if (remains !== undefined) expect(await found(at.dir, remains), what).toEqual([]);
        expect((await checkVaultNow(vault, { full: true, signal: noStop() })).damaged, what).toEqual([]);
      },
    });
    expect(steps).toBeGreaterThan(20);
  }, 120_000);
});
