import { VaultError } from '../../base/errors.ts';
import type { StreamingHash } from '../../crypto/hash-port.ts';
import { encodeClosingFrame } from '../../ledger/frame.ts';
import { encodeKeysHeader, keyRecordLength, keysHeaderLength } from '../../ledger/keys-codec.ts';
import { encodeSegmentHeader } from '../../ledger/segment-header.ts';
import { makeFolders, replaceFile } from '../durable/replace-file.ts';
import type { LedgerEnvironment } from './ledger-environment.ts';
import { ledgerCopies, ledgerFilePath, logFolder, type LedgerFileKind } from './ledger-paths.ts';
import type { LogIdentity } from './log-identity.ts';
import { allOrThrow, PairedFile } from './paired-file.ts';
import type { Reached } from './segment-content.ts';
import type { SegmentPlace } from './segment-place.ts';

/**
 * The segment that is being written: four files, held open. Its methods leave a durable state behind or throw; which of
 * their errors leave the disk in doubt is said at each.
 */
export class OpenSegment {
  #place: SegmentPlace;
  readonly #environment: LedgerEnvironment;
  readonly #segments: PairedFile;
  readonly #keys: PairedFile;
  readonly #hash: StreamingHash;
  #length: number;
  #digest: Uint8Array | undefined;

  private constructor(
    environment: LedgerEnvironment,
    place: SegmentPlace,
    files: { readonly segments: PairedFile; readonly keys: PairedFile },
    begun: Uint8Array,
  ) {
    this.#environment = environment;
    this.#place = place;
    this.#segments = files.segments;
    this.#keys = files.keys;
    this.#hash = environment.hashes.createSha256();
    this.#hash.update(begun);
    this.#length = begun.length;
  }

  /** Begins a segment: both copies of its files, durably and each at once or not at all. */
  static async begin(
    environment: LedgerEnvironment,
    identity: LogIdentity,
    place: { readonly number: number; readonly epoch: number; readonly previous: Uint8Array },
    reached: Reached,
  ): Promise<OpenSegment> {
    const { number, epoch, previous } = place;
    const { vault, certified, log } = identity;
    if (certified === undefined) throw new VaultError('internal.bug', { what: 'log-certificate' });
    const { size: firstIndex, frontier } = reached;
    const header = encodeSegmentHeader(environment.hashes, {
      vault,
      epoch,
      number,
      firstIndex,
      ...certified,
      previous,
      frontier,
    });
    const keys = encodeKeysHeader({ vault, epoch, segment: number, firstIndex });
    const write = async (kind: LedgerFileKind, bytes: Uint8Array): Promise<void> => {
      for (const copy of ledgerCopies)
        await replaceFile(environment.port, ledgerFilePath(environment.dir, copy, log, number, kind), bytes);
    };
    for (const copy of ledgerCopies)
      await makeFolders(environment.port, logFolder(environment.dir, copy, log));
    await write('keys', keys);
    await write('segment', header);
    return OpenSegment.#open(
      environment,
      log,
      {
        number,
        epoch,
        firstIndex,
        endIndex: firstIndex,
        digest: undefined,
        limit: header.length,
        headerLength: header.length,
        frontier,
      },
      header,
    );
  }

  /** Goes on with a segment whose copies were made alike before. Throws `integrity.ledger-damaged` if it is not as expected. */
  static async resume(
    environment: LedgerEnvironment,
    log: string,
    place: SegmentPlace,
  ): Promise<OpenSegment> {
    const length = place.limit ?? 0;
    const path = ledgerFilePath(environment.dir, 'ledger', log, place.number, 'segment');
    const bytes = await environment.port.findBytes(path, length);
    if (bytes?.length !== length) throw new VaultError('integrity.ledger-damaged', { what: 'length' });
    return OpenSegment.#open(environment, log, place, bytes);
  }

  static async #open(
    environment: LedgerEnvironment,
    log: string,
    place: SegmentPlace,
    begun: Uint8Array,
  ): Promise<OpenSegment> {
    const pathsOf = (kind: LedgerFileKind): string[] =>
      ledgerCopies.map((copy) => ledgerFilePath(environment.dir, copy, log, place.number, kind));
    const segments = await PairedFile.open(environment.port, pathsOf('segment'));
    try {
      const keys = await PairedFile.open(environment.port, pathsOf('keys'));
      return new OpenSegment(environment, place, { segments, keys }, begun);
    } catch (error) {
      await segments.close();
      throw error;
    }
  }

  get place(): SegmentPlace {
    return this.#place;
  }

  /** Length in bytes of what was acknowledged. */
  get length(): number {
    return this.#length;
  }

  /** Writes keys behind those of the acknowledged entries. */
  async writeKeys(records: Uint8Array): Promise<void> {
    const count = this.#place.endIndex - this.#place.firstIndex;
    await this.#keys.write(records, keysHeaderLength + count * keyRecordLength);
  }

  /** Writes frames `behind` bytes after what was acknowledged. */
  async write(frames: Uint8Array, behind: number): Promise<void> {
    await this.#segments.write(frames, this.#length + behind);
  }

  /** Returns once keys and frames are on the disk. */
  async syncAll(): Promise<void> {
    await allOrThrow([this.#keys.sync(), this.#segments.sync()]);
  }

  async syncFrames(): Promise<void> {
    await this.#segments.sync();
  }

  /** True if some copy may hold `length` bytes more than were acknowledged. */
  async mayHold(length: number): Promise<boolean> {
    return (await this.#segments.longest()) >= this.#length + length;
  }

  /** Takes back what was not acknowledged, durably. */
  async takeBack(): Promise<void> {
    await this.#segments.cut(this.#length);
  }

  /** What was written and synced is acknowledged. */
  acknowledge(frames: Uint8Array, endIndex: number): void {
    this.#hash.update(frames);
    this.#length += frames.length;
    this.#place = { ...this.#place, endIndex, limit: this.#length };
  }

  /** The closing frame, whose digest is of everything acknowledged. Nothing can be acknowledged after it was asked for. */
  closingFrame(): Uint8Array {
    this.#digest ??= this.#hash.digest();
    return encodeClosingFrame(this.#environment.hashes, this.#digest);
  }

  /** The place of this segment once its closing frame is durable. */
  closedPlace(): SegmentPlace {
    return { ...this.#place, digest: this.#digest, limit: undefined };
  }

  /** Lets go of the files. */
  async close(): Promise<void> {
    await allOrThrow([this.#segments.close(), this.#keys.close()]);
  }
}
