import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { itemHistory, listItems, searchItems, showItem } from '../../../src/vault/items.ts';
import { rebuildIndex } from '../../../src/vault/rebuild-index.ts';
import { addNote, addUnit, mapItem } from '../../../src/vault/statements.ts';
import { vaultStatus } from '../../../src/vault/status.ts';
import type { OpenVault } from '../../../src/vault/vault-context.ts';
import { plainPort } from '../../support/vault/at-every-step.ts';
import { passphrase, type VaultWorld } from '../../support/vault/vault-world.ts';
import { indexFile, withIndex } from '../../support/vault/with-index.ts';
import { worlds } from '../../support/vault/worlds.ts';

const names = [
  'Résumé – Zoë.txt',
  'unit 1/plan (v2).txt',
  'unit 1/50% done + plus & #hash.txt',
  'O\'Brien\'s "essay".txt',
  'NEAR AND OR NOT.txt',
  'straße.txt',
  'Évidence NFD.txt'.normalize('NFD'),
];
const world = worlds(async (template) => {
  await template.using(async (vault) => {
    await template.add(vault, Object.fromEntries(names.map((name) => [name, `This is ${name}`])));
    await addUnit(vault, { reference: 'A/502/0812', title: 'Safety' });
    const [first] = listItems(vault);
    await mapItem(vault, first?.id ?? '', 'A/502/0812/1.2');
    await addNote(vault, first?.id ?? '', 'A note.');
  });
});

function answers(vault: OpenVault): string {
  const items = listItems(vault);
  return JSON.stringify([
    items,
    items.map(({ id }) => [showItem(vault, id), itemHistory(vault, id)]),
    vaultStatus(vault),
    searchItems(vault, 'plan'),
    vault.index.statements.unknownKinds(),
  ]);
}
describe('the index', () => {
  const losses: Readonly<
    Record<string, readonly [harm: (at: VaultWorld) => Promise<void>, findings: readonly string[]]>
  > = {
    deleted: [async (at) => rm(indexFile(at)), []],
    'deleted with its folder': [async (at) => rm(join(at.dir, 'index'), { recursive: true }), []],
    'made something else': [
      async (at) => writeFile(indexFile(at), 'no database at all'),
      ['integrity.index-damaged'],
    ],
    'of a newer schema': [
      async (at) => withIndex(at, (database) => database.pragma('user_version = 99')),
      [],
    ],
    'of an older schema': [
      async (at) => withIndex(at, (database) => database.pragma('user_version = 0')),
      [],
    ],
    'without one of its tables': [
      async (at) => withIndex(at, (database) => database.exec('drop table blob')),
      ['integrity.index-damaged'],
    ],
    'damaged in every page but the first': [
      async (at) => {
        const bytes = await readFile(indexFile(at));
        for (let position = 5000; position < bytes.length; position += 4096)
          bytes.writeUInt8(bytes.readUInt8(position) ^ 1, position);
        await writeFile(indexFile(at), bytes);
      },
      ['integrity.index-damaged'],
    ],
  };
  it.each(Object.entries(losses))(
    '%s: the same answers come from the history',
    async (_, [harm, findings]) => {
      const at = await world();
      const before = await at.read();
      const expected = answers(before);
      await at.close(before);
      await harm(at);
      const reader = await at.read();
      expect(answers(reader)).toBe(expected);
      await at.close(reader);
      const writer = await at.write({ port: plainPort() });
      expect(writer.findings.map(({ code }) => code)).toEqual(findings);
      expect(answers(writer)).toBe(expected);
      await at.close(writer);
      const again = await at.write({ port: plainPort() });
      expect(again.findings).toEqual([]);
      expect(answers(again)).toBe(expected);
    },
  );

  it('is made anew on request, with progress', async () => {
    const at = await world();
    const before = await at.read();
    const expected = answers(before);
    await at.close(before);
    const steps: string[] = [];
    await rebuildIndex({ ...at.place, onProgress: ({ name }) => steps.push(name) }, { passphrase });
    expect(answers(await at.read())).toBe(expected);
  });

  it('that is a batch behind catches up', async () => {
    const at = await world();
    const older = await readFile(indexFile(at));
    await at.using((vault) => at.add(vault, { 'later.txt': 'Later.' }));
    const before = await at.read();
    const expected = answers(before);
    await at.close(before);
    await writeFile(indexFile(at), older);
    for (const name of ['index.db-wal', 'index.db-shm'])
      await rm(join(at.dir, 'index', name), { force: true });
    expect(answers(await at.read())).toBe(expected);
    expect(answers(await at.write())).toBe(expected);
  });

  it('of a later state of the vault than the history is not believed', async () => {
    const at = await world();
    const before = await at.read();
    const expected = answers(before);
    await at.close(before);
    await cp(at.dir, join(at.root, 'older'), { recursive: true });
    await at.using((vault) => at.add(vault, { 'later.txt': 'Later.' }));
    await cp(join(at.dir, 'index'), join(at.root, 'older', 'index'), { recursive: true });
    await rm(at.dir, { recursive: true });
    await rename(join(at.root, 'older'), at.dir);
    const reader = await at.read();
    expect(answers(reader)).toBe(expected);
    await at.close(reader);
    const writer = await at.write();
    expect(answers(writer)).toBe(expected);
    expect(writer.findings.map(({ code }) => code)).toEqual(['integrity.ledger-rolled-back']);
  });
});

