import { utf8 } from '../base/bytes.ts';
import { csvLine } from './csv-line.ts';
import { indexColumns, indexRows } from './index-rows.ts';
import type { PageInput } from './page/page-context.ts';

/** `data/index.csv`: the evidence index. RFC 4180, UTF-8 with a byte order mark, as spreadsheets want it. */
export function renderIndexCsv(input: PageInput): Uint8Array {
  return utf8(`\uFEFF${[indexColumns, ...indexRows(input)].map(csvLine).join('')}`);
}
