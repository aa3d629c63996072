import { encodeBase64, parseBase64, utf8, concatBytes } from '../../../src/base/bytes.ts';
import { encodeCanonicalJson } from '../../../src/base/canonical-json.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import { parseStrictJson } from '../../../src/base/parse-json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { sign } from '../../../src/crypto/sign.ts';
import { createHeader } from '../../../src/store/header/header-changes.ts';
import type { Header } from '../../../src/store/header/header-schema.ts';
import type { VaultKeys } from '../../../src/store/header/vault-keys.ts';
import { lightArgon2 } from './test-keys.ts';

export const passphrase = 'correct horse battery';
export const at = '2026-11-21T09:30:00.000Z';
export const change = { at, argon2: lightArgon2 };

export interface MadeHeader {
  readonly header: Header;
  readonly recoveryWords: string;
  readonly keys: VaultKeys;
}

export function makeHeader(practice = false): Promise<MadeHeader> {
  return createHeader(passphrase, practice, change);
}

/** The header's fields as JSON. */
export function fieldsOf(header: Header): JsonObject {
  const json = parseStrictJson(header.bytes);
  if (!isJsonObject(json)) throw new Error('a header is an object');
  return json;
}

/** A header file of any fields at all, truly signed by the vault's root key: what a later version might write. */
export function signedFile(keys: VaultKeys, fields: JsonObject): Uint8Array {
  const { signature: _, ...signed } = fields;
  const message = concatBytes(utf8('evidence-vault header v1\0'), utf8(encodeCanonicalJson(signed)));
  const signature = encodeBase64(keys.rootSeed.use((seed) => sign(seed, keys.rootPublicKey, message)));
  return utf8(`${encodeCanonicalJson({ ...signed, signature })}\n`);
}

/** All bytes of base64 text inverted: the same length, another value. */
export function inverted(base64: string): string {
  return encodeBase64(parseBase64(base64).map((byte) => byte ^ 0xff));
}
