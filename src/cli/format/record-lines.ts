import { isJsonObject, type JsonObject, type JsonValue } from '../../base/json.ts';

/** A record as lines of `name: value`, what lies within it further to the right. Texts of several lines stay one line. */
export function recordLines(record: JsonObject, indent = 2): string[] {
  return Object.entries(record).flatMap(([name, value]) => memberLines(name, value, indent));
}

function memberLines(name: string, value: JsonValue, indent: number): string[] {
  const start = `${' '.repeat(indent)}${name}:`;
  if (isJsonObject(value)) return [start, ...recordLines(value, indent + 2)];
  if (!isJsonArray(value)) return [`${start} ${String(value)}`];
  if (value.every((member) => member === null || typeof member !== 'object'))
    return [`${start} ${value.map(String).join(', ')}`];
  return [start, ...value.flatMap((member, place) => memberLines(String(place + 1), member, indent + 2))];
}

function isJsonArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
