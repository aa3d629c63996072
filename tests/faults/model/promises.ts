import { createHash } from 'node:crypto';

import type { WritableVault } from '../../../src/vault/vault-context.ts';
import type { GivenFile } from '../schedule/given-file.ts';

/** The bytes that a given file stands for. */
export function bytesOf({ size, seed }: Pick<GivenFile, 'size' | 'seed'>): Buffer {
  return Buffer.alloc(size, createHash('sha256').update(String(seed)).digest());
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** An item as it was acknowledged. */
export interface PromisedItem {
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
  readonly size: number;
}

/** One of several values, of which the vault may hold any: just one where it said which. */
export class Candidates<Value> {
  #values: readonly Value[];

  constructor(value: Value) {
    this.#values = [value];
  }

  get all(): readonly Value[] {
    return this.#values;
  }

  /** A change to `value` begins: from now on either may be there. */
  attempt(value: Value): void {
    if (!this.#values.includes(value)) this.#values = [...this.#values, value];
  }

  /** It was said, or seen, that it is this one. */
  settle(value: Value): void {
    this.#values = [value];
  }
}

/** A state of a log that was acknowledged: whatever comes, the log goes on from there. */
export interface PromisedHead {
  readonly log: string;
  readonly size: number;
  readonly root: string;
}

/** The model of a vault: what it acknowledged, and what it was asked to do at all. */
export class Promises {
  /** Every version of an item that was acknowledged, by item and digest. */
  readonly items = new Map<string, PromisedItem>();
  /** Digests of all that was ever offered under a name: nothing else may be found there. */
  readonly offered = new Map<string, Set<string>>();
  readonly units = new Set<string>();
  readonly offeredUnits = new Set<string>();
  /** Units of which it was said that they are not kept, and that the vault goes on as it was. */
  readonly refusedUnits = new Set<string>();
  readonly bundles = new Map<string, { readonly out: string; readonly sha256: string }>();
  /** The last head of each log that was acknowledged. */
  readonly heads = new Map<string, PromisedHead>();
  /** The log that this computer goes on with; undefined where it has none yet. */
  ownLog: string | undefined;
  readonly passphrase: Candidates<string>;
  /** Undefined among them: a new recovery key was made, and nobody was told. */
  readonly recoveryWords: Candidates<string | undefined>;
  /** True while a recovery key is renewed and nobody knows whether that came to its end: also where the one before was told to nobody. */
  renewing = false;
  readonly paused = new Candidates(false);
  /** The header's generation and epoch never go back. */
  generation = 0;
  epoch = 0;
  /** False until a vault that is to be made was made. */
  made: boolean;
  /** False until the header was opened after it was made. */
  headerSeen: boolean;
  /** True while what is there is left of a vault whose making failed, and which was being taken away: a power failure brings any part of it back. */
  halfGone = false;

  constructor(passphrase: string, recoveryWords: string | undefined) {
    this.passphrase = new Candidates(passphrase);
    this.recoveryWords = new Candidates(recoveryWords);
    this.made = recoveryWords !== undefined;
    this.headerSeen = this.made;
  }

  offer(name: string, bytes: Uint8Array): void {
    const known = this.offered.get(name) ?? new Set<string>();
    known.add(digestOf(bytes));
    this.offered.set(name, known);
  }

  /** True while nobody knows whether a change of the header, or the making of it, came to its end. */
  get changingHeader(): boolean {
    return !this.headerSeen || this.passphrase.all.length > 1 || this.renewing;
  }

  /** What an open vault says of itself. */
  noteOpen({ writer, newestHeader, keys }: WritableVault): void {
    const head = writer.head();
    this.headerSeen = true;
    this.made = true;
    this.heads.set(head.log, { ...head });
    this.ownLog = head.log;
    this.generation = Math.max(this.generation, newestHeader.generation);
    this.epoch = Math.max(this.epoch, keys.epoch);
  }

  promise(item: PromisedItem): void {
    this.items.set(`${item.id} ${item.sha256}`, item);
  }
}
