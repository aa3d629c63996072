import { encodeHex } from '../base/bytes.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import type { Digests } from '../evidence/digests.ts';

/** Size and all digests of bytes that are at hand as a whole. */
export function digestsOf(hashes: HashPort, bytes: Uint8Array): Digests {
  const sha512 = hashes.createSha512();
  sha512.update(bytes);
  return {
    size: bytes.length,
    sha256: encodeHex(hashes.sha256(bytes)),
    sha512: encodeHex(sha512.digest()),
    crc32: hashes.crc32(bytes),
  };
}
