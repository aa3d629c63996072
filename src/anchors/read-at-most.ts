import { concatBytes } from '../base/bytes.ts';

/** The body of an answer. Throws what `tooLarge` gives once it is longer than `limit` bytes; the rest is not read. */
export async function readAtMost(
  { body }: Response,
  limit: number,
  tooLarge: () => Error,
): Promise<Uint8Array> {
  if (body === null) return new Uint8Array(0);
  const stream: AsyncIterable<Uint8Array> = body;
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream) {
    length += piece.length;
    if (length > limit) throw tooLarge();
    pieces.push(piece);
  }
  return concatBytes(...pieces);
}
