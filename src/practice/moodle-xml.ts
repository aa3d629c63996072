import type { MoodleError } from './moodle-errors.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8" ?>\n';

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function encodeValue(value: unknown): string {
  if (Array.isArray(value)) return `<MULTIPLE>\n${value.map(encodeValue).join('')}</MULTIPLE>\n`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.entries(value).map(
      ([name, member]) => `<KEY name="${escapeXml(name)}">${encodeValue(member)}</KEY>\n`,
    );
    return `<SINGLE>\n${keys.join('')}</SINGLE>\n`;
  }
  if (value === null || value === undefined) return '<VALUE null="null"/>\n';
  // What comes here is JSON, so that only text, numbers and truth values are left; PHP writes the last as 1 and 0.
  const text =
    typeof value === 'string' ? value : JSON.stringify(typeof value === 'boolean' ? Number(value) : value);
  return `<VALUE>${escapeXml(text)}</VALUE>\n`;
}

/** What Moodle's REST server sends when a call does not ask for `moodlewsrestformat=json`. */
export function encodeMoodleXml(value: unknown): string {
  return `${declaration}<RESPONSE>\n${encodeValue(value)}</RESPONSE>\n`;
}

/** The same for an exception. */
export function encodeMoodleXmlException(error: MoodleError): string {
  const code = error.errorcode === undefined ? '' : `<ERRORCODE>${escapeXml(error.errorcode)}</ERRORCODE>\n`;
  return `${declaration}<EXCEPTION class="${escapeXml(error.exception)}">\n${code}<MESSAGE>${escapeXml(error.message)}</MESSAGE>\n</EXCEPTION>\n`;
}
