import { encodeHex } from '../base/bytes.ts';
import { throwIfCancelled, VaultError } from '../base/errors.ts';
import { parseStrictJson } from '../base/parse-json.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { encodeOxum } from '../bundle/bag-info.ts';
import { entryKey, recordFileOf, type EntryView } from '../bundle/entry-view.ts';
import { folders, listings, maxRecordFileSize, paths } from '../bundle/layout.ts';
import { equalJson } from '../bundle/readable-json.ts';
import type { History } from './check-history.ts';
import type { PageComparison } from './check-page.ts';
import type { CheckSheet } from './check-sheet.ts';
import { digestFile, type FileDigests } from './digest-file.ts';
import { explainDifferences } from './explain-differences.ts';
import type { DigestsAhead } from './open-bundle.ts';
import type { BundleLayout } from './read-layout.ts';
import type { VerificationCode } from './verification-codes.ts';
import type { CheckId, Finding } from './verification-report.ts';

/** What is made from the records alone. */
const pagePaths: ReadonlySet<string> = new Set([paths.page, ...Object.values(listings)]);

export interface PayloadOptions {
  /** Also take SHA-512 and the zip's CRC-32 of every file. */
  readonly full: boolean;
  /** For files of which the SHA-256 alone is wanted. */
  readonly ahead: DigestsAhead | undefined;
  /** Given the pages as soon as they are read, while digests are still being taken elsewhere. */
  readonly comparePages: (pages: ReadonlyMap<string, Uint8Array>) => PageComparison | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
}

/** What the one pass over the payload found, by path. */
export interface PayloadResult {
  readonly problems: ReadonlyMap<string, VerificationCode>;
  /** Entries whose record file says something else, by entry key. */
  readonly recordProblems: ReadonlySet<string>;
  /** What `comparePages` made of the page and of each listing that is as it was signed. */
  readonly compared: PageComparison | undefined;
}

/**
 * Reads every payload file once: it is the one that the manifest names, none is missing and none is there besides (rules P1 to
 * P6), and record files say what the history says (rule H12).
 */
export async function checkPayload(
  hashes: HashPort,
  layout: BundleLayout,
  { records, checksums }: Pick<History, 'records' | 'checksums'>,
  sheet: CheckSheet,
  options: PayloadOptions,
): Promise<PayloadResult> {
  const { files, payload } = layout;
  const present = files.paths.filter((path) => path.startsWith(folders.payload));
  const total = present.reduce((sum, path) => sum + (files.find(path)?.size ?? 0), 0);
  const found = new Map<string, string>();
  const recordProblems = new Set<string>();
  const pages = new Map<string, Uint8Array>();
  let done = 0;
  const onBytes = (count: number) => {
    done += count;
    options.onProgress?.({ done, total });
  };
  const failures: { readonly at: number; readonly check: CheckId; readonly finding: Finding }[] = [];
  const { here, elsewhere } = shared(present, options.ahead);
  const take = async ([at, path]: readonly [number, string]): Promise<void> => {
    const digests = await digestOne(hashes, layout, path, options, onBytes);
    found.set(path, digests.sha256);
    const fail = (check: CheckId, finding: Finding) => failures.push({ at, check, finding });
    // Where the digest already tells of a change, the zip's checksum adds nothing.
    const sums = [digests.crc32, checksums.get(path)].filter((sum) => sum !== undefined);
    const crcWrong = sums.some((sum) => sum !== files.find(path)?.crc32);
    if (crcWrong && digests.sha256 === payload.sha256.get(path))
      fail('zip', { code: 'crc-wrong', file: path });
    if (
      digests.sha512 !== undefined &&
      payload.sha512.has(path) &&
      digests.sha512 !== payload.sha512.get(path)
    )
      fail('integrity-sha512', { code: 'sha512-differs', file: path });
    const view = records.get(path);
    if (view !== undefined && !recordAgrees(digests.bytes, view)) {
      recordProblems.add(entryKey(view.entry));
      fail('history', { code: 'record-differs', file: path, entry: view.entry });
    }
    if (pagePaths.has(path) && digests.bytes !== undefined && digests.sha256 === payload.sha256.get(path))
      pages.set(path, digests.bytes);
  };
  for (const placed of here) await take(placed);
  const compared = options.comparePages(pages);
  for (const placed of elsewhere) await take(placed);
  // Told in the order of the files, whatever came first.
  for (const { check, finding } of failures.sort((a, b) => a.at - b.at)) sheet.fail(check, finding);
  const problems = judgeDigests(layout, found, sheet);
  const counted = { bytes: total, files: present.length };
  if (layout.bagInfo.get('Payload-Oxum') !== encodeOxum(counted))
    sheet.fail('integrity', { code: 'size-total-differs', file: paths.bagInfo });
  sheet.pass(
    'integrity',
    `All ${found.size} files match what was listed: none altered, none added, none removed.`,
  );
  if (options.full)
    sheet.pass('integrity-sha512', `All ${found.size} files match their second fingerprint too.`);
  else sheet.notChecked('integrity-sha512', 'full-not-asked');
  return { problems, recordProblems, compared };
}

type Placed = readonly [at: number, path: string];

/** The paths with their places: those that are read here, and those that are digested elsewhere meanwhile. */
function shared(
  paths: readonly string[],
  ahead: DigestsAhead | undefined,
): { readonly here: readonly Placed[]; readonly elsewhere: readonly Placed[] } {
  const placed = [...paths.entries()];
  const isAhead = ([, path]: Placed): boolean => ahead?.has(path) === true;
  return { here: placed.filter((one) => !isAhead(one)), elsewhere: placed.filter(isAhead) };
}

async function digestOne(
  hashes: HashPort,
  { files }: BundleLayout,
  path: string,
  { full, ahead, signal }: PayloadOptions,
  onBytes: (count: number) => void,
): Promise<FileDigests> {
  const digest = await ahead?.get(path);
  throwIfCancelled(signal);
  if (digest !== undefined) {
    onBytes(files.find(path)?.size ?? 0);
    return { sha256: encodeHex(digest) };
  }
  // Evidence may be large, and the ledger knows its CRC-32: it is counted again in a full check only.
  const small = !path.startsWith(folders.evidence) && (files.find(path)?.size ?? 0) <= maxRecordFileSize;
  return digestFile(hashes, files.stream(path), {
    sha512: full,
    crc32: full || small,
    keep: small,
    signal,
    onBytes,
  });
}

function judgeDigests(
  { payload }: BundleLayout,
  found: ReadonlyMap<string, string>,
  sheet: CheckSheet,
): Map<string, VerificationCode> {
  const problems = new Map<string, VerificationCode>();
  // A list that was changed can neither clear a file nor accuse it.
  if (sheet.findings('tag-integrity').some(({ code }) => code === 'manifest-altered'))
    sheet.fail('integrity', { code: 'manifest-altered', file: paths.manifest256 });
  for (const finding of explainDifferences(payload.sha256, found)) {
    sheet.fail('integrity', finding);
    for (const path of [finding.file, finding.other])
      if (path !== undefined) problems.set(path, finding.code);
  }
  return problems;
}

function recordAgrees(bytes: Uint8Array | undefined, view: EntryView): boolean {
  if (bytes === undefined) return false;
  try {
    return equalJson(parseStrictJson(bytes), recordFileOf(view));
  } catch (thrown) {
    if (thrown instanceof VaultError) return false;
    throw thrown;
  }
}
