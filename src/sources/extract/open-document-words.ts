import { DocumentProblem, type ExaminationLimits } from './examination.ts';
import { readWords } from './office-words.ts';
import { PackageParts } from './package-parts.ts';
import type { TextCollector } from './text-collector.ts';
import { readXml } from './xml-reading.ts';

/** Elements of OpenDocument 1.3 part 3 that hold words: paragraphs and headings, wherever they stand. */
const paragraphs: ReadonlySet<string> = new Set(['p', 'h']);
const metadata: ReadonlySet<string> = new Set(['title', 'subject', 'keyword', 'description']);
/** They stand for blanks inside a paragraph. */
const blanks: ReadonlySet<string> = new Set(['s', 'tab', 'line-break']);

/** The words of a text, table or presentation of LibreOffice and its kin. */
export async function openDocumentWords(
  bytes: Uint8Array,
  into: TextCollector,
  limits: ExaminationLimits,
): Promise<void> {
  const parts = await PackageParts.open(bytes, limits);
  await refuseEncrypted(parts, limits);
  await readWords(parts, 'meta.xml', into, limits, { spoken: metadata, parting: metadata });
  for (const name of ['content.xml', 'styles.xml']) {
    let inside = 0;
    await readXml(
      parts.read(name),
      {
        open: (element) => {
          if (paragraphs.has(element)) {
            inside += 1;
            into.line();
          } else if (blanks.has(element)) into.space();
        },
        close: (element) => {
          if (!paragraphs.has(element)) return;
          inside -= 1;
          into.line();
        },
        text: (text) => {
          if (inside > 0) into.add(text);
        },
      },
      limits.depth,
    );
  }
}

/** An encrypted document is a package as any other, but for what its manifest says (OpenDocument 1.3 part 2, section 3.4). */
async function refuseEncrypted(parts: PackageParts, limits: ExaminationLimits): Promise<void> {
  await readXml(
    parts.read('META-INF/manifest.xml'),
    {
      open: (element) => {
        if (element === 'encryption-data') throw new DocumentProblem('encrypted');
      },
    },
    limits.depth,
  );
}
