import { join } from 'node:path';

import { equalBytes } from '../../base/bytes.ts';
import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import { unwrapEntryKey } from '../../ledger/keys-codec.ts';
import type { SegmentHeader } from '../../ledger/segment-header.ts';
import { incomingName } from '../blob/blob-paths.ts';
import { makeFolders } from '../durable/replace-file.ts';
import { readCopies } from '../ledger-files/file-copies.ts';
import type { LedgerEnvironment } from '../ledger-files/ledger-environment.ts';
import type { LedgerFinding } from '../ledger-files/ledger-finding.ts';
import {
  findLedgerFileName,
  ledgerCopies,
  ledgerFileInside,
  ledgerFilePath,
  logFolder,
  maxLedgerFile,
  type LedgerFileKind,
} from '../ledger-files/ledger-paths.ts';
import { LogIdentity } from '../ledger-files/log-identity.ts';
import { judgeCopy } from '../ledger-files/segment-judge.ts';
import type { LedgerHead } from '../ledger-files/stored-entry.ts';
import { healFile } from '../parity/heal-file.ts';
import { parityPath } from '../parity/parity-files.ts';
import {
  assembleSegment,
  segmentNumbers,
  type AssembledSegment,
} from '../replica/reading/assemble-segment.ts';
import { piecesByLog } from '../replica/reading/assemble-log.ts';
import type { ReplicaCatalogue } from '../replica/reading/catalogue.ts';
import type { LedgerPiece } from '../replica/replica-names.ts';
import { chooseSegment, type OtherBytes, type SegmentChoice, type SegmentEnding } from './choose-segment.ts';
import { mergeKeys } from './merge-keys.ts';
import { replaceDamaged } from './replace-damaged.ts';

/** A file of the history that was, or can be, made good. */
export interface LedgerFix {
  readonly what: LedgerFileKind;
  /** As it lies in ledger/, with forward slashes. */
  readonly file: string;
  readonly from: 'copy' | 'replica' | 'parity';
}

export interface LedgerRepairing {
  /** Whoever has write access holds the vault's lock; the vault is not open. */
  readonly environment: LedgerEnvironment;
  /** What a look at the history found. */
  readonly findings: readonly LedgerFinding[];
  /** Where the installation's own log was when it was acknowledged last. */
  readonly ownHead: LedgerHead | undefined;
  readonly catalogue: ReplicaCatalogue | undefined;
  readonly at: Date;
  /** Only says what can be done. */
  readonly dryRun: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onFix?: (fix: LedgerFix) => void;
}

const harmless: ReadonlySet<string> = new Set(['integrity.entry-erased', 'format.too-new']);

/**
 * Makes the files of damaged logs good out of their two copies, parity and second copies, keys before the entries that they open. What is replaced is set aside
 * first; a file is written only if nothing that its copies hold is less afterwards.
 * Throws `storage.*`, `format.too-new`, `internal.cancelled`.
 */
export async function repairLedger(repairing: LedgerRepairing): Promise<LedgerFix[]> {
  const fixes: LedgerFix[] = [];
  const bad = repairing.findings.filter(({ code }) => !harmless.has(code));
  const pieces = repairing.catalogue === undefined ? undefined : piecesByLog(repairing.catalogue);
  for (const log of [...new Set(bad.map((finding) => finding.log))].sort()) {
    const about = bad.filter((finding) => finding.log === log);
    fixes.push(...(await new LogRepair(repairing, log, about, pieces?.get(log) ?? []).run()));
  }
  return fixes;
}

class LogRepair {
  readonly #repairing: LedgerRepairing;
  readonly #identity: LogIdentity;
  readonly #findings: readonly LedgerFinding[];
  readonly #pieces: readonly LedgerPiece[];
  readonly #fixes: LedgerFix[] = [];

