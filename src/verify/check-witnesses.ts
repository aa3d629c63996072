import type { GoodAnchor } from './check-anchors.ts';
import type { History } from './check-history.ts';
import type { CheckSheet } from './check-sheet.ts';
import type { Policy } from './policy.ts';
import {
  readCosignatures,
  type JudgedCosignature,
  type OtherCosignature,
  type TrustedCosignature,
} from './read-cosignatures.ts';
import { StampTimes } from './stamp-times.ts';
import { sayVerificationCode, type VerificationCode } from './verification-codes.ts';

/**
 * Whether witnesses that the reader's policy names saw this history and signed that it only grew (rules W1 to W7). Nothing in the
 * bundle is trusted for being there: without a policy, what was found is told and 'not checked'.
 *
 * @param at judge as of this time, ISO 8601: cosignatures that are later are passed over
 * @returns the cosignatures that count; their times date the entries that the witness saw
 */
export function checkWitnesses(
  history: History,
  anchors: ReadonlyMap<string, readonly GoodAnchor[]>,
  { policy, at }: { readonly policy: Policy; readonly at: string | undefined },
  sheet: CheckSheet,
): readonly TrustedCosignature[] {
  const judged = readCosignatures(history, anchors, policy.witnesses);
  const others = judged.filter(isOther);
  for (const { entry, code, broken } of others) if (broken) sheet.fail('witnesses', { code, entry });
  const open = others.filter(({ broken }) => !broken);
  const { counting, passedOver } = usable(judged.filter(isTrusted), at);
  conclude(history, counting, { open, passedOver }, sheet);
  return counting;
}

const isTrusted = (one: JudgedCosignature): one is TrustedCosignature => 'witness' in one;
const isOther = (one: JudgedCosignature): one is OtherCosignature => 'code' in one;

/** Those that count; one whose key was lost later counts only if a sound witness had seen it in the history before. */
function usable(
  cosignatures: readonly TrustedCosignature[],
  at: string | undefined,
): { readonly counting: readonly TrustedCosignature[]; readonly passedOver: VerificationCode | undefined } {
  const inTime = cosignatures.filter(({ time }) => at === undefined || Date.parse(time) <= Date.parse(at));
  const sound = new StampTimes(
    inTime
      .filter(({ compromisedFrom }) => compromisedFrom === undefined)
      .map((one) => ({ ...one, accuracyMs: 0 })),
  );
  const counting = inTime.filter(({ compromisedFrom, entry }) => {
    if (compromisedFrom === undefined) return true;
    const seen = sound.earliestCovering(entry)?.time;
    return seen !== undefined && Date.parse(seen) < Date.parse(compromisedFrom);
  });
  if (counting.length < inTime.length) return { counting, passedOver: 'witness-compromised' };
  return { counting, passedOver: inTime.length < cosignatures.length ? 'witness-later' : undefined };
}

function largestSizes(counting: readonly TrustedCosignature[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { log, size } of counting) sizes.set(log, Math.max(size, sizes.get(log) ?? 0));
  return sizes;
}

interface Rest {
  readonly open: readonly OtherCosignature[];
  readonly passedOver: VerificationCode | undefined;
}

function conclude(
  history: History,
  counting: readonly TrustedCosignature[],
  { open, passedOver }: Rest,
  sheet: CheckSheet,
): void {
  const items = history.rows.filter(({ list }) => list === 'items').map(({ row }) => row.entry);
  const sizes = largestSizes(counting);
  const seen = items.filter(({ log, index }) => index < (sizes.get(log) ?? 0));
  const said = sayWitnesses(counting);
  if (items.length > 0 && counting.length > 0 && seen.length === items.length) sheet.pass('witnesses', said);
  else if (counting.length > 0)
    sheet.notChecked('witnesses', 'witness-partly', `${sayVerificationCode('witness-partly')} ${said}`);
  else {
    const code = passedOver ?? open[0]?.code ?? 'witness-none';
    const claims = open.flatMap(({ claim }) => (claim === undefined ? [] : [claim]));
    sheet.notChecked('witnesses', code, [sayVerificationCode(code), ...sayClaims(claims)].join(' '));
  }
}

/** `Seen by Example Awards on 2026-11-22T10:00:00.000Z (12 entries).`, the latest of each witness. */
function sayWitnesses(counting: readonly TrustedCosignature[]): string {
  const latest = new Map<string, TrustedCosignature>();
  for (const one of counting) {
    const known = latest.get(one.witness);
    if (known === undefined || known.time < one.time) latest.set(one.witness, one);
  }
  const parts = [...latest.values()].map(
    ({ witness, time, size }) => `${witness} on ${time} (${size} entries)`,
  );
  return `Seen by ${parts.join(', ')}.`;
}

const mostClaims = 5;

/** What unknown witnesses' lines say; it is nobody's word yet. */
function sayClaims(claims: readonly { readonly name: string; readonly time: string }[]): string[] {
  const found = [...new Set(claims.map(({ name, time }) => `${name} on ${time}`))];
  const more = found.length > mostClaims ? [`and ${found.length - mostClaims} more`] : [];
  return found.length === 0 ? [] : [`Found: ${[...found.slice(0, mostClaims), ...more].join(', ')}.`];
}
