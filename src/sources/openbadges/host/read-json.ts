import { parseUtf8 } from '../../../base/bytes.ts';
import { VaultError } from '../../../base/errors.ts';
import type { JsonValue } from '../../../base/json.ts';
import { parseStrictJson } from '../../../base/parse-json.ts';

/** An answer as JSON. Throws `source.protocol` for what is none, holds a name twice or is no UTF-8. */
export function readJson(bytes: Uint8Array): JsonValue {
  try {
    return parseStrictJson(parseUtf8(bytes));
  } catch {
    // What was wrong with it may quote it.
    throw new VaultError('source.protocol', { reason: 'json' });
  }
}
