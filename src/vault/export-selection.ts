import { setImmediate } from 'node:timers/promises';

import type { IdentityField } from '../bundle/default-disclosure.ts';
import type { MissingItem } from '../bundle/bundle-input.ts';
import { throwIfCancelled, VaultError } from '../base/errors.ts';
import type { ItemRow } from '../store/index/item-queries.ts';
import { getSource } from './add-source.ts';
import { namingItems, shownIdentity, type IdentityChoice, type NamingItem } from './export-identity.ts';
import { excludedOf, missingOf, portalsAway, unanswered } from './export-missing.ts';
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
}

/** The entry of one disclosed version, and whether its bytes go along. */
export interface SelectedEntry {
  readonly log: string;
  readonly index: number;
  readonly withContent: boolean;
}

export interface ExportSelection {
  /** Ids of the items that were chosen, without those that only give context. */
  readonly items: readonly string[];
  /** Ids of all items that are shown: the chosen ones, and what they belong to. */
  readonly shown: ReadonlySet<string>;
  readonly entries: readonly SelectedEntry[];
  readonly missing: readonly MissingItem[];
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
 * Throws `input.not-found`, `input.ambiguous`, `input.nothing-chosen`, `internal.cancelled`.
 */
export async function selectForExport(
  vault: OpenVault,
  choice: ExportChoice,
  signal?: AbortSignal,
): Promise<ExportSelection> {
  const identity = shownIdentity(vault, choice);
  const excluded = (choice.exclude ?? []).map((text) => getItem(vault, text));
  const left = new Set(withParts(vault, excluded).map(({ id }) => id));
  const wanted = chooseItems(vault, choice);
  const chosen = inReadingOrder(
    vault,
    wanted.filter(({ id }) => !left.has(id)),
  );
  const chosenIds = new Set(chosen.map(({ id }) => id));
  if (!chosen.some(({ versions }) => versions > 0)) throw new VaultError('input.nothing-chosen');
  const entries: SelectedEntry[] = [];
  const missing: MissingItem[] = [];
  const sizes = new Map<string, number>();
  const context = contextOf(chosen, new Set([...chosenIds, ...left]));
  for (const id of context) entries.push(...contextEntries(vault, id));
  for (const [place, item] of chosen.entries()) {
    // Whoever asks something else meanwhile is answered.
    if (place % itemsAtOnce === itemsAtOnce - 1) await setImmediate();
    throwIfCancelled(signal);
    const versions = vault.index.items.versionPlaces(item.id);
    for (const { log, index, content, stored } of versions) {
      entries.push({ log, index, withContent: stored });
      if (stored && content !== undefined) sizes.set(content.sha256, content.size);
    }
    if (item.gone !== undefined) entries.push(...goneEntry(vault, item.id));
    missing.push(...missingOf(vault, item, versions));
  }
  const shown = new Set([...chosenIds, ...context]);
  entries.push(...statedEntries(vault, shown));
  missing.push(...unanswered(vault, chosen, wanted), ...portalsAway(vault, chosen));
  const wantedIds = new Set(wanted.map(({ id }) => id));
  missing.push(
    ...excludedOf(
      vault,
      excluded.filter(({ id }) => wantedIds.has(id)),
      shown,
    ),
  );
  const naming =
    choice.pseudonym === undefined ? [] : namingItems(vault, [...chosen, ...itemsOf(vault, context)]);
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return { items: chosen.map(({ id }) => id), shown, entries, missing, identity, naming, bytes };
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

/** Assignments and attempts that chosen items belong to and that were not chosen themselves: shown, so that the rest can be understood. */
function contextOf(chosen: readonly ItemRow[], chosenIds: ReadonlySet<string>): Set<string> {
  const context = new Set<string>();
  for (const { assignmentItem, attemptItem } of chosen) {
    for (const id of [assignmentItem, attemptItem])
      if (id !== undefined && !chosenIds.has(id)) context.add(id);
  }
  return context;
}

function contextEntries(vault: OpenVault, item: string): SelectedEntry[] {
  return vault.index.items.versionPlaces(item).map(({ log, index }) => ({ log, index, withContent: false }));
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
