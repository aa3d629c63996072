import { getDocument } from 'unpdf/pdfjs';

import { DocumentProblem, type Examination, type ExaminationLimits } from './examination.ts';
import { CollectorFull, type TextCollector } from './text-collector.ts';

/** After so many broken pages the rest is not tried. */
const mostBrokenPages = 20;

/** The words of a PDF, page by page, and its signatures as they stand there. Nothing in it is run, drawn or fetched. */
export async function pdfWords(
  bytes: Uint8Array,
  into: TextCollector,
  limits: ExaminationLimits,
): Promise<Pick<Examination, 'pages' | 'signatures' | 'problem' | 'cut'>> {
  // Counted first: PDF.js takes the bytes over.
  const byteRanges = countByteRanges(bytes);
  const task = getDocument({
    data: bytes,
    verbosity: 0,
    useSystemFonts: false,
    disableFontFace: true,
    useWorkerFetch: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    enableXfa: false,
    stopAtErrors: false,
  });
  try {
    const pdf = await task.promise.catch((thrown: unknown) => {
      const isLocked = thrown instanceof Error && thrown.name === 'PasswordException';
      throw new DocumentProblem(isLocked ? 'encrypted' : 'malformed', thrown);
    });
    const pages = pdf.numPages;
    const read = Math.min(pages, limits.pages);
    const facts = { pages, ...(await signaturesOf(pdf, byteRanges)) };
    let broken = 0;
    for (let number = 1; number <= read && broken < mostBrokenPages; number += 1) {
      try {
        const page = await pdf.getPage(number);
        const { items } = await page.getTextContent();
        addRuns(items, into);
        page.cleanup();
      } catch (thrown) {
        if (thrown instanceof CollectorFull) return { ...facts, cut: true };
        broken += 1;
      }
      into.line();
    }
    return {
      ...facts,
      ...(pages > read ? { cut: true } : {}),
      ...(broken > 0 ? { problem: 'malformed' as const } : {}),
    };
  } finally {
    await task.destroy();
  }
}

type Run = Awaited<ReturnType<Awaited<ReturnType<Pdf['getPage']>>['getTextContent']>>['items'][number];

/** A change of font ends a run in the middle of a word; what stands elsewhere on the page is another word. */
function addRuns(runs: readonly Run[], into: TextCollector): void {
  let before: { readonly right: number; readonly base: number } | undefined;
  for (const run of runs) {
    if (!('str' in run)) continue;
    const [left, base] = [numberOf(run.transform[4]), numberOf(run.transform[5])];
    const near = Math.max(1, run.height / 2);
    const goesOn =
      before !== undefined && Math.abs(base - before.base) < near && Math.abs(left - before.right) < near / 2;
    if (!goesOn) into.space();
    into.add(run.str);
    if (run.hasEOL) into.line();
    if (run.str !== '') before = { right: left + run.width, base };
  }
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

type Pdf = Awaited<ReturnType<typeof getDocument>['promise']>;

async function signaturesOf(pdf: Pdf, byteRanges: number): Promise<Pick<Examination, 'signatures'>> {
  let fields = 0;
  try {
    const found: unknown = await pdf.getFieldObjects();
    const all = found !== null && typeof found === 'object' ? Object.values(found).flat() : [];
    fields = all.filter((field: unknown) => isSignatureField(field)).length;
  } catch {
    // A broken form: what the bytes show is still told.
  }
  return fields === 0 && byteRanges === 0 ? {} : { signatures: { fields, byteRanges } };
}

function isSignatureField(field: unknown): boolean {
  return typeof field === 'object' && field !== null && 'type' in field && field.type === 'signature';
}

/** A signature's dictionary cannot be packed away, since it says where its own value lies: its key stands in the bytes as it is. */
function countByteRanges(bytes: Uint8Array): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let count = 0;
  for (let at = buffer.indexOf('/ByteRange'); at >= 0; at = buffer.indexOf('/ByteRange', at + 10)) count += 1;
  return count;
}
