import { createHash } from 'node:crypto';

import { utf8 } from '../../base/bytes.ts';
import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import type { JsonObject } from '../../base/json.ts';
import { readEntryFields, type KnownEntry } from '../../ledger/kinds/entry-kinds.ts';
import type { OpenVault } from '../vault-context.ts';

/** What is recorded anew in another vault: the evidence and what the learner said. All else is about the old history itself. */
const carriedKinds: ReadonlySet<string> = new Set<KnownEntry['kind']>([
  'source-added',
  'source-removed',
  'sync-finished',
  'alert-raised',
  'alert-settled',
  'item-captured',
  'item-failed',
  'item-seen',
  'item-gone',
  'record-stated',
  'record-withdrawn',
  'document-examined',
]);

/** The entry to be recorded for one of an old history; undefined for one that is kept as it is in the file of that history. */
export function carriedEntry(fields: JsonObject): KnownEntry | undefined {
  if (typeof fields.kind !== 'string' || !carriedKinds.has(fields.kind)) return undefined;
  const read = readEntryFields(fields);
  return read.known ? read.entry : undefined;
}

/** Fields that say where an entry stands, not what it says. */
const ofItsPlace: ReadonlySet<string> = new Set(['chain', 'version', 'carried']);

/** One name for what an entry says, whichever history it stands in. */
export function meaningOf(fields: JsonObject): string {
  const said = Object.fromEntries(Object.entries(fields).filter(([name]) => !ofItsPlace.has(name)));
  return createHash('sha256')
    .update(utf8(encodeCanonicalJson(said)))
    .digest('base64');
}

/** What a vault has recorded already, by `meaningOf`. Throws `internal.cancelled`. */
export async function meaningsIn(vault: OpenVault, signal: AbortSignal): Promise<Set<string>> {
  const meanings = new Set<string>();
  for (const log of vault.ledger.logs())
    for await (const entry of vault.ledger.entries({ log, signal }))
      if (entry.readable && typeof entry.fields.kind === 'string' && carriedKinds.has(entry.fields.kind))
        meanings.add(meaningOf(entry.fields));
  return meanings;
}
