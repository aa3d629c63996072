import { z } from 'zod';

import { encodeBase64, parseBase64, parseUtf8, utf8 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { valuesOf, type CommittedField, type EntryFields, type Field } from './entry.ts';
import { checkFieldName, checkFieldOrder } from './field-name.ts';
import { commitmentOf, leafHashOf, saltLength } from './leaf.ts';

/** A field whose value stays hidden: its name and its commitment. */
interface WithheldField {
  readonly name: string;
  readonly commitment: Uint8Array;
}

/** An entry with some of its fields opened. It has the same leaf hash as the whole entry. */
export interface DisclosedEntry {
  readonly fields: readonly (Field | WithheldField)[];
}

const commitmentLength = 32;

/** Opens the fields of a decoded entry whose names `isOpen` says yes to and withholds the others. */
export function discloseEntry(
  fields: readonly CommittedField[],
  isOpen: (name: string) => boolean,
): DisclosedEntry {
  return {
    fields: fields.map(({ name, salt, value, commitment }) =>
      isOpen(name) ? { name, salt, value } : { name, commitment },
    ),
  };
}

/** The leaf hash of the entry that was disclosed. Throws `format.malformed` for names or lengths no entry has. */
export function leafHashOfDisclosed(hashes: HashPort, disclosed: DisclosedEntry): Uint8Array {
  checkShape(disclosed);
  return leafHashOf(
    hashes,
    disclosed.fields.map((field) => {
      const name = utf8(field.name);
      return {
        name,
        commitment:
          'commitment' in field ? field.commitment : commitmentOf(hashes, name, field.salt, field.value),
      };
    }),
  );
}

/** The values of the opened fields. Throws `format.malformed` unless each is canonical JSON. */
export function disclosedValues(disclosed: DisclosedEntry): EntryFields {
  return valuesOf(disclosed.fields.filter((field): field is Field => !('commitment' in field)));
}

/** The fields of a disclosed entry as JSON, but for what `readDisclosed` looks at besides. */
export const disclosedFieldsSchema = z
  .array(
    z.union([
      z.strictObject({ name: z.string(), salt: z.string(), value: z.string() }),
      z.strictObject({ name: z.string(), commitment: z.string() }),
    ]),
  )
  .max(0xff_ff);

/**
 * A disclosed entry as JSON: salts and commitments in base64, each value as the text of its JSON, so that the exact bytes
 * that were committed to survive.
 */
export function encodeDisclosed(disclosed: DisclosedEntry): JsonObject {
  return {
    fields: disclosed.fields.map((field) =>
      'commitment' in field
        ? { commitment: encodeBase64(field.commitment), name: field.name }
        : { name: field.name, salt: encodeBase64(field.salt), value: parseUtf8(field.value) },
    ),
  };
}

/** Reads the JSON form, whose shape was looked at. Throws `format.malformed`. */
export function readDisclosed(fields: z.output<typeof disclosedFieldsSchema>): DisclosedEntry {
  const disclosed: DisclosedEntry = {
    fields: fields.map((field) =>
      'commitment' in field
        ? { name: field.name, commitment: parseBase64(field.commitment) }
        : { name: field.name, salt: parseBase64(field.salt), value: parseText(field.value) },
    ),
  };
  checkShape(disclosed);
  return disclosed;
}

function parseText(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new VaultError('format.malformed', { what: 'lone-surrogate' });
  return utf8(text);
}

function checkShape({ fields }: DisclosedEntry): void {
  if (fields.length > 0xff_ff) throw new VaultError('format.malformed', { what: 'field-count' });
  let previous: string | undefined;
  for (const field of fields) {
    checkFieldName(field.name);
    checkFieldOrder(previous, field.name);
    previous = field.name;
    const fits =
      'commitment' in field ? field.commitment.length === commitmentLength : field.salt.length === saltLength;
    if (!fits) throw new VaultError('format.malformed', { what: 'field-length' });
  }
}
