import { equalBytes } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { readCopy, type FileCopy } from './file-copies.ts';
import type { LedgerEnvironment } from './ledger-environment.ts';
import { ledgerCopies, ledgerFileInside, type LedgerCopy } from './ledger-paths.ts';
import type { LogIdentity } from './log-identity.ts';
import { replaceCopy } from './mend-copy.ts';
import type { SegmentContent, SegmentEntry } from './segment-content.ts';
import { judgeCopy, type JudgedCopy } from './segment-judge.ts';
import type { SegmentPlace } from './segment-place.ts';
import { mergeCopies, salvageSegment } from './segment-salvage.ts';

/** How thoroughly a segment is read: `first` is content with one good copy, `both` looks at each and every signature. */
export type Thoroughness = 'first' | 'both';

interface Attempt extends FileCopy {
  /** The copy, if it is all that its place needs. */
  readonly good: JudgedCopy | undefined;
  readonly wronglySigned: boolean;
}

/** Reads segments whose place in the log is known, each from whichever copy is good. */
export class SegmentReader {
  readonly #environment: LedgerEnvironment;
  readonly #identity: LogIdentity;

  constructor(environment: LedgerEnvironment, identity: LogIdentity) {
    this.#environment = environment;
    this.#identity = identity;
  }

  /**
   * The entries of a segment. Damage becomes findings; with write access a closed segment's bad copy is mended from the
   * good one. Throws `format.too-new` only if no copy can be read by this version.
   */
  async read(place: SegmentPlace, thoroughness: Thoroughness = 'first'): Promise<SegmentContent> {
    const attempts: Attempt[] = [];
    let tooNew: VaultError | undefined;
    for (const copy of ledgerCopies) {
      const found = await readCopy(this.#environment, this.#identity.log, place.number, 'segment', copy);
      try {
        attempts.push({ ...found, ...this.#judge(place, found.bytes, thoroughness) });
      } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        tooNew = error;
        attempts.push({ copy, bytes: undefined, good: undefined, wronglySigned: false });
      }
      if (thoroughness === 'first' && attempts.at(-1)?.good !== undefined) break;
    }
    const good = attempts.find((attempt) => attempt.good !== undefined)?.good;
    if (good !== undefined) {
      await this.#tellBadCopies(place, attempts, good.bytes);
      return contentOf(place, good.entries);
    }
    const readable = attempts.flatMap(({ bytes }) => (bytes === undefined ? [] : [bytes]));
    if (readable.length === 0 && tooNew !== undefined) throw tooNew;
    return this.#readDamaged(place, attempts, readable);
  }

  /** The bytes of a good copy as far as they were acknowledged, or those that both copies make together; undefined if neither does. */
  async findBytes(place: SegmentPlace): Promise<Uint8Array | undefined> {
    const readable: Uint8Array[] = [];
    for (const copy of ledgerCopies) {
      const { bytes } = await readCopy(this.#environment, this.#identity.log, place.number, 'segment', copy);
      const { good } = this.#judge(place, bytes, 'first');
      if (good !== undefined) return good.bytes;
      if (bytes !== undefined) readable.push(bytes);
    }
    const [first, second] = readable;
    if (first === undefined || second === undefined) return undefined;
    const merged = mergeCopies(this.#identity, first, second, place.headerLength);
    return this.#judge(place, merged, 'both').good?.bytes;
  }

  #judge(
    place: SegmentPlace,
    bytes: Uint8Array | undefined,
    thoroughness: Thoroughness,
  ): Omit<Attempt, keyof FileCopy> {
    if (bytes === undefined) return { good: undefined, wronglySigned: false };
    const acknowledged = place.limit === undefined ? bytes : bytes.subarray(0, place.limit);
    const judged = judgeCopy(this.#identity, place.number, acknowledged, thoroughness === 'both');
    const good = judged !== undefined && judged.sound && fits(place, judged) ? judged : undefined;
    return { good, wronglySigned: judged?.wronglySigned === true };
  }

  async #tellBadCopies(place: SegmentPlace, attempts: readonly Attempt[], good: Uint8Array): Promise<void> {
    for (const { copy, good: alreadyGood } of attempts) {
      if (alreadyGood !== undefined) continue;
      // A segment that is still open is the writer's to mend.
      const mended = this.#environment.access === 'write' && place.limit === undefined;
      if (mended)
        await replaceCopy(this.#environment, this.#identity.log, place.number, 'segment', copy, good);
      this.#tell(place, copy, mended);
    }
  }

  async #readDamaged(
    place: SegmentPlace,
    attempts: readonly Attempt[],
    readable: readonly Uint8Array[],
  ): Promise<SegmentContent> {
    const [first, second] = readable;
    const sources = [...readable];
    if (first !== undefined && second !== undefined) {
      const merged = mergeCopies(this.#identity, first, second, place.headerLength);
      const { good } = this.#judge(place, merged, 'both');
      if (good !== undefined) {
        await this.#tellBadCopies(place, attempts, good.bytes);
        return contentOf(place, good.entries);
      }
      sources.unshift(merged);
    }
    const { log } = this.#identity;
    const entries = { from: place.firstIndex, to: place.endIndex };
    for (const { copy, wronglySigned } of attempts) {
      const file = ledgerFileInside(copy, log, place.number, 'segment');
      const code = readable.length === 0 ? 'integrity.ledger-missing' : 'integrity.ledger-damaged';
      this.#environment.findings.add({ code, log, file, entries, mended: false });
      if (wronglySigned)
        this.#environment.findings.add({
          code: 'integrity.ledger-unsigned',
          log,
          file,
          entries,
          mended: false,
        });
    }
    return contentOf(place, this.#salvage(place, sources));
  }

  /** The fullest reading of damaged bytes. */
  #salvage(place: SegmentPlace, sources: readonly Uint8Array[]): readonly SegmentEntry[] {
    const { firstIndex, endIndex, frontier } = place;
    const logPublicKey = this.#identity.certified?.logPublicKey;
    const readings =
      logPublicKey === undefined
        ? []
        : sources.map((bytes) =>
            salvageSegment(this.#identity, bytes, place.headerLength, {
              firstIndex,
              endIndex,
              frontier,
              logPublicKey,
            }),
          );
    const lost = (entries: readonly SegmentEntry[]): number =>
      entries.filter((entry) => entry.type === 'lost').length;
    const best = readings.toSorted((a, b) => lost(a) - lost(b))[0];
    return (
      best ??
      Array.from({ length: endIndex - firstIndex }, (): SegmentEntry => ({
        type: 'lost',
        code: 'integrity.ledger-missing',
      }))
    );
  }

  #tell(place: SegmentPlace, copy: LedgerCopy, mended: boolean): void {
    const { log } = this.#identity;
    this.#environment.findings.add({
      code: 'integrity.ledger-copy-damaged',
      log,
      file: ledgerFileInside(copy, log, place.number, 'segment'),
      mended,
    });
  }
}

function fits(place: SegmentPlace, { header, reached, closing, bytes }: JudgedCopy): boolean {
  if (header.firstIndex !== place.firstIndex || reached.size !== place.endIndex) return false;
  if (place.digest !== undefined) return closing !== undefined && equalBytes(closing.digest, place.digest);
  return reached.end === (place.limit ?? bytes.length);
}

function contentOf(place: SegmentPlace, entries: readonly SegmentEntry[]): SegmentContent {
  const { number, epoch, firstIndex } = place;
  return { number, epoch, firstIndex, entries };
}
