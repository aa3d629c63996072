import type { ExaminationLimits } from './examination.ts';
import { readProperties, readWords } from './office-words.ts';
import { PackageParts } from './package-parts.ts';
import type { TextCollector } from './text-collector.ts';
import { readXml } from './xml-reading.ts';

const spoken: ReadonlySet<string> = new Set(['t']);
const parting: ReadonlySet<string> = new Set(['si', 'comment', 'c', 'row']);
const sheetParts = /^xl\/worksheets\/sheet\d+\.xml$/u;
const commentParts = /^xl\/comments\d*\.xml$/u;
/** Types of cells whose value is no word: a place among the shared strings, a truth value, an error (ECMA-376 part 1, section 18.18.11). */
const wordless: ReadonlySet<string> = new Set(['s', 'b', 'e']);

/** The words and numbers of a workbook of Office: names of sheets, strings, what other cells hold, comments. */
export async function workbookWords(
  bytes: Uint8Array,
  into: TextCollector,
  limits: ExaminationLimits,
): Promise<{ pages: number }> {
  const parts = await PackageParts.open(bytes, limits);
  await readProperties(parts, into, limits);
  await readXml(
    parts.read('xl/workbook.xml'),
    {
      open: (element, attribute) => {
        if (element !== 'sheet') return;
        into.add(attribute('name') ?? '');
        into.line();
      },
    },
    limits.depth,
  );
  await readWords(parts, 'xl/sharedStrings.xml', into, limits, { spoken, parting });
  for (const name of parts.names(commentParts))
    await readWords(parts, name, into, limits, { spoken, parting });
  const sheets = parts.names(sheetParts);
  for (const name of sheets) await readCells(parts, name, into, limits);
  return { pages: sheets.length };
}

async function readCells(
  parts: PackageParts,
  name: string,
  into: TextCollector,
  limits: ExaminationLimits,
): Promise<void> {
  let type: string | undefined;
  let inside = 0;
  await readXml(
    parts.read(name),
    {
      open: (element, attribute) => {
        if (element === 'c') type = attribute('t');
        if (element === 't' || (element === 'v' && !wordless.has(type ?? 'n'))) inside += 1;
      },
      close: (element) => {
        if (element === 't' || (element === 'v' && !wordless.has(type ?? 'n'))) inside -= 1;
        if (element === 'c') into.space();
        if (element === 'row') into.line();
      },
      text: (text) => {
        if (inside > 0) into.add(text);
      },
    },
    limits.depth,
  );
}
