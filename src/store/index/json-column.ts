import type { z } from 'zod';

import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { isJsonObject } from '../../base/json.ts';
import { parseStrictJson } from '../../base/parse-json.ts';

/** Canonical JSON text for a column; null where there is nothing. */
export function jsonColumn(value: JsonValue | undefined): string | null {
  return value === undefined ? null : encodeCanonicalJson(value);
}

/** The JSON of a column, or undefined where it is null. */
export function readJsonColumn(text: string | null): JsonValue | undefined {
  return text === null ? undefined : parseStrictJson(text);
}

/** The JSON object of a column; anything else there reads as an empty object. */
export function readObjectColumn(text: string | null): JsonObject {
  const value = readJsonColumn(text);
  return isJsonObject(value) ? value : {};
}

/** Reads a column with a schema. */
export function readColumn<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  return schema.parse(parseStrictJson(text));
}
