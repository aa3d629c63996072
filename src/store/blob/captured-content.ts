import type { Digests } from '../../evidence/digests.ts';

/** As many first bytes of a content as the detection of file types wants to see. */
export const headLength = 4_100;

/** Where one sealed part of a content lies, and the key that opens it. */
export interface StoredPart {
  /** Number of the folder under blobs/. */
  readonly shelf: number;
  /** SHA-256 of the sealed file, lower-case hexadecimal: its name. */
  readonly file: string;
  /** Length of the sealed file in bytes. */
  readonly sealedSize: number;
  /** The part's own key, 32 bytes. */
  readonly key: Uint8Array;
}

/** A content as the ledger knows it: enough to read it back and to notice that anything is missing. */
export interface StoredContent {
  /** Length of the content in bytes. */
  readonly size: number;
  /** Plaintext id, lower-case hexadecimal. */
  readonly plaintextId: string;
  readonly parts: readonly StoredPart[];
}

/** What a capture gives back. Its blob files are durable once `settle` has returned after it. */
export interface CapturedContent {
  readonly digests: Digests;
  /** Plaintext id, lower-case hexadecimal. */
  readonly plaintextId: string;
  readonly parts: readonly StoredPart[];
  /** True if the ledger knew this content: then nothing was written, and the parts are the known ones. */
  readonly known: boolean;
  /** The first bytes of the content, at most 4,100: enough to tell what it is without reading it again. */
  readonly head: Uint8Array;
}

/**
 * Bytes to be captured. A path is read off the main thread; a stream is opened at most once, and refused if its length is
 * not the expected one.
 */
export type ContentInput =
  | { readonly path: string }
  | { readonly bytes: Uint8Array }
  | { readonly stream: () => AsyncIterable<Uint8Array>; readonly expectedSize?: number };

export interface CaptureOptions {
  readonly signal?: AbortSignal;
  /** Told now and then how many bytes of the content have been taken in; never for short ones. */
  readonly onProgress?: (bytes: number) => void;
}
