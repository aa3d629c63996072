import type { PullOptions, SyncReport } from '../../../../src/vault/sync.ts';
import type { WritableVault } from '../../../../src/vault/vault-context.ts';

/** How one pull ended. `SyncReport` is one; an import's report is easily made into one. */
export type PullOutcome = Pick<SyncReport, 'state' | 'items'> & {
  readonly error?: { readonly code: string };
};

/** Something at the source is broken so that just one item cannot be had. */
interface BrokenItem {
  /** Key of the item that fails. */
  readonly key: string;
  readonly code: string;
  /** Keys that say something else, or are not there, because of it: what names the broken item's content, say. */
  readonly alongside?: readonly string[];
  mend(): Promise<void>;
}

/** What went over the wire since the last `clear`. For sources that ask a server. */
export interface AskedServer {
  readonly count: number;
  readonly mostAtOnce: number;
  /** `GET /api/v1/courses`, one for each request. */
  readonly lines: readonly string[];
  clear(): void;
  /** The server goes away at its nth request from now, counted from 1: that one is not answered, and nobody listens after it. */
  dieAt(request: number): void;
  /** It is back at the same address, with everything as it was. */
  revive(): Promise<void>;
  /** Answers the next `times` requests with this status and these headers. */
  failNext(status: number, times: number, headers?: Readonly<Record<string, string>>): void;
  /** What a line of a request that only asks looks like; by default those of HTTP. */
  readonly asks?: RegExp;
  /** False for a protocol in which a server cannot say when to come back. */
  readonly saysWhenToComeBack?: false;
  /** What the source waited for between its tries, in milliseconds, since the start; nothing waits in truth. */
  readonly waits: readonly number[];
}

/** A source with its items, begun anew for each test. The same fixture always begins with the same items. */
export interface SourceWorld {
  /** Everything at the source as text: files with their bytes and times, or what a server holds. Reading must not change it. */
  snapshot(): Promise<string>;
  /** Connects the source to the vault as the product does. Left out where the first pull does it: imports, files. */
  connect?(vault: WritableVault): Promise<void>;
  /** One pull as the product does it, but with waits that do not wait. Called also after the vault was closed and opened again. */
  pull(vault: WritableVault, options: PullOptions): Promise<PullOutcome>;
  /** Tokens, passwords and the like that were handed over: none of them may be found anywhere afterwards. */
  readonly secrets: readonly string[];
  /** A key as it is in every world of the fixture, where it holds a path or a port that differs; the keys below are such keys too. */
  readonly plainKey?: (key: string) => string;
  /** False for items whose bytes differ from world to world, because an address or a port stands in them. */
  readonly sameBytes?: (plainKey: string) => boolean;
  /** Each item's method in its provenance is one of these. */
  readonly methods: readonly string[];
  /**
   * True where an item is what its bytes are, so that a changed one is another item by design, and never a new version: what it was before
   * stays as it was, and a broken one stays beside the mended one.
   */
  readonly changedIsAnother?: true;
  /** Changes one thing. @returns the keys that get a new version, and the keys that are new */
  changeOne(): Promise<{ readonly changed: readonly string[]; readonly added?: readonly string[] }>;
  breakOne(): Promise<BrokenItem>;
  /** The source shows nothing, or less, and does not say that anything is gone: unplugged, signed out of all courses, empty. */
  fallSilent?(): Promise<void>;
  /** Takes something away so that the source affirms it. @returns the keys that are gone; `undefined` if it cannot affirm any. */
  removeOne?(): Promise<readonly string[]>;
  readonly server?: AskedServer;
  end(): Promise<void>;
}

export interface SourceFixture {
  start(): Promise<SourceWorld>;
  /** A world of many files takes long: then only some of the places to stop at are tried. By default 6. */
  readonly stops?: number;
}
