/** Raised when the readers find more, or other, words than before: what they failed at is then tried once more. */
export const examinerVersion = 1;

/** Why no words, or not all of them, were found in a document. It is remembered, so that nothing is tried for ever. */
export type ExaminationProblem =
  /** Closed with a password. */
  | 'encrypted'
  /** Not what its type says, or broken; what was readable before that is kept. */
  | 'malformed'
  /** More bytes than are read for search. */
  | 'too-large'
  /** Its packaging unpacks to more than is read for search. */
  | 'unpacks-too-large'
  /** Elements nested deeper than any program writes them. */
  | 'too-deep'
  | 'too-slow'
  | 'too-much-memory'
  /** The reader itself gave up. */
  | 'reader-failed';

/** What reading a document for search gave. None of it is evidence. */
export interface Examination {
  /** Its words, in reading order as far as the format tells: blanks made one, no control characters, NFC. */
  readonly text: string;
  /** True if there are more words, or pages, than are kept. */
  readonly cut?: boolean;
  readonly pages?: number;
  /** A PDF's signatures as they stand there: noted, never checked, and no proof of anything. */
  readonly signatures?: {
    /** Form fields made for a signature, signed or not. */
    readonly fields: number;
    /** Ranges of bytes that a signature says it covers (ISO 32000-1 section 12.8.1). */
    readonly byteRanges: number;
  };
  readonly problem?: ExaminationProblem;
}

export interface ExaminationLimits {
  /** Largest document, in bytes: it is held in memory. */
  readonly bytes: number;
  /** Most characters (UTF-16 code units) of text. */
  readonly characters: number;
  readonly pages: number;
  /** Most bytes that the parts of a package unpack to, together. */
  readonly unpacked: number;
  /** Most parts of a package. */
  readonly parts: number;
  /** Deepest nesting of elements. */
  readonly depth: number;
  readonly milliseconds: number;
  /** Memory of the thread: what its JavaScript holds, and its byte arrays beyond the document itself. */
  readonly heapMiB: number;
  readonly arraysMiB: number;
}

/** Far beyond an ordinary document, and no more than a small computer can bear. */
export const examinationLimits: ExaminationLimits = {
  bytes: 64 * 1024 * 1024,
  characters: 200_000,
  pages: 2_000,
  unpacked: 128 * 1024 * 1024,
  parts: 20_000,
  depth: 1_000,
  milliseconds: 30_000,
  heapMiB: 256,
  arraysMiB: 512,
};

/** Thrown by readers; its code becomes the examination's problem. */
export class DocumentProblem extends Error {
  override readonly name = 'DocumentProblem';
  readonly problem: ExaminationProblem;

  constructor(problem: ExaminationProblem, cause?: unknown) {
    super(problem, cause === undefined ? undefined : { cause });
    this.problem = problem;
  }
}
