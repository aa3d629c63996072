/**
 * Steps that need the vault itself, each in a process of its own: `fill DIR STATE COUNT` makes a vault of so many entries,
 * `unlock DIR STATE WORDS` opens it and finds something, `open DIR STATE KEY` does so with its index alone.
 */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import Database from 'better-sqlite3';

import { encodeHex } from '../../src/base/bytes.ts';
import { newId } from '../../src/base/ids.ts';
import type { KnownEntry } from '../../src/ledger/kinds/entry-kinds.ts';
import { createVault } from '../../src/vault/create-vault.ts';
import { searchItems } from '../../src/vault/items.ts';
import { openVault } from '../../src/vault/open-vault.ts';

const [step, dir = '', stateDir = '', last = ''] = process.argv.slice(2);
const sought = 'bridge 777';
const at = '2024-09-01T09:00:00.000Z';
const words = ['essay', 'costing', 'bridge', 'portfolio', 'reflection', 'interview', 'budget', 'survey'];

async function fill(count: number): Promise<void> {
  const { vault, recoveryKey } = await createVault({
    dir,
    stateDir,
    passphrase: 'benchmarks are not secrets',
  });
  const source = newId('source');
  await vault.recorder.record([
    { kind: 'source-added', at, source, type: 'files', name: 'Bench', settings: {} },
  ]);
  const batch = 2000;
  for (let from = 0; from < count; from += batch)
    await vault.recorder.record(
      Array.from({ length: Math.min(batch, count - from) }, (_, index) => itemOf(source, from + index)),
    );
  const indexKey = vault.keys.index().use((key) => encodeHex(key));
  await vault.close();
  process.stdout.write(JSON.stringify({ recoveryKey, indexKey }));
}

function itemOf(source: string, index: number): KnownEntry {
  const word = words[index % words.length] ?? '';
  const name = `${word}-${String(index)}.docx`;
  return {
    kind: 'item-captured',
    at,
    item: newId('item'),
    source,
    key: `folder/${String(index % 97)}/${name}`,
    name,
    'record-kind': 'document',
    version: 1,
    record: { name, path: `folder/${String(index % 97)}/${name}`, role: 'file' },
    provenance: { method: 'file', received: at, app: 'bench', timeZone: 'Europe/London' },
  };
}

/** Everything from the secret to the first answer. */
async function unlock(recoveryWords: string): Promise<void> {
  const started = performance.now();
  const vault = await openVault({ dir, stateDir, unlock: { recoveryWords } });
  const found = searchItems(vault, sought, 20).length;
  tell(started, found);
  await vault.close();
}

/** What is least for an answer: opening the index with its key, and the same search in plain SQL. */
function open(keyHex: string): void {
  const started = performance.now();
  const database = new Database(join(dir, 'index', 'index.db'), { readonly: true });
  database.pragma("cipher = 'aegis'");
  database.pragma(`key = 'raw:${keyHex}'`);
  const found = database
    .prepare('select item from words where words match ? limit 20')
    .all('bridge 777*').length;
  tell(started, found);
  database.close();
}

function tell(started: number, found: number): void {
  if (found === 0) throw new Error('nothing was found');
  process.stdout.write(JSON.stringify({ seconds: (performance.now() - started) / 1000 }));
}

if (step === 'fill') await fill(Number(last));
else if (step === 'unlock') await unlock(last);
else if (step === 'open') open(last);
else throw new Error(`no such step: ${String(step)}`);
