import { setImmediate } from 'node:timers/promises';

import type { IdentityField } from '../bundle/default-disclosure.ts';
import type { MissingItem } from '../bundle/bundle-input.ts';
import { throwIfCancelled, VaultError } from '../base/errors.ts';
import type { ItemRow } from '../store/index/item-queries.ts';
import { getSource } from './add-source.ts';
import { cardsToShow } from './cards/kept-cards.ts';
import { namingItems, shownIdentity, type IdentityChoice, type NamingItem } from './export-identity.ts';
import { erasedOf, excludedOf, flaggedOf, missingOf, portalsAway, unanswered } from './export-missing.ts';
import { leftByFlags, type FlaggedItem } from './flags.ts';
import { inReadingOrder } from './reading-order.ts';
import { getItem } from './resolve-item.ts';
import { getUnit, listMappings, mappedTo } from './units.ts';
import type { OpenVault } from './vault-context.ts';

/** Items that are looked at before anything else gets its turn: a few milliseconds' worth. */
const itemsAtOnce = 200;

/** What the learner wants to hand over; nothing chosen means everything. */
export interface ExportChoice extends IdentityChoice {
  readonly source?: string;
  /** Reference or id of a unit. */
  readonly unit?: string;
  /** Items, with everything that belongs to them. */
  readonly items?: readonly string[];
  /** Items that are left out with everything that belongs to them, and listed as left out. */
  readonly exclude?: readonly string[];
  /** Marked items that go along all the same, ticked one by one. */
  readonly includeFlagged?: readonly string[];
  /** Pictures and office files go along as copies that say less of who made them, where and with what. */
  readonly stripMetadata?: boolean;
}

/** The entry of one disclosed version, and whether its bytes go along. */
export interface SelectedEntry {
  readonly log: string;
  readonly index: number;
  readonly withContent: boolean;
}

/** One chosen item. */
interface ChosenItem {
  readonly name: string;
  /** Its versions, and that it is gone. */
  readonly entries: readonly SelectedEntry[];
  /** The assignment and the attempt that it belongs to, as far as they may be shown. */
  readonly context: readonly string[];
  /** Bytes of its files. */
  readonly bytes: number;
}

export interface ExportSelection {
  /** Ids of the items that were chosen, without those that only give context. */
  readonly items: readonly string[];
  /** Ids of all items that are shown: the chosen ones, and what they belong to. */
  readonly shown: ReadonlySet<string>;
  readonly entries: readonly SelectedEntry[];
  /** What each chosen item brings along, in reading order, by its id. */
  readonly byItem: ReadonlyMap<string, ChosenItem>;
  readonly missing: readonly MissingItem[];
  /** What stays at home since the learner marked it, by name: for them alone. */
  readonly flagged: readonly FlaggedItem[];
  /** Parts of the profile that are shown; undefined for the default. */
  readonly identity: readonly IdentityField[] | undefined;
  /** Under a pseudonym: what may name the learner all the same. */
  readonly naming: readonly NamingItem[];
  /** Bytes of the files that go along, each counted once. */
  readonly bytes: number;
}

/**
 * What an export holds: every version of every chosen item, the assignment and attempt that an item belongs to, who the learner is and
 * the units and mappings that concern the choice; and what a reader might look for and will not find.
 * Throws `input.not-found`, `input.ambiguous`, `input.nothing-chosen`, `input.all-flagged`, `internal.cancelled`.
 */
export async function selectForExport(
  vault: OpenVault,
  choice: ExportChoice,
  signal?: AbortSignal,
): Promise<ExportSelection> {
  const identity = shownIdentity(vault, choice);
  const excluded = (choice.exclude ?? []).map((text) => getItem(vault, text));
  const excludedIds = new Set(withParts(vault, excluded).map(({ id }) => id));
  const marked = leftByFlags(vault, choice.includeFlagged ?? []);
  const left = new Set([...excludedIds, ...marked.keys()]);
  const wanted = chooseItems(vault, choice);
  const wantedIds = new Set(wanted.map(({ id }) => id));
  const chosen = inReadingOrder(
    vault,
    wanted.filter(({ id }) => !left.has(id)),
  );
  const chosenIds = new Set(chosen.map(({ id }) => id));
  // What the learner names among what is left out is told as they named it.
  const flagged = keptByMark(wanted, excludedIds, marked);
  if (!chosen.some(({ versions }) => versions > 0))
    throw new VaultError(flagged.length > 0 ? 'input.all-flagged' : 'input.nothing-chosen');
  const byItem = new Map<string, ChosenItem>();
  const missing: MissingItem[] = [];
  const sizes = new Map<string, number>();
  for (const [place, item] of chosen.entries()) {
    // Whoever asks something else meanwhile is answered.
    if (place % itemsAtOnce === itemsAtOnce - 1) await setImmediate();
    throwIfCancelled(signal);
    const versions = vault.index.items.versionPlaces(item.id);
    const entries: SelectedEntry[] = [];
    let bytes = 0;
    for (const { log, index, content, stored } of versions) {
      entries.push({ log, index, withContent: stored });
      if (!stored || content === undefined) continue;
      sizes.set(content.sha256, content.size);
      bytes += content.size;
    }
    if (item.gone !== undefined) entries.push(...goneEntry(vault, item.id));
    missing.push(...missingOf(vault, item, versions));
    byItem.set(item.id, { name: item.name, entries, context: contextOf(item, left), bytes });
  }
  const { entries, shown } = entriesFor(vault, byItem, [...byItem.keys()], identity);
  const all = choice.unit === undefined && choice.items === undefined && choice.source === undefined;
  missing.push(
    ...unanswered(vault, chosen, wanted),
    ...erasedOf(vault, all ? undefined : shown),
    ...portalsAway(vault, chosen),
  );
  missing.push(
    ...(flagged.length > 0 ? [flaggedOf(vault)] : []),
    ...excludedOf(
      vault,
      excluded.filter(({ id }) => wantedIds.has(id)),
      shown,
    ),
  );
  const naming =
    choice.pseudonym === undefined
      ? []
      : namingItems(vault, [
          ...chosen,
          ...itemsOf(
            vault,
            [...shown].filter((id) => !chosenIds.has(id)),
          ),
        ]);
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return {
    items: chosen.map(({ id }) => id),
    shown,
    entries,
    byItem,
    missing,
    flagged,
    identity,
    naming,
    bytes,
  };
}

