import { simpleParser, type AddressObject } from 'mailparser';

import { htmlTextWords } from './html-words.ts';
import type { TextCollector } from './text-collector.ts';

/** The words of a message that was kept as a file: who, about what, its text, and what its attachments are called. */
export async function mailWords(bytes: Uint8Array, into: TextCollector): Promise<void> {
  const mail = await simpleParser(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
  });
  const line = (text: string | undefined): void => {
    if (text !== undefined) into.add(text);
    into.line();
  };
  line(mail.subject);
  for (const address of [mail.from, mail.to, mail.cc].flat()) line(addressText(address));
  line(mail.text);
  if (typeof mail.html === 'string') htmlTextWords(mail.html, into);
  into.line();
  for (const { filename } of mail.attachments) line(filename);
}

function addressText(address: AddressObject | undefined): string | undefined {
  return address?.text;
}
