import { throwIfCancelled } from '../../base/errors.ts';
import { isJsonObject, type JsonValue } from '../../base/json.ts';
import { readEntryFields, type EntryOf, type KnownEntry } from '../../ledger/kinds/entry-kinds.ts';
import type { StoredEntry } from '../../store/ledger-files/stored-entry.ts';
import type { OpenVault } from '../vault-context.ts';
import type { ErasedContent } from './erased-contents.ts';

type NamedEntry = EntryOf<'item-erased'>['entries'][number];

/** Something that the learner stated about an item: a mapping, a note, a mark. */
export interface StatementAbout {
  readonly id: string;
  readonly kind: string;
}

/** A bundle made before that holds an item. */
export interface BundleThatHoldsIt {
  readonly bundle: string;
  readonly at: string;
}

export interface EntriesAbout {
  readonly entries: readonly NamedEntry[];
  readonly statements: readonly StatementAbout[];
  readonly bundles: readonly BundleThatHoldsIt[];
}

/**
 * Every entry that holds something of these items: what was captured, failed, seen, gone or raised about them, all that was ever stated
 * about them, where contents that go were stored, and the words that were read in those; and the bundles that were made of them.
 */
export async function entriesAbout(
  vault: OpenVault,
  items: ReadonlySet<string>,
  contents: readonly ErasedContent[],
  signal: AbortSignal | undefined,
): Promise<EntriesAbout> {
  const { index } = vault;
  const gone = new Set(contents.flatMap(({ sha256, goes }) => (goes ? [sha256] : [])));
  const places = [
    ...[...items].flatMap((item) => index.items.events(item)).filter(({ kind }) => kind !== 'item-erased'),
    ...[...gone].flatMap((sha256) => index.erasures.storedAt(sha256)),
    ...['record-stated', 'document-examined', 'bundle-exported'].flatMap((kind) =>
      index.erasures.entriesOfKind(kind),
    ),
  ].sort((a, b) => (a.log === b.log ? a.index - b.index : a.log < b.log ? -1 : 1));
  const entries = new Map<string, NamedEntry>();
  const statements = new Map<string, StatementAbout>();
  const bundles: BundleThatHoldsIt[] = [];
  for (const { log, index: at } of places) {
    throwIfCancelled(signal);
    const stored = await vault.ledger.getEntry(log, at);
    const entry = readKnown(stored);
    if (entry?.kind === 'bundle-exported') {
      if (entry.items.some((id) => items.has(id))) bundles.push({ bundle: entry.bundle, at: entry.at });
      continue;
    }
    if (entry !== undefined && !isAbout(entry, items, gone)) continue;
    // What cannot be read any more can still be erased: its leaf says which it is.
    if (stored.leafHash === undefined) continue;
    if (entry?.kind === 'record-stated')
      statements.set(entry.id, { id: entry.id, kind: entry['record-kind'] });
    entries.set(`${log} ${String(at)}`, { log, index: at, leaf: stored.leafHash, ...attemptOf(entry) });
  }
  return { entries: [...entries.values()], statements: [...statements.values()], bundles };
}

function readKnown(stored: StoredEntry): KnownEntry | undefined {
  if (!stored.readable) return undefined;
  const read = readEntryFields(stored.fields);
  return read.known ? read.entry : undefined;
}

function isAbout(entry: KnownEntry, items: ReadonlySet<string>, gone: ReadonlySet<string>): boolean {
  switch (entry.kind) {
    case 'record-stated':
      return mentions(entry.record, items);
    case 'document-examined':
      return gone.has(entry.content);
    default:
      return true;
  }
}

/** True if a value of the record is the id of one of them. */
function mentions(value: JsonValue, items: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return items.has(value);
  if (Array.isArray(value)) {
    const list: readonly JsonValue[] = value;
    return list.some((each) => mentions(each, items));
  }
  return isJsonObject(value) && Object.keys(value).some((name) => mentions(value[name] ?? null, items));
}

function attemptOf(entry: KnownEntry | undefined): Pick<NamedEntry, 'attempt'> {
  if (entry?.kind !== 'item-captured' || entry.chain === undefined) return {};
  const { chain, number, sequence } = entry.chain;
  return { attempt: { item: entry.item, chain, number, sequence } };
}
