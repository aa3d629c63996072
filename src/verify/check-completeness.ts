import type { HashPort } from '../crypto/hash-port.ts';
import { entryKey, type EntryView } from '../bundle/entry-view.ts';
import { itemFacts } from '../bundle/item-facts.ts';
import {
  closedChainSchema,
  historyClosed,
  isChainField,
  type ClosedChain,
} from '../ledger/kinds/closing-entry.ts';
import { encodeHex } from '../base/bytes.ts';
import { leafHashOfDisclosed } from '../ledger/disclosure.ts';
import { findChainProblem, type ShownAttempt } from './chain-problems.ts';
import { contradicting, type Closing } from './closing-counts.ts';
import type { History } from './check-history.ts';
import type { CheckSheet } from './check-sheet.ts';
import type { BundleLayout } from './read-layout.ts';
import { sayVerificationCode, type VerificationCode } from './verification-codes.ts';
import type { AttemptCount, AttemptCounts } from './verification-report.ts';

/**
 * Whether all attempts that this vault recorded at the assignments shown are in the bundle (rules C1 to C8). It can only ever tell what
 * the vault had recorded, never what there was.
 * @returns the counts, by assignment; null where there is no closing entry to go by
 */
export function checkCompleteness(
  hashes: HashPort,
  layout: BundleLayout,
  { rows, problems }: History,
  sheet: CheckSheet,
): AttemptCounts | null {
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
  return count(closing, shownAttempts(hashes, layout, sound), sound, layout.document.missing.length, sheet);
}

function count(
  closing: Closing,
  shown: ReadonlyMap<string, readonly ShownAttempt[]>,
  views: readonly EntryView[],
  missing: number,
  sheet: CheckSheet,
): AttemptCounts {
  const names = namesOf(views);
  const assignments = [...closing.chains.values()].map((chain): AttemptCount => {
    const attempts = shown.get(chain.chain) ?? [];
    const problem = findChainProblem(chain, attempts);
    if (problem !== undefined) sheet.fail('completeness', { code: problem.code, entry: problem.entry });
    const here = new Set(attempts.map(({ item }) => item)).size;
    const name = chain.assignment === undefined ? undefined : names.get(chain.assignment);
    return {
      ...(chain.assignment === undefined ? {} : { assignment: chain.assignment }),
      ...(name === undefined ? {} : { name }),
      recorded: chain.count,
      shown: here,
    };
  });
  const { fields, notShown } = closing.view;
  const others = notShown.filter(isChainField).length;
  // Whose chain is closed can belong to any chain, a closed one too.
  const isUncounted = views.some(
    ({ kind, notShown: closed }) => kind === 'item-captured' && closed.includes('chain'),
  );
  const notCounted = [...shown.keys()].filter((chain) => !closing.chains.has(chain)).length;
  const hidden = assignments.filter((each) => each.shown < each.recorded);
  if (isUncounted || notCounted > 0) sheet.notChecked('completeness', 'attempts-not-counted');
  else if (assignments.length === 0) sheet.notChecked('completeness', 'no-attempts-counted');
  else if (hidden.length > 0) sheet.notChecked('completeness', 'attempts-not-shown', sayHidden(hidden));
  else if (missing > 0)
    sheet.notChecked(
      'completeness',
      'missing-listed',
      `${sayAll(assignments)} ${sayVerificationCode('missing-listed')}`,
    );
  sheet.pass('completeness', sayAll(assignments));
  return { closedAt: typeof fields.at === 'string' ? fields.at : '', assignments, others };
}

/** Assignments that one sentence names; the report has all of them. */
const mostNamed = 20;

function sayHidden(hidden: readonly AttemptCount[]): string {
  const each = hidden
    .slice(0, mostNamed)
    .map(
      ({ name, recorded, shown }) =>
        `${recorded - shown} of ${recorded}${name === undefined ? '' : ` (${name})`}`,
    );
  const more = hidden.length > mostNamed ? [`and ${hidden.length - mostNamed} more`] : [];
  return `${sayVerificationCode('attempts-not-shown')} Not shown: ${[...each, ...more].join(', ')}.`;
}

function sayAll(assignments: readonly AttemptCount[]): string {
  const all = assignments.reduce((sum, { recorded }) => sum + recorded, 0);
  return all === 1
    ? 'The one recorded attempt is in here, according to this vault.'
    : `All ${all} recorded attempts are in here, according to this vault.`;
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
