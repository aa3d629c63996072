import { concatBytes, encodeBase64, encodeHex, equalBytes } from '../../base/bytes.ts';
import { isoTime, type Clock } from '../../base/clock.ts';
import { VaultError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import { signCheckpoint } from '../../ledger/checkpoint.ts';
import { CompactRange } from '../../ledger/compact-range.ts';
import { encodeCheckpointFrame } from '../../ledger/frame.ts';
import type { MerkleTree } from '../../ledger/merkle-tree.ts';
import { entryFields, type EntryOf } from '../../ledger/kinds/entry-kinds.ts';
import { AppendQueue } from './append-queue.ts';
import type { EntryKeys } from './entry-keys.ts';
import type { LedgerEnvironment } from './ledger-environment.ts';
import { keepLogs } from './keep-logs.ts';
import type { LedgerFiles } from './ledger-files.ts';
import type { LogSigner } from './ledger-opening.ts';
import { LogFiles } from './log-files.ts';
import { LogIdentity } from './log-identity.ts';
import { OpenSegment } from './open-segment.ts';
import {
  frameLength,
  prepareEntry,
  sealBatch,
  type AppendedEntry,
  type PreparedEntry,
} from './sealed-batch.ts';
import type { LedgerHead } from './stored-entry.ts';

export type { AppendedEntry } from './sealed-batch.ts';

export interface WriterOptions {
  /** Opened for writing, by whoever holds the vault's lock. */
  readonly ledger: LedgerFiles;
  readonly signer: LogSigner;
  /** Makes the acknowledged head durable in the installation's state, outside of the vault. */
  readonly remember: (head: LedgerHead) => Promise<void>;
}

export interface StartOptions extends WriterOptions {
  /** The root key's certificate of this log: `certifyLog`. */
  readonly certificate: Uint8Array;
  readonly reason: EntryOf<'log-opened'>['reason'];
  /** Name and version of the app. */
  readonly app: string;
  readonly practice: boolean;
  readonly clock: Clock;
}

/** A segment closes after the batch that takes it over this (FORMAT.md section 6). */
const segmentSize = 4 * 1024 * 1024;
/** Calls that come together are joined into one batch up to this. */
const joinedSize = 1024 * 1024;
/** A single call with more is refused, so that no segment is too large to be read at once. */
const mostAtOnce = 32 * 1024 * 1024;

/**
 * The one writer of an installation's log. What `append` resolved is on the disk in both copies; what it rejected was either
 * taken back, or the writer refuses everything until the ledger is opened again: never are two trees of one size signed.
 */
export class LogWriter {
  readonly #environment: LedgerEnvironment;
  readonly #keys: EntryKeys;
  readonly #files: LogFiles;
  readonly #signer: LogSigner;
  readonly #remember: (head: LedgerHead) => Promise<void>;
  readonly #queue: AppendQueue<readonly PreparedEntry[], readonly AppendedEntry[]>;
  #segment: OpenSegment | undefined;
  /** Once set, every append is refused with it. */
  #refusal: Error | undefined;

  private constructor({ ledger, signer, remember }: WriterOptions, files: LogFiles) {
    const { environment } = ledger;
    if (environment.access !== 'write') throw new VaultError('access.read-only');
    if (environment.keys === undefined) throw new VaultError('internal.bug', { what: 'entry-keys' });
    this.#environment = environment;
    this.#keys = environment.keys;
    this.#files = files;
    this.#signer = signer;
    this.#remember = remember;
    this.#queue = new AppendQueue((batch) => this.#commit(batch), joinedSize);
  }

  /**
   * Goes on with the log of this installation. Throws the code of `ledger.own` if it is lost (then begin a new one with
   * `start`), `access.read-only`, `storage.*`.
   */
  static async continue(options: WriterOptions): Promise<LogWriter> {
    const { ledger, signer } = options;
    const { own } = ledger;
    if (own.state === 'lost') throw new VaultError(own.code);
    if (own.state === 'none' || own.head.log !== signer.log)
      throw new VaultError('internal.bug', { what: 'own-log' });
    const files = ledger.files(signer.log);
    const writer = new LogWriter(options, files);
    const last = files.places.at(-1);
    if (last !== undefined && !('lost' in last) && last.limit !== undefined)
      writer.#segment = await OpenSegment.resume(ledger.environment, signer.log, last);
    // A tail may have been adopted just now.
    await writer.#remember(files.head);
    return writer;
  }

  /**
   * Begins a new log, whose first entry names the heads of all others. The signer's key must never have signed anything.
   * Throws `access.read-only`, `storage.*`; then a log of one entry may be left that nobody will go on with.
   */
  static async start(options: StartOptions): Promise<LogWriter> {
    const { ledger, signer, certificate, reason, app, practice, clock } = options;
    const { environment } = ledger;
    const { hashes, vault, root } = environment;
    const identity = new LogIdentity(hashes, vault, root, signer.log);
    if (!identity.certify(signer.publicKey, certificate))
      throw new VaultError('internal.bug', { what: 'log-certificate' });
    const empty = CompactRange.empty(hashes);
    const files = new LogFiles(environment, identity, [], {
      size: 0,
      root: empty.root(),
      frontier: [],
      text: undefined,
      end: 0,
    });
    const writer = new LogWriter(options, files);
    await keepLogs(environment, ledger.logs());
    const opened = entryFields({
      kind: 'log-opened',
      at: isoTime(clock),
      log: signer.log,
      key: encodeBase64(signer.publicKey),
      certificate: encodeBase64(certificate),
      heads: ledger.heads().map((head) => ({ ...head })),
      reason,
      app,
      practice,
    });
    try {
      await writer.append([opened]);
    } catch (error) {
      await writer.close();
      throw error;
    }
    ledger.addOwn(files);
    return writer;
  }

  /**
   * Appends entries as they are given, one after the other, all or none of them. Calls made while a batch is under way are
   * joined into the next.
   *
   * @param entries fields of each entry as `entryFields` makes them
   * @returns where each came to stand, once all are durable
   * Throws `format.malformed`, `input.json-invalid`, `input.record-invalid` or `source.too-large` (over 32 MiB) for entries
   * that cannot be kept. Throws `storage.*` if the disk did not do as asked: with `reopen` in its details the writer refuses
   * everything until the ledger is opened again, which may then find that the entries were kept.
   */
  async append(entries: readonly JsonObject[]): Promise<readonly AppendedEntry[]> {
    if (entries.length === 0) return [];
    const prepared = entries.map((fields) => prepareEntry(this.#environment.hashes, fields));
    const weight = prepared.reduce((sum, entry) => sum + frameLength(entry), 0);
    if (weight > mostAtOnce) throw new VaultError('source.too-large', { limit: mostAtOnce });
    return this.#queue.add(prepared, weight);
  }

  /** The acknowledged head. */
  head(): LedgerHead {
    return this.#files.head;
  }

  /** The signed note of the acknowledged head. */
  checkpoint(): string {
    const { text } = this.#files.reached;
    if (text === undefined) throw new VaultError('integrity.ledger-unsigned');
    return text;
  }

  /**
   * The signed note of this same tree as it was at an earlier size: what is signed is a beginning of what was signed already.
   * @param tree all acknowledged leaves of this log
   * @returns undefined if more was acknowledged meanwhile; then ask again with the longer tree
   * Throws `integrity.ledger-damaged` if the leaves are not those that were signed.
   */
  earlierCheckpoint(tree: MerkleTree, size: number): string | undefined {
    const { reached } = this.#files;
    if (tree.size !== reached.size) return undefined;
    if (!equalBytes(tree.root(), reached.root)) throw new VaultError('integrity.ledger-damaged');
    return this.#sign(size, tree.root(size));
  }

  /**
   * Runs work on the files of this log between two batches, with no segment held open: one that holds entries is closed before, so
   * that its file is nobody's to go on with. Throws what `work` throws, and `storage.*`.
   */
  async withFilesClosed(work: () => Promise<void>): Promise<void> {
    await this.#queue.alone(async () => {
      if (this.#refusal !== undefined) throw this.#refusal;
      const open = this.#segment;
      if (open !== undefined && open.place.endIndex > open.place.firstIndex) await this.#closeSegment(open);
      await work();
    });
  }

  /**
   * This log is not gone on with: whatever is appended from now on is refused with this code until the vault is opened again, and begins another log.
   */
  async giveUp(code: 'integrity.fork' | 'integrity.ledger-rolled-back'): Promise<void> {
    await this.#queue.idle();
    this.#refusal ??= new VaultError(code, { reopen: true });
  }

  /** Waits for what is under way and lets go of the files. Later appends throw `access.locked`. */
  async close(): Promise<void> {
    await this.#queue.idle();
    this.#refusal ??= new VaultError('access.locked');
    const segment = this.#segment;
    this.#segment = undefined;
    await segment?.close();
  }

  async #commit(
    batch: readonly (readonly PreparedEntry[])[],
  ): Promise<readonly (readonly AppendedEntry[])[]> {
    if (this.#refusal !== undefined) throw this.#refusal;
    const appended = await this.#write(await this.#readySegment(), batch.flat());
    let from = 0;
    return batch.map((entries) => {
      from += entries.length;
      return appended.slice(from - entries.length, from);
    });
  }

  async #write(segment: OpenSegment, entries: readonly PreparedEntry[]): Promise<readonly AppendedEntry[]> {
    const { hashes } = this.#environment;
    const { reached, identity } = this.#files;
    const range = CompactRange.fromFrontier(hashes, reached.size, reached.frontier);
    const { frames, keyRecords, appended } = sealBatch(hashes, identity.context, this.#keys, range, entries);
    // Keys without entries are nothing, and so are entries without keys: the next batch writes over them.
    await segment.writeKeys(keyRecords);
    await this.#orTakeBack(segment, () => segment.write(frames, 0), undefined);
    await this.#orRefuse(() => segment.syncAll());
    // Only what is durable is signed: a signed tree that a power failure takes would be followed by another of its size.
    const root = range.root();
    const text = this.#sign(range.size, root);
    const checkpoint = encodeCheckpointFrame(hashes, text);
    const length = frames.length + checkpoint.length;
    await this.#orTakeBack(segment, () => segment.write(checkpoint, frames.length), length);
    await this.#orRefuse(() => segment.syncFrames());
    const head = { log: identity.log, size: range.size, root: encodeHex(root) };
    await this.#orRefuse(() => this.#remember(head));
    segment.acknowledge(concatBytes(frames, checkpoint), range.size);
    this.#files.moveOn([segment.place], {
      size: range.size,
      root,
      frontier: range.frontier(),
      text,
      end: segment.length,
    });
    return appended;
  }

  #sign(size: number, root: Uint8Array): string {
    const { log, publicKey, seed } = this.#signer;
    return seed.use((bytes) => signCheckpoint({ log, seed: bytes, publicKey, size, root }));
  }

  /** A segment with room, of the current epoch. */
  async #readySegment(): Promise<OpenSegment> {
    const open = this.#segment;
    if (open !== undefined) {
      if (open.length <= segmentSize && open.place.epoch === this.#keys.epoch) return open;
      await this.#closeSegment(open);
    }
    const last = this.#files.places.at(-1);
    if (last !== undefined && 'lost' in last) throw new VaultError('internal.bug', { what: 'own-log' });
    const number = (last?.number ?? 0) + 1;
    const previous = last?.digest ?? new Uint8Array(32);
    const begun = await OpenSegment.begin(
      this.#environment,
      this.#files.identity,
      { number, epoch: this.#keys.epoch, previous },
      this.#files.reached,
    );
    this.#segment = begun;
    this.#files.moveOn([begun.place], this.#files.reached);
    return begun;
  }

  async #closeSegment(segment: OpenSegment): Promise<void> {
    const frame = segment.closingFrame();
    await this.#orTakeBack(segment, () => segment.write(frame, 0), undefined);
    await this.#orRefuse(() => segment.syncFrames());
    this.#files.moveOn([segment.closedPlace()], this.#files.reached);
    this.#segment = undefined;
    await segment.close();
  }

  /**
   * Runs a write; if it fails, takes back all that is not acknowledged, so that the writer can go on.
   *
   * @param signedLength if a signed checkpoint is in what is written: the length with which it is whole. A whole one may
   *   have been read by somebody, so it is never taken back: the writer stops, and the next opening adopts it.
   */
  async #orTakeBack(
    segment: OpenSegment,
    write: () => Promise<void>,
    signedLength: number | undefined,
  ): Promise<void> {
    try {
      await write();
    } catch (error) {
      try {
        if (signedLength !== undefined && (await segment.mayHold(signedLength))) throw error;
        await segment.takeBack();
      } catch {
        throw this.#refuse(error);
      }
      throw error;
    }
  }

  /** Runs a step after whose failure nobody knows what is on the disk. */
  async #orRefuse(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      throw this.#refuse(error);
    }
  }

  #refuse(error: unknown): Error {
    const refusal =
      error instanceof VaultError
        ? new VaultError(error.code, { ...error.details, reopen: true }, error)
        : error instanceof Error
          ? error
          : new VaultError('internal.bug', {}, error);
    this.#refusal = refusal;
    return refusal;
  }
}
