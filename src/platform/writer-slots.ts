/** Bytes go to the writing thread in buffers that are handed to and fro, a few of them. */
export const slotLength = 1 << 20;
export const slotCount = 4;

/** What the thread is told, in order. */
export type WriterRequest =
  | { readonly type: 'begin'; readonly fd: number }
  | { readonly type: 'write'; readonly slot: ArrayBuffer; readonly length: number }
  | { readonly type: 'finish' };

/** What it says. After `failed` it does nothing more. */
export type WriterReply =
  | { readonly type: 'ready' }
  | { readonly type: 'written'; readonly slot: ArrayBuffer }
  | { readonly type: 'finished'; readonly size: number; readonly sha256: Uint8Array }
  | { readonly type: 'failed'; readonly message: string; readonly code: string; readonly syscall: string };