describe('what a later version wrote', () => {
  it('is kept, shown as unknown, and survives a new index', async () => {
    const at = await world();
    const writer = await at.write();
    const [known] = listItems(writer);
    const provenance = {
      method: 'hologram-api',
      received: '2031-05-01T10:00:00.000Z',
      app: 'evidence-vault/9.0.0',
      timeZone: 'UTC',
    };
    await writer.writer.append([
      { kind: 'planet-joined', at: '2031-05-01T10:00:00.000Z', planet: 'Mars' },
      {
        kind: 'item-captured',
        at: '2031-05-01T10:00:01.000Z',
        item: 'i-hologram00',
        source: known?.source ?? '',
        key: 'hologram/1',
        name: 'Workshop in three dimensions',
        'record-kind': 'hologram',
        version: 1,
        'record.depth': 3,
        provenance,
        mood: 'cheerful',
      },
      {
        kind: 'item-captured',
        at: '2031-05-01T10:00:02.000Z',
        item: 'i-newgrade00',
        source: known?.source ?? '',
        key: 'grade/1',
        name: 'A grade with more to it',
        'record-kind': 'grade',
        version: 1,
        'record.value': {
          said: 'Pass',
          means: { scheme: 'pass-merit-distinction', outcome: 'pass' },
          confidence: 0.9,
        },
        'record.released': true,
        'record.humour': 'dry',
        provenance,
      },
      { kind: 'item-captured', at: '2031-05-01T10:00:03.000Z', item: 'without the rest of it' },
    ]);
    await at.close(writer);
    for (const fresh of [false, true]) {
      const vault = await at.write({ port: plainPort() });
      expect(vault.index.statements.unknownKinds()).toEqual([
        { kind: 'item-captured', count: 1 },
        { kind: 'planet-joined', count: 1 },
      ]);
      expect(showItem(vault, 'i-hologram00')).toMatchObject({
        kind: 'hologram',
        latest: { record: { depth: 3 } },
      });
      expect(showItem(vault, 'i-newgrade00').latest?.record).toMatchObject({
        humour: 'dry',
        value: { confidence: 0.9 },
      });
      expect(searchItems(vault, 'three dimensions')).toHaveLength(1);
      const entries = [];
      for await (const entry of vault.ledger.entries({ log: vault.ledger.logs()[0] ?? '' }))
        if (entry.readable) entries.push(entry.fields);
      expect(entries).toContainEqual({
        kind: 'planet-joined',
        at: '2031-05-01T10:00:00.000Z',
        planet: 'Mars',
      });
      expect(entries).toContainEqual(expect.objectContaining({ mood: 'cheerful' }));
      await at.close(vault);
      if (!fresh) await rebuildIndex(at.place, { passphrase });
    }
  });
});

describe('search', () => {
  it.each([
    ['resume', 'Résumé – Zoë.txt'],
    ['RÉSUMÉ zoe', 'Résumé – Zoë.txt'],
    ['résu', 'Résumé – Zoë.txt'],
    ['plan v2', 'plan (v2).txt'],
    ['(v2', 'plan (v2).txt'],
    ['50%', '50% done + plus & #hash.txt'],
    ['#hash', '50% done + plus & #hash.txt'],
    ["o'brien", 'O\'Brien\'s "essay".txt'],
    ['"essay', 'O\'Brien\'s "essay".txt'],
    ['near and or', 'NEAR AND OR NOT.txt'],
    ['NOT', 'NEAR AND OR NOT.txt'],
    ['straße', 'straße.txt'],
    ['evidence nfd', 'Évidence NFD.txt'.normalize('NFD')],
    ['évidence'.normalize('NFC'), 'Évidence NFD.txt'.normalize('NFD')],
  ])('finds by %s', async (text, name) => {
    const at = await world();
    const vault = await at.read();
    expect(searchItems(vault, text).map((item) => item.name)).toContain(name);
  });

  it('finds nothing for words that are not there, or no words at all', async () => {
    const at = await world();
    const vault = await at.read();
    for (const text of ['', '   ', '"', '***', '🙂', 'name:', '-', '()', 'notaword'])
      expect(searchItems(vault, text), text).toEqual([]);
  });

  it('takes nothing that is typed for its query language', async () => {
    const at = await world();
    const vault = await at.read();
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc
        .array(
          fc.constantFrom(
            '"',
            "'",
            '*',
            '(',
            ')',
            'AND',
            'OR',
            'NOT',
            'NEAR(a b)',
            'name:',
            '^',
            '-',
            '+',
            '\0',
            'plan',
            ' ',
          ),
          { maxLength: 12 },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        expect(Array.isArray(searchItems(vault, text))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
