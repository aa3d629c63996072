interface Pieces {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

/**
 * Unpacks gzip (RFC 1952), at most `limit` bytes of it.
 * @returns undefined for what is no gzip, is cut off, has more behind it, or comes to more than `limit`
 */
export async function gunzip(packed: Uint8Array, limit: number): Promise<Uint8Array | undefined> {
  const unpacking = new DecompressionStream('gzip');
  const writer = unpacking.writable.getWriter();
  // What is wrong with the bytes shows on both sides; here it would be nobody's.
  const written = writer.write(Uint8Array.from(packed)).then(
    () => writer.close(),
    () => undefined,
  );
  written.catch(() => undefined);
  const reader: Pieces = unpacking.readable.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value?.length ?? 0;
      if (length > limit) {
        await reader.cancel();
        return undefined;
      }
      if (value !== undefined) pieces.push(value);
    }
  } catch {
    return undefined;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
