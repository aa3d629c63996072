import type { RehearsalFacts } from '../bundle/rehearsal-facts.ts';
import type { EntryRef } from '../bundle/entry-view.ts';
import type { PartReport } from './part-report.ts';
import type { VerificationCode } from './verification-codes.ts';

/** The separate questions, in the order in which they are answered. Ids keep their meaning. */
export const checkIds = [
  /** Is the file the one safe kind of zip? */
  'zip',
  /** Does it have a bundle's parts? */
  'layout',
  /** Is every payload file the one that was listed (SHA-256), none added, none gone? */
  'integrity',
  /** The same by SHA-512; only in a full check. */
  'integrity-sha512',
  /** Is everything that describes the payload the one that was signed? */
  'tag-integrity',
  /** Is it signed by the key that the vault id stands for? */
  'signature',
  /** Is the state of each log signed by its own key, and the log vouched for by the vault? */
  'checkpoint',
  /** Is every record part of that history, and does the bundle say what the history says? */
  'history',
  /** Does the page inside say what the records say? */
  'page',
  /** Is it the vault that the reader expects? */
  'identity',
  /** Since when has it existed, by an independent clock? */
  'time',
  /** Who has seen that it only grew? */
  'witnesses',
  /** Is anything missing? */
  'completeness',
  /** Who made the evidence? */
  'origin',
] as const;
export type CheckId = (typeof checkIds)[number];

export type CheckOutcome = 'pass' | 'fail' | 'not-checked';

/** One thing that a check found. Names come out of the bundle, so whoever shows them escapes them. */
export interface Finding {
  readonly code: VerificationCode;
  /** Path inside the base folder. */
  readonly file?: string;
  /** The other file: what it was swapped with, or renamed to. */
  readonly other?: string;
  readonly entry?: EntryRef;
}

export interface CheckResult {
  readonly id: CheckId;
  readonly result: CheckOutcome;
  /** Of the first finding, or why it was not checked. */
  readonly code?: VerificationCode;
  /** One plain sentence, with the file's name where there is one. */
  readonly detail?: string;
  /** The first hundred; `count` tells how many there are. */
  readonly findings?: readonly Finding[];
  readonly count?: number;
}

export interface FileResult {
  readonly path: string;
  readonly size: number;
  readonly result: CheckOutcome;
  readonly code?: VerificationCode;
}

/**
 * What stands behind an item, the strongest first: `signed` by a provider and `from` a provider's mail domain, both by keys that the
 * reader's policy names; `kept` by this vault's history; `stated` by the learner; `none` if its proof or its file does not hold. Never taken
 * from the bundle's word.
 */
export type Standing = 'signed' | 'from' | 'kept' | 'stated' | 'none';

/** One proof of where an item comes from, and what became of it. */
export interface ItemOrigin {
  /** A provider's signed credential; a signed e-mail; a PDF with a signature, which is noted and not judged; the vault's own word of a portal. */
  readonly proof: 'credential' | 'mail' | 'signed-pdf' | 'portal';
  /** `pass` only if it counts; `fail` if it contradicts itself or the item. */
  readonly result: CheckOutcome;
  readonly code?: VerificationCode;
  /** Where it counts: the issuer's name in the reader's policy, or the mail domain. Else what the proof itself claims. */
  readonly by?: string;
  /**
   * What exactly is signed: the bytes of the `file`; the `record` (who issued it, to whom, for what, results and dates); the `grade`'s value
   * and title; the whole `message`; sender, subject and date of it (`header`); the bytes of an `attachment`.
   */
  readonly covers?: 'file' | 'credential' | 'record' | 'grade' | 'message' | 'header' | 'attachment';
  /** The time that it was judged by: when a trusted clock first saw it, else the time that the reader asked about, or now. */
  readonly at?: string;
}

/** Since when an entry has existed, by clocks that the reader's policy trusts. */
export interface Dated {
  /** It existed by then at the latest: ISO 8601. */
  readonly by: string;
  /** Whose clock that was: the authority's or the witness's name in the reader's policy. */
  readonly authority: string;
  /** It came into this history after then; that does not say when it was made. */
  readonly after?: string;
}

