import { VaultError } from '../../base/errors.ts';

/** All bytes of a content of this size. Throws `input.too-large` beyond `limit`, and what the content throws. */
export async function readWhole(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
  limit: number,
): Promise<Uint8Array> {
  if (size > limit) throw new VaultError('input.too-large', { size, limit });
  const bytes = new Uint8Array(size);
  let at = 0;
  for await (const chunk of chunks) {
    if (at + chunk.length > size) throw new VaultError('input.changed-while-reading');
    bytes.set(chunk, at);
    at += chunk.length;
  }
  if (at < size) throw new VaultError('input.changed-while-reading');
  return bytes;
}

/** At most so many bytes from the beginning; the rest is not read. */
export async function firstBytes(chunks: AsyncIterable<Uint8Array>, length: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    pieces.push(chunk.subarray(0, length - size));
    size += Math.min(chunk.length, length - size);
    if (size >= length) break;
  }
  return Buffer.concat(pieces);
}
