import { simpleParser, type AddressObject, type Attachment } from 'mailparser';

import type { StatedTime } from '../../evidence/values/times.ts';
import {
  readHeaderBlock,
  unfolded,
  utf8Of,
  valuesOf,
  type HeaderBlock,
} from '../../verify/origin/mail/header-block.ts';
import {
  largestReadMessage,
  longestFields,
  longestText,
  mostAttachments,
} from '../../verify/origin/mail/mail-limits.ts';

/** A part of a message that is an item of its own. */
export interface ReadAttachment {
  /** Its number in the message as IMAP counts parts (RFC 9051 section 6.4.5.1), and distinct within the message. */
  readonly part: string;
  /** As given, decoded; undefined if it has none. A name, never a path. */
  readonly name: string | undefined;
  readonly mediaType: string | undefined;
  readonly contentId: string | undefined;
  readonly disposition: string | undefined;
  /** With its transfer encoding undone, and nothing else. */
  readonly bytes: Uint8Array;
}

/** What is read out of a message for search and display. The raw message stays the evidence. */
export interface ReadMessage {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string | undefined;
  readonly sent: StatedTime | undefined;
  readonly messageId: string | undefined;
  readonly inReplyTo: string | undefined;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly plain: string | undefined;
  readonly html: string | undefined;
  readonly attachments: readonly ReadAttachment[];
  /** Short codes: `header-unreadable`, `parts-unreadable`, `too-large`, `text-cut`, `header-cut`, `attachments-cut`. */
  readonly problems: readonly string[];
}

/**
 * Reads a message. Nothing in it is run and nothing remote is fetched; a message inside it stays whole, as an attachment. It never
 * throws for what a message holds: what cannot be read is named in `problems`.
 * @param raw the whole message, or of one beyond `largestReadMessage` its beginning, with `isWhole` false
 */
export async function readMessage(raw: Uint8Array, isWhole: boolean): Promise<ReadMessage> {
  const header = readHeaderBlock(raw);
  const problems: string[] = [];
  if (!header.whole) problems.push('header-unreadable');
  if (!isWhole || raw.length > largestReadMessage) problems.push('too-large');
  const parsed = problems.length === 0 ? await parse(raw) : undefined;
  if (parsed === undefined && problems.length === 0) problems.push('parts-unreadable');
  const fields = fieldsFor(header, problems);
  const first = (name: string): string | undefined => valuesOf(header, name).map(unfolded)[0];
  const date = first('date');
  return {
    from: addresses(header, 'from', parsed?.from),
    to: addresses(header, 'to', parsed?.to),
    cc: addresses(header, 'cc', parsed?.cc),
    subject: wellFormed(parsed?.subject) ?? first('subject'),
    sent: date === undefined ? undefined : sentAt(date),
    messageId: first('message-id'),
    inReplyTo: first('in-reply-to'),
    fields,
    plain: textFor(parsed?.text, problems),
    html: textFor(parsed?.html === false ? undefined : parsed?.html, problems),
    attachments: attachmentsOf(parsed?.attachments ?? [], problems),
    problems,
  };
}

type Parsed = Awaited<ReturnType<typeof simpleParser>>;

async function parse(raw: Uint8Array): Promise<Parsed | undefined> {
  try {
    return await simpleParser(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength), {
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipTextLinks: true,
      skipImageLinks: true,
      keepCidLinks: true,
      ...whole,
    });
  } catch {
    return undefined;
  }
}

/** An option of the splitter inside that the types leave out: messages in a message stay whole. */
const whole = { ignoreEmbedded: true };

function addresses(
  header: HeaderBlock,
  name: string,
  parsed: AddressObject | AddressObject[] | undefined,
): string[] {
  const said = [parsed ?? []].flat().flatMap(({ text }) => wellFormed(text) ?? []);
  const found = said.length > 0 ? said : valuesOf(header, name).map(unfolded);
  return found.filter((text) => text !== '').map((text) => text.slice(0, 8_000).toWellFormed());
}

/** The date as the message words it. One that no two programs would read alike has no meaning. */
function sentAt(said: string): StatedTime {
  const text = said.replace(/\s*\([^()]*\)\s*$/, '').trim();
  const isFull =
    /^(?:[A-Za-z]{3}, *)?\d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|GMT|UTC?|Z)$/.test(
      text,
    );
  const time = isFull ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? { said } : { said, means: new Date(time).toISOString() };
}

function fieldsFor(header: HeaderBlock, problems: string[]): { name: string; value: string }[] {
  const kept: { name: string; value: string }[] = [];
  let length = 0;
  for (const { name, value } of header.fields) {
    length += name.length + value.length;
    if (length > longestFields) {
      problems.push('header-cut');
      break;
    }
    kept.push({ name, value: utf8Of(value).replace(/^ /, '') });
  }
  return kept;
}

function textFor(text: string | undefined, problems: string[]): string | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  if (text.length <= longestText) return text.toWellFormed();
  if (!problems.includes('text-cut')) problems.push('text-cut');
  return text.slice(0, longestText).toWellFormed();
}

function attachmentsOf(found: readonly Attachment[], problems: string[]): ReadAttachment[] {
  if (found.length > mostAttachments) problems.push('attachments-cut');
  const taken = new Set<string>();
  return found.slice(0, mostAttachments).map((attachment, index) => {
    const { filename, content, contentDisposition, contentId, headers } = attachment;
    const claimed: unknown = headers.get('content-type');
    const numbered = typeof attachment.partId === 'string' ? attachment.partId : '1';
    const part = taken.has(numbered) ? `${numbered}-${String(index + 1)}` : numbered;
    taken.add(part);
    return {
      part,
      name: wellFormed(filename),
      mediaType: mediaTypeOf(claimed),
      contentId: wellFormed(contentId),
      disposition: typeof contentDisposition === 'string' ? wellFormed(contentDisposition) : undefined,
      bytes: content,
    };
  });
}

function mediaTypeOf(header: unknown): string | undefined {
  if (typeof header !== 'object' || header === null || !('value' in header)) return undefined;
  return typeof header.value === 'string' ? wellFormed(header.value)?.toLowerCase() : undefined;
}

function wellFormed(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text.slice(0, 8_000).toWellFormed();
}
