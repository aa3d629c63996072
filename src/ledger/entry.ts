import { ByteReader } from '../base/byte-reader.ts';
import { ByteWriter } from '../base/byte-writer.ts';
import { parseUtf8, utf8 } from '../base/bytes.ts';
import { encodeCanonicalJson, isPlainText } from '../base/canonical-json.ts';
import { VaultError } from '../base/errors.ts';
import type { JsonValue } from '../base/json.ts';
import { parseStrictJson } from '../base/parse-json.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { randomBytes } from '../crypto/random.ts';
import { checkFieldName, checkFieldOrder } from './field-name.ts';
import { commitmentOf, leafHashOf, saltLength } from './leaf.ts';

/** An entry as its kind sees it: values by field name. */
export type EntryFields = Readonly<Record<string, JsonValue>>;

/** One field as it is kept: the value is the bytes of its canonical JSON. */
export interface Field {
  readonly name: string;
  readonly salt: Uint8Array;
  readonly value: Uint8Array;
}

/** An entry as bytes, with the leaf hash under which the tree holds it. */
export interface EncodedEntry {
  readonly leafHash: Uint8Array;
  readonly bytes: Uint8Array;
  readonly fields: readonly Field[];
}

/** A field with what hides and binds it: what a disclosure is made of. */
export interface CommittedField extends Field {
  readonly commitment: Uint8Array;
}

export interface DecodedEntry {
  readonly leafHash: Uint8Array;
  readonly fields: readonly CommittedField[];
  readonly values: EntryFields;
}

const maxFields = 0xff_ff;

/**
 * Encodes an entry with fresh random salts, so that equal values give unlike leaves.
 *
 * Throws `format.malformed` for a name that is none, `input.json-invalid` for a value without canonical JSON.
 */
export function encodeEntry(hashes: HashPort, fields: EntryFields): EncodedEntry {
  const named = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  const salts = randomBytes(named.length * saltLength);
  return encodeFields(
    hashes,
    named.map(([name, value], position) => ({
      name,
      salt: salts.subarray(position * saltLength, (position + 1) * saltLength),
      value: utf8(encodeCanonicalJson(value)),
    })),
  );
}

/** How many bytes an entry with these fields is, encoded. */
export function encodedLength(fields: readonly Field[]): number {
  return fields.reduce((sum, { name, value }) => sum + 1 + name.length + saltLength + 4 + value.length, 2);
}

/** Encodes fields that have their salts already, in ascending order of names. Throws `format.malformed`. */
export function encodeFields(hashes: HashPort, fields: readonly Field[]): EncodedEntry {
  if (fields.length > maxFields) throw new VaultError('format.malformed', { what: 'field-count' });
  const writer = new ByteWriter(encodedLength(fields)).u16(fields.length);
  let previous: string | undefined;
  const committed = fields.map(({ name, salt, value }) => {
    checkFieldName(name);
    checkFieldOrder(previous, name);
    if (salt.length !== saltLength) throw new VaultError('format.malformed', { what: 'salt' });
    previous = name;
    const nameBytes = utf8(name);
    writer.u8(nameBytes.length).raw(nameBytes).raw(salt).u32(value.length).raw(value);
    return { name: nameBytes, commitment: commitmentOf(hashes, nameBytes, salt, value) };
  });
  return { leafHash: leafHashOf(hashes, committed), bytes: writer.finish(), fields };
}

/**
 * Decodes an entry and works out its leaf hash; the caller compares that with the tree's. Salts and values are views
 * of `bytes`.
 *
 * Throws `format.malformed` for anything that the encoding could not have made, `input.json-invalid` included.
 */
export function decodeEntry(hashes: HashPort, bytes: Uint8Array): DecodedEntry {
  const fields: CommittedField[] = [];
  const committed: { readonly name: Uint8Array; readonly commitment: Uint8Array }[] = [];
  for (const { name, salt, value } of parseFields(bytes)) {
    const nameBytes = utf8(name);
    const commitment = commitmentOf(hashes, nameBytes, salt, value);
    fields.push({ name, salt, value, commitment });
    committed.push({ name: nameBytes, commitment });
  }
  return { leafHash: leafHashOf(hashes, committed), fields, values: valuesOf(fields) };
}

/** The fields of an encoded entry, their values not yet looked into. Throws `format.malformed`. */
export function parseFields(bytes: Uint8Array): Field[] {
  const reader = new ByteReader(bytes);
  const count = reader.u16();
  const fields: Field[] = [];
  let previous: string | undefined;
  for (let n = 0; n < count; n += 1) {
    const name = parseUtf8(reader.raw(reader.u8()));
    checkFieldName(name);
    checkFieldOrder(previous, name);
    previous = name;
    fields.push({ name, salt: reader.raw(saltLength), value: reader.raw(reader.u32()) });
  }
  reader.end();
  return fields;
}

/** The values of fields by their names. Throws `format.malformed` unless each is canonical JSON. */
export function valuesOf(fields: readonly Pick<Field, 'name' | 'value'>[]): EntryFields {
  return Object.fromEntries(fields.map(({ name, value }) => [name, parseValue(value)]));
}

function parseValue(bytes: Uint8Array): JsonValue {
  const text = parseUtf8(bytes);
  const plain = findPlainString(text);
  if (plain !== undefined) return plain;
  let value: JsonValue;
  try {
    value = parseStrictJson(text);
  } catch (cause) {
    throw new VaultError('format.malformed', { what: 'field-value' }, cause);
  }
  if (encodeCanonicalJson(value) !== text)
    throw new VaultError('format.malformed', { what: 'not-canonical' });
  return value;
}

/** The string of a value that is canonical as it is, as most by far are; undefined for any other. */
function findPlainString(text: string): string | undefined {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return undefined;
  const inner = text.slice(1, -1);
  return isPlainText(inner) ? inner : undefined;
}
