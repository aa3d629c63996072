import type { ErrorCode } from '../base/error-codes.ts';
import type { ErrorDetails } from '../base/errors.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import type { Provenance } from '../evidence/provenance.ts';
import type { SourceState } from '../ledger/kinds/source-entries.ts';

/**
 * The one interface behind which every connector stands: describe, probe, pull.
 *
 * A connector never deletes, never writes to its source, never sees keys, and never decides what is stored: it reports what it
 * observed, with the raw answers, and the vault compares. Silence is not loss: only `sink.gone` says that something is gone,
 * and a connector says it only when the source itself affirmed it or a complete listing, well received, no longer has it.
 */
export interface Source {
  describe(): SourceDescription;
  /** Looks whether the source can be reached and whose it is, and changes nothing. Throws `source.*` errors. */
  probe(signal: AbortSignal): Promise<ProbeResult>;
  /**
   * Reports everything that the source has. Item failures go to the sink and do not stop the rest; what stops the whole pull is
   * thrown as a `source.*` error, or `internal.cancelled`. Everything taken before stays taken.
   */
  pull(previous: PreviousState, sink: Sink, signal: AbortSignal): Promise<PullResult>;
}

export interface SourceDescription {
  /** `files`, `folder`, `moodle`, … */
  readonly type: string;
  /** What a person would call it. */
  readonly name: string;
  /** URL without credentials, or a path. */
  readonly address?: string;
}

export interface ProbeResult {
  readonly name: string;
  /** The account at the source, verbatim, where there is one. */
  readonly account?: string;
  /** The source's own id of the account, verbatim, where there is one: what a connection is pinned to. */
  readonly accountId?: string;
  /** True for the practice provider. */
  readonly practice: boolean;
  /** What it lets this app read, as codes: `credentials`, `courses`, … Absent where the source does not say. */
  readonly offers?: readonly string[];
  /** Anything that the learner should know before going on, as codes. */
  readonly notices: readonly string[];
}

/** What the vault remembers of the source's items from before. */
export interface PreviousState {
  find(key: string): KnownItem | undefined;
  /** All known items whose key begins with `prefix`. */
  list(prefix: string): readonly KnownItem[];
  /** Whatever the last pull returned as its cursor: a hint that may be lost; then everything is looked at again. */
  readonly cursor: JsonValue;
}

export interface KnownItem {
  readonly key: string;
  readonly item: string;
  readonly name: string;
  readonly recordKind: string;
  readonly version: number;
  /** 0 for an item that was never captured. */
  readonly sha256?: string;
  readonly size?: number;
  readonly fingerprint?: JsonObject;
  readonly record?: JsonObject;
  readonly gone: boolean;
  /** Code of the last failure, if it is not over. */
  readonly failed?: string;
}

/** Bytes of an item. A path is read by the store itself, off the main thread; a stream is opened at most once. */
export type ContentInput =
  | { readonly path: string }
  | { readonly bytes: Uint8Array }
  | { readonly stream: () => AsyncIterable<Uint8Array>; readonly expectedSize?: number };

/** A raw answer of the source, credentials already removed (their names listed). */
export interface RawAnswer {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly removed: readonly string[];
}

export interface Observation {
  /** The source's own stable name for the item. */
  readonly key: string;
  /** One of the record kinds of the evidence room. */
  readonly recordKind: string;
  readonly name: string;
  /** The record, verbatim values beside interpretations; nothing that changes from pull to pull by itself. */
  readonly record: JsonObject;
  readonly content?: ContentInput;
  /** Media type claimed by the source. */
  readonly mediaType?: string;
  /** Without `raw`: the vault adds the digests of the raw answers once it has kept them. */
  readonly provenance: Provenance;
  readonly raw?: readonly RawAnswer[];
  readonly fingerprint?: JsonObject;
  /** For attempts: which chain they belong to. The account is the source's id of the learner. */
  readonly chain?: { readonly account: string; readonly assignment: string };
  /** Words for search that are not in the record. */
  readonly text?: string;
}

export interface ItemFailure {
  readonly key: string;
  readonly recordKind: string;
  readonly name: string;
  readonly code: ErrorCode;
  readonly details?: ErrorDetails;
  /** Ids of the assignment and the attempt that it is part of. */
  readonly belongs?: { readonly assignment?: string | undefined; readonly attempt?: string | undefined };
}

/** `erased`: the learner erased it from the vault; the source still has it, and it is left there until they choose it anew. */
export type ItemOutcome = 'captured' | 'changed' | 'unchanged' | 'gone' | 'failed' | 'erased';

export interface ItemResult {
  readonly item: string;
  readonly outcome: ItemOutcome;
  readonly code?: ErrorCode;
  readonly sha256?: string;
  readonly size?: number;
}

export interface SourceAlert {
  /** `file-shrank`, `file-emptied`, `mass-change`, `shows-less`, `unreadable`, … */
  readonly code: string;
  readonly key?: string;
  readonly details?: ErrorDetails;
}

/** Where a connector puts what it sees. Calls may overlap; each promise resolves once its fact is durable. */
export interface Sink {
  /** The item id of a key, given now if it is new, so that records can refer to each other. */
  idOf(key: string): string;
  /** Keeps an item if it is new or differs from its last version. An error with its bytes becomes a failed item, not a rejection. */
  take(observation: Observation): Promise<ItemResult>;
  /**
   * Keeps several items all or none, the last one being what the others are parts of; none may have a chain. Contents are read one
   * after the other in this order. An error with any bytes makes the last one a failed item, and its result the only one.
   */
  takeTogether(observations: readonly Observation[]): Promise<readonly ItemResult[]>;
  /** The item is as it was (the source said so, e.g. 304): no need to fetch it. `fingerprint` replaces the remembered hint. */
  unchanged(key: string, fingerprint?: JsonObject): Promise<ItemResult>;
  failed(failure: ItemFailure): Promise<ItemResult>;
  gone(key: string, reason: string): Promise<ItemResult>;
  alert(alert: SourceAlert): Promise<void>;
  /** What is being done now, for people: never a promise, never evidence in a log. */
  progress(progress: PullProgress): void;
}

export interface PullProgress {
  /** Name of the item or step at hand. */
  readonly name: string;
  readonly done: number;
  /** Unknown while still counting. */
  readonly total?: number;
}

export interface PullResult {
  /** `ok` or `partial` or a state that needs a look; errors that stop everything are thrown instead. */
  readonly state: SourceState;
  readonly code?: ErrorCode;
  /** Kept for the next pull. */
  readonly cursor?: JsonValue;
}
