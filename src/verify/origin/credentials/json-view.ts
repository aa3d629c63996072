import { isJsonObject, type JsonObject, type JsonValue } from '../../../base/json.ts';

/** Properties of JSON-LD hold one value or a list of them: always a list here. */
export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  return isList(value) ? value : [value];
}

/** The objects among the values of a property. */
export function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return listOf(value).filter((each) => isJsonObject(each));
}

/** The texts among the values of a property. */
export function textsOf(value: JsonValue | undefined): readonly string[] {
  return listOf(value).filter((each) => typeof each === 'string');
}

/** The first text of a property; a `{ "@value": … }` of a language-tagged text counts (VC data model 2.0 section 11.1). */
export function textOf(value: JsonValue | undefined): string | undefined {
  for (const each of listOf(value)) {
    if (typeof each === 'string') return each;
    if (isJsonObject(each) && typeof each['@value'] === 'string') return each['@value'];
  }
  return undefined;
}

/** The id of a thing that is given by its id alone or as an object. */
export function idOf(value: JsonValue | undefined): string | undefined {
  const [first] = listOf(value);
  if (typeof first === 'string') return first;
  return isJsonObject(first) && typeof first.id === 'string' ? first.id : undefined;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
