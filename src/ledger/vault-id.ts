import { concatBytes, encodeHex, utf8 } from '../base/bytes.ts';
import type { HashPort } from '../crypto/hash-port.ts';

const prefix = utf8('evidence-vault vault-id v1\0');

/** The vault id: a commitment to the root public key, as 64 hexadecimal digits (FORMAT.md section 3). */
export function vaultIdOf(hashes: HashPort, rootPublicKey: Uint8Array): string {
  return encodeHex(hashes.sha256(concatBytes(prefix, rootPublicKey)));
}
