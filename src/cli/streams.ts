import type { Writable } from 'node:stream';

/** A place to write to; `isTTY` where it is a terminal. */
export type TextStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Standard input, and what of a terminal a hidden prompt needs. */
export interface HiddenInput extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
  setRawMode?(on: boolean): unknown;
}
