import type { BundleSet } from './bundle-set.ts';
import type { Digests } from '../evidence/digests.ts';
import type { CommittedField, EntryFields } from '../ledger/entry.ts';
import type { LogAnchor } from './ledger-document.ts';
import type { PageInput } from './page/page-context.ts';

/**
 * What an export hands in. Everything that a bundle says comes out of ledger entries, so that nothing can be shown that was not
 * recorded, and nothing undisclosed can slip out: names, records, digests, attempts, units and sources are read from the
 * disclosed fields of `entries`, by their kind.
 *
 * | kind of entry | what it becomes |
 * | --- | --- |
 * | `item-captured` | one version of an item, with its record; with its file too where `withContent` is true |
 * | `record-stated` | learner, enrolment, unit, criterion, mapping, note, … (hand in the latest statement of each id) |
 * | `source-added` | the name and type of a source that items name |
 * | `item-gone` | 'not at its source any more since …' beside the item |
 * | `checkpoint-stamped`, `checkpoint-cosigned` | who saw an earlier state of a log, and when; its checkpoint goes into `anchors` of that log |
 * | `stamp-evidence` | what issuers said of the certificates behind timestamps, where dates were renewed |
 * | `restore-rehearsed` | when the vault was last put together again from a second copy, as a trial, and how much came back |
 * | `log-opened` | whose log it is and whether it is practice: hand in entry 0 of every log |
 * | others, and kinds of later versions | disclosed and proven, shown to machines only |
 *
 * `blob-stored` holds keys and is refused.
 */
export interface BundleInput {
  /** An id of kind `bundle`. */
  readonly bundleId: string;
  /** When the bundle is made: ISO 8601 in UTC. Also the time of every file in the zip. */
  readonly madeAt: string;
  /** The app and its version: `evidence-vault/0.1.0`. */
  readonly app: string;
  /** True for a practice vault; marked on every page and in every report. */
  readonly practice: boolean;
  /** Where this is one part of an export that was split: the parts' digests are those of their plans. */
  readonly set?: BundleSet;
  readonly vault: { readonly id: string; readonly rootPublicKey: Uint8Array };
  /** Signs the exact bytes of `tagmanifest-sha256.txt` with the vault's root key; 64 bytes of Ed25519. Called once, by `planBundle`. */
  readonly sign: (tagManifest: Uint8Array) => Uint8Array;
  /** Also write the grades down as a self-issued learner record, `data/clr.json`, if there are any. */
  readonly withClr?: boolean | undefined;
  /** Makes `data/index.pdf`; without it, or where it returns undefined, the bundle has none. */
  readonly renderPdf?: ((input: PageInput) => Uint8Array | undefined) | undefined;
  /** Every log that an entry lies in. */
  readonly logs: readonly BundleLog[];
  /** In the order in which they shall be read. No entry twice. */
  readonly entries: readonly BundleEntry[];
  /**
   * Copies that go along in place of the kept files, by the SHA-256 of what they are copies of. Whoever opens a content with `original` gives
   * the copy of it.
   */
  readonly copies?: ReadonlyMap<string, Digests>;
  /** What a reader might look for and will not find, and why. */
  readonly missing: readonly MissingItem[];
}

/** One log as it stands at a checkpoint. */
export interface BundleLog {
  /** Log id: 32 hexadecimal digits. */
  readonly log: string;
  readonly publicKey: Uint8Array;
  /** The root key's signature over this log's key, 64 bytes. */
  readonly certificate: Uint8Array;
  /** The signed note, verbatim; proofs lead to its root. */
  readonly checkpoint: string;
  /** Tree size of the checkpoint. */
  readonly size: number;
  /** Earlier checkpoints that a disclosed entry says were stamped or cosigned, by size, rising. */
  readonly anchors?: readonly LogAnchor[];
}

export interface BundleEntry {
  readonly log: string;
  readonly index: number;
  /** The entry as `decodeEntry` made it out, salts and all. */
  readonly fields: readonly CommittedField[];
  /** What its fields say, by their names. */
  readonly values: EntryFields;
  /** True for the names of fields that are opened; of the others only the commitment goes along. `kind` is always opened. */
  readonly discloses: (name: string) => boolean;
  /** Inclusion proof of the entry's leaf in the log's checkpoint (RFC 6962 section 2.1.1). */
  readonly proof: readonly Uint8Array[];
  /** True if the bytes behind the field `content` go along as a file, where the entry has one. That field must then be disclosed. */
  readonly withContent?: boolean;
}

/**
 * Left out by the learner by name; its file left out by the exporter; could not be downloaded; never released; gone from the portal before it
 * was kept; a portal that nobody could copy from since; damaged in the vault; in another part of the
 * set.
 */
type MissingWhy =
  | 'excluded'
  | 'left-out'
  | 'failed'
  | 'not-released'
  | 'gone'
  | 'portal-away'
  | 'damaged'
  | 'other-part'
  | 'erased';

export interface MissingItem {
  /** What it is called, as a person would say it. */
  readonly what: string;
  /** Why, as an error code or a short code: `source.item-missing`, `not-released`, `left-out`. */
  readonly code: string;
  /** Which kind of reason that is. */
  readonly why: MissingWhy;
  /** Why, as a plain sentence. */
  readonly reason: string;
  /** When that was noticed, ISO 8601 in UTC. */
  readonly noticedAt: string;
  /** The item's id, where it has one. */
  readonly item?: string;
}

/** Names the content of one disclosed entry; handed to whoever opens it. */
export interface ContentRef {
  readonly log: string;
  readonly index: number;
  /** Item id and version. */
  readonly item: string;
  readonly version: number;
  readonly size: number;
  readonly sha256: string;
  /** The kept file, where a copy of it is wanted. */
  readonly original?: { readonly size: number; readonly sha256: string };
}

/**
 * Opens the bytes of a content from its beginning. Whoever does so answers for them: by the time of the last one it has been proven that they
 * are those of `sha256`, or `integrity.blob-corrupt` was thrown.
 */
export type OpenContent = (content: ContentRef, signal?: AbortSignal) => AsyncIterable<Uint8Array>;

/**
 * Where the zip goes, in order. The writer waits for each promise, so a slow sink slows it down; after that the memory of
 * `bytes` may be used again. Pieces of contents beyond some tens of kilobytes come as `OpenContent` gave them: whoever knows whose they are
 * may take the memory.
 */
export interface BundleSink {
  write(bytes: Uint8Array): Promise<void>;
}
