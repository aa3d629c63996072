import { VaultError } from '../base/errors.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { disclosedValues, type DisclosedEntry } from '../ledger/disclosure.ts';
import type { EntryFields } from '../ledger/entry.ts';

/** Where an entry lies. */
export interface EntryRef {
  readonly log: string;
  readonly index: number;
}

/** What a disclosed entry says: its opened fields, and the names of those that stay closed. */
export interface EntryView {
  readonly entry: EntryRef;
  readonly kind: string;
  /** Opened fields but for those of the record. */
  readonly fields: JsonObject;
  /** The opened properties of the entry's record. */
  readonly record: JsonObject;
  /** Names of fields that were not opened, as the leaf has them. */
  readonly notShown: readonly string[];
}

const recordPrefix = 'record.';

/**
 * Reads a disclosed entry. The values must be canonical JSON (so: no duplicate names, no integers beyond 2^53 - 1).
 * Throws `format.malformed` otherwise, and if `kind` is not opened or no text.
 */
export function viewOfDisclosed(entry: EntryRef, disclosed: DisclosedEntry): EntryView {
  return viewOfEntry(entry, disclosed, disclosedValues(disclosed));
}

/**
 * As `viewOfDisclosed`, where it is known what the fields say.
 * @param values of the opened fields, by name; others may be among them and are not looked at
 */
export function viewOfEntry(entry: EntryRef, disclosed: DisclosedEntry, values: EntryFields): EntryView {
  const fields: [string, JsonValue][] = [];
  const record: [string, JsonValue][] = [];
  const notShown: string[] = [];
  for (const field of disclosed.fields) {
    const { name } = field;
    if ('commitment' in field) {
      notShown.push(name);
      continue;
    }
    const value = values[name];
    if (value === undefined) throw new VaultError('internal.bug', { what: 'entry-values' });
    if (name.startsWith(recordPrefix)) record.push([name.slice(recordPrefix.length), value]);
    else fields.push([name, value]);
  }
  const opened: JsonObject = Object.fromEntries(fields);
  const kind = opened.kind;
  if (typeof kind !== 'string') throw new VaultError('format.malformed', { what: 'entry-kind' });
  return { entry, kind, fields: opened, record: Object.fromEntries(record), notShown };
}

/** One key for an entry's place, for maps. */
export function entryKey({ log, index }: EntryRef): string {
  return `${log}/${index}`;
}

/** The machine-readable record file of an entry: a plain reading of what `ledger.json` discloses and proves. */
export function recordFileOf(view: EntryView): JsonObject {
  return {
    entry: { log: view.entry.log, index: view.entry.index },
    fields: view.fields,
    record: view.record,
    notShown: view.notShown,
  };
}
