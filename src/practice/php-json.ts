/**
 * JSON as PHP's `json_encode` writes it without flags, which is what Moodle sends: no blanks, `\/` for every slash and
 * `\uXXXX` (lower case) for everything outside ASCII.
 */
export function encodePhpJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/[^\u0020-\u007e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
