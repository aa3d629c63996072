import { encodeHex } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { CompactRange } from '../../ledger/compact-range.ts';
import { lookAtKeys } from './keys-mending.ts';
import type { LedgerEnvironment } from './ledger-environment.ts';
import type { OwnLog, OwnLogState } from './ledger-opening.ts';
import { ledgerCopies, ledgerFileInside } from './ledger-paths.ts';
import { LogFiles } from './log-files.ts';
import { LogIdentity } from './log-identity.ts';
import {
  closedPlace,
  findLayout,
  follows,
  looksClosed,
  type KnownSegment,
  type LogLayout,
} from './log-layout.ts';
import { TailOpener } from './log-tail.ts';
import type { Reached } from './segment-content.ts';
import type { Place, SegmentPlace } from './segment-place.ts';
import { findEnd, findEndText } from './segment-end.ts';

/** A log as it was found, and for the own log whether it can be gone on with. */
export interface OpenedLog {
  /** Undefined if nothing of it can be read. */
  readonly files: LogFiles | undefined;
  readonly own: OwnLogState | undefined;
}

/**
 * Opens one log: a quick look at the ends of its closed segments, and a whole reading of its last one, whose header holds
 * the tree before it. Damage becomes findings. Throws `format.too-new`, and `storage.*` while mending.
 */
export async function openLog(
  environment: LedgerEnvironment,
  log: string,
  own: OwnLog | undefined,
): Promise<OpenedLog> {
  const identity = new LogIdentity(environment.hashes, environment.vault, environment.root, log);
  const layout = await findLayout(environment, identity);
  const known = consistent(layout);
  const last = known.at(-1);
  if (last === undefined) return { files: undefined, own: tellUnreadable(environment, log, layout, own) };
  const places = await placesBefore(environment, identity, layout, known);
  const begun = reachedByHeader(environment, last);
  const files = new LogFiles(environment, identity, places, begun);
  const before = own === undefined ? undefined : await earlierHeadLost(environment, files, own, last);
  const tail = await new TailOpener(environment, identity, last).open(own, before);
  const reached = await withText(environment, identity, known, tail.reached);
  files.moveOn([tail.place], reached);
  for (const [i, segment] of known.entries()) {
    const place = places.find(({ number }) => number === segment.header.number);
    if (place === undefined || 'lost' in place || i === known.length - 1) continue;
    if (place.digest === undefined || !looksClosed(segment, place.digest)) await files.read(place, 'both');
    await lookAtKeys(environment, identity, place, async () => (await files.read(place, 'first')).entries);
  }
  tellAfterLast(environment, log, layout, last);
  return { files, own: tail.own };
}

/** Segments whose headers can stand one after the other. */
function consistent({ segments }: LogLayout): KnownSegment[] {
  const known: KnownSegment[] = [];
  for (const segment of segments.values()) {
    const before = known.at(-1)?.header;
    if (before === undefined || follows(before, segment.header, segment.header.number - before.number))
      known.push(segment);
  }
  return known;
}

function reachedByHeader({ hashes }: LedgerEnvironment, { header, headerLength }: KnownSegment): Reached {
  const { firstIndex, frontier } = header;
  const root = CompactRange.fromFrontier(hashes, firstIndex, frontier).root();
  return { size: firstIndex, root, frontier, text: undefined, end: headerLength };
}

/** The places of all segments before the last known one, and of what is lost between them. */
async function placesBefore(
  environment: LedgerEnvironment,
  identity: LogIdentity,
  layout: LogLayout,
  known: readonly KnownSegment[],
): Promise<Place[]> {
  const places: Place[] = [];
  let end = 0;
  let number = 1;
  for (const [i, segment] of known.entries()) {
    const { header } = segment;
    if (header.number > number) {
      places.push(
        lostPlace(environment, identity.log, layout, number, header.number, end, header.firstIndex),
      );
    }
    number = header.number + 1;
    const next = known[i + 1];
    if (next === undefined) break;
    const place: SegmentPlace =
      next.header.number === number
        ? closedPlace(segment, next.header)
        : closedPlace(segment, await findEnd(environment, identity, segment, next.header.firstIndex));
    places.push(place);
    end = place.endIndex;
  }
  return places;
}

