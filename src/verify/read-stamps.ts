import { encodeHex, parseBase64, utf8 } from '../base/bytes.ts';
import { entryKey, type EntryRef, type EntryView } from '../bundle/entry-view.ts';
import { readEntryFields, type EntryOf } from '../ledger/kinds/entry-kinds.ts';
import { Anchors } from '../ledger/timestamps/find-authority.ts';
import { RevocationData } from '../ledger/timestamps/revocation/revocation-data.ts';
import { verifyTimestamp } from '../ledger/timestamps/verify-timestamp.ts';
import type { TimestampProblem } from '../ledger/timestamps/timestamp-problem.ts';
import type { TimestampVerdict, TrustedAuthority } from '../ledger/timestamps/timestamp-types.ts';
import type { GoodAnchor } from './check-anchors.ts';
import type { History } from './check-history.ts';
import { readEvidence, type StampEvidence } from './read-evidence.ts';
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
  /** No certificate behind it was revoked as of this moment, by what its issuers said in the bundle. ISO 8601. */
  readonly goodAsOf: string | undefined;
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
  'authority-revoked': 'time-authority-revoked',
  'wrong-policy': 'time-token-policy',
} as const satisfies Record<Exclude<TimestampProblem, keyof typeof brokenCodes>, VerificationCode>;

function isBroken(problem: TimestampProblem): problem is keyof typeof brokenCodes {
  return problem in brokenCodes;
}

/**
 * Judges every disclosed timestamp: the state that was stamped is one of the anchors, and the token is a trusted authority's for
 * exactly that note (rules TM1 to TM4, TM10). Entries that are not in the history were reported there and are passed over.
 */
export async function readStamps(
  history: History,
  anchors: ReadonlyMap<string, readonly GoodAnchor[]>,
  trusted: readonly TrustedAuthority[],
): Promise<JudgedStamp[]> {
  const judged: JudgedStamp[] = [];
  const evidence = readEvidence(history);
  for (const { entry } of evidence.unreadable)
    judged.push({ entry, code: 'time-stamp-malformed', broken: true });
  const judge = new StampJudge(trusted, evidence);
  for (const { view } of history.rows) {
    if (view?.kind !== 'checkpoint-stamped' || history.problems.has(entryKey(view.entry))) continue;
    const stamp = readStamp(view);
    const seen = stamp === undefined ? undefined : anchors.get(stamp.log);
    if (stamp === undefined) judged.push({ entry: view.entry, code: 'time-stamp-malformed', broken: true });
    // Of a log whose checkpoint is not good, or that is not here at all, nothing can be dated.
    else if (seen === undefined)
      judged.push({ entry: view.entry, code: 'checkpoint-not-good', broken: false });
    else judged.push(await judge.judge(view.entry, stamp, seen));
  }
  return judged;
}

function readStamp({ fields }: EntryView): EntryOf<'checkpoint-stamped'> | undefined {
  const read = readEntryFields(fields);
  return read.known && read.entry.kind === 'checkpoint-stamped' ? read.entry : undefined;
}

/** Judges stamps for one reader. The same token over the same state is judged once, however often it was put there. */
class StampJudge {
  readonly #trusted: Anchors;
  readonly #evidence: StampEvidence;
  readonly #revocation: RevocationData;
  readonly #known = new Map<string, Promise<TimestampVerdict>>();

  constructor(trusted: readonly TrustedAuthority[], evidence: StampEvidence) {
    this.#trusted = new Anchors(trusted);
    this.#evidence = evidence;
    this.#revocation = new RevocationData(evidence.revocation);
  }

  async judge(
    entry: EntryRef,
    stamp: EntryOf<'checkpoint-stamped'>,
    anchors: readonly GoodAnchor[],
  ): Promise<JudgedStamp> {
    const { log, size, note, root } = stamp;
    const anchor = anchors.find((one) => one.size === size && one.note === note);
    if (anchor === undefined || encodeHex(anchor.root) !== root)
      return { entry, code: 'time-stamp-without-anchor', broken: true };
    const key = [note, stamp.token, ...(stamp.chain ?? [])].join(' ');
    const known = this.#known.get(key) ?? this.#verify(stamp);
    this.#known.set(key, known);
    const verdict = await known;
    if (!verdict.ok) {
      const { code } = verdict;
      return isBroken(code)
        ? { entry, code: brokenCodes[code], broken: true }
        : { entry, code: openCodes[code], broken: false };
    }
    const { time, accuracyMs = 0, authority, compromisedFrom, goodAsOf } = verdict;
    return { entry, log, size, time, accuracyMs, authority, compromisedFrom, goodAsOf };
  }

  async #verify({ token, note, chain = [] }: EntryOf<'checkpoint-stamped'>): Promise<TimestampVerdict> {
    const options = { message: utf8(note), trusted: this.#trusted, revocation: this.#revocation };
    const own = chain.map(parseBase64);
    const verdict = await verifyTimestamp(parseBase64(token), { ...options, chain: own });
    const lacks = !verdict.ok && ['untrusted', 'certificate-missing'].includes(verdict.code);
    if (!lacks || this.#evidence.chain.length === 0) return verdict;
    // Certificates that the token does not carry may have been fetched later.
    return verifyTimestamp(parseBase64(token), { ...options, chain: [...own, ...this.#evidence.chain] });
  }
}
