import type { JsonObject } from '../base/json.ts';
import { pathOf, type RecordProblem } from './record-problem.ts';

/** As deep as the strict JSON parser of `src/base` goes. */
const maxDepth = 64;

/**
 * What keeps a value from being a record of plain JSON, or undefined: a record is an object of strings without lone
 * surrogates, booleans, null, finite numbers (integers up to 2^53 - 1), arrays and plain objects. No `undefined`, no Date.
 */
export function findJsonProblem(value: unknown): RecordProblem | undefined {
  return isPlainObject(value) ? findProblem(value, []) : { path: '', problem: 'not-an-object' };
}

/** True for a record of plain JSON. */
export function isJsonRecord(value: unknown): value is JsonObject {
  return findJsonProblem(value) === undefined;
}

/**
 * True if any object in a record has a property named `__proto__`. It is JSON, but a copy made property by property loses
 * it, so such a record is never taken for one that we know.
 */
export function hasUnsafeName(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(hasUnsafeName);
}

function findProblem(value: unknown, path: readonly PropertyKey[]): RecordProblem | undefined {
  const problem = (code: string): RecordProblem => ({ path: pathOf(path), problem: code });
  if (path.length > maxDepth) return problem('too-deep');
  if (typeof value === 'string') return value.isWellFormed() ? undefined : problem('lone-surrogate');
  if (typeof value === 'number') return isJsonNumber(value) ? undefined : problem('number');
  if (typeof value === 'boolean' || value === null) return undefined;
  if (Array.isArray(value))
    return firstOf(
      value.map((member: unknown, index): Member => [index, member]),
      path,
    );
  if (!isPlainObject(value)) return problem(typeof value === 'object' ? 'not-plain' : typeof value);
  if (Object.keys(value).some((name) => !name.isWellFormed())) return problem('lone-surrogate');
  return firstOf(Object.entries(value), path);
}

type Member = readonly [PropertyKey, unknown];

function firstOf(members: readonly Member[], path: readonly PropertyKey[]): RecordProblem | undefined {
  for (const [name, member] of members) {
    const found = findProblem(member, [...path, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isJsonNumber(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
