import { equalBytes } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { randomBytes } from './random.ts';
import { sodium } from './sodium.ts';

/** An Ed25519 key pair (RFC 8032): both 32 bytes; the seed is the secret. */
export interface KeyPair {
  readonly publicKey: Uint8Array;
  readonly seed: Uint8Array;
}

/** A key pair of a given 32-byte seed, or of a random one. */
export function createKeyPair(seed: Uint8Array = randomBytes(32)): KeyPair {
  const pair = sodium.crypto_sign_seed_keypair(seed);
  pair.privateKey.fill(0);
  return { publicKey: pair.publicKey, seed };
}

/**
 * The Ed25519 signature of a message, 64 bytes; the same message gives the same signature.
 *
 * Throws `internal.bug` if the public key is not the seed's: signing with a foreign one would give the seed away
 * ("double public key signing function oracle").
 */
export function sign(seed: Uint8Array, publicKey: Uint8Array, message: Uint8Array): Uint8Array {
  const pair = sodium.crypto_sign_seed_keypair(seed);
  try {
    if (!equalBytes(pair.publicKey, publicKey)) throw new VaultError('internal.bug', { what: 'key-pair' });
    return sodium.crypto_sign_detached(message, pair.privateKey);
  } finally {
    pair.privateKey.fill(0);
  }
}

/**
 * True if the signature holds. Strict: libsodium refuses small-order and non-canonical keys, small-order R and S beyond
 * the group order, so that one message has one signature. Wrong lengths are false.
 */
export function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  return sodium.crypto_sign_verify_detached(signature, message, publicKey);
}