  constructor(
    repairing: LedgerRepairing,
    log: string,
    findings: readonly LedgerFinding[],
    pieces: readonly LedgerPiece[],
  ) {
    const { hashes, vault, root } = repairing.environment;
    this.#repairing = repairing;
    this.#identity = new LogIdentity(hashes, vault, root, log);
    this.#findings = findings;
    this.#pieces = pieces;
  }

  async run(): Promise<LedgerFix[]> {
    let next: SegmentHeader | undefined;
    // From the last to the first: each header says where the segment before it ended.
    for (const number of (await this.#numbers()).reverse()) {
      throwIfCancelled(this.#repairing.signal);
      const ending =
        next?.number === number + 1 ? { size: next.firstIndex, digest: next.previous } : this.#endOfLog(next);
      next = (await this.#repair(number, ending)) ?? undefined;
    }
    return this.#fixes;
  }

  /** @returns the segment's header, if it is known */
  async #repair(number: number, ending: SegmentEnding | undefined): Promise<SegmentHeader | undefined> {
    const { environment, catalogue, signal } = this.#repairing;
    const { log } = this.#identity;
    const locals = await readCopies(environment, log, number, 'segment');
    const there = locals.flatMap(({ bytes }) => bytes ?? []);
    const assembled =
      catalogue === undefined || !this.#pieces.some((piece) => piece.number === number)
        ? undefined
        : await assembleSegment(catalogue, this.#identity, this.#pieces, number, { signal });
    const choice = await this.#choose(number, there, assembled, ending);
    const isNew =
      choice !== undefined &&
      locals.some(({ bytes }) => bytes === undefined || !this.#isAsGood(number, bytes, choice));
    const place =
      choice?.judged ??
      assembled?.judged ??
      there.flatMap((bytes) => judgeCopy(this.#identity, number, bytes) ?? [])[0];
    if (place !== undefined && (isNew || this.#isNamed(number, 'keys')))
      await this.#repairKeys(number, place.header, (choice?.judged ?? place).entries.length, assembled);
    if (isNew) await this.#put(number, 'segment', choice.judged.bytes, choice.from);
    return place?.header;
  }

  async #choose(
    number: number,
    locals: readonly Uint8Array[],
    assembled: AssembledSegment | undefined,
    ending: SegmentEnding | undefined,
  ): Promise<SegmentChoice | undefined> {
    const alone = chooseSegment(this.#identity, number, locals, [], ending);
    if (alone !== undefined && (ending !== undefined || assembled === undefined)) return alone;
    const others: OtherBytes[] = (assembled?.segment ?? []).map((bytes) => ({ bytes, from: 'replica' }));
    for (const bytes of await this.#healed(number)) others.unshift({ bytes, from: 'parity' });
    const choice = chooseSegment(this.#identity, number, locals, others, ending);
    if (choice !== undefined) return choice;
    // More than is left here is better than that, even where the last of it was never copied elsewhere.
    const more = chooseSegment(this.#identity, number, locals, others, undefined);
    return more?.from === 'copy' ? undefined : more;
  }

  /** What parity makes of either copy. */
  async #healed(number: number): Promise<Uint8Array[]> {
    const { environment, signal, dryRun } = this.#repairing;
    const { dir, port, vault } = environment;
    const { log } = this.#identity;
    // Healing needs a place to write to.
    if (dryRun) return [];
    const out = join(dir, incomingName, `repair-${log}-${String(number)}`);
    await makeFolders(port, join(dir, incomingName));
    for (const copy of ledgerCopies) {
      const file = ledgerFilePath(dir, copy, log, number, 'segment');
      const parityFile = parityPath(dir, { segment: { log, number } });
      const { healed } = await healFile(port, { file, parityFile, out, vault }, signal);
      if (!healed) continue;
      const bytes = await port.findBytes(out, maxLedgerFile);
      await port.unlink(out);
      if (bytes !== undefined) return [bytes];
    }
    return [];
  }

  async #repairKeys(
    number: number,
    header: SegmentHeader,
    count: number,
    assembled: AssembledSegment | undefined,
  ): Promise<void> {
    const { environment } = this.#repairing;
    const copies = await readCopies(environment, this.#identity.log, number, 'keys');
    const locals = copies.flatMap(({ bytes }) => bytes ?? []);
    const others = assembled?.keys ?? [];
    const merged = mergeKeys(
      environment.vault,
      { number, epoch: header.epoch, firstIndex: header.firstIndex },
      count,
      { locals, others },
      this.#isKey(header),
    );
    // Records behind the last entry are nobody's.
    const same = copies.every(
      ({ bytes }) => bytes !== undefined && equalBytes(bytes.subarray(0, merged.length), merged),
    );
    if (same) return;
    const fromCopy = locals.some((bytes) => equalBytes(bytes.subarray(0, merged.length), merged));
    await this.#put(number, 'keys', merged, fromCopy || others.length === 0 ? 'copy' : 'replica');
  }

  /** Writes both copies of a file, as far as they are not like that already. */
  async #put(
    number: number,
    kind: LedgerFileKind,
    bytes: Uint8Array,
    from: LedgerFix['from'],
  ): Promise<void> {
    const { environment, dryRun, at, onFix } = this.#repairing;
    const { dir, port } = environment;
    const { log } = this.#identity;
    const fix: LedgerFix = { what: kind, file: ledgerFileInside('ledger', log, number, kind), from };
    if (!dryRun)
      for (const { copy, bytes: current } of await readCopies(environment, log, number, kind))
        if (current === undefined || !equalBytes(current, bytes))
          await replaceDamaged(port, dir, ledgerFileInside(copy, log, number, kind), bytes, at);
    this.#fixes.push(fix);
    onFix?.(fix);
  }

  #isAsGood(number: number, bytes: Uint8Array, { judged }: SegmentChoice): boolean {
    if (equalBytes(bytes, judged.bytes)) return true;
    const own = judgeCopy(this.#identity, number, bytes, true);
    return (
      own?.sound === true &&
      own.reached.size === judged.reached.size &&
      (own.closing === undefined) === (judged.closing === undefined)
    );
  }

  /** The last segment of this installation's own log reaches at least what was acknowledged. */
  #endOfLog(next: SegmentHeader | undefined): SegmentEnding | undefined {
    const { ownHead } = this.#repairing;
    if (next !== undefined || ownHead?.log !== this.#identity.log) return undefined;
    return { size: ownHead.size };
  }

  #isNamed(number: number, kind: LedgerFileKind): boolean {
    const names = ledgerCopies.map((copy) => ledgerFileInside(copy, this.#identity.log, number, kind));
    return this.#findings.some(
      ({ code, file }) =>
        file !== undefined &&
        (names.includes(file) || (code === 'integrity.entry-damaged' && this.#isOf(file, number))),
    );
  }

  #isOf(file: string, number: number): boolean {
    return findLedgerFileName(file.split('/').at(-1) ?? '')?.number === number;
  }

  /** Whether a record unwraps in its place; every one may where the epoch is not known. */
  #isKey({ epoch, firstIndex }: SegmentHeader): (position: number, record: Uint8Array) => boolean {
    const wrapping = this.#repairing.environment.keys?.findWrappingKey(epoch);
    const { context } = this.#identity;
    return (position, record) =>
      wrapping?.use((key) => {
        try {
          unwrapEntryKey(key, context, firstIndex + position, epoch, record).fill(0);
          return true;
        } catch (error) {
          if (error instanceof VaultError && error.code === 'integrity.entry-damaged') return false;
          throw error;
        }
      }) ?? true;
  }

  async #numbers(): Promise<number[]> {
    const { dir, port } = this.#repairing.environment;
    const numbers = new Set(segmentNumbers(this.#pieces));
    for (const copy of ledgerCopies)
      for (const { name } of (await port.listFolder(logFolder(dir, copy, this.#identity.log))) ?? []) {
        const found = findLedgerFileName(name);
        if (found !== undefined) numbers.add(found.number);
      }
    return [...numbers].sort((a, b) => a - b);
  }
}
