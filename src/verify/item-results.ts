import { isRecordKind } from '../evidence/record-kinds.ts';
import { entryKey } from '../bundle/entry-view.ts';
import { itemFacts } from '../bundle/item-facts.ts';
import type { History } from './check-history.ts';
import type { PayloadResult } from './check-payload.ts';
import type { BundleLayout } from './read-layout.ts';
import type { VerificationCode } from './verification-codes.ts';
import type { Dated, FileResult, ItemResult, Standing } from './verification-report.ts';

/** One result for each row about an item or a statement: does its proof hold, and its files? */
export function itemResults(
  layout: BundleLayout,
  history: History,
  payload: PayloadResult,
  { signed, dated }: { readonly signed: boolean; readonly dated: ReadonlyMap<string, Dated> },
): ItemResult[] {
  return history.rows.flatMap((listed) => {
    if (listed.list === 'others') return [];
    const { row, view } = listed;
    const key = entryKey(row.entry);
    const files = [
      row.record,
      ...(listed.list === 'items' && listed.row.file !== undefined ? [listed.row.file.path] : []),
    ];
    const results = files.map((path): FileResult => fileResult(layout, payload, path));
    const code =
      history.problems.get(key) ??
      (payload.recordProblems.has(key) ? 'record-differs' : undefined) ??
      results.find(({ result }) => result === 'fail')?.code ??
      (signed ? undefined : 'signature-not-good') ??
      (isRecordKind(row.kind) ? undefined : 'kind-unknown') ??
      (listed.list === 'items' && listed.row.file?.copyOf !== undefined ? 'copy-not-original' : undefined);
    const since = dated.get(key);
    const standing = standingOf(code, listed.list);
    const facts = view === undefined ? undefined : itemFacts(view);
    return [
      {
        id: row.id,
        ...(listed.list === 'items' ? { version: listed.row.version } : {}),
        kind: row.kind,
        ...(facts?.name === undefined ? {} : { name: facts.name }),
        ...(facts?.attempt === undefined ? {} : { attempt: facts.attempt }),
        entry: { log: row.entry.log, index: row.entry.index },
        ...outcome(code),
        files: results,
        standing,
        ...(since === undefined || standing === 'none' ? {} : { dated: since }),
      },
    ];
  });
}

function fileResult({ files }: BundleLayout, { problems }: PayloadResult, path: string): FileResult {
  const member = files.find(path);
  const code = problems.get(path) ?? (member === undefined ? 'file-removed' : undefined);
  return { path, size: member?.size ?? 0, ...outcome(code) };
}

const open: ReadonlySet<VerificationCode> = new Set([
  'kind-unknown',
  'copy-not-original',
  'signature-not-good',
  'checkpoint-not-good',
]);

function outcome(code: VerificationCode | undefined): Pick<FileResult, 'result' | 'code'> {
  if (code === undefined) return { result: 'pass' };
  return { result: open.has(code) ? 'not-checked' : 'fail', code };
}

function standingOf(code: VerificationCode | undefined, list: 'items' | 'statements'): Standing {
  // Of a copy the record is proven all the same, with the digest of what it is a copy of.
  if (code !== undefined && code !== 'kind-unknown' && code !== 'copy-not-original') return 'none';
  return list === 'items' ? 'kept' : 'stated';
}
