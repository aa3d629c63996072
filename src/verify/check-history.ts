import { VaultError } from '../base/errors.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import {
  rowFactsOf,
  type BundleDocument,
  type ItemRow,
  type OtherRow,
  type StatementRow,
} from '../bundle/bundle-document.ts';
import { entryKey, viewOfDisclosed, type EntryView } from '../bundle/entry-view.ts';
import { itemFacts } from '../bundle/item-facts.ts';
import { folders } from '../bundle/layout.ts';
import type { LogPart, ProvenEntry } from '../bundle/ledger-document.ts';
import type { Digests } from '../evidence/digests.ts';
import { leafHashOfDisclosed } from '../ledger/disclosure.ts';
import { verifyInclusion } from '../ledger/merkle-proof.ts';
import type { CheckSheet } from './check-sheet.ts';
import type { BundleLayout } from './read-layout.ts';
import { sayVerificationCode, type VerificationCode } from './verification-codes.ts';

type Row =
  | { readonly list: 'items'; readonly row: ItemRow }
  | { readonly list: 'statements'; readonly row: StatementRow }
  | { readonly list: 'others'; readonly row: OtherRow };

/** What the history says of the rows of a bundle. */
export interface History {
  /** Rows of `bundle.json` in its order, each with its entry's view, where it has one. */
  readonly rows: readonly (Row & { readonly view: EntryView | undefined })[];
  /** What is wrong with an entry, by its key. */
  readonly problems: ReadonlyMap<string, VerificationCode>;
  /** What a record file must say, by its path. */
  readonly records: ReadonlyMap<string, EntryView>;
  /** CRC-32 of evidence files, by their path. */
  readonly checksums: ReadonlyMap<string, number>;
}

/**
 * Every entry is part of its log's signed tree, and the rows of `bundle.json` say what the entries say (rules H5 to H11). Record
 * files and contents are compared where they are read, in the payload.
 */
export function checkHistory(
  hashes: HashPort,
  layout: BundleLayout,
  roots: ReadonlyMap<string, Uint8Array>,
  sheet: CheckSheet,
): History {
  const problems = new Map<string, VerificationCode>();
  const report = (code: VerificationCode, view: EntryView['entry'], file?: string) => {
    const key = entryKey(view);
    if (!problems.has(key)) problems.set(key, code);
    sheet.fail('history', { code, entry: view, ...(file === undefined ? {} : { file }) });
  };
  const views = new Map<string, EntryView>();
  for (const log of layout.logs) {
    for (const proven of log.entries) {
      const entry = { log: log.log, index: proven.index };
      const code = judgeEntry(hashes, log, proven, roots.get(log.log));
      if (code === 'checkpoint-not-good') problems.set(entryKey(entry), code);
      else if (code !== undefined) report(code, entry);
      const view = readView(log, proven);
      if (view !== undefined) views.set(entryKey(entry), view);
      else if (code !== 'entry-malformed') report('entry-malformed', entry);
    }
  }
  if (layout.logs.some(({ log }) => !roots.has(log))) sheet.notChecked('history', 'checkpoint-not-good');
  if (views.size === 0) sheet.notChecked('history', 'no-history');

  const seen = new Set<string>();
  const records = new Map<string, EntryView>();
  const checksums = new Map<string, number>();
  let copies = 0;
  const rows = rowsOf(layout.document).map((listed) => {
    const { row } = listed;
    const key = entryKey(row.entry);
    const view = views.get(key);
    if (seen.has(key)) report('entry-listed-twice', row.entry);
    seen.add(key);
    const code = judgeRow(layout, listed, view);
    if (code !== undefined) report(code, row.entry, row.record);
    if (records.has(row.record)) report('record-shared', row.entry, row.record);
    else if (view !== undefined) records.set(row.record, view);
    const content = view === undefined ? undefined : itemFacts(view)?.content;
    const file = listed.list === 'items' ? listed.row.file : undefined;
    if (file?.copyOf !== undefined) copies += 1;
    else if (listed.list === 'items' && listed.row.file !== undefined && content !== undefined)
      checksums.set(listed.row.file.path, content.crc32);
    return { ...listed, view };
  });
  for (const [key, { entry }] of views) if (!seen.has(key)) report('entry-unlisted', entry);
  checkPracticeMark(layout.document, [...views.values()], sheet);
  checkUnexplained(layout, rows, sheet);
  if (copies > 0)
    sheet.notChecked(
      'history',
      'copy-not-original',
      `${sayVerificationCode('copy-not-original')} Copies: ${copies}.`,
    );
  sheet.pass('history', `All ${views.size} records are part of the signed history.`);
  return { rows, problems, records, checksums };
}

