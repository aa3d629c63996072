import { base64urlnopad } from '@scure/base';

import { VaultError } from '../../../../base/errors.ts';
import { isJsonObject, type JsonObject } from '../../../../base/json.ts';
import { parseStrictJson } from '../../../../base/parse-json.ts';
import { credentialLimits } from '../limits.ts';

/** A compact JWS (RFC 7515 section 7.1), taken apart and not yet verified. */
export interface CompactJws {
  /** The whole, as it stood. */
  readonly text: string;
  readonly header: JsonObject;
  readonly payload: JsonObject;
}

/** True for text that has the form of a compact JWS: three parts of base64url. */
export function looksLikeJws(text: string): boolean {
  return /^eyJ[\w-]*\.[\w-]+\.[\w-]*$/.test(text);
}

/** Takes a compact JWS apart. Throws `format.malformed`, `input.json-invalid`, `input.too-large`. */
export function parseCompactJws(text: string): CompactJws {
  if (text.length > credentialLimits.text * 2)
    throw new VaultError('input.too-large', { limit: credentialLimits.text });
  const [header, payload, signature, ...rest] = text.split('.');
  if (header === undefined || payload === undefined || signature === undefined || rest.length > 0)
    throw new VaultError('format.malformed', { what: 'jws' });
  decode(signature);
  return { text, header: objectOf(header), payload: objectOf(payload) };
}

function objectOf(part: string): JsonObject {
  const value = parseStrictJson(decode(part));
  if (!isJsonObject(value)) throw new VaultError('format.malformed', { what: 'jws' });
  return value;
}

/** Base64url without padding, canonical (RFC 7515 section 2). */
function decode(part: string): Uint8Array {
  try {
    return base64urlnopad.decode(part);
  } catch (cause) {
    throw new VaultError('format.malformed', { what: 'jws' }, cause);
  }
}
