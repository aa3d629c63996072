import type { DocumentKind } from './document-kinds.ts';
import { DocumentProblem, type Examination, type ExaminationLimits } from './examination.ts';
import { CollectorFull, TextCollector } from './text-collector.ts';

type Facts = Omit<Examination, 'text'>;
type Reader = (bytes: Uint8Array, into: TextCollector, limits: ExaminationLimits) => Promise<Facts>;

/** A reader that has nothing to say beside the words. */
function onlyWords(read: (...given: Parameters<Reader>) => unknown): Reader {
  return async (...given) => {
    await read(...given);
    return {};
  };
}

/** Loads the reader of a kind; each brings its own libraries, and most commands need none of them. */
export async function loadReader(kind: DocumentKind): Promise<Reader> {
  switch (kind) {
    case 'pdf':
      return (await import('./pdf-words.ts')).pdfWords;
    case 'word':
      return onlyWords((await import('./office-words.ts')).wordWords);
    case 'presentation':
      return (await import('./office-words.ts')).presentationWords;
    case 'workbook':
      return (await import('./workbook-words.ts')).workbookWords;
    case 'open-document':
      return onlyWords((await import('./open-document-words.ts')).openDocumentWords);
    case 'html':
      return onlyWords((await import('./html-words.ts')).htmlWords);
    case 'rtf':
      return onlyWords((await import('./rtf-words.ts')).rtfWords);
    case 'mail':
      return onlyWords((await import('./mail-words.ts')).mailWords);
    case 'plain':
      return onlyWords((await import('./plain-words.ts')).plainWords);
  }
}

/**
 * Reads the words of a document with its reader. Never rejects: whatever goes wrong is said, beside the words that were found before.
 * Time and memory are the caller's to limit.
 */
export async function readDocument(
  reader: Reader,
  bytes: Uint8Array,
  limits: ExaminationLimits,
): Promise<Examination> {
  const into = new TextCollector(limits.characters);
  let facts: Facts;
  try {
    facts = await reader(bytes, into, limits);
  } catch (thrown) {
    facts = thrown instanceof CollectorFull ? { cut: true } : { problem: problemOf(thrown) };
  }
  return { text: into.text(), ...facts };
}

function problemOf(thrown: unknown): NonNullable<Examination['problem']> {
  if (thrown instanceof DocumentProblem) return thrown.problem;
  // A call stack that ran out: something in it is nested without end.
  if (thrown instanceof RangeError && thrown.message.includes('call stack')) return 'too-deep';
  return 'reader-failed';
}
