import { open } from 'node:fs/promises';

import { fileTypeFromBuffer } from 'file-type';

import type { ContentInput } from '../../sources/source.ts';

/** As many first bytes as the detector wants to see. */
const headLength = 4100;

/** Media type that the first bytes of a file give away, or undefined. */
export async function mediaTypeOfHead(head: Uint8Array): Promise<string | undefined> {
  return (await fileTypeFromBuffer(head))?.mime;
}

/** A content whose first bytes are remembered while it is read. */
export interface WatchedContent {
  readonly input: ContentInput;
  /** The first bytes; complete once the content has been read. */
  head(): Promise<Uint8Array>;
}

/** Wraps a content so that its head can be looked at without reading it twice (a path is simply opened again). */
export function watchHead(content: ContentInput): WatchedContent {
  if ('bytes' in content)
    return { input: content, head: () => Promise.resolve(content.bytes.subarray(0, headLength)) };
  if ('path' in content) return { input: content, head: () => headOfFile(content.path) };
  const head = new Uint8Array(headLength);
  let filled = 0;
  const watch = async function* (): AsyncIterable<Uint8Array> {
    filled = 0;
    for await (const chunk of content.stream()) {
      const wanted = chunk.subarray(0, headLength - filled);
      head.set(wanted, filled);
      filled += wanted.length;
      yield chunk;
    }
  };
  return { input: { ...content, stream: watch }, head: () => Promise.resolve(head.subarray(0, filled)) };
}

async function headOfFile(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const head = new Uint8Array(headLength);
    const { bytesRead } = await file.read(head, 0, headLength, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
