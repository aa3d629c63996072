import { parseWith } from '../../src/base/zod-door.ts';
import { disclosedFieldsSchema, readDisclosed, type DisclosedEntry } from '../../src/ledger/disclosure.ts';

/** The fields of an entry, as `ledger.json` is read. Throws `format.malformed`. */
export function readDisclosedFields(fields: unknown): DisclosedEntry {
  return readDisclosed(parseWith(disclosedFieldsSchema, fields, 'format.malformed'));
}
