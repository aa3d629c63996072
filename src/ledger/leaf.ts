import { utf8 } from '../base/bytes.ts';
import type { HashPort } from '../crypto/hash-port.ts';

/** Length of a field's salt in bytes. */
export const saltLength = 32;

const fieldPrefix = utf8('evidence-vault field v1\0');
// RFC 6962 section 2.1: a leaf's hash begins with a zero byte.
const leafPrefix = utf8('\0evidence-vault leaf v1\0');

/** What hides and binds one field: SHA-256 of its name, its 32-byte salt and its value (FORMAT.md section 6). */
export function commitmentOf(
  hashes: HashPort,
  name: Uint8Array,
  salt: Uint8Array,
  value: Uint8Array,
): Uint8Array {
  const bytes = new Uint8Array(fieldPrefix.length + 1 + name.length + salt.length + value.length);
  bytes.set(fieldPrefix, 0);
  let at = fieldPrefix.length;
  bytes[at] = name.length;
  at += 1;
  bytes.set(name, at);
  at += name.length;
  bytes.set(salt, at);
  bytes.set(value, at + salt.length);
  return hashes.sha256(bytes);
}

/** The leaf hash of fields in ascending byte order of their names. */
export function leafHashOf(
  hashes: HashPort,
  fields: readonly { readonly name: Uint8Array; readonly commitment: Uint8Array }[],
): Uint8Array {
  let length = leafPrefix.length + 2;
  for (const { name, commitment } of fields) length += 1 + name.length + commitment.length;
  const bytes = new Uint8Array(length);
  bytes.set(leafPrefix, 0);
  let at = leafPrefix.length;
  bytes[at] = fields.length >> 8;
  bytes[at + 1] = fields.length & 0xff;
  at += 2;
  for (const { name, commitment } of fields) {
    bytes[at] = name.length;
    bytes.set(name, at + 1);
    at += 1 + name.length;
    bytes.set(commitment, at);
    at += commitment.length;
  }
  return hashes.sha256(bytes);
}