function judgeEntry(
  hashes: HashPort,
  log: LogPart,
  { index, disclosed, proof }: ProvenEntry,
  root: Uint8Array | undefined,
): VerificationCode | undefined {
  if (root === undefined) return 'checkpoint-not-good';
  const leaf = leafHashOfDisclosed(hashes, disclosed);
  return verifyInclusion(hashes, { index, size: log.size, leaf, proof, root })
    ? undefined
    : 'entry-not-in-history';
}

function readView(log: LogPart, { index, disclosed }: ProvenEntry): EntryView | undefined {
  try {
    return viewOfDisclosed({ log: log.log, index }, disclosed);
  } catch (thrown) {
    if (thrown instanceof VaultError) return undefined;
    throw thrown;
  }
}

function rowsOf(document: BundleDocument): Row[] {
  return [
    ...document.items.map((row) => ({ list: 'items' as const, row })),
    ...document.statements.map((row) => ({ list: 'statements' as const, row })),
    ...document.others.map((row) => ({ list: 'others' as const, row })),
  ];
}

/** A row must say exactly what its entry says, and its file must be the content that the entry tells of. */
function judgeRow(
  layout: BundleLayout,
  listed: Row,
  view: EntryView | undefined,
): VerificationCode | undefined {
  if (view === undefined) return 'row-without-entry';
  const { list, ...facts } = rowFactsOf(view);
  if (list !== listed.list) return 'row-differs';
  const row: Readonly<Record<string, unknown>> = listed.row;
  const says = Object.entries(facts).every(([name, value]) =>
    name === 'entry' ? true : row[name] === value,
  );
  if (!says || ('name' in row && !('name' in facts))) return 'row-differs';
  if (!listed.row.record.startsWith(folders.records)) return 'row-differs';
  return listed.list === 'items' ? judgeFile(layout, listed.row, view) : undefined;
}

function judgeFile(layout: BundleLayout, { file }: ItemRow, view: EntryView): VerificationCode | undefined {
  if (file === undefined) return undefined;
  const content = itemFacts(view)?.content;
  const { sha256, sha512 } = layout.payload;
  if (file.copyOf !== undefined) return judgeCopy(layout, { ...file, copyOf: file.copyOf }, content);
  const agrees =
    content !== undefined &&
    file.path.startsWith(folders.evidence) &&
    file.size === content.size &&
    file.sha256 === content.sha256 &&
    sha256.get(file.path) === content.sha256 &&
    sha512.get(file.path) === content.sha512;
  return agrees ? undefined : 'content-differs';
}

/** A copy names the content that it is a copy of; what it holds itself is the exporter's word alone. */
function judgeCopy(
  { files, payload }: BundleLayout,
  {
    path,
    size,
    sha256,
    copyOf,
  }: Pick<NonNullable<ItemRow['file']>, 'path' | 'size' | 'sha256'> & { readonly copyOf: string },
  content: Digests | undefined,
): VerificationCode | undefined {
  const agrees =
    content?.sha256 === copyOf &&
    sha256 !== copyOf &&
    path.startsWith(folders.evidence) &&
    payload.sha256.get(path) === sha256 &&
    // Where the file is gone, the payload tells of it.
    (files.find(path)?.size ?? size) === size;
  return agrees ? undefined : 'copy-differs';
}

/** A vault of invented data says so in the first entry of each log; a bundle may not hide it, nor claim it. */
function checkPracticeMark(document: BundleDocument, views: readonly EntryView[], sheet: CheckSheet): void {
  for (const { kind, fields, entry } of views) {
    if (
      kind === 'log-opened' &&
      typeof fields.practice === 'boolean' &&
      fields.practice !== document.practice
    )
      sheet.fail('history', { code: 'practice-mark-differs', entry });
  }
}

/** Each file of the payload but the page belongs to exactly one row. */
function checkUnexplained(layout: BundleLayout, rows: readonly Row[], sheet: CheckSheet): void {
  const explained = new Set<string>();
  for (const listed of rows) {
    explained.add(listed.row.record);
    if (listed.list !== 'items' || listed.row.file === undefined) continue;
    const { path } = listed.row.file;
    if (explained.has(path)) sheet.fail('history', { code: 'record-shared', file: path });
    explained.add(path);
  }
  for (const file of layout.payload.sha256.keys()) {
    const known = !file.startsWith(folders.records) && !file.startsWith(folders.evidence);
    if (!known && !explained.has(file)) sheet.fail('history', { code: 'file-unexplained', file });
  }
}
