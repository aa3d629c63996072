import { z } from 'zod';

import type { JsonValue } from '../../base/json.ts';

/** Any JSON value; numbers must be finite. */
const jsonValueSchema: z.ZodType<JsonValue> = z.json();

/**
 * An object whose named properties are checked and whose other properties are kept as they are, if they are JSON.
 *
 * A later version may add a property; this version must carry it on unharmed. The type names the known properties only, so
 * that the compiler still catches a misspelt one where a record is made.
 */
export function openObject<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape> {
  return z.object(shape).catchall(jsonValueSchema);
}