/** What of a choice stays here since the learner marked it, whether anything else is left of it or not. Throws as `selectForExport`. */
export function flaggedIn(vault: OpenVault, choice: ExportChoice): FlaggedItem[] {
  const excluded = (choice.exclude ?? []).map((text) => getItem(vault, text));
  const excludedIds = new Set(withParts(vault, excluded).map(({ id }) => id));
  const marked = leftByFlags(vault, choice.includeFlagged ?? []);
  return keptByMark(chooseItems(vault, choice), excludedIds, marked);
}

function keptByMark(
  wanted: readonly ItemRow[],
  excluded: ReadonlySet<string>,
  marked: ReadonlyMap<string, FlaggedItem>,
): FlaggedItem[] {
  const kept = wanted.filter(({ id }) => !excluded.has(id)).flatMap(({ id }) => marked.get(id) ?? []);
  return [...new Map(kept.map((one) => [one.item, one])).values()];
}

function chooseItems(vault: OpenVault, choice: ExportChoice): ItemRow[] {
  const within = withinOf(vault, choice);
  return vault.index.items.list({
    ...(choice.source === undefined ? {} : { source: getSource(vault, choice.source).id }),
    ...(within === undefined ? {} : { within }),
  });
}

function itemsOf(vault: OpenVault, ids: Iterable<string>): ItemRow[] {
  return [...ids].flatMap((id) => vault.index.items.find(id) ?? []);
}

function withParts(vault: OpenVault, items: readonly ItemRow[]): ItemRow[] {
  return items.length === 0 ? [] : vault.index.items.list({ within: items.map(({ id }) => id) });
}

/** Ids that the choice names, or undefined for everything. A unit and items together are both meant. */
function withinOf(vault: OpenVault, choice: ExportChoice): string[] | undefined {
  if (choice.unit === undefined && choice.items === undefined) return undefined;
  const ofUnit = choice.unit === undefined ? [] : mappedTo(vault, getUnit(vault, choice.unit).id);
  return [...ofUnit, ...(choice.items ?? []).map((text) => getItem(vault, text).id)];
}

/** The assignment and attempt that an item belongs to, unless the learner left them out. */
function contextOf({ assignmentItem, attemptItem }: ItemRow, left: ReadonlySet<string>): string[] {
  return [assignmentItem, attemptItem].filter((id) => id !== undefined).filter((id) => !left.has(id));
}

/**
 * What a bundle of some of the chosen items shows, in its order: what they belong to and is not among them, so that they can be understood,
 * themselves, and what was stated of both.
 */
export function entriesFor(
  vault: OpenVault,
  byItem: ExportSelection['byItem'],
  items: readonly string[],
  identity: ExportSelection['identity'],
): { readonly entries: readonly SelectedEntry[]; readonly shown: ReadonlySet<string> } {
  const chosen = items.flatMap((id) => byItem.get(id) ?? []);
  const ids = new Set(items);
  const context = new Set(chosen.flatMap((one) => one.context.filter((id) => !ids.has(id))));
  const shown = new Set([...items, ...context]);
  const entries = [
    ...[...context].flatMap((id) => contextEntries(vault, id)),
    ...chosen.flatMap((one) => one.entries),
    ...statedEntries(vault, shown),
    ...cardEntries(vault, identity),
  ];
  return { entries, shown };
}

function contextEntries(vault: OpenVault, item: string): SelectedEntry[] {
  return vault.index.items.versionPlaces(item).map(({ log, index }) => ({ log, index, withContent: false }));
}

function cardEntries(vault: OpenVault, identity: readonly IdentityField[] | undefined): SelectedEntry[] {
  return cardsToShow(vault, identity).map(({ log, index }) => ({ log, index, withContent: false }));
}

function goneEntry(vault: OpenVault, item: string): SelectedEntry[] {
  const last = vault.index.items.events(item).findLast(({ kind }) => kind === 'item-gone');
  return last === undefined ? [] : [{ log: last.log, index: last.index, withContent: false }];
}

/** Learner and enrolments; mappings of what is shown, with the units and criteria that they name. */
function statedEntries(vault: OpenVault, shown: ReadonlySet<string>): SelectedEntry[] {
  const mappings = listMappings(vault).filter(({ mapping }) => shown.has(mapping.item));
  const named = new Set(
    mappings.flatMap(({ id, mapping }) => [id, mapping.unit, mapping.criterion ?? mapping.unit]),
  );
  const rows = [
    ...vault.index.statements.list('profile'),
    ...vault.index.statements.list('enrolment'),
    ...['unit', 'criterion', 'mapping'].flatMap((kind) =>
      vault.index.statements.list(kind).filter(({ id }) => named.has(id)),
    ),
  ];
  return rows.map(({ log, index }) => ({ log, index, withContent: false }));
}
