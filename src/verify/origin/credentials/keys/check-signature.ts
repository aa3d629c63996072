import { base64urlnopad } from '@scure/base';

import { verify as verifyEd25519 } from '../../../../crypto/sign.ts';
import type { PublicKey } from './public-key.ts';

type SignatureHash = 'SHA-256' | 'SHA-384' | 'SHA-512';

/**
 * Whether a signature over `message` holds: Ed25519 strictly (FORMAT.md section 2), ECDSA as two numbers of the curve's length (IEEE P1363),
 * RSA by PKCS#1 v1.5. False for whatever is no signature or no key.
 * @param hash of ECDSA and RSA; Ed25519 has its own
 */
export async function holds(
  key: PublicKey,
  hash: SignatureHash,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (key.kind === 'Ed25519')
    return verifyEd25519(base64urlnopad.decode(key.jwk.x ?? ''), message, signature);
  const signed = [Uint8Array.from(signature), Uint8Array.from(message)] as const;
  const { subtle } = crypto;
  try {
    if (key.kind === 'RSA') {
      const name = 'RSASSA-PKCS1-v1_5';
      const rsa = await subtle.importKey('jwk', key.jwk, { name, hash }, false, ['verify']);
      return await subtle.verify({ name }, rsa, ...signed);
    }
    const curve = { name: 'ECDSA', namedCurve: key.kind } as const;
    const point = await subtle.importKey('jwk', key.jwk, curve, false, ['verify']);
    return await subtle.verify({ name: 'ECDSA', hash }, point, ...signed);
  } catch {
    return false;
  }
}
