import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { FaultyDurable } from '../../../src/store/durable/faulty-durable.ts';
import { NodeDurable } from '../../../src/store/durable/node-durable.ts';
import { checkVaultNow } from '../../../src/vault/check.ts';
import { exportBundle } from '../../../src/vault/export-bundle.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { itemHistory, listItems } from '../../../src/vault/items.ts';
import { addNote, addUnit, mapItem, setProfile, withdrawRecord } from '../../../src/vault/statements.ts';
import type { OpenVault } from '../../../src/vault/vault-context.ts';
import { readVerifyChoice, verifyFile } from '../../../src/vault/verify-file.ts';
import { exportAll } from '../../../src/vault/way-out/export-all.ts';
import { importAll } from '../../../src/vault/way-out/import-all.ts';
import {
  codeOf,
  collect,
  filesBelow,
  makeWorld,
  noStop,
  type VaultWorld,
} from '../../support/vault/vault-world.ts';
import { frozenSamples } from '../../support/vaults/frozen-sample.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds(async (template) => {
  await template.using(async (vault) => {
    await template.add(vault, {
      'essay.txt': 'First.',
      'other/essay.txt': 'Another.',
      'same.txt': 'Same.',
      'copy/same.txt': 'Same.',
      'sub/con.txt': 'A device?',
    });
    await template.add(vault, { 'essay.txt': 'Second.' });
    const [first] = listItems(vault);
    await setProfile(vault, { name: 'Sam' });
    await addUnit(vault, { reference: 'A/502/0812', title: 'Safety' });
    await mapItem(vault, first?.id ?? '', 'A/502/0812/1.1');
    await addNote(vault, first?.id ?? '', 'A note.');
    const { id } = await addNote(vault, first?.id ?? '', 'Taken back.');
    await withdrawRecord(vault, id);
  });
});

/** What a vault answers about its evidence; places in the history are left out, since another vault has another history. */
async function evidenceOf(vault: OpenVault, only?: ReadonlySet<string>): Promise<unknown> {
  const items = listItems(vault).filter(({ id }) => only?.has(id) ?? true);
  const contents: Record<string, string> = {};
  for (const { content } of items.flatMap(({ id }) => vault.index.items.versions(id)))
    if (content !== undefined)
      contents[content.sha256] = (await collect(openContent(vault, content))).toString('base64');
  return {
    items,
    versions: items.map(({ id }) =>
      vault.index.items
        .versions(id)
        .map(({ log: _log, index: _index, leafHash: _leaf, chain, ...version }) => ({
          ...version,
          number: chain?.number,
        })),
    ),
    events: items.map(({ id }) => itemHistory(vault, id).events.map(({ at, kind }) => ({ at, kind }))),
    statements: ['profile', 'enrolment', 'unit', 'criterion', 'mapping', 'note', 'flag'].flatMap((kind) =>
      vault.index.statements.list(kind).map(({ id, record, at }) => ({ id, kind, record, at })),
    ),
    sources: vault.index.sources
      .list()
      .map(({ id, type, name, settings, addedAt }) => ({ id, type, name, settings, addedAt })),
    contents,
  };
}

async function carryOver(from: VaultWorld, vault: OpenVault): Promise<{ dir: string; to: VaultWorld }> {
  const dir = join(from.root, 'way-out');
  await exportAll(vault, { out: dir });
  return { dir, to: await makeWorld({ practice: vault.practice }) };
}

