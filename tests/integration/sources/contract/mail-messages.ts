import { createHash } from 'node:crypto';

import { rsaKey } from '../../../support/mail/signing.ts';

/** One key for all worlds, so that each begins with the same bytes. */
export const signingKey = rsaKey();

/** Messages as files, the first without attachments. */
export const messageFiles: readonly string[] = [
  'From: ann@college.test\r\nSubject: Unit 1\r\nMessage-ID: <m1@college.test>\r\n\r\nYou passed.\r\n',
  'From: ann@college.test\r\nSubject: Unit 2\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n--x\r\nContent-Type: application/pdf; name="fb.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjcK\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nFrom: sam@learner.test\r\nSubject: My work\r\n\r\nHere it is.\r\n--x--\r\n',
  ...Array.from(
    { length: 6 },
    (_none, index) =>
      `From: bob@college.test\r\nSubject: Note ${String(index)}\r\nMessage-ID: <n${String(index)}@college.test>\r\n\r\nNumber ${String(index)}.\r\n`,
  ),
];

/** Keys of a message without attachments. */
export function mailKeys(raw: string): string[] {
  const sha256 = createHash('sha256').update(Buffer.from(raw, 'latin1')).digest('hex');
  return [`message-source/${sha256}`, `message/${sha256}`];
}
