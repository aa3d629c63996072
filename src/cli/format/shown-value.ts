import { isJsonObject, type JsonObject } from '../../base/json.ts';

/** What a record says in one word where it does, as a grade: the words that the source showed, else those that it gave. */
export function shownValue(record: JsonObject): string | undefined {
  const value = record.value;
  if (!isJsonObject(value)) return undefined;
  const words = value.shown ?? value.said;
  return typeof words === 'string' || typeof words === 'number' ? String(words) : undefined;
}
