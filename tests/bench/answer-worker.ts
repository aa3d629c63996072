/**
 * Home and search in a vault of many items, each step in a process of its own: `fill DIR STATE COUNT` makes the vault,
 * `answer DIR STATE WORDS` opens it, and tells how long the key derivation takes and how long the answers.
 */
import { performance } from 'node:perf_hooks';

import { newId } from '../../src/base/ids.ts';
import type { JsonObject } from '../../src/base/json.ts';
import { derivePassphraseKeyAside } from '../../src/platform/derive-aside.ts';
import { defaultArgon2 } from '../../src/crypto/argon2.ts';
import type { EntryOf, KnownEntry } from '../../src/ledger/kinds/entry-kinds.ts';
import { createVault } from '../../src/vault/create-vault.ts';
import { itemFacets, pageItems } from '../../src/vault/items.ts';
import { openVaultToWrite } from '../../src/vault/open-vault.ts';
import { vaultStatus } from '../../src/vault/status.ts';

const [step, dir = '', stateDir = '', last = ''] = process.argv.slice(2);
const at = '2026-01-05T09:00:00.000Z';
const words = [
  'brick',
  'concrete',
  'drain',
  'essay',
  'floor',
  'gutter',
  'joist',
  'kitchen',
  'lintel',
  'mortar',
];
const passphrase = 'benchmarks are not secrets';

/** A hundred items for each assignment: three attempts, each with a grade, feedback and thirty files. */
function* course(source: string, count: number): Generator<KnownEntry> {
  let made = 0;
  const item = (kind: string, name: string, record: JsonObject): EntryOf<'item-captured'> => {
    made += 1;
    return {
      kind: 'item-captured',
      at,
      item: newId('item'),
      source,
      key: `item/${String(made)}`,
      'record-kind': kind,
      name,
      version: 1,
      record,
      provenance: { method: 'file', received: at, app: 'bench', timeZone: 'Europe/London' },
    };
  };
  for (let number = 0; made < count; number += 1) {
    const topic = words[number % words.length] ?? '';
    const assignment = item('assignment', `Assignment ${String(number)}: ${topic}`, { title: topic });
    yield assignment;
    const within = { assignment: assignment.item };
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const taken = item('attempt', `Attempt ${String(attempt)}`, {
        ...within,
        status: { said: 'submitted', means: 'submitted' },
      });
      yield taken;
      const of = { ...within, attempt: taken.item };
      yield item('grade', `Grade ${String(attempt)}`, { ...of, value: { said: 'Pass' }, released: true });
      yield item('feedback', `Feedback on ${topic}`, { ...of, released: true });
      for (let file = 0; file < 30; file += 1)
        yield item('document', `${topic} ${String(number)}, page ${String(file)}.pdf`, {
          ...of,
          role: 'file',
        });
    }
  }
}

async function fill(count: number): Promise<void> {
  const { vault, recoveryKey } = await createVault({ dir, stateDir, passphrase });
  const source = newId('source');
  await vault.recorder.record([
    {
      kind: 'source-added',
      at,
      source,
      type: 'moodle',
      name: 'Bench',
      settings: { url: 'https://x.example' },
    },
  ]);
  let batch: KnownEntry[] = [];
  for (const entry of course(source, count)) {
    batch.push(entry);
    if (batch.length < 2000) continue;
    await vault.recorder.record(batch);
    batch = [];
  }
  await vault.recorder.record(batch);
  await vault.close();
  process.stdout.write(JSON.stringify({ recoveryKey }));
}

/** Seconds that something takes. */
async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function answer(recoveryWords: string): Promise<void> {
  const derivation = await timed(async () => {
    await derivePassphraseKeyAside(passphrase, new Uint8Array(16), defaultArgon2);
  });
  const vault = await openVaultToWrite({ dir, stateDir, unlock: { recoveryWords } });
  const window = { offset: 0, limit: 100 };
  const told = {
    derivation,
    home: await timed(() => vaultStatus(vault)),
    'home again': await timed(() => vaultStatus(vault)),
    'the list': await timed(() => {
      pageItems(vault, { filter: {}, order: 'newest', ...window });
      itemFacets(vault);
    }),
    'a search of a word in a tenth of all': await timed(() =>
      pageItems(vault, { filter: { text: 'kitchen' }, order: 'best', ...window }),
    ),
    'a search of two words': await timed(() =>
      pageItems(vault, { filter: { text: 'lintel 777' }, order: 'best', ...window }),
    ),
  };
  await vault.close();
  process.stdout.write(JSON.stringify(told));
}

if (step === 'fill') await fill(Number(last));
else if (step === 'answer') await answer(last);
else throw new Error(`no such step: ${String(step)}`);
