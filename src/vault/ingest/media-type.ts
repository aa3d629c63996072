import { fileTypeFromBuffer } from 'file-type';

/** Media type that the first bytes of a content give away, or undefined. */
export async function mediaTypeOfHead(head: Uint8Array): Promise<string | undefined> {
  return (await fileTypeFromBuffer(head))?.mime;
}
