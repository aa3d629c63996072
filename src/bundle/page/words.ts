import type { JsonValue } from '../../base/json.ts';
import { plainText } from '../../evidence/values/plain-text.ts';
import { objectOf, textOf } from '../readable-json.ts';
import { html, type Markup } from './markup.ts';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A day as a person says it: `21 November 2026`; undefined if the text is no day or time. */
function sayDay(time: string): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})(?:T|$)/.exec(time) ?? [];
  const name = months[Number(month) - 1];
  return year === undefined || name === undefined ? undefined : `${Number(day)} ${name} ${year}`;
}

/** A time as people say it, with the exact one behind it; what is no time comes as it stands. */
export function sayTime(time: string | undefined): Markup | undefined {
  if (time === undefined) return undefined;
  const day = sayDay(time);
  if (day === undefined) return html`${time}`;
  const [, clock] = /T(\d{2}:\d{2})/.exec(time) ?? [];
  return html`<time datetime="${time}" title="${time}"
    >${day}${clock === undefined ? '' : `, ${clock}`}${clock !== undefined && time.endsWith('Z') ? ' UTC' : ''}</time
  >`;
}

/** A `{ said, means }` of the records, or a bare value, as one line; undefined if there is nothing to say. */
export function sayStated(value: JsonValue | undefined): Markup | undefined {
  const stated = objectOf(value);
  const meaning = textOf(stated?.means);
  if (meaning !== undefined) return sayDay(meaning) === undefined ? html`${meaning}` : sayTime(meaning);
  const said = stated === undefined ? value : (stated.shown ?? stated.said);
  return said === undefined || said === null || said === '' || typeof said === 'object'
    ? undefined
    : html`${plainText(String(said))}`;
}

/** A length in bytes as people say it. */
export function saySize(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)} ${units[unit] ?? ''}`;
}

/** The paragraphs of a text of a portal, whose HTML is read as text and never put into the page. */
export function sayWritten(value: JsonValue | undefined): Markup[] {
  const said = textOf(objectOf(value)?.said);
  if (said === undefined) return [];
  const format = textOf(objectOf(objectOf(value)?.format)?.means);
  const lines = (format === 'plain' ? said : said.replace(blockEnd, '\n')).split(/\n+/);
  return lines
    .map((line) => (format === 'plain' ? line.trim() : plainText(line)))
    .filter((line) => line !== '')
    .map((line) => html`<p dir="auto">${line}</p>`);
}

const blockEnd = /<(?:\/(?:p|div|li|tr|h[1-6]|blockquote|pre)|br\s*\/?)>/gi;

/** Names come in every language and direction. */
export function sayName(name: string): Markup {
  return html`<bdi>${name}</bdi>`;
}

/** What a document is to a reader, by its role; roles of later versions are documents. */
const roles: Readonly<Record<string, string>> = {
  'submission-file': 'File handed in',
  'online-text': 'Text handed in',
  'feedback-file': 'Feedback file',
  'feedback-image': 'Image in the feedback',
  'annotated-copy': 'Annotated copy',
  brief: 'Brief',
  certificate: 'Certificate',
  credential: 'File of the credential',
  recording: 'Recording',
  archive: 'Archive',
};

export function sayRole(role: JsonValue | undefined): string {
  return (typeof role === 'string' && Object.hasOwn(roles, role) ? roles[role] : undefined) ?? 'Document';
}