export interface ItemResult {
  readonly id: string;
  readonly version?: number;
  readonly kind: string;
  readonly name?: string;
  readonly attempt?: number;
  readonly entry: EntryRef;
  readonly result: CheckOutcome;
  readonly code?: VerificationCode;
  /** Its record, and its file where it has one here. */
  readonly files: readonly FileResult[];
  readonly standing: Standing;
  /** The strongest first; left out where there is none. */
  readonly origin?: readonly ItemOrigin[];
  /** Left out where no trusted clock dates it, and where its proof does not hold. */
  readonly dated?: Dated;
}

/** What the bundle says of itself. */
export interface BundleSummary {
  readonly id: string;
  readonly madeAt: string;
  readonly app: string;
  readonly vault: string;
  readonly items: number;
  readonly logs: readonly { readonly log: string; readonly size: number }[];
  /** In the exporter's words. */
  readonly missing: readonly {
    readonly what: string;
    readonly code: string;
    /** `excluded`, `failed`, `not-released`, `gone`, `portal-away`, `damaged`, `left-out`, `erased`; bundles of the first version do not say. */
    readonly why?: string;
    readonly reason: string;
    readonly noticedAt: string;
    readonly item?: string;
  }[];
}

/** The attempts at one assignment, by the vault's own count. */
export interface AttemptCount {
  /** Id of the assignment, and its name if it is in the bundle. */
  readonly assignment?: string;
  readonly name?: string;
  /** Different attempts that the vault has recorded, and how many of them the bundle shows. */
  readonly recorded: number;
  readonly shown: number;
}

/** What the closing entry of the history says of attempts: the vault's word, of what it had recorded when it made the bundle. */
export interface AttemptCounts {
  readonly closedAt: string;
  readonly assignments: readonly AttemptCount[];
  /** Assignments with attempts of which nothing is in the bundle. */
  readonly others: number;
}

/** Somebody who put their name to a vault card. */
export interface CardSignerResult {
  /** As they call themselves; comes out of the bundle. */
  readonly name: string;
  /** Ed25519 public key, base64. */
  readonly key: string;
  /** By their own clock. */
  readonly signedAt: string;
  /** What the reader's policy calls the owner of this key. */
  readonly known?: string;
  /** `pass` if the policy trusts them for cards of that time. */
  readonly result: 'pass' | 'not-checked';
  readonly code?: VerificationCode;
}

/** A card in the bundle that says whose vault this is. */
export interface CardResult {
  /** What it says; nothing where it cannot be read. All of it comes out of the bundle. */
  readonly name?: string;
  readonly registration?: string;
  readonly organisation?: string;
  readonly signers: readonly CardSignerResult[];
  readonly result: CheckOutcome;
  readonly code?: VerificationCode;
}

export interface Signer {
  /** Vault id: a commitment to the key. */
  readonly vault: string;
  /** Base64. */
  readonly publicKey: string;
  /** Words to compare with the learner, by voice if need be. */
  readonly keyPhrase: string;
}

/**
 * The vault says that it was put together again from a second copy, to see that it can be. It shows care, and is in none of the answers.
 */
export interface RehearsalResult extends RehearsalFacts {
  readonly entry: { readonly log: string; readonly index: number };
}

export interface VerificationReport {
  /** No check failed. That alone says little: see `verdict`. */
  readonly ok: boolean;
  /** `pass` only if every check passed; anything not checked makes it `incomplete`. */
  readonly verdict: 'pass' | 'fail' | 'incomplete';
  /** Who signed, if the signature holds. */
  readonly signer: Signer | null;
  /** The bundle or its history says that it is practice; show it everywhere. */
  readonly practice: boolean;
  /** The file was encrypted with age; whether it could be opened stands in the check `zip`. */
  readonly encrypted?: true;
  readonly bundle: BundleSummary | null;
  readonly checks: readonly CheckResult[];
  readonly items: readonly ItemResult[];
  /** Null where no closing entry counts the attempts, or where it does not hold. */
  readonly attempts: AttemptCounts | null;
  /** Where the bundle is one part of a split export; `SetGatherer` judges the parts together. */
  readonly part?: PartReport;
  /** Cards that say whose vault this is; left out where there is none. */
  readonly cards?: readonly CardResult[];
  /** The last trial that a sound entry tells of; left out where there is none. */
  readonly rehearsal?: RehearsalResult;
}
