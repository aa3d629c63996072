import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import { encodeHex, utf8 } from '../../base/bytes.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import type { EntryOf } from '../../ledger/kinds/entry-kinds.ts';
import type { ItemRow } from '../../store/index/item-queries.ts';
import { getItem } from '../resolve-item.ts';
import type { OpenVault } from '../vault-context.ts';
import { contentsOf, type ErasedContent } from './erased-contents.ts';
import { entriesAbout, type BundleThatHoldsIt, type StatementAbout } from './entries-about.ts';

/** What can go along with an item: what belongs to it, by kind, and raw answers of portals that also mention other items. */
export const goesAlong = ['attempts', 'feedback', 'grades', 'files', 'messages', 'others', 'raw'] as const;
export type GoesAlong = (typeof goesAlong)[number];

const categories: Readonly<Record<string, GoesAlong>> = {
  attempt: 'attempts',
  submission: 'attempts',
  feedback: 'feedback',
  grade: 'grades',
  document: 'files',
  page: 'files',
  message: 'messages',
};

/** An item of a plan. */
export interface PlannedItem {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly versions: number;
  /** Bytes of the contents of all its versions, each counted once. */
  readonly bytes: number;
  /** The word that takes it along; absent for the item itself. */
  readonly word?: GoesAlong;
}

/** Everything that an erasure would take away, and what it would not. Nothing has been changed yet. */
export interface ErasurePlan {
  readonly item: string;
  /** What was asked to go along. */
  readonly along: readonly GoesAlong[];
  /** To be given back by whoever means it: it is made of all that the plan names, so it fits no other plan. */
  readonly code: string;
  /** What would go: the item first, then what goes along. */
  readonly items: readonly PlannedItem[];
  /** What belongs to the item and would stay, with the word that takes it along. */
  readonly stays: readonly (PlannedItem & { readonly word: GoesAlong })[];
  readonly contents: readonly ErasedContent[];
  readonly statements: readonly StatementAbout[];
  /** Bundles made before that hold it: they are outside of the vault, and stay as they are. */
  readonly bundles: readonly BundleThatHoldsIt[];
  /** Entries of the history whose sealed parts would go. */
  readonly entries: readonly EntryOf<'item-erased'>['entries'][number][];
  readonly blobs: readonly EntryOf<'item-erased'>['blobs'][number][];
  /** Ids of what the items belong to. */
  readonly within: readonly string[];
}

/**
 * Lists what erasing an item would take away. Throws `input.not-found`, `input.ambiguous`, `internal.cancelled`.
 *
 * @param along what goes with it
 */
export async function planErasure(
  vault: OpenVault,
  itemText: string,
  along: readonly GoesAlong[] = [],
  signal?: AbortSignal,
): Promise<ErasurePlan> {
  const item = getItem(vault, itemText);
  const belonging = vault.index.items.list({ within: [item.id] }).filter(({ id }) => id !== item.id);
  const wordOf = ({ kind }: ItemRow): GoesAlong => categories[kind] ?? 'others';
  const items = [item, ...belonging.filter((part) => along.includes(wordOf(part)))];
  const ids = new Set(items.map(({ id }) => id));
  const contents = contentsOf(vault, items, along.includes('raw'));
  throwIfCancelled(signal);
  const { entries, statements, bundles } = await entriesAbout(vault, ids, contents, signal);
  const files = new Map(
    contents.flatMap(({ sha256, goes }) =>
      goes
        ? vault.index.erasures
            .storedAt(sha256)
            .flatMap((stored) => stored.files.map((one) => [one.file, one] as const))
        : [],
    ),
  );
  const blobs = [...files.values()].map(({ shelf, file }) => ({ shelf, file }));
  const within = items
    .flatMap(({ assignmentItem, attemptItem }) => [assignmentItem, attemptItem])
    .filter((id) => id !== undefined);
  const named = encodeCanonicalJson({
    items: [...ids],
    entries: entries.map(({ log, index }) => `${log} ${String(index)}`),
    blobs: blobs.map(({ file }) => file),
  });
  return {
    item: item.id,
    along,
    code: encodeHex(vault.hashes.sha256(utf8(named))).slice(0, 8),
    items: items.map((one) => ({
      ...planned(vault, one),
      ...(one.id === item.id ? {} : { word: wordOf(one) }),
    })),
    stays: belonging
      .filter(({ id }) => !ids.has(id))
      .map((one) => ({ ...planned(vault, one), word: wordOf(one) })),
    contents,
    statements,
    bundles,
    entries,
    blobs,
    within: [...new Set(within)],
  };
}

function planned(vault: OpenVault, { id, name, kind }: ItemRow): PlannedItem {
  const versions = vault.index.items.versions(id);
  const sizes = new Map(
    versions.flatMap(({ content }) =>
      content === undefined ? [] : [[content.sha256, content.size] as const],
    ),
  );
  return {
    id,
    name,
    kind,
    versions: versions.length,
    bytes: [...sizes.values()].reduce((sum, size) => sum + size, 0),
  };
}
