import { errorMeanings, isErrorCode } from '../../base/error-codes.ts';
import type { FoundImport, ImportPreview, ImportReport, RefusedImport } from '../../vault/import-given.ts';
import { importNoticeSentence } from '../../vault/import-notices.ts';
import { reportedItemLines } from './item-lines.ts';
import { sayCount, saySize } from './numbers.ts';
import { tableLines } from './table.ts';

/** What something that was handed over turned out to be. */
export function foundLines(found: FoundImport): string[] {
  return [
    `${found.name}: ${found.title}${found.origin === found.name ? '' : `, from ${found.origin}`}`,
    ...found.notices.map((code) => `  Note: ${importNoticeSentence(code)} [${code}]`),
    ...columnLines(found),
  ];
}

function columnLines({ columns }: FoundImport): string[] {
  if (columns === undefined) return [];
  const preset = columns.preset === undefined ? '' : `, read as ${columns.preset}`;
  return [
    `  A table of ${sayCount(columns.rows, 'row')}${preset}. Its columns:`,
    ...tableLines(
      columns.columns.map(({ title, means, examples }) => [
        `    ${title}`,
        means ?? 'left out',
        examples.slice(0, 2).join(', '),
      ]),
    ),
  ];
}

/** What an import would do. */
export function previewLines(preview: ImportPreview): string[] {
  const failed = preview.items.filter(({ outcome }) => outcome === 'failed');
  return [
    ...foundLines(preview),
    ...tableLines(
      preview.kinds.map(({ kind, captured, changed, unchanged, failed: notKept }) => [
        `    ${kind}`,
        `${captured} new`,
        `${changed} changed`,
        `${unchanged} as before`,
        `${notKept} not kept`,
      ]),
    ),
    ...failed.map(({ name, code = '' }) => `    ${name}: ${sentenceOf(code)} [${code}]`),
    `  ${sayCount(preview.captured + preview.changed, 'item')} would be kept (${saySize(preview.bytes)}), ${preview.unchanged} as before, ${preview.failed} not kept. Nothing was kept yet.`,
  ];
}

/** What an import did; what was found has been said before. */
export function importLines(report: ImportReport): string[] {
  const { captured, changed, unchanged, failed, items } = report;
  const bytes = items
    .filter(({ outcome }) => outcome === 'captured' || outcome === 'changed')
    .reduce((sum, { size = 0 }) => sum + size, 0);
  return [
    ...reportedItemLines(items),
    `${sayCount(captured + changed, 'item')} kept (${saySize(bytes)}), ${unchanged} as before, ${failed} not kept.`,
  ];
}

export function refusedLines({ name, error }: RefusedImport): string[] {
  return [`${name}: ${error.message} [${error.code}]`];
}

function sentenceOf(code: string): string {
  return isErrorCode(code) ? errorMeanings[code].sentence : '';
}
