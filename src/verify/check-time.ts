import { parseBase64 } from '../base/bytes.ts';
import { entryKey } from '../bundle/entry-view.ts';
import type { GoodAnchor } from './check-anchors.ts';
import type { History } from './check-history.ts';
import type { CheckSheet } from './check-sheet.ts';
import type { Policy } from './policy.ts';
import type { TrustedCosignature } from './read-cosignatures.ts';
import { readStamps, type JudgedStamp, type OtherStamp, type TrustedStamp } from './read-stamps.ts';
import { StampTimes } from './stamp-times.ts';
import type { VerificationCode } from './verification-codes.ts';
import type { Dated } from './verification-report.ts';

/**
 * How far a learner's own clock may be off before it counts as a contradiction: a day covers a wrong time zone, daylight saving, and
 * a computer that was off.
 */
const ownClockTolerance = 86_400_000;
/** How far two authorities' clocks may differ beyond the accuracy that they state. */
const authorityTolerance = 60_000;

/**
 * Dates the entries of a bundle by tokens of authorities and cosignatures of witnesses that the reader's policy names, and looks
 * whether anything in the history contradicts them (rules TM1 to TM10). Nothing in the bundle is trusted for being there: without a policy nothing is dated.
 *
 * @param at judge as of this time, ISO 8601: tokens that are later are passed over
 * @returns for entries of items and statements, by `entryKey`, since when they have existed
 */
export async function checkTime(
  history: History,
  anchors: ReadonlyMap<string, readonly GoodAnchor[]>,
  {
    policy,
    at,
    cosignatures,
  }: {
    readonly policy: Policy;
    readonly at: string | undefined;
    /** Those that count. */
    readonly cosignatures: readonly TrustedCosignature[];
  },
  sheet: CheckSheet,
): Promise<ReadonlyMap<string, Dated>> {
  const trusted = policy.authorities.map(({ certificate, ...authority }) => ({
    ...authority,
    certificate: parseBase64(certificate),
  }));
  const judged = await readStamps(history, anchors, trusted);
  const open: VerificationCode[] = [];
  for (const { entry, code, broken } of judged.filter(isOther)) {
    if (broken) sheet.fail('time', { code, entry });
    else open.push(code);
  }
  const stamps = usable([...judged.filter(isTrusted), ...cosignatures.map(asStamp)], at, open);
  const times = new StampTimes(stamps);
  findContradictions(history, stamps, times, sheet);
  const dated = dateEntries(history, times);
  conclude(history, { open, dated }, sheet);
  return dated;
}

const isTrusted = (stamp: JudgedStamp): stamp is TrustedStamp => 'time' in stamp;
const isOther = (stamp: JudgedStamp): stamp is OtherStamp => 'code' in stamp;

/** A witness's time is to the second, and it counts already: what its key's fate takes away was taken away. */
function asStamp({ entry, log, size, time, witness }: TrustedCosignature): TrustedStamp {
  const nothingKnown = { compromisedFrom: undefined, goodAsOf: undefined };
  return { entry, log, size, time, accuracyMs: 1000, authority: witness, ...nothingKnown };
}

/** Tokens that count; of the others the reason is added to `open`. */
function usable(
  stamps: readonly TrustedStamp[],
  at: string | undefined,
  open: VerificationCode[],
): TrustedStamp[] {
  const inTime = stamps.filter(({ time }) => at === undefined || millis(time) <= millis(at));
  if (inTime.length < stamps.length) open.push('time-token-later');
  const counting = soundOrRenewed(inTime);
  if (counting.length < inTime.length) open.push('time-authority-compromised');
  return counting;
}

/** Renewals of renewals that are followed: each is some years after the one before. */
const mostRenewals = 32;

/**
 * Tokens whose keys nobody else had, and those that were seen in the history, by one of these, before their key came into other hands;
 * what is renewed so renews others in its turn (the idea of RFC 4998).
 */
function soundOrRenewed(stamps: readonly TrustedStamp[]): TrustedStamp[] {
  let counting = stamps.filter(({ compromisedFrom }) => compromisedFrom === undefined);
  let rest = stamps.filter(({ compromisedFrom }) => compromisedFrom !== undefined);
  for (let round = 0; round < mostRenewals && rest.length > 0; round += 1) {
    const times = new StampTimes(counting);
    const isRenewed = ({ entry, compromisedFrom }: TrustedStamp): boolean =>
      (times.surelyThereAt(entry) ?? Infinity) < millis(compromisedFrom);
    const renewed = rest.filter(isRenewed);
    if (renewed.length === 0) break;
    counting = [...counting, ...renewed];
    rest = rest.filter((one) => !isRenewed(one));
  }
  return counting;
}

function findContradictions(
  history: History,
  stamps: readonly TrustedStamp[],
  times: StampTimes<TrustedStamp>,
  sheet: CheckSheet,
): void {
  for (const { entry, time, accuracyMs } of stamps) {
    // The token was in the tree that another authority saw, so the other cannot have seen it before the token was made.
    const seen = times.surelyThereAt(entry);
    if (seen !== undefined && seen + authorityTolerance < millis(time) - accuracyMs)
      sheet.fail('time', { code: 'time-tokens-contradict', entry });
  }
  for (const { view } of history.rows) {
    if (view === undefined || history.problems.has(entryKey(view.entry))) continue;
    const said = millis(view.fields.at);
    const [seen, before] = [times.earliestCovering(view.entry), times.latestUpTo(view.entry)];
    if (seen !== undefined && said > millis(seen.time) + ownClockTolerance)
      sheet.fail('time', { code: 'time-later-than-token', entry: view.entry });
    // It came into the log when that token was there already, so it cannot be older.
    if (before !== undefined && said < millis(before.time) - ownClockTolerance)
      sheet.fail('time', { code: 'time-earlier-than-token', entry: view.entry });
  }
}

function dateEntries(history: History, times: StampTimes<TrustedStamp>): Map<string, Dated> {
  const dated = new Map<string, Dated>();
  for (const { list, view } of history.rows) {
    if (view === undefined || history.problems.has(entryKey(view.entry))) continue;
    // Of the rest only for a card it matters when it was there.
    if (list === 'others' && view.kind !== 'card-added') continue;
    const { log, index } = view.entry;
    const earliest = times.earliestCovering(view.entry);
    if (earliest === undefined) continue;
    const before = times.latestUpTo({ log, index: index - 1 });
    dated.set(entryKey(view.entry), {
      by: earliest.time,
      authority: earliest.authority,
      ...(before === undefined ? {} : { after: before.time }),
    });
  }
  return dated;
}

interface Found {
  readonly open: readonly VerificationCode[];
  readonly dated: ReadonlyMap<string, Dated>;
}

function conclude(history: History, { open, dated }: Found, sheet: CheckSheet): void {
  const items = history.rows.filter(({ list }) => list === 'items');
  const datedItems = items.filter(({ row }) => dated.has(entryKey(row.entry)));
  if (items.length > 0 && datedItems.length === items.length)
    sheet.pass('time', 'An independent clock has dated every item.');
  else if (datedItems.length > 0) sheet.notChecked('time', 'time-partly-proven');
  else sheet.notChecked('time', open[0] ?? 'time-not-proven');
}

/** Not a number if it is no time. */
function millis(time: unknown): number {
  return typeof time === 'string' ? Date.parse(time) : Number.NaN;
}