describe('the way out of a vault and back', () => {
  it('gives each file a name that a person knows, with an index, and nothing of this program', async () => {
    const at = await world();
    const vault = await at.read();
    const out = join(at.root, 'way-out');
    const report = await exportAll(vault, { out });
    expect(report).toMatchObject({ items: 5, versions: 6, files: 5, missing: [], unreadable: [] });
    const files = await filesBelow(out);
    expect(files.filter((file) => file.startsWith('files/'))).toEqual([
      'files/Added by you/_con.txt',
      'files/Added by you/essay (2).txt',
      'files/Added by you/essay, version 2.txt',
      'files/Added by you/essay.txt',
      'files/Added by you/same.txt',
    ]);
    expect(await readFile(join(out, 'files/Added by you/essay, version 2.txt'), 'utf8')).toBe('Second.');
    expect(files.filter((file) => file.startsWith('records/'))).toHaveLength(5);
    expect(files).toEqual(
      expect.arrayContaining(['README.txt', 'index.csv', 'index.html', 'statements.json', 'way-out.json']),
    );
    const csv = await readFile(join(out, 'index.csv'), 'utf8');
    expect(csv.split('\r\n')).toHaveLength(8);
    expect(csv).toContain('"files/Added by you/essay, version 2.txt"');
    expect(await readFile(join(out, 'index.html'), 'utf8')).toContain(
      'href="files/Added%20by%20you/essay.txt"',
    );
    expect(await readdir(at.root)).not.toContain('way-out.unfinished');
    // Keys of sealed files stay behind.
    const ledger = await readFile(join(out, files.find((file) => file.endsWith('.jsonl')) ?? ''), 'utf8');
    expect(ledger).not.toContain('"parts"');
  });

  it.each(frozenSamples)('loses nothing of the sample vault $name in a new one', async (sample) => {
    const from = await sample.copy();
    const old = await from.read({}, sample.expected.passphrase);
    const { dir, to } = await carryOver(from, old);
    const vault = await to.write();
    const report = await importAll(vault, { dir, signal: noStop() });
    expect(report).toMatchObject({ damaged: [], erased: 0, known: 0, historyFiles: 2 });
    expect(report.keptAsHistory).toMatchObject({ 'log-opened': 1, 'header-changed': 2, 'history-closed': 1 });
    const ids = new Set(listItems(old).map(({ id }) => id));
    const carried = (await evidenceOf(vault, ids)) as { sources: { id: string }[] };
    const original = (await evidenceOf(old)) as { sources: { id: string }[] };
    // The files of the old history are a source of their own where nothing was added by hand before.
    expect({
      ...carried,
      sources: carried.sources.filter(({ id }) => original.sources.some((each) => each.id === id)),
    }).toEqual(original);
    expect(await checkVaultNow(vault, { full: true, signal: noStop() })).toMatchObject({ ok: true });
    const out = join(to.root, 'bundle.zip');
    await exportBundle(vault, { out, includeFlagged: [...ids], signal: noStop() });
    const verified = await verifyFile(out, await readVerifyChoice({ full: true, identities: [] }), {
      signal: noStop(),
    });
    expect(verified.ok).toBe(true);
    await to.remove();
    await from.remove();
  });

  it('brings nothing twice: into the same vault, or when it is run again', async () => {
    const at = await world();
    const vault = await at.write();
    const before = await evidenceOf(vault);
    const { dir, to } = await carryOver(at, vault);
    expect(await importAll(vault, { dir, signal: noStop() })).toMatchObject({
      carried: 0,
      files: 0,
      historyFiles: 0,
    });
    expect(await evidenceOf(vault)).toEqual(before);
    const other = await to.write();
    const first = await importAll(other, { dir, signal: noStop() });
    const after = await evidenceOf(other);
    expect(await importAll(other, { dir, signal: noStop() })).toMatchObject({
      carried: 0,
      files: 0,
      known: first.carried,
    });
    expect(await evidenceOf(other)).toEqual(after);
    await to.remove();
  });

  it('goes on where it was stopped', async () => {
    const at = await world();
    const old = await at.read();
    const { dir, to } = await carryOver(at, old);
    const ids = new Set(listItems(old).map(({ id }) => id));
    const vault = await to.write();
    for (let steps = 1; steps < 40; steps += 3) {
      const stop = new AbortController();
      let left = steps;
      const onProgress = (): void => {
        left -= 1;
        if (left === 0) stop.abort();
      };
      expect(['internal.cancelled', 'nothing']).toContain(
        await codeOf(importAll(vault, { dir, signal: stop.signal, onProgress })),
      );
    }
    await importAll(vault, { dir, signal: noStop() });
    expect(await evidenceOf(vault, ids)).toEqual(await evidenceOf(old));
    await to.remove();
  });

  it('leaves out and names what somebody changed in the folder', async () => {
    const at = await world();
    const { dir, to } = await carryOver(at, await at.read());
    await writeFile(join(dir, 'files/Added by you/same.txt'), 'Forged');
    const [log = ''] = (await filesBelow(dir)).filter((file) => file.endsWith('.jsonl'));
    const lines = await readFile(join(dir, log), 'utf8');
    await writeFile(
      join(dir, log),
      lines.replace('"text":"A note."', '"text":"A lie."').replace('"A note."', '"A lie."'),
    );
    const vault = await to.write();
    const { damaged } = await importAll(vault, { dir, signal: noStop() });
    expect(damaged).toEqual([
      { what: 'history', file: log },
      { what: 'content', file: 'files/Added by you/same.txt' },
      { what: 'entry', file: log },
    ]);
    expect(vault.index.statements.list('note')).toEqual([]);
    expect(listItems(vault).length).toBeGreaterThanOrEqual(5);
    await to.remove();
  });

  it('is written as a whole or not at all, whatever the disk does', async () => {
    const at = await world();
    const vault = await at.read();
    const steps = new FaultyDurable(new NodeDurable());
    const whole = join(at.root, 'first');
    await exportAll({ ...vault, port: steps }, { out: whole });
    const count = steps.steps.length;
    expect(count).toBeGreaterThan(30);
    for (const fault of ['kill', 'ENOSPC', 'short-write'] as const)
      for (let step = 1; step <= count; step += 5) {
        const out = join(at.root, `out-${fault}-${String(step)}`);
        const port = new FaultyDurable(new NodeDurable(), { at: step, fault });
        await exportAll({ ...vault, port }, { out }).catch(() => undefined);
        const names = await readdir(out).catch((): string[] => []);
        expect(names.includes('way-out.json')).toBe(names.length > 0);
        if (names.length === 0) await exportAll(vault, { out });
        expect(await filesBelow(out)).toEqual(await filesBelow(whole));
        await rm(out, { recursive: true });
      }
  }, 300_000);

  it('lists what the vault has lost', async () => {
    const at = await world();
    const [blob = ''] = (await filesBelow(at.dir)).filter((file) => file.endsWith('.blob'));
    await rm(join(at.dir, blob));
    const { missing, files } = await exportAll(await at.read(), { out: join(at.root, 'way-out') });
    expect(missing).toMatchObject([{ code: 'integrity.blob-missing' }]);
    expect(files).toBe(4);
  });

  it('refuses a folder that is used, inside the vault, or not made by it', async () => {
    const at = await world();
    const vault = await at.write();
    const used = join(at.root, 'used');
    await mkdir(used);
    await writeFile(join(used, 'mine.txt'), 'mine');
    expect(await codeOf(exportAll(vault, { out: used }))).toBe('input.exists');
    expect(await codeOf(exportAll(vault, { out: join(at.dir, 'inside') }))).toBe('input.usage');
    expect(await codeOf(exportAll(vault, { out: join(at.root, 'no', 'folder') }))).toBe('input.path-missing');
    expect(await codeOf(importAll(vault, { dir: used, signal: noStop() }))).toBe('input.not-a-way-out');
    expect(await codeOf(importAll(vault, { dir: join(at.root, 'none'), signal: noStop() }))).toBe(
      'input.path-missing',
    );
    await writeFile(join(used, 'way-out.json'), '{"format":"evidence-vault-way-out","version":2}');
    expect(await codeOf(importAll(vault, { dir: used, signal: noStop() }))).toBe('format.too-new');
    await mkdir(join(at.root, 'empty'));
    expect(await codeOf(exportAll(vault, { out: join(at.root, 'empty') }))).toBe('nothing');
  });

  it('loses nothing, whatever was kept and said', async () => {
    const action = fc.oneof(
      fc.record({
        do: fc.constant('add' as const),
        name: fc.constantFrom('a.txt', 'A.TXT', 'ä/b.pdf', 'b'),
        text: fc.string(),
      }),
      fc.record({ do: fc.constant('note' as const), text: fc.string({ minLength: 1 }), back: fc.boolean() }),
      fc.record({ do: fc.constant('map' as const), criterion: fc.constantFrom('1.1', '2.3') }),
      fc.record({ do: fc.constant('profile' as const), name: fc.string() }),
      fc.record({ do: fc.constant('other-laptop' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 12 }), async (actions) => {
        const from = await makeWorld();
        let vault = await from.write();
        await addUnit(vault, { reference: 'U1' });
        for (const each of actions) {
          const [item] = listItems(vault);
          if (each.do === 'add') await from.add(vault, { [each.name]: each.text });
          else if (each.do === 'profile') await setProfile(vault, { name: each.name });
          else if (each.do === 'other-laptop') {
            // A vault whose computer has forgotten it goes on in a log of its own.
            await from.close(vault);
            await rm(from.stateDir, { recursive: true, force: true });
            vault = await from.write();
          } else if (item !== undefined && each.do === 'map')
            await mapItem(vault, item.id, `U1/${each.criterion}`);
          else if (item !== undefined && each.do === 'note') {
            const { id } = await addNote(vault, item.id, each.text);
            if (each.back) await withdrawRecord(vault, id);
          }
        }
        const { dir, to } = await carryOver(from, vault);
        const ids = new Set(listItems(vault).map(({ id }) => id));
        const other = await to.write();
        const { damaged } = await importAll(other, { dir, signal: noStop() });
        expect(damaged).toEqual([]);
        expect(pick(await evidenceOf(other, ids))).toEqual(pick(await evidenceOf(vault)));
        await to.remove();
        await from.remove();
      }),
      { numRuns: 4 },
    );
  }, 300_000);
});

/** Without the sources: one more holds the files of the old history where nothing had been added by hand. */
function pick(evidence: unknown): unknown {
  return { ...(evidence as Record<string, unknown>), sources: undefined };
}
