import { VaultError } from './errors.ts';
import type { JsonValue } from './json.ts';

/**
 * A value as plain JSON: members that are undefined are dropped at any depth; undefined itself stays undefined.
 * Throws `input.record-invalid` for what JSON cannot hold (functions, symbols, big integers).
 */
export function asJson(value: unknown): JsonValue | undefined {
  if (value === undefined || value === null || typeof value === 'string' || typeof value === 'boolean')
    return value;
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map((member) => asJson(member) ?? null);
  if (typeof value !== 'object') throw new VaultError('input.record-invalid', { problem: typeof value });
  const members: Record<string, JsonValue> = {};
  for (const [name, member] of Object.entries(value)) {
    const json = asJson(member);
    if (json !== undefined) members[name] = json;
  }
  return members;
}
