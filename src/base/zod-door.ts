import type { z } from 'zod';

import type { ErrorCode } from './error-codes.ts';
import { VaultError } from './errors.ts';

/**
 * Parses data from outside with a schema. Throws a VaultError with `code` and the path of the first problem
 * (names of fields only, never values).
 */
export function parseWith<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  code: ErrorCode,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const first = result.error.issues[0];
  throw new VaultError(code, {
    field: first?.path.map(String).join('.') ?? '',
    problem: first?.code ?? 'unknown',
  });
}
