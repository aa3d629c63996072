import { utf8 } from '../base/bytes.ts';
import { checkCanonical, encodeCanonicalJson } from '../base/canonical-json.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../base/json.ts';

/** JSON that people may look into: indented by two blanks, ending with a line feed. Throws `input.json-invalid` as canonical JSON does. */
export function encodeReadableJson(value: JsonValue): Uint8Array {
  checkCanonical(value);
  return utf8(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** JSON for machines: canonical, ending with a line feed. */
export function encodeCompactJson(value: JsonValue): Uint8Array {
  return utf8(`${encodeCanonicalJson(value)}\n`);
}

/** Whether both are the same value, in whatever order their members come. */
export function equalJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (isJsonList(a) && isJsonList(b))
    return a.length === b.length && a.every((each, at) => equalJson(each, b[at]));
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && equalJson(a[name], b[name]))
  );
}

/** The text, or undefined for anything else. */
export function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function objectOf(value: JsonValue | undefined): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

/** The members of a list; none for anything else. */
export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isJsonList(value) ? value : [];
}

function isJsonList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
