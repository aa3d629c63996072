import type { JsonValue } from './json.ts';

/** What a walk through a value finds that must be the same as in its text. */
interface Found {
  /** Members of all objects. */
  members: number;
  /** Colons in all names and strings. */
  colons: number;
}

/**
 * Parses JSON with the platform's parser, which is many times as fast as ours, where it is certain that a strict parser reads the same: a name that is
 * there twice is noticed by counting, since each member has a colon of its own in the text. Whatever is wrong or in doubt is left to the strict parser.
 *
 * @param maxDepth deepest nesting that is taken
 * @returns undefined where the strict parser has to look
 */
export function parseQuickly(text: string, maxDepth: number): JsonValue | undefined {
  // An escape could hide a colon, or half of a surrogate pair.
  if (text.includes('\\u') || !text.isWellFormed()) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The strict parser says what is wrong, and where.
    return undefined;
  }
  const found: Found = { members: 0, colons: 0 };
  if (!isCertain(value, maxDepth, found)) return undefined;
  return colonsIn(text) === found.members + found.colons ? value : undefined;
}

function isCertain(value: unknown, depth: number, found: Found): value is JsonValue {
  if (depth < 0) return false;
  switch (typeof value) {
    case 'string':
      found.colons += colonsIn(value);
      return true;
    case 'number':
      return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
    case 'object':
      break;
    default:
      return true;
  }
  if (value === null) return true;
  if (Array.isArray(value)) {
    for (const each of value) if (!isCertain(each, depth - 1, found)) return false;
    return true;
  }
  const members: Readonly<Record<string, unknown>> = { ...value };
  for (const name in members) {
    found.members += 1;
    found.colons += colonsIn(name);
    if (!isCertain(members[name], depth - 1, found)) return false;
  }
  return true;
}

function colonsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) count += 1;
  return count;
}
