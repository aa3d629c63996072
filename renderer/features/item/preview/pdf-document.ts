import {
  AnnotationMode,
  getDocument,
  GlobalWorkerOptions,
  PDFDataRangeTransport,
  type PDFDocumentProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';

import { PdfFiles } from './pdf-files.ts';
import { readPart, type Content } from './use-content.ts';

export type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** An open PDF in a thread of its own. */
export interface OpenPdf {
  readonly document: PDFDocumentProxy;
  /** Fulfilled if something in it turns out to be larger than may be. */
  readonly swollen: Promise<void>;
  /** Ends the thread at once, whatever it is doing. */
  readonly close: () => void;
}

/** Why a PDF cannot be shown. */
export type PdfTrouble = 'password' | 'broken' | 'slow';

export class PdfError extends Error {
  override readonly name = 'PdfError';
  readonly trouble: PdfTrouble;

  constructor(trouble: PdfTrouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

/** Milliseconds that opening, or drawing one page, may take. */
const patience = 20_000;
/** Most points of a picture inside, and of the canvas that a page is drawn on. */
const mostImagePoints = 64_000_000;

/**
 * Opens a PDF, reading only the parts that are needed. It is drawn and nothing more: no scripts, no forms that act, no links, no
 * attachments, no addresses fetched.
 * Throws PdfError.
 */
export async function openPdf(content: Content): Promise<OpenPdf> {
  const thread = new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' });
  const swollen = new Promise<void>((resolve) => {
    thread.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'object' && data !== null && 'tooLarge' in data) resolve();
    });
  });
  // The next document is read by this thread, and no other.
  GlobalWorkerOptions.workerPort = thread;
  const reading = new AbortController();
  const task = getDocument({
    range: new ContentRanges(content, reading.signal),
    verbosity: 0,
    disableAutoFetch: true,
    disableStream: true,
    enableXfa: false,
    stopAtErrors: false,
    maxImageSize: mostImagePoints,
    canvasMaxAreaInBytes: mostImagePoints * 4,
    isImageDecoderSupported: false,
    // WebAssembly would need a wider policy; the script versions of the two decoders do the same.
    useWasm: false,
    wasmUrl: '/pdf-decoders/',
    useWorkerFetch: false,
    BinaryDataFactory: PdfFiles,
    cMapUrl: '/',
    standardFontDataUrl: '/',
  });
  GlobalWorkerOptions.workerPort = null;
  const close = (): void => {
    reading.abort();
    task.destroy().catch(() => undefined);
    thread.terminate();
  };
  try {
    // Its own password is not asked of the learner.
    const locked = new Promise<never>((_, reject) => {
      task.onPassword = () => reject(new PdfError('password'));
    });
    const failed = new Promise<never>((_, reject) => {
      thread.addEventListener('error', () => reject(new PdfError('broken')));
    });
    const tooLarge = swollen.then(() => Promise.reject(new PdfError('slow')));
    return {
      document: await inTime(Promise.race([task.promise, locked, failed, tooLarge])),
      swollen,
      close,
    };
  } catch (thrown) {
    close();
    throw asPdfError(thrown);
  }
}

/** Waits no longer than a person would. Throws PdfError `slow`. */
export async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new PdfError('slow')), patience);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

export function asPdfError(thrown: unknown): PdfError {
  if (thrown instanceof PdfError) return thrown;
  const name = thrown instanceof Error ? thrown.name : '';
  return new PdfError(name === 'PasswordException' ? 'password' : 'broken');
}

/** Drawn with what annotations look like, and none of what they do. */
export const annotationMode = AnnotationMode.ENABLE;

/** Hands over the parts of a content that the reader asks for. */
class ContentRanges extends PDFDataRangeTransport {
  readonly #content: Content;
  readonly #signal: AbortSignal;

  constructor(content: Content, signal: AbortSignal) {
    super(content.size, null);
    this.#content = content;
    this.#signal = signal;
  }

  override requestDataRange(begin: number, end: number): void {
    readPart(this.#content, begin, end, this.#signal)
      .then((bytes) => this.onDataRange(begin, bytes))
      // The reader learns of it by an empty part, and says that the file is broken.
      .catch(() => this.onDataRange(begin, null));
  }
}
