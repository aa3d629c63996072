import { concatBytes } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { signCheckpoint } from '../../ledger/checkpoint.ts';
import { CompactRange } from '../../ledger/compact-range.ts';
import { encodeCheckpointFrame, type EntryFrame } from '../../ledger/frame.ts';
import { lookAtKeys, readyKeys } from './keys-mending.ts';
import type { LedgerEnvironment } from './ledger-environment.ts';
import type { LogSigner, OwnLog, OwnLogState } from './ledger-opening.ts';
import { ledgerCopies, ledgerFileInside, logFolder, type LedgerCopy } from './ledger-paths.ts';
import type { LogIdentity } from './log-identity.ts';
import type { KnownSegment } from './log-layout.ts';
import { changeEnd, putCopy, replaceCopy } from './mend-copy.ts';
import type { Reached } from './segment-content.ts';
import { entryOf, type JudgedCopy } from './segment-judge.ts';
import type { SegmentPlace } from './segment-place.ts';
import {
  agreesWith,
  countErased,
  lastSigned,
  openableTail,
  readTail,
  type TailCopies,
} from './tail-reading.ts';

/** The last segment of a log, put in order. */
export interface OpenedTail {
  readonly place: SegmentPlace;
  readonly reached: Reached;
  /** For the log of this installation. */
  readonly own: OwnLogState | undefined;
}

type LostCode = Extract<OwnLogState, { state: 'lost' }>['code'];

/** Opens the last segments of logs, and repairs the one that this installation writes. */
export class TailOpener {
  readonly #environment: LedgerEnvironment;
  readonly #identity: LogIdentity;
  readonly #segment: KnownSegment;

  constructor(environment: LedgerEnvironment, identity: LogIdentity, segment: KnownSegment) {
    this.#environment = environment;
    this.#identity = identity;
    this.#segment = segment;
  }

