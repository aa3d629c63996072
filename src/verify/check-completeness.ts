import type { HashPort } from '../crypto/hash-port.ts';
import { entryKey, type EntryView } from '../bundle/entry-view.ts';
import { itemFacts } from '../bundle/item-facts.ts';
import { textOf } from '../bundle/readable-json.ts';
import {
  closedChainSchema,
  historyClosed,
  isChainField,
  type ClosedChain,
} from '../ledger/kinds/closing-entry.ts';
import { encodeHex } from '../base/bytes.ts';
import { leafHashOfDisclosed } from '../ledger/disclosure.ts';
import type { ShownAttempt } from './chain-problems.ts';
import { contradicting, type Closing } from './closing-counts.ts';
import type { History } from './check-history.ts';
import type { CheckSheet } from './check-sheet.ts';
import { countAttempts, type CountedAttempts } from './count-attempts.ts';
import type { BundleLayout } from './read-layout.ts';
import type { VerificationCode } from './verification-codes.ts';
import type { AttemptCounts } from './verification-report.ts';

/**
 * Whether all attempts that this vault recorded at the assignments shown are in the bundle (rules C1 to C8). It can only ever tell what
 * the vault had recorded, never what there was.
 * @returns the counts, by assignment, and what they were counted from; null where there is no closing entry to go by
 */
export function checkCompleteness(
  hashes: HashPort,
  layout: BundleLayout,
  { rows, problems }: History,
  sheet: CheckSheet,
): { readonly counts: AttemptCounts; readonly counted: CountedAttempts } | null {
  const views = rows.map(({ view }) => view).filter((view) => view !== undefined);
  const told = views.filter(({ kind }) => kind === 'history-closed');
  if (told.length === 0) {
    sheet.notChecked('completeness', 'completeness-not-proven');
    return null;
  }
  if (told.some(({ entry }) => problems.has(entryKey(entry)))) return null;
  const closings = told.map(readClosing);
  const readable = closings.filter((closing) => closing !== undefined);
  for (const [place, closing] of closings.entries())
    if (closing === undefined) failAt(sheet, 'closing-malformed', told[place]);
  const sizes = new Map(layout.logs.map(({ log, size }) => [log, size]));
  const last = readable.filter(({ view }) => view.entry.index + 1 === sizes.get(view.entry.log));
  for (const { view } of last.length === 0 ? readable : []) failAt(sheet, 'closing-not-last', view);
  for (const view of contradicting(readable)) failAt(sheet, 'closings-contradict', view);
  const [closing] = last;
  if (closing === undefined || sheet.hasFailed('completeness')) return null;
  const sound = views.filter(({ entry }) => !problems.has(entryKey(entry)));
  const counted = gather(
    closing,
    shownAttempts(hashes, layout, sound),
    sound,
    layout.document.missing.length,
  );
  const { problems: wrong, open, passed, counts } = countAttempts(counted);
  for (const { code, entry } of wrong) sheet.fail('completeness', { code, entry });
  if (open !== undefined) sheet.notChecked('completeness', open.code, open.detail);
  sheet.pass('completeness', passed);
  return { counts, counted };
}

function gather(
  closing: Closing,
  shown: ReadonlyMap<string, readonly ShownAttempt[]>,
  views: readonly EntryView[],
  missing: number,
): CountedAttempts {
  const { fields, notShown } = closing.view;
  // Whose chain is closed can belong to any chain, a closed one too.
  const isClosed = views.some(
    ({ kind, notShown: closed }) => kind === 'item-captured' && closed.includes('chain'),
  );
  return {
    closedAt: typeof fields.at === 'string' ? fields.at : '',
    chains: [...closing.chains.values()],
    shown,
    names: namesOf(views),
    others: notShown.filter(isChainField).length,
    uncounted: isClosed || [...shown.keys()].some((chain) => !closing.chains.has(chain)),
    unopened: unopenedOf(closing, shown, views),
    missing,
  };
}

/** Assignments that are shown, of which no opened chain says that it is theirs and no attempt of one does. */
function unopenedOf(
  { chains }: Closing,
  shown: ReadonlyMap<string, readonly ShownAttempt[]>,
  views: readonly EntryView[],
): string[] {
  const items = views.flatMap((view) => itemFacts(view) ?? []);
  const counted = new Set([...chains.values()].map(({ assignment }) => assignment));
  const attempts = new Set(
    [...chains.keys()].flatMap((chain) => (shown.get(chain) ?? []).map(({ item }) => item)),
  );
  for (const { id, record } of items) if (attempts.has(id)) counted.add(textOf(record.assignment));
  return [...new Set(items.filter(({ kind }) => kind === 'assignment').map(({ id }) => id))].filter(
    (id) => !counted.has(id),
  );
}

function failAt(sheet: CheckSheet, code: VerificationCode, view: EntryView | undefined): void {
  sheet.fail('completeness', { code, ...(view === undefined ? {} : { entry: view.entry }) });
}

function readClosing(view: EntryView): Closing | undefined {
  if (!historyClosed.safeParse(view.fields).success) return undefined;
  const chains = new Map<string, ClosedChain>();
  for (const [name, value] of Object.entries(view.fields)) {
    if (!isChainField(name)) continue;
    const read = closedChainSchema.safeParse(value);
    // The same chain twice in one entry could be told to each reader with another count.
    if (!read.success || chains.has(read.data.chain)) return undefined;
    chains.set(read.data.chain, read.data);
  }
  return { view, chains };
}

/** Every version of every attempt that the bundle shows, by its chain. */
function shownAttempts(
  hashes: HashPort,
  layout: BundleLayout,
  views: readonly EntryView[],
): Map<string, ShownAttempt[]> {
  const leaves = new Map(
    layout.logs.flatMap(({ log, entries }) =>
      entries.map(({ index, disclosed }) => [entryKey({ log, index }), disclosed] as const),
    ),
  );
  const shown = new Map<string, ShownAttempt[]>();
  for (const view of views) {
    const facts = itemFacts(view);
    const disclosed = leaves.get(entryKey(view.entry));
    if (facts?.chain === undefined || disclosed === undefined) continue;
    const { chain, number, sequence, previous } = facts.chain;
    const leaf = encodeHex(leafHashOfDisclosed(hashes, disclosed));
    const attempt = { entry: view.entry, item: facts.id, number, sequence, previous, leaf };
    const known = shown.get(chain);
    if (known === undefined) shown.set(chain, [attempt]);
    else known.push(attempt);
  }
  return shown;
}

function namesOf(views: readonly EntryView[]): Map<string, string> {
  return new Map(
    views.flatMap((view) => {
      const facts = itemFacts(view);
      return facts?.name === undefined ? [] : [[facts.id, facts.name]];
    }),
  );
}
