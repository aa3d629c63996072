import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { addSource } from '../../../src/vault/add-source.ts';
import { exportBundle } from '../../../src/vault/export-bundle.ts';
import { itemHistory, listItems, searchItems, showItem } from '../../../src/vault/items.ts';
import { rebuildIndex } from '../../../src/vault/rebuild-index.ts';
import { getItem } from '../../../src/vault/resolve-item.ts';
import { pullSource } from '../../../src/vault/sync.ts';
import { getSource } from '../../../src/vault/add-source.ts';
import type { Source } from '../../../src/sources/source.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { checkVaultNow } from '../../../src/vault/check.ts';
import { codeOf, makeWorld, noStop, passphrase, type VaultWorld } from '../../support/vault/vault-world.ts';
import { join } from 'node:path';

const amount = 10_000;

/** Names that break programs, made different by a number. */
const names = (number: number): string => {
  const kinds = [
    '../../../etc/passwd',
    '..\\..\\windows\\system32',
    'CON',
    'nul.txt',
    ' ',
    '.',
    '..',
    '',
    'a'.repeat(255),
    '🧱'.repeat(60),
    '\u202efdp.exe',
    'e\u0301'.repeat(20),
    '\u0000\u0001\u001f\u007f',
    "'; drop table item; --",
    '"*" OR NEAR(',
    '<img src=x onerror=alert(1)>',
    '%2e%2e%2f%00',
    '${jndi:ldap://x}',
    'עברית عربى',
    'ﷺ'.repeat(40),
    '\ud83d\ude00\ufffd',
    'name\twith\nbreaks\r\n',
  ];
  return `${kinds[number % kinds.length] ?? ''}${number < kinds.length ? '' : ` ${number}`}`;
};

/** A connector that has ten thousand documents without bytes, and some with the same few. */
function manyDocuments(): Source {
  return {
    describe: () => ({ type: 'test', name: 'Many' }),
    probe: () => Promise.resolve({ name: 'Many', practice: false, notices: [] }),
    pull: async (_previous, sink) => {
      const taken: Promise<unknown>[] = [];
      for (let number = 0; number < amount; number += 1) {
        const name = names(number);
        taken.push(
          sink.take({
            key: `document/${number}`,
            recordKind: 'document',
            name,
            record: { name, role: 'file' },
            provenance: {
              method: 'test',
              received: '2026-11-21T10:00:00.000Z',
              app: 'test',
              timeZone: 'UTC',
            },
            ...(number % 500 === 0
              ? { content: { bytes: new Uint8Array(Buffer.from(`content ${number % 1500}`)) } }
              : {}),
          }),
        );
        if (taken.length === 500) await Promise.all(taken.splice(0));
      }
      await Promise.all(taken);
      return { state: 'ok' };
    },
  };
}

describe('a vault of ten thousand items with hostile names', () => {
  let at: VaultWorld;
  let vault: WritableVault;
  let source = '';
  beforeAll(async () => {
    at = await makeWorld();
    vault = await at.write();
    const added = await addSource(vault, { type: 'test', name: 'Many', settings: {} });
    source = added.id;
    const report = await pullSource(vault, getSource(vault, source), manyDocuments(), { signal: noStop() });
    expect(report).toMatchObject({ state: 'ok', captured: amount, failed: 0 });
  });
  afterAll(() => at.remove());

  it('has every name as it was, letter for letter', () => {
    const items = listItems(vault);
    expect(items).toHaveLength(amount);
    const found = new Set(items.map(({ name }) => name));
    for (let number = 0; number < amount; number += 1)
      expect(found.has(names(number)), String(number)).toBe(true);
  });

  it('captures nothing a second time', async () => {
    const { size } = vault.writer.head();
    const report = await pullSource(vault, getSource(vault, source), manyDocuments(), { signal: noStop() });
    expect(report).toMatchObject({ state: 'ok', captured: 0, unchanged: amount });
    expect(vault.writer.head().size).toBe(size + 1);
  });

  it('finds one among them by its number, and by the beginning of a word', () => {
    expect(searchItems(vault, '9876').map(({ name }) => name)).toEqual([names(9876)]);
    expect(searchItems(vault, 'passw', 20)).toHaveLength(20);
    expect(searchItems(vault, 'drop table 1003').map(({ name }) => name)).toContain(names(1003));
  });

  it('names every item by its id and by any beginning that only it has', () => {
    const ids = listItems(vault)
      .map(({ id }) => id)
      .sort();
    const sample = fc.constantFrom(...ids);
    fc.assert(
      fc.property(sample, fc.nat(11), (id, cut) => {
        const text = id.slice(0, id.length - cut);
        const alike = ids.filter((other) => other.startsWith(text));
        const call = (): string => getItem(vault, text).id;
        if (text !== '' && alike.length === 1) expect(call()).toBe(id);
        else expect(call).toThrow();
      }),
      { numRuns: 300 },
    );
  });

  it('refuses what names nothing or several, with the right code', async () => {
    for (const [text, code] of [
      ['', 'input.not-found'],
      ['i', 'input.ambiguous'],
      ['i-', 'input.ambiguous'],
      ['i-zzzzzzzzzzz', 'input.not-found'],
      ['%', 'input.not-found'],
      ['_', 'input.not-found'],
      ["' or 1=1 --", 'input.not-found'],
      ['\u{10ffff}', 'input.not-found'],
      ['I-', 'input.not-found'],
    ] as const)
      expect(await codeOf(() => getItem(vault, text)), JSON.stringify(text)).toBe(code);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        fc.pre(!text.startsWith('i'));
        expect(() => getItem(vault, text)).toThrow();
      }),
    );
  });

  it('gives the same answers after a new index, and is whole', async () => {
    const [first] = listItems(vault);
    const before = JSON.stringify([
      listItems(vault),
      itemHistory(vault, first?.id ?? ''),
      showItem(vault, first?.id ?? ''),
    ]);
    await at.close(vault);
    await rebuildIndex(at.place, { passphrase });
    vault = await at.write();
    const after = JSON.stringify([
      listItems(vault),
      itemHistory(vault, first?.id ?? ''),
      showItem(vault, first?.id ?? ''),
    ]);
    expect(after).toBe(before);
    expect(await checkVaultNow(vault, { full: true, signal: noStop() })).toMatchObject({
      ok: true,
      damaged: [],
    });
  });

  it('is exported whole', async () => {
    const report = await exportBundle(vault, { out: join(at.root, 'all.zip'), signal: noStop() });
    expect(report).toMatchObject({ items: amount, missing: [] });
  });
});
