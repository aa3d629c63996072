/** Bytes that were not given away are copied into buffers that are handed to and fro. */
export const slotLength = 1 << 20;
/** Bytes that are passed on together, or more by one piece: telling another thread takes longer than copying a few kilobytes. */
export const passLength = 1 << 20;
/** Passes that may be under way. */
export const mostPasses = 4;

/** Bytes in memory that is handed over. */
export interface PassedPiece {
  readonly buffer: ArrayBuffer;
  readonly offset: number;
  readonly length: number;
}

/** What the thread is told, in order. `slot` is the buffer among those of the pieces that is to come back. */
export type DigestRequest =
  | {
      readonly type: 'digest';
      readonly pieces: readonly PassedPiece[];
      readonly slot: ArrayBuffer | undefined;
    }
  | { readonly type: 'finish' };

/** What it says. */
export type DigestReply =
  | { readonly type: 'ready' }
  | { readonly type: 'digested'; readonly slot: ArrayBuffer | undefined }
  | { readonly type: 'finished'; readonly sha256: Uint8Array };
