import { sentenceOf } from '../base/error-codes.ts';
import type { JsonObject } from '../base/json.ts';
import type { Digests } from '../evidence/digests.ts';
import type { Provenance } from '../evidence/provenance.ts';
import type { ItemFlag } from '../evidence/records/flag.ts';
import { titleOfKind } from '../evidence/record-kinds.ts';
import type { ItemRow, VersionRow } from '../store/index/item-queries.ts';
import type { WindowRequest } from '../store/index/item-windows.ts';
import { getSource } from './add-source.ts';
import { flagsByItem } from './flags.ts';
import { getItem } from './resolve-item.ts';
import { readForSearch, type ReadForSearch } from './read-for-search.ts';
import { Assignments } from './tally.ts';
import { getUnit, listMappings, listUnits, mappedTo, type StatedMapping } from './units.ts';
import type { OpenVault } from './vault-context.ts';

/** An item as lists show it. */
export interface ListedItem {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly source: string;
  readonly attempt?: number;
  readonly versions: number;
  readonly sha256?: string;
  readonly size?: number;
  readonly mediaType?: string;
  readonly capturedAt?: string;
  /** When it was noticed that it is no longer at its source. */
  readonly gone?: string;
  readonly failed?: { readonly code: string; readonly message: string; readonly at: string };
  /** How the learner marked it; left out where they did not. */
  readonly flags?: readonly ItemFlag[];
}

export interface ItemSelection {
  readonly source?: string;
  readonly kind?: string;
  /** Reference or id of a unit. */
  readonly unit?: string;
}

interface ShownVersion {
  readonly version: number;
  readonly capturedAt: string;
  readonly name: string;
  readonly record: JsonObject;
  readonly content?: Digests;
  readonly mediaType?: string;
  readonly provenance: Provenance;
  /** Where the entry stands in the history. */
  readonly log: string;
  readonly index: number;
  readonly leafHash: string;
}

export interface ShownItem extends ListedItem {
  readonly key: string;
  readonly latest?: ShownVersion;
  /** What belongs to it: an assignment's attempts, an attempt's submission, feedback, grade and files. */
  readonly parts: readonly (ListedItem & { readonly latest?: ShownVersion })[];
  /** What it belongs to, outermost first. */
  readonly within: readonly ListedItem[];
  readonly mappings: readonly {
    readonly id: string;
    readonly unit: string;
    readonly criterion?: string;
    readonly at?: JsonObject;
  }[];
  readonly notes: readonly { readonly id: string; readonly text: string; readonly at: string }[];
  /** What was read in its bytes for search; absent until they were, and for what cannot be read. */
  readonly readForSearch?: ReadForSearch;
}

export interface ItemHistory {
  readonly item: ListedItem;
  readonly versions: readonly ShownVersion[];
  readonly events: readonly {
    readonly at: string;
    readonly kind: string;
    readonly log: string;
    readonly index: number;
    readonly detail: JsonObject;
  }[];
}

/** Everything in the vault, oldest first, failed items too. Throws `input.not-found` for an unknown unit. */
export function listItems(vault: OpenVault, selection: ItemSelection = {}): ListedItem[] {
  const { source, kind, unit } = selection;
  const withFlags = flagging(vault);
  return vault.index.items
    .list({
      ...(source === undefined ? {} : { source }),
      ...(kind === undefined ? {} : { kind }),
      ...(unit === undefined ? {} : { within: mappedTo(vault, getUnit(vault, unit).id) }),
    })
    .map((row) => withFlags(listed(row)));
}

/** What a window of the list is asked for with; `unit` is a reference or an id. */
export interface PageRequest extends Omit<WindowRequest, 'filter'> {
  readonly filter: Omit<WindowRequest['filter'], 'within'> & { readonly unit?: string };
}

export interface ItemPage {
  /** How many items there are in all. */
  readonly total: number;
  readonly offset: number;
  readonly items: readonly ListedItem[];
}

/** A window of the list of items. Throws `input.not-found` for an unknown unit or source, `input.ambiguous`. */
export function pageItems(vault: OpenVault, { filter, ...request }: PageRequest): ItemPage {
  const { unit, source, ...rest } = filter;
  const { total, items } = vault.index.windows.page({
    ...request,
    filter: {
      ...rest,
      ...(source === undefined ? {} : { source: getSource(vault, source).id }),
      ...(unit === undefined ? {} : { within: mappedTo(vault, getUnit(vault, unit).id) }),
    },
  });
  return { total, offset: request.offset, items: items.map(listed).map(flagging(vault)) };
}

interface Facet {
  readonly id: string;
  readonly name: string;
  readonly count: number;
}

export interface ItemFacets {
  readonly total: number;
  readonly failed: number;
  readonly kinds: readonly Facet[];
  readonly sources: readonly Facet[];
  readonly units: readonly Facet[];
}

