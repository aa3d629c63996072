import { concatBytes, encodeBase64, encodeHex, equalBytes, parseBase64, parseHex } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { isKeyName, noteKeyId, signatureTypes } from '../signed-note.ts';

/** Whose key: a witness's (its cosignatures say when), or a log's own. */
type VerifierKeyType = keyof typeof signatureTypes;

/** A key by which signature lines are judged, under the name that they bear. */
export interface VerifierKey {
  readonly name: string;
  readonly publicKey: Uint8Array;
}

const publicKeyLength = 32;
// Longer names are nobody's: c2sp.org/tlog-cosignature gives a name one byte of length.
const longestName = 255;
const shape = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u;

/**
 * A key as people hand it on, on one line: `name+id+key`, the id in hexadecimal and the key in base64 with its type before it
 * (https://c2sp.org/signed-note, "verifier keys"). Throws `internal.bug` for a name that no key has.
 */
export function encodeVerifierKey({ name, publicKey }: VerifierKey, type: VerifierKeyType): string {
  if (!isName(name) || publicKey.length !== publicKeyLength)
    throw new VaultError('internal.bug', { what: 'verifier-key' });
  const byte = signatureTypes[type];
  const id = encodeHex(noteKeyId(name, byte, publicKey));
  return `${name}+${id}+${encodeBase64(concatBytes(Uint8Array.of(byte), publicKey))}`;
}

/**
 * Reads such a line. Strict: one way to write each key, the id must be that of name and key, and the type the one that is asked
 * for, so that a log's key is never taken for a witness's. Throws `format.malformed`.
 */
export function parseVerifierKey(text: string, type: VerifierKeyType): VerifierKey {
  const [, name = '', id = '', encoded = ''] = shape.exec(text) ?? [];
  if (!isName(name)) throw malformed();
  const bytes = parseBase64(encoded);
  const publicKey = bytes.slice(1);
  if (bytes[0] !== signatureTypes[type] || publicKey.length !== publicKeyLength) throw malformed();
  if (!equalBytes(parseHex(id), noteKeyId(name, signatureTypes[type], publicKey))) throw malformed();
  return { name, publicKey };
}

function isName(name: string): boolean {
  return isKeyName(name) && name.length <= longestName;
}

function malformed(): VaultError {
  return new VaultError('format.malformed', { what: 'verifier-key' });
}
