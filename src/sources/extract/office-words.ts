import type { ExaminationLimits } from './examination.ts';
import { PackageParts } from './package-parts.ts';
import type { TextCollector } from './text-collector.ts';
import { readXml } from './xml-reading.ts';

/** Elements of word processing and drawing (ECMA-376 parts 1 and 4) that hold words, and those that part them. */
const spoken: ReadonlySet<string> = new Set(['t']);
const parting: ReadonlySet<string> = new Set(['p', 'br', 'cr', 'tr', 'tc', 'txBody']);
const properties: ReadonlySet<string> = new Set(['title', 'subject', 'keywords', 'description']);

const wordParts = /^word\/(?:document\d*|footnotes|endnotes|comments|header\d*|footer\d*)\.xml$/u;
const slideParts = /^ppt\/slides\/slide\d+\.xml$/u;
const slideNotes = /^ppt\/(?:notesSlides\/notesSlide|comments\/comment)\d+\.xml$/u;

/** The words of a text document of Office: body, notes, comments, headers; deleted text and field codes are not in `t`. */
export async function wordWords(
  bytes: Uint8Array,
  into: TextCollector,
  limits: ExaminationLimits,
): Promise<void> {
  const parts = await PackageParts.open(bytes, limits);
  await readProperties(parts, into, limits);
  const names = parts.names(wordParts);
  const body = names.filter((name) => name.startsWith('word/document'));
  for (const name of new Set([...body, ...names])) await readParagraphs(parts, name, into, limits);
}

/** The words of a presentation of Office: slides, then what its speaker notes and comments say. */
export async function presentationWords(
  bytes: Uint8Array,
  into: TextCollector,
  limits: ExaminationLimits,
): Promise<{ pages: number }> {
  const parts = await PackageParts.open(bytes, limits);
  await readProperties(parts, into, limits);
  const slides = parts.names(slideParts);
  for (const name of [...slides, ...parts.names(slideNotes)]) await readParagraphs(parts, name, into, limits);
  return { pages: slides.length };
}

/** Title, subject, keywords and description in `docProps/core.xml` (ECMA-376 part 2, section 11). */
export async function readProperties(
  parts: PackageParts,
  into: TextCollector,
  limits: Pick<ExaminationLimits, 'depth'>,
): Promise<void> {
  await readWords(parts, 'docProps/core.xml', into, limits, { spoken: properties, parting: properties });
}

function readParagraphs(
  parts: PackageParts,
  name: string,
  into: TextCollector,
  limits: Pick<ExaminationLimits, 'depth'>,
): Promise<void> {
  return readWords(parts, name, into, limits, { spoken, parting });
}

/** Takes the text of certain elements out of a part. */
export async function readWords(
  parts: PackageParts,
  name: string,
  into: TextCollector,
  limits: Pick<ExaminationLimits, 'depth'>,
  elements: { readonly spoken: ReadonlySet<string>; readonly parting: ReadonlySet<string> },
): Promise<void> {
  let inside = 0;
  await readXml(
    parts.read(name),
    {
      open: (element) => {
        if (elements.spoken.has(element)) inside += 1;
        if (elements.parting.has(element)) into.line();
        else if (element === 'tab') into.space();
      },
      close: (element) => {
        if (elements.spoken.has(element)) inside -= 1;
        if (elements.parting.has(element)) into.line();
      },
      text: (text) => {
        if (inside > 0) into.add(text);
      },
    },
    limits.depth,
  );
}
