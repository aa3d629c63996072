import { encodeHex, parseBase64, utf8 } from '../base/bytes.ts';
import { entryKey, type EntryRef, type EntryView } from '../bundle/entry-view.ts';
import { readEntryFields, type EntryOf } from '../ledger/kinds/entry-kinds.ts';
import { verifyTimestamp } from '../ledger/timestamps/verify-timestamp.ts';
import type { TimestampProblem } from '../ledger/timestamps/timestamp-problem.ts';
import type { TrustedAuthority } from '../ledger/timestamps/timestamp-types.ts';
import type { GoodAnchor } from './check-anchors.ts';
import type { History } from './check-history.ts';
import type { VerificationCode } from './verification-codes.ts';

/** A token that a trusted authority gave for an earlier state of a log. */
export interface TrustedStamp {
  /** The entry that holds it. */
  readonly entry: EntryRef;
  /** The log whose state was stamped; every entry of it below `size` was there. */
  readonly log: string;
  readonly size: number;
  /** ISO 8601, as the authority's clock had it. */
  readonly time: string;
  /** How far that may be off, in milliseconds. */
  readonly accuracyMs: number;
  /** The authority's name in the reader's policy. */
  readonly authority: string;
  /** Its key came into other hands later, from this moment on: the token alone proves nothing. */
  readonly compromisedFrom: string | undefined;
}

/** A token that dates nothing, and why. */
export interface OtherStamp {
  readonly entry: EntryRef;
  readonly code: VerificationCode;
  /** True if something was altered or made up; false if it is only that nobody trusted vouches for it. */
  readonly broken: boolean;
}

export type JudgedStamp = TrustedStamp | OtherStamp;

/** Codes of tokens that fail, by what is wrong with them. */
const brokenCodes = {
  malformed: 'time-token-malformed',
  'over-limit': 'time-token-malformed',
  'not-a-timestamp': 'time-token-malformed',
  'wrong-signer-count': 'time-token-malformed',
  'wrong-attributes': 'time-token-malformed',
  'wrong-certificate': 'time-token-certificate',
  'wrong-name': 'time-token-certificate',
  'signature-wrong': 'time-token-altered',
  'wrong-purpose': 'time-token-purpose',
  'chain-wrong': 'time-token-chain',
  'expired-at-gentime': 'time-token-expired',
  'wrong-imprint': 'time-token-other',
  'wrong-nonce': 'time-token-other',
} as const satisfies Partial<Record<TimestampProblem, VerificationCode>>;

/** Codes of tokens that may be good and yet date nothing for this reader. */
const openCodes = {
  untrusted: 'time-authority-not-trusted',
  'certificate-missing': 'time-authority-not-trusted',
  'unsupported-algorithm': 'time-token-algorithm',
  'authority-not-yet': 'time-authority-not-then',
  'authority-over': 'time-authority-not-then',
  'authority-compromised': 'time-authority-compromised',
  'wrong-policy': 'time-token-policy',
} as const satisfies Record<Exclude<TimestampProblem, keyof typeof brokenCodes>, VerificationCode>;

function isBroken(problem: TimestampProblem): problem is keyof typeof brokenCodes {
  return problem in brokenCodes;
}

/**
 * Judges every disclosed timestamp: the state that was stamped is one of the anchors, and the token is a trusted authority's for
 * exactly that note (rules TM1 to TM4). Entries that are not in the history were reported there and are passed over.
 */
export async function readStamps(
  history: History,
  anchors: ReadonlyMap<string, readonly GoodAnchor[]>,
  trusted: readonly TrustedAuthority[],
): Promise<JudgedStamp[]> {
  const judged: JudgedStamp[] = [];
  for (const { view } of history.rows) {
    if (view?.kind !== 'checkpoint-stamped' || history.problems.has(entryKey(view.entry))) continue;
    const stamp = readStamp(view);
    const seen = stamp === undefined ? undefined : anchors.get(stamp.log);
    if (stamp === undefined) judged.push({ entry: view.entry, code: 'time-stamp-malformed', broken: true });
    // Of a log whose checkpoint is not good, or that is not here at all, nothing can be dated.
    else if (seen === undefined)
      judged.push({ entry: view.entry, code: 'checkpoint-not-good', broken: false });
    else judged.push(await judgeStamp(view.entry, stamp, { anchors: seen, trusted }));
  }
  return judged;
}

function readStamp({ fields }: EntryView): EntryOf<'checkpoint-stamped'> | undefined {
  const read = readEntryFields(fields);
  return read.known && read.entry.kind === 'checkpoint-stamped' ? read.entry : undefined;
}

async function judgeStamp(
  entry: EntryRef,
  stamp: EntryOf<'checkpoint-stamped'>,
  {
    anchors,
    trusted,
  }: { readonly anchors: readonly GoodAnchor[]; readonly trusted: readonly TrustedAuthority[] },
): Promise<JudgedStamp> {
  const { log, size, note, root } = stamp;
  const anchor = anchors.find((one) => one.size === size && one.note === note);
  if (anchor === undefined || encodeHex(anchor.root) !== root)
    return { entry, code: 'time-stamp-without-anchor', broken: true };
  const verdict = await verifyTimestamp(parseBase64(stamp.token), {
    message: utf8(note),
    trusted,
    chain: (stamp.chain ?? []).map(parseBase64),
  });
  if (!verdict.ok) {
    const { code } = verdict;
    return isBroken(code)
      ? { entry, code: brokenCodes[code], broken: true }
      : { entry, code: openCodes[code], broken: false };
  }
  const { time, accuracyMs = 0, authority, compromisedFrom } = verdict;
  return { entry, log, size, time, accuracyMs, authority, compromisedFrom };
}
