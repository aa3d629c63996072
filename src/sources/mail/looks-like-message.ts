import { readHeaderBlock } from '../../verify/origin/mail/header-block.ts';

const telling = new Set([
  'from',
  'date',
  'message-id',
  'received',
  'return-path',
  'delivered-to',
  'subject',
  'to',
  'mime-version',
  'dkim-signature',
  'x-mozilla-status',
]);

/** True if these first bytes open an e-mail: nothing but header fields, of which at least two are an e-mail's. */
export function looksLikeMessage(head: Uint8Array): boolean {
  const { fields } = readHeaderBlock(head.subarray(0, 64 * 1024));
  const [first] = fields;
  if (first === undefined || !startsWithName(head, first.name)) return false;
  const names = new Set(fields.map(({ name }) => name.toLowerCase()));
  // A page saved as MHTML is written like a message and is none.
  if (names.has('snapshot-content-location')) return false;
  if (fields.some(({ name, value }) => /^from$/i.test(name) && /^\s*"?<?saved by/i.test(value))) return false;
  return [...names].filter((name) => telling.has(name)).length >= 2;
}

function startsWithName(head: Uint8Array, name: string): boolean {
  return Buffer.from(head.subarray(0, name.length)).toString('latin1') === name;
}

/** True if these first bytes open an mbox: a `From ` line, and a message after it. */
export function looksLikeMbox(head: Uint8Array): boolean {
  if (Buffer.from(head.subarray(0, 5)).toString('latin1') !== 'From ') return false;
  const end = head.indexOf(0x0a);
  return end > 0 && end < 1_000 && looksLikeMessage(head.subarray(end + 1));
}
