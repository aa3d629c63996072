import { utf8 } from '../../base/bytes.ts';
import { csvLine } from '../../bundle/csv-line.ts';
import { html, type Markup } from '../../bundle/page/markup.ts';

/** One version of one item. */
export interface IndexLine {
  readonly item: string;
  readonly version: number;
  readonly kind: string;
  readonly name: string;
  readonly source: string;
  readonly course: string;
  readonly assignment: string;
  readonly attempt: string;
  readonly captured: string;
  /** Path of its bytes; empty for what has none, or where the vault has lost them. */
  readonly file: string;
  readonly size: string;
  readonly sha256: string;
  /** Path of its record. */
  readonly record: string;
}

const columns: readonly (readonly [string, keyof IndexLine])[] = [
  ['Source', 'source'],
  ['Course', 'course'],
  ['Assignment', 'assignment'],
  ['Attempt', 'attempt'],
  ['Kind', 'kind'],
  ['Name', 'name'],
  ['Version', 'version'],
  ['Kept', 'captured'],
  ['File', 'file'],
  ['Size', 'size'],
  ['SHA-256', 'sha256'],
  ['Item', 'item'],
  ['Record', 'record'],
];

/** `index.csv`: RFC 4180, UTF-8 with a byte order mark, as spreadsheets want it. */
export function* indexCsv(lines: readonly IndexLine[]): Generator<Uint8Array, void, undefined> {
  yield utf8(`\uFEFF${csvLine(columns.map(([title]) => title))}`);
  for (const line of lines) yield utf8(csvLine(columns.map(([, property]) => String(line[property]))));
}

/** `index.html`: the same as a table that needs nothing else. */
export function* indexHtml(
  lines: readonly IndexLine[],
  about: { readonly madeAt: string; readonly practice: boolean },
): Generator<Uint8Array, void, undefined> {
  yield utf8(
    html`<!doctype html>
      <html lang="en-GB">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width" />
          <meta
            http-equiv="Content-Security-Policy"
            content="default-src 'none'; style-src 'unsafe-inline'"
          />
          <title>Everything from your vault</title>
          <style>
            body {
              font:
                1rem/1.5 system-ui,
                sans-serif;
              margin: 2rem;
            }
            table {
              border-collapse: collapse;
            }
            td,
            th {
              border-bottom: 1px solid #bbb;
              padding: 0.3rem 0.6rem;
              text-align: left;
              vertical-align: top;
            }
          </style>
        </head>
        <body>
          <h1>Everything from your vault</h1>
          <p>
            Made on ${about.madeAt.slice(0, 10)}.
            ${about.practice ? 'This was a vault to practise with. ' : ''}These files are not locked: whoever
            has this folder can read them.
          </p>
          <table>
            <caption>
              Every version of every item
            </caption>
            <thead>
              <tr>
                <th scope="col">Where</th>
                <th scope="col">What</th>
                <th scope="col">Version</th>
                <th scope="col">Kept</th>
                <th scope="col">Record</th>
              </tr>
            </thead>
            <tbody></tbody>
          </table>
        </body>
      </html> `.text,
  );
  for (const line of lines) yield utf8(rowOf(line).text);
  yield utf8('</tbody></table></body></html>\n');
}

function rowOf({
  source,
  course,
  assignment,
  attempt,
  name,
  file,
  version,
  captured,
  record,
}: IndexLine): Markup {
  const where = [source, course, assignment, attempt].filter((part) => part !== '').join(' › ');
  const what = file === '' ? html`${name}` : html`<a href="${linkTo(file)}">${name}</a>`;
  return html`<tr>
    <td>${where}</td>
    <td>${what}</td>
    <td>${version}</td>
    <td>${captured.slice(0, 10)}</td>
    <td><a href="${linkTo(record)}">record</a></td>
  </tr> `;
}

function linkTo(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
