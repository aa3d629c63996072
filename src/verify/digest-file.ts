import { concatBytes, encodeHex } from '../base/bytes.ts';
import { throwIfCancelled } from '../base/errors.ts';
import type { HashPort } from '../crypto/hash-port.ts';

/** Digests of one file, as far as they were asked for. */
export interface FileDigests {
  readonly sha256: string;
  readonly sha512?: string;
  readonly crc32?: number;
  /** The bytes themselves, where they were to be kept. */
  readonly bytes?: Uint8Array;
}

export interface DigestOptions {
  readonly sha512: boolean;
  readonly crc32: boolean;
  readonly keep: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onBytes?: ((count: number) => void) | undefined;
}

/** Takes a file's digests in one pass. Throws `internal.cancelled`. */
export async function digestFile(
  hashes: HashPort,
  pieces: AsyncIterable<Uint8Array>,
  options: DigestOptions,
): Promise<FileDigests> {
  const sha256 = hashes.createSha256();
  const sha512 = options.sha512 ? hashes.createSha512() : undefined;
  const kept: Uint8Array[] = [];
  let crc32 = 0;
  try {
    for await (const piece of pieces) {
      throwIfCancelled(options.signal);
      sha256.update(piece);
      sha512?.update(piece);
      if (options.crc32) crc32 = hashes.crc32(piece, crc32);
      if (options.keep) kept.push(piece.slice());
      options.onBytes?.(piece.length);
    }
  } catch (thrown) {
    // Only a digest frees a hash's memory, wanted or not.
    sha256.digest();
    sha512?.digest();
    throw thrown;
  }
  return {
    sha256: encodeHex(sha256.digest()),
    ...(sha512 === undefined ? {} : { sha512: encodeHex(sha512.digest()) }),
    ...(options.crc32 ? { crc32 } : {}),
    ...(options.keep ? { bytes: concatBytes(...kept) } : {}),
  };
}