/** What the list can be narrowed to, with how many items that leaves. */
export function itemFacets(vault: OpenVault): ItemFacets {
  const { total, failed, kinds, sources } = vault.index.windows.counts();
  const names = new Map(vault.index.sources.list().map(({ id, name }) => [id, name]));
  const assignments = new Assignments(vault);
  const units = listUnits(vault).map(({ id, unit }) => ({
    id,
    name: unit.title === undefined ? unit.reference : `${unit.reference} ${unit.title}`,
    count: assignments.tallyOf(mappedTo(vault, id)).items,
  }));
  return {
    total,
    failed,
    kinds: kinds.map(({ id, count }) => ({ id, name: titleOfKind(id), count })),
    sources: sources.map(({ id, count }) => ({ id, name: names.get(id) ?? id, count })),
    units,
  };
}

/** Items that hold every word of `text`, best first. */
export function searchItems(vault: OpenVault, text: string, limit = 200): ListedItem[] {
  return vault.index.windows.page({ filter: { text }, order: 'best', offset: 0, limit }).items.map(listed);
}

/** One item with all that belongs to it. Throws `input.not-found`, `input.ambiguous`. */
export function showItem(vault: OpenVault, text: string): ShownItem {
  const item = getItem(vault, text);
  const withFlags = flagging(vault);
  return {
    ...withFlags(listed(item)),
    key: item.key,
    ...latestOf(vault, item),
    parts: vault.index.items
      .list({ within: [item.id] })
      .filter(({ id }) => id !== item.id)
      .map((part) => ({ ...withFlags(listed(part)), ...latestOf(vault, part) })),
    within: [item.assignmentItem, item.attemptItem].flatMap((id) => {
      const outer = id === undefined || id === item.id ? undefined : vault.index.items.find(id);
      return outer === undefined ? [] : [listed(outer)];
    }),
    mappings: mappingsOf(vault, item),
    notes: vault.index.statements.list('note').flatMap(({ id, record, at }) => {
      const { item: about, text: words } = record;
      return about === item.id && typeof words === 'string' ? [{ id, text: words, at }] : [];
    }),
    ...readForSearch(vault, item.sha256),
  };
}

function latestOf(vault: OpenVault, { id }: ItemRow): { readonly latest?: ShownVersion } {
  const latest = vault.index.items.versions(id).at(-1);
  return latest === undefined ? {} : { latest: shownVersion(latest) };
}

/** An item's versions and everything that happened to it, oldest first. Throws as `showItem`. */
export function itemHistory(vault: OpenVault, text: string): ItemHistory {
  const item = getItem(vault, text);
  return {
    item: listed(item),
    versions: vault.index.items.versions(item.id).map(shownVersion),
    events: vault.index.items
      .events(item.id)
      .map(({ at, kind, log, index, detail }) => ({ at, kind, log, index, detail })),
  };
}

function mappingsOf(vault: OpenVault, item: ItemRow): ShownItem['mappings'] {
  const units = new Map(listUnits(vault).map(({ id, unit }) => [id, unit.reference]));
  const about = new Set([item.id, item.assignmentItem, item.attemptItem]);
  return listMappings(vault).flatMap(({ id, mapping }: StatedMapping) => {
    if (!about.has(mapping.item)) return [];
    const criterion =
      mapping.criterion === undefined
        ? undefined
        : vault.index.statements.find(mapping.criterion)?.record.reference;
    return [
      {
        id,
        unit: units.get(mapping.unit) ?? mapping.unit,
        ...(typeof criterion === 'string' ? { criterion } : {}),
        ...(mapping.at === undefined ? {} : { at: { ...mapping.at } }),
      },
    ];
  });
}

/** Adds the learner's marks to items. */
function flagging(vault: OpenVault): (item: ListedItem) => ListedItem {
  const marked = flagsByItem(vault);
  return (item) => {
    const flags = marked.get(item.id);
    return flags === undefined ? item : { ...item, flags };
  };
}

/** A row of the index as lists show it. */
function listed(row: ItemRow): ListedItem {
  const { id, kind, name, source, versions, attempt, sha256, size, mediaType, capturedAt, gone, failed } =
    row;
  return {
    id,
    kind,
    name,
    source,
    versions,
    ...(attempt === undefined ? {} : { attempt }),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(size === undefined ? {} : { size }),
    ...(mediaType === undefined ? {} : { mediaType }),
    ...(capturedAt === undefined ? {} : { capturedAt }),
    ...(gone === undefined ? {} : { gone: gone.at }),
    ...(failed === undefined
      ? {}
      : { failed: { code: failed.code, message: sentenceOf(failed.code), at: failed.at } }),
  };
}

function shownVersion(row: VersionRow): ShownVersion {
  const { version, at, name, record, content, mediaType, provenance, log, index, leafHash } = row;
  return {
    version,
    capturedAt: at,
    name,
    record,
    provenance,
    log,
    index,
    leafHash,
    ...(content === undefined ? {} : { content }),
    ...(mediaType === undefined ? {} : { mediaType }),
  };
}
