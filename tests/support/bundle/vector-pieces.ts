/** A bundle told by another: ranges `[at, length]` of that one, and bytes of its own in base64. */
export type Pieces = (readonly [at: number, length: number] | string)[];

/** The bundle that the pieces tell. */
export function joinPieces(bytes: Uint8Array, pieces: Readonly<Pieces>): Uint8Array {
  const parts = pieces.map((piece) =>
    typeof piece === 'string'
      ? Buffer.from(piece, 'base64')
      : Buffer.from(bytes.subarray(piece[0], piece[0] + piece[1])),
  );
  return new Uint8Array(Buffer.concat(parts));
}

const block = 32;

/** Says `to` by ranges of `from` where they share at least a block. */
export function piecesOf(from: Uint8Array, to: Uint8Array): Pieces {
  const keyAt = (bytes: Uint8Array, at: number) =>
    Buffer.from(bytes.subarray(at, at + block)).toString('latin1');
  const places = new Map<string, number>();
  for (let at = from.length - block; at >= 0; at -= 1) places.set(keyAt(from, at), at);
  const pieces: Pieces = [];
  let own = 0;
  let at = 0;
  const flush = (end: number) => {
    if (end > own) pieces.push(Buffer.from(to.subarray(own, end)).toString('base64'));
  };
  while (at + block <= to.length) {
    // What lies at the same place or follows what came before is preferred, so that ranges stay long.
    const place = from[at] === to[at] && keyAt(from, at) === keyAt(to, at) ? at : places.get(keyAt(to, at));
    if (place === undefined) {
      at += 1;
      continue;
    }
    let length = block;
    while (
      at + length < to.length &&
      place + length < from.length &&
      from[place + length] === to[at + length]
    )
      length += 1;
    flush(at);
    pieces.push([place, length]);
    at += length;
    own = at;
  }
  flush(to.length);
  return pieces;
}
