import { encodeHex, equalBytes, parseBase64, parseHex } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';

const keyLength = 32;

/** 32 bytes of base64. Throws `format.malformed`. */
export function parsePublicKey(text: string): Uint8Array {
  const key = parseBase64(text);
  if (key.length !== keyLength) throw new VaultError('format.malformed', { what: 'public-key' });
  return key;
}

/** Whether a text is such a key. */
export function isPublicKey(text: string): boolean {
  try {
    parsePublicKey(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a vault is the expected one. */
export type ExpectedKey = (vault: { readonly id: string; readonly publicKey: Uint8Array }) => boolean;

/**
 * Reads what a caller expects: a vault id (64 hexadecimal digits), or a root public key in hexadecimal or base64. A vault id and
 * a key in hexadecimal look alike; since nobody can choose either to match the other, both are compared.
 *
 * Throws `input.usage` for anything else.
 */
export function parseExpectedKey(text: string): ExpectedKey {
  const trimmed = text.trim();
  if (/^[0-9A-Fa-f]{64}$/.test(trimmed)) {
    const expected = parseHex(trimmed.toLowerCase());
    return ({ id, publicKey }) => id === encodeHex(expected) || equalBytes(publicKey, expected);
  }
  const key = parseKeyOrRefuse(trimmed);
  return ({ publicKey }) => equalBytes(publicKey, key);
}

function parseKeyOrRefuse(text: string): Uint8Array {
  try {
    return parsePublicKey(text);
  } catch (cause) {
    throw new VaultError('input.usage', { what: 'expect-key' }, cause);
  }
}