  /**
   * @param own what this installation remembers, if this is its log
   * @param before a reason found in earlier segments why the log is lost
   */
  async open(own: OwnLog | undefined, before: LostCode | undefined): Promise<OpenedTail> {
    const tail = await readTail(this.#environment, this.#identity, this.#segment);
    if (tail.best === undefined) return this.#openDamaged(tail, own);
    const { best } = tail;
    if (tail.forked) this.#tell('integrity.ledger-rolled-back', ledgerCopies, false);
    const kept = own === undefined ? [] : await openableTail(this.#environment, this.#identity, best);
    const lost = own === undefined ? undefined : (before ?? this.#lostCode(tail, best, kept, own));
    if (own === undefined || lost !== undefined) return this.#openOthers(tail, best, own, lost);
    return this.#openOwn(tail, best, kept, own);
  }

  #lostCode(
    { copies, forked }: TailCopies,
    best: JudgedCopy,
    kept: readonly EntryFrame[],
    { head }: OwnLog,
  ): LostCode | undefined {
    if (forked) return 'integrity.ledger-rolled-back';
    if (best.reached.size + kept.length < head.size) {
      const torn = copies.some(
        ({ bytes, judged }) =>
          bytes !== undefined &&
          (judged?.sound !== true || (judged.closing === undefined && judged.reached.end < bytes.length)),
      );
      return torn ? 'integrity.ledger-damaged' : 'integrity.ledger-rolled-back';
    }
    // An earlier head was compared by whoever read the earlier segments.
    if (head.size < best.header.firstIndex) return undefined;
    return agreesWith(this.#identity, best, kept, head) ? undefined : 'integrity.ledger-rolled-back';
  }

  /** A log that nobody goes on with here: its copies are made alike, and nothing of it is cut off. */
  async #openOthers(
    tail: TailCopies,
    best: JudgedCopy,
    own: OwnLog | undefined,
    lost: LostCode | undefined,
  ): Promise<OpenedTail> {
    const writes = this.#environment.access === 'write';
    for (const { copy, bytes, judged } of tail.copies) {
      const sound = judged?.sound === true;
      if (sound && writes && !tail.forked && isErasedLess(judged, best)) {
        await this.#replace(copy, best.bytes);
        continue;
      }
      // Beside a writer at work, one copy is a moment ahead of the other.
      const behind = sound && writes && judged.reached.size < best.reached.size;
      if (sound && !behind) continue;
      const mended = writes && !tail.forked;
      if (mended && bytes !== best.bytes) await this.#replace(copy, best.bytes);
      // A beginning of a log, or of a segment, that was cut short was never acknowledged.
      const empty = best.reached.size <= 1 || best.reached.size === best.header.firstIndex;
      const begun = empty && (sound || bytes === undefined);
      const cutShort = behind && (isBeginningOf(judged, best) || lacksOneBatch(judged, best));
      if (!begun && !cutShort) this.#tell('integrity.ledger-copy-damaged', [copy], mended);
    }
    const place = this.#placeOf(best.reached.size, best.reached.end, best.closing?.digest);
    await lookAtKeys(this.#environment, this.#identity, place, async () => best.entries);
    if (own !== undefined && lost !== undefined) this.#tellLost(lost, own, best.reached.size);
    return { place, reached: best.reached, own: own && this.#ownState(own, lost, best.reached) };
  }

  async #openOwn(
    tail: TailCopies,
    best: JudgedCopy,
    kept: readonly EntryFrame[],
    own: OwnLog,
  ): Promise<OpenedTail> {
    if (this.#environment.access === 'read') {
      for (const { copy, judged } of tail.copies)
        if (this.#lacks(judged, best, own)) this.#tell('integrity.ledger-copy-damaged', [copy], false);
      const place = this.#placeOf(best.reached.size, best.reached.end, best.closing?.digest);
      await lookAtKeys(this.#environment, this.#identity, place, async () => best.entries);
      return { place, reached: best.reached, own: this.#ownState(own, undefined, best.reached) };
    }
    const { bytes, reached } = this.#repaired(best, kept, own.signer);
    const place = this.#placeOf(reached.size, bytes.length, best.closing?.digest);
    const entries = [...best.entries, ...kept.map(entryOf)];
    const acknowledged = own.head.size - place.firstIndex;
    await readyKeys(this.#environment, this.#identity, place, entries, acknowledged);
    for (const found of tail.copies) await this.#bringTo(bytes, best, found, own);
    for (const copy of ledgerCopies)
      await this.#environment.port.syncFolder(logFolder(this.#environment.dir, copy, this.#identity.log));
    return { place, reached, own: this.#ownState(own, undefined, reached) };
  }

  /** The segment without a torn rest, and with a checkpoint over what was kept of it. */
  #repaired(
    best: JudgedCopy,
    kept: readonly EntryFrame[],
    signer: LogSigner | undefined,
  ): { bytes: Uint8Array; reached: Reached } {
    const { reached } = best;
    if (best.closing !== undefined) return { bytes: best.bytes, reached };
    const last = kept.at(-1);
    if (last === undefined) return { bytes: best.bytes.subarray(0, reached.end), reached };
    if (signer === undefined) throw new VaultError('internal.bug', { what: 'log-signer' });
    const range = CompactRange.fromFrontier(this.#environment.hashes, reached.size, reached.frontier);
    for (const { leafHash } of kept) range.append(leafHash);
    const root = range.root();
    const { log, publicKey } = signer;
    const text = signer.seed.use((seed) => signCheckpoint({ log, seed, publicKey, size: range.size, root }));
    const bytes = concatBytes(
      best.bytes.subarray(0, last.end),
      encodeCheckpointFrame(this.#environment.hashes, text),
    );
    const frontier = range.frontier();
    return { bytes, reached: { size: range.size, root, frontier, text, end: bytes.length } };
  }

  /** True if a copy lacks something that was acknowledged; a segment that has only begun holds nothing of the kind. */
  #lacks(copy: JudgedCopy | undefined, best: JudgedCopy, { head }: OwnLog): boolean {
    const acknowledged = Math.min(head.size, best.reached.size);
    if (acknowledged <= best.header.firstIndex && best.header.firstIndex > 0) return false;
    return copy?.sound !== true || copy.reached.size < acknowledged;
  }

  /** Makes one copy of our own last segment what it should be; durable once the log's folder is synced. */
  async #bringTo(
    target: Uint8Array,
    best: JudgedCopy,
    { copy, bytes, judged }: TailCopies['copies'][number],
    own: OwnLog,
  ): Promise<void> {
    const sound = judged?.sound === true;
    if (this.#lacks(judged, best, own)) this.#tell('integrity.ledger-copy-damaged', [copy], true);
    const shared = bytes === undefined ? 0 : sharedLength(bytes, target);
    // Signed and never acknowledged: nobody knows whether it is on the disk, and it is not to be written over in place either.
    const inDoubt = sound && judged.reached.size > own.head.size;
    // Bytes that were acknowledged are never written over in place.
    const { log } = this.#identity;
    const { number } = best.header;
    if (bytes === undefined || !sound || inDoubt || shared < judged.reached.end)
      await putCopy(this.#environment, log, number, 'segment', copy, target);
    else
      await changeEnd(this.#environment, log, number, 'segment', copy, {
        current: bytes,
        target,
        kept: judged.reached.end,
      });
  }

  /** Neither copy is whole and both together are not either: what can be read of it is read, nothing is changed. */
  async #openDamaged({ copies }: TailCopies, own: OwnLog | undefined): Promise<OpenedTail> {
    const { header } = this.#segment;
    const last = lastSigned(this.#identity, this.#segment, copies);
    const begun = CompactRange.fromFrontier(this.#environment.hashes, header.firstIndex, header.frontier);
    const reached: Reached = last ?? {
      size: header.firstIndex,
      root: begun.root(),
      frontier: header.frontier,
      text: undefined,
      end: 0,
    };
    const wronglySigned = copies.some(({ judged }) => judged?.wronglySigned === true);
    this.#tell('integrity.ledger-damaged', ledgerCopies, false, {
      from: header.firstIndex,
      to: reached.size,
    });
    if (wronglySigned) this.#tell('integrity.ledger-unsigned', ledgerCopies, false);
    const place = this.#placeOf(reached.size, Number.MAX_SAFE_INTEGER, undefined);
    if (own !== undefined) this.#tellLost('integrity.ledger-damaged', own, reached.size);
    return { place, reached, own: own && this.#ownState(own, 'integrity.ledger-damaged', reached) };
  }

  #placeOf(endIndex: number, end: number, digest: Uint8Array | undefined): SegmentPlace {
    const { header, headerLength } = this.#segment;
    const { number, epoch, firstIndex, frontier } = header;
    const limit = digest === undefined ? end : undefined;
    return { number, epoch, firstIndex, endIndex, digest, limit, headerLength, frontier };
  }

  #ownState(own: OwnLog, lost: LostCode | undefined, { size, root }: Reached): OwnLogState {
    const { log } = own.head;
    if (lost !== undefined) return { state: 'lost', log, code: lost };
    return { state: 'ready', head: { log, size, root: Buffer.from(root).toString('hex') } };
  }

  #tellLost(code: LostCode, own: OwnLog, size: number): void {
    const entries = size < own.head.size ? { entries: { from: size, to: own.head.size } } : {};
    this.#environment.findings.add({ code, log: this.#identity.log, mended: false, ...entries });
  }

  #tell(
    code:
      | 'integrity.ledger-copy-damaged'
      | 'integrity.ledger-damaged'
      | 'integrity.ledger-unsigned'
      | 'integrity.ledger-rolled-back',
    copies: readonly LedgerCopy[],
    mended: boolean,
    entries?: { readonly from: number; readonly to: number },
  ): void {
    const { log } = this.#identity;
    for (const copy of copies) {
      const file = ledgerFileInside(copy, log, this.#segment.header.number, 'segment');
      this.#environment.findings.add({ code, log, file, mended, ...(entries && { entries }) });
    }
  }

  async #replace(copy: LedgerCopy, bytes: Uint8Array): Promise<void> {
    const { number } = this.#segment.header;
    await replaceCopy(this.#environment, this.#identity.log, number, 'segment', copy, bytes);
  }
}

/**
 * True if a copy is the other as it was some batches before: every frame whole, up to a signature. That is what a join leaves that was stopped between
 * the two copies; damage ends in the middle of a frame, and who looks without writing calls such a copy good as well.
 */
function isBeginningOf(copy: JudgedCopy, best: JudgedCopy): boolean {
  const { length } = copy.bytes;
  return length === copy.reached.end && Buffer.compare(copy.bytes, best.bytes.subarray(0, length)) === 0;
}

/**
 * True if a copy is the other without its last batch. That is what a power failure leaves that came between the signatures in the two copies; who
 * wrote the log knows whether the batch was acknowledged, and nobody else does.
 */
function lacksOneBatch(copy: JudgedCopy, best: JudgedCopy): boolean {
  const { end } = copy.reached;
  const [next, ...others] = best.scan.frames.filter(
    ({ type, start }) => start >= end && (type === 'checkpoint' || type === 'closing'),
  );
  if (next?.type !== 'checkpoint' || others.length > 0) return false;
  return Buffer.compare(copy.bytes.subarray(0, end), best.bytes.subarray(0, end)) === 0;
}

/** True if an erasure reached the other copy and not this one: nobody's damage, and never to be undone. */
function isErasedLess(copy: JudgedCopy, best: JudgedCopy): boolean {
  return copy.reached.size === best.reached.size && countErased(copy) < countErased(best);
}

/** How many bytes two files begin with alike. */
function sharedLength(a: Uint8Array, b: Uint8Array): number {
  const most = Math.min(a.length, b.length);
  if (Buffer.compare(a.subarray(0, most), b.subarray(0, most)) === 0) return most;
  let at = 0;
  while (at < most && a[at] === b[at]) at += 1;
  return at;
}
