import { z } from 'zod';

import { asJson } from '../../base/as-json.ts';
import { VaultError } from '../../base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../base/json.ts';
import { parseWith } from '../../base/zod-door.ts';
import { cardAdded } from './card-entries.ts';
import { historyClosed } from './closing-entry.ts';
import { documentExamined } from './examination-entries.ts';
import {
  itemCaptured,
  itemFailed,
  itemGone,
  itemSeen,
  recordStated,
  recordWithdrawn,
} from './item-entries.ts';
import { blobStored, bundleExported, checkFinished, headerChanged, logOpened } from './log-entries.ts';
import { checkpointCosigned, checkpointStamped, stampEvidence } from './proof-entries.ts';
import { alertRaised, alertSettled, sourceAdded, sourceRemoved, syncFinished } from './source-entries.ts';
import {
  damageRepaired,
  itemErased,
  replicaAdded,
  replicaChecked,
  replicaRemoved,
  replicaSynced,
  restoreRehearsed,
  vaultRestored,
} from './survival-entries.ts';

/** Every kind of entry that this version writes. Others are kept and shown as unknown. */
const knownEntrySchema = z.discriminatedUnion('kind', [
  logOpened,
  headerChanged,
  blobStored,
  checkFinished,
  bundleExported,
  historyClosed,
  sourceAdded,
  sourceRemoved,
  syncFinished,
  alertRaised,
  alertSettled,
  itemCaptured,
  itemFailed,
  itemSeen,
  itemGone,
  recordStated,
  recordWithdrawn,
  documentExamined,
  checkpointStamped,
  checkpointCosigned,
  stampEvidence,
  cardAdded,
  replicaAdded,
  replicaRemoved,
  replicaSynced,
  replicaChecked,
  restoreRehearsed,
  vaultRestored,
  damageRepaired,
  itemErased,
]);

export type KnownEntry = z.infer<typeof knownEntrySchema>;
type EntryKind = KnownEntry['kind'];
export type EntryOf<Kind extends EntryKind> = Extract<KnownEntry, { kind: Kind }>;

/** An entry read back: of a kind we know, or kept as it is. */
export type ReadEntry =
  | { readonly known: true; readonly entry: KnownEntry }
  | { readonly known: false; readonly kind: string; readonly fields: JsonObject };

const recordPrefix = 'record.';

/**
 * The fields of an entry as they are committed to: one for each property, and one for each top-level property of `record`,
 * so that a grade can be shown without the comment beside it. Properties that are undefined are left out.
 * Throws `input.record-invalid` if the entry does not fit its kind.
 */
export function entryFields(entry: KnownEntry): JsonObject {
  const checked = parseWith(knownEntrySchema, entry, 'input.record-invalid');
  const fields: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(checked)) {
    if (value === undefined) continue;
    const json = asJson(value) ?? null;
    if (name !== 'record') fields[name] = json;
    else if (isJsonObject(json)) {
      for (const [property, member] of Object.entries(json)) fields[recordPrefix + property] = member;
    }
  }
  return fields;
}

/** Reads fields back into an entry; a kind or shape of a later version is kept, not refused. Throws `format.malformed` without a kind. */
export function readEntryFields(fields: JsonObject): ReadEntry {
  const kind = fields.kind;
  if (typeof kind !== 'string') throw new VaultError('format.malformed', { what: 'entry-kind' });
  const record: Record<string, JsonValue> = {};
  const entry: Record<string, JsonValue> = {};
  let hasRecord = false;
  for (const [name, value] of Object.entries(fields)) {
    if (name.startsWith(recordPrefix)) {
      record[name.slice(recordPrefix.length)] = value;
      hasRecord = true;
    } else entry[name] = value;
  }
  if (hasRecord || recordKinds.has(kind)) entry.record = record;
  const parsed = knownEntrySchema.safeParse(entry);
  return parsed.success ? { known: true, entry: parsed.data } : { known: false, kind, fields };
}

/** Kinds that carry a record, even an empty one. */
const recordKinds: ReadonlySet<string> = new Set<EntryKind>(['item-captured', 'record-stated']);
