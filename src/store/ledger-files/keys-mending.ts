import { keyRecordLength, keysHeaderLength } from '../../ledger/keys-codec.ts';
import { isWhole, KeysFiles } from './keys-files.ts';
import type { LedgerEnvironment } from './ledger-environment.ts';
import { ledgerCopies, ledgerFileInside, type LedgerCopy } from './ledger-paths.ts';
import type { LogIdentity } from './log-identity.ts';
import { changeEnd, putCopy, replaceCopy } from './mend-copy.ts';
import type { SegmentEntry } from './segment-content.ts';
import type { SegmentPlace } from './segment-place.ts';
import { probeKeys } from './segment-probe.ts';

/**
 * Looks quickly at the keys of a segment: whether both copies are there, belong there and are long enough. What is not
 * becomes a finding and, with write access, is mended from the other copy.
 */
export async function lookAtKeys(
  environment: LedgerEnvironment,
  identity: LogIdentity,
  place: SegmentPlace,
  readEntries: () => Promise<readonly SegmentEntry[]>,
): Promise<void> {
  const length = lengthOf(place.endIndex - place.firstIndex);
  const bad: LedgerCopy[] = [];
  for (const copy of ledgerCopies)
    if (!(await probeKeys(environment, identity, place, copy, length))) bad.push(copy);
  if (bad.length > 0)
    await mendKeys(environment, identity, place, await readEntries(), bad, environment.access === 'write');
}

/**
 * Looks at every key of a segment in both copies. Copies that are alike are looked at once.
 * @returns true if nothing was found
 */
export async function checkKeys(
  environment: LedgerEnvironment,
  identity: LogIdentity,
  place: SegmentPlace,
  entries: readonly SegmentEntry[],
): Promise<boolean> {
  const length = lengthOf(entries.length);
  const keys = await KeysFiles.read(environment, identity, place);
  const [first, second] = keys.copies.map(({ bytes }) => bytes);
  const alike =
    first !== undefined &&
    second !== undefined &&
    first.length >= length &&
    Buffer.compare(first.subarray(0, length), second.subarray(0, length)) === 0;
  const lacking = environment.keys === undefined ? [] : keys.lacking(entries);
  if (alike && lacking.length === 0) return true;
  const merged = keys.merged(entries);
  const bad = alike
    ? ledgerCopies
    : keys.copies.filter(({ bytes }) => !isWhole(bytes, merged, entries)).map(({ copy }) => copy);
  if (bad.length === 0 && lacking.length === 0) return true;
  // The keys of a segment that is still open are the writer's to mend.
  const mayMend = environment.access === 'write' && place.limit === undefined;
  await mendKeys(environment, identity, place, entries, bad.length === 0 ? ledgerCopies : bad, mayMend);
  return false;
}

async function mendKeys(
  environment: LedgerEnvironment,
  identity: LogIdentity,
  place: SegmentPlace,
  entries: readonly SegmentEntry[],
  bad: readonly LedgerCopy[],
  mayMend: boolean,
): Promise<void> {
  const { log } = identity;
  const keys = await KeysFiles.read(environment, identity, place);
  const lacking = environment.keys === undefined ? [] : keys.lacking(entries);
  const bothGone = keys.copies.every(({ bytes }) => bytes === undefined);
  // Without keys of ours nobody can say which copy is the good one; with too few, nothing is written over.
  const mended = mayMend && environment.keys !== undefined && lacking.length === 0 && !bothGone;
  for (const copy of bad) {
    if (mended) await replaceCopy(environment, log, place.number, 'keys', copy, keys.merged(entries));
    environment.findings.add({
      code: 'integrity.ledger-copy-damaged',
      log,
      file: ledgerFileInside(copy, log, place.number, 'keys'),
      mended,
    });
  }
  tellLacking(environment, log, place, bothGone ? [...entries.keys()] : lacking);
}

function tellLacking(
  { findings }: LedgerEnvironment,
  log: string,
  place: SegmentPlace,
  lacking: readonly number[],
): void {
  const file = ledgerFileInside('ledger', log, place.number, 'keys');
  for (const { from, to } of runsOf(lacking))
    findings.add({
      code: 'integrity.entry-damaged',
      log,
      file,
      entries: { from: place.firstIndex + from, to: place.firstIndex + to },
      mended: false,
    });
}

/**
 * Makes both copies of the open segment's keys whole, ready for more to be written behind them; durable once the log's folders are synced.
 *
 * @param entries all that the segment holds
 * @param acknowledged how many of the entries were acknowledged: what is missing of the others is no finding
 */
export async function readyKeys(
  environment: LedgerEnvironment,
  identity: LogIdentity,
  place: SegmentPlace,
  entries: readonly SegmentEntry[],
  acknowledged: number,
): Promise<void> {
  const { log } = identity;
  const keys = await KeysFiles.read(environment, identity, place);
  const merged = keys.merged(entries);
  const known = Math.max(0, Math.min(acknowledged, entries.length));
  for (const { copy, bytes } of keys.copies) {
    if (!isWhole(bytes, merged, entries, known))
      environment.findings.add({
        code: 'integrity.ledger-copy-damaged',
        log,
        file: ledgerFileInside(copy, log, place.number, 'keys'),
        mended: true,
      });
    if (bytes !== undefined && Buffer.compare(bytes.subarray(0, merged.length), merged) === 0)
      await changeEnd(environment, log, place.number, 'keys', copy, {
        current: bytes,
        target: bytes,
        kept: Math.min(known, bytes.length),
      });
    else await putCopy(environment, log, place.number, 'keys', copy, merged);
  }
  tellLacking(environment, log, place, keys.lacking(entries));
}

/** Length of a file of `count` keys. */
function lengthOf(count: number): number {
  return keysHeaderLength + count * keyRecordLength;
}

/** Numbers in ascending order as ranges. */
function runsOf(numbers: readonly number[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last?.to === number) last.to = number + 1;
    else runs.push({ from: number, to: number + 1 });
  }
  return runs;
}
