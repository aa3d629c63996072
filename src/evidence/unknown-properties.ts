import { z } from 'zod';

import { isJsonObject, type JsonObject, type JsonValue } from '../base/json.ts';

/**
 * The properties of a record that its schema does not name, at any depth, as paths joined by dots: `newField`,
 * `comments.0.tone`. A record that fits the schema may have them, since a later version may have written it.
 */
export function findUnknownProperties(schema: z.ZodType, record: JsonObject): string[] {
  return unknownIn(schema, record, '');
}

function unknownIn(schema: z.core.$ZodType, value: JsonValue, prefix: string): string[] {
  if (schema instanceof z.ZodExactOptional) return unknownIn(schema.unwrap(), value, prefix);
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    const members: readonly JsonValue[] = value;
    return members.flatMap((member, index) =>
      unknownIn(schema.element, member, `${prefix}${String(index)}.`),
    );
  }
  // Of several shapes, the record's is the one that it fits.
  if (schema instanceof z.ZodUnion) {
    const fitting = schema.options.find((option) => z.safeParse(option, value).success);
    return fitting === undefined ? [] : unknownIn(fitting, value, prefix);
  }
  if (isObjectSchema(schema) && isJsonObject(value)) {
    const { shape } = schema;
    return Object.entries(value).flatMap(([name, member]) => {
      const known = Object.hasOwn(shape, name) ? shape[name] : undefined;
      return known === undefined ? [`${prefix}${name}`] : unknownIn(known, member, `${prefix}${name}.`);
    });
  }
  return [];
}

function isObjectSchema(
  schema: z.core.$ZodType,
): schema is z.ZodObject<Readonly<Record<string, z.core.$ZodType>>> {
  return schema instanceof z.ZodObject;
}