function lostPlace(
  { findings }: LedgerEnvironment,
  log: string,
  { numbers: there }: LogLayout,
  from: number,
  to: number,
  firstIndex: number,
  endIndex: number,
): Place {
  const numbers = Array.from({ length: to - from }, (_, i) => from + i);
  const code = numbers.some((number) => there.has(number))
    ? 'integrity.ledger-damaged'
    : 'integrity.ledger-missing';
  for (const number of numbers)
    for (const copy of ledgerCopies)
      findings.add({
        code: there.has(number) ? 'integrity.ledger-damaged' : 'integrity.ledger-missing',
        log,
        file: ledgerFileInside(copy, log, number, 'segment'),
        entries: { from: firstIndex, to: Math.max(firstIndex, endIndex) },
        mended: false,
      });
  return { number: from, firstIndex, endIndex: Math.max(firstIndex, endIndex), lost: code };
}

/** Compares a head that lies before the last segment; later ones are compared there. */
async function earlierHeadLost(
  { hashes }: LedgerEnvironment,
  files: LogFiles,
  { head }: OwnLog,
  last: KnownSegment,
): Promise<Extract<OwnLogState, { state: 'lost' }>['code'] | undefined> {
  if (head.size >= last.header.firstIndex) return undefined;
  const range = CompactRange.empty(hashes);
  try {
    for (const leaf of await files.leaves(head.size)) range.append(leaf);
  } catch (error) {
    if (error instanceof VaultError && error.code === 'integrity.ledger-damaged') return error.code;
    throw error;
  }
  return encodeHex(range.root()) === head.root ? undefined : 'integrity.ledger-rolled-back';
}

/** A last segment that has only begun is signed for by the last one before it that holds an entry. */
async function withText(
  environment: LedgerEnvironment,
  identity: LogIdentity,
  known: readonly KnownSegment[],
  reached: Reached,
): Promise<Reached> {
  const last = known.at(-1);
  if (reached.text !== undefined || reached.size === 0 || last === undefined) return reached;
  const signing = known.slice(0, -1).findLast(({ header }) => header.firstIndex < reached.size);
  const text = signing && (await findEndText(environment, identity, signing, reached));
  if (text === undefined)
    environment.findings.add({
      code: 'integrity.ledger-unsigned',
      log: identity.log,
      file: ledgerFileInside('ledger', identity.log, last.header.number, 'segment'),
      mended: false,
    });
  return { ...reached, text };
}

/** Segments that nobody can place, after the last one that can be. */
function tellAfterLast(
  { findings }: LedgerEnvironment,
  log: string,
  { numbers }: LogLayout,
  { header }: KnownSegment,
): void {
  for (const number of numbers)
    if (number > header.number)
      for (const copy of ledgerCopies)
        findings.add({
          code: 'integrity.ledger-damaged',
          log,
          file: ledgerFileInside(copy, log, number, 'segment'),
          mended: false,
        });
}

function tellUnreadable(
  { findings }: LedgerEnvironment,
  log: string,
  { numbers: there }: LogLayout,
  own: OwnLog | undefined,
): OwnLogState | undefined {
  for (const number of there)
    for (const copy of ledgerCopies)
      findings.add({
        code: 'integrity.ledger-damaged',
        log,
        file: ledgerFileInside(copy, log, number, 'segment'),
        mended: false,
      });
  if (own === undefined) return undefined;
  const code = there.size > 0 ? 'integrity.ledger-damaged' : 'integrity.ledger-missing';
  findings.add({ code, log, entries: { from: 0, to: own.head.size }, mended: false });
  return { state: 'lost', log, code };
}
