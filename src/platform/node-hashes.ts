import { createHash, hash, type Hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

import { VaultError } from '../base/errors.ts';
import type { HashPort, StreamingHash } from '../crypto/hash-port.ts';

/** Node gives Buffers; everybody else knows plain byte arrays. The bytes are shared, not copied. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

function create(algorithm: 'sha256' | 'sha512'): StreamingHash {
  let state: Hash | undefined = createHash(algorithm);
  const living = (): Hash => {
    if (state === undefined) throw new VaultError('internal.bug', { what: 'hash-finished' });
    return state;
  };
  return {
    update(bytes) {
      living().update(bytes);
    },
    digest() {
      const digest = living().digest();
      state = undefined;
      return plain(digest);
    },
  };
}

/** Hashes by OpenSSL and zlib. */
export const nodeHashes: HashPort = {
  sha256: (bytes) => plain(hash('sha256', bytes, 'buffer')),
  createSha256: () => create('sha256'),
  createSha512: () => create('sha512'),
  crc32: (bytes, previous = 0) => crc32(bytes, previous),
};
