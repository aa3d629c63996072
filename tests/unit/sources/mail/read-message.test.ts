import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseRecord } from '../../../../src/evidence/parse-record.ts';
import { readHeaderBlock } from '../../../../src/verify/origin/mail/header-block.ts';
import { looksLikeMbox, looksLikeMessage } from '../../../../src/sources/mail/looks-like-message.ts';
import { mostAttachments } from '../../../../src/verify/origin/mail/mail-limits.ts';
import { readMessage, type ReadMessage } from '../../../../src/sources/mail/read-message.ts';

const read = (text: string): Promise<ReadMessage> => readMessage(Buffer.from(text, 'latin1'), true);
const multipart = (...parts: readonly string[]): string =>
  `From: a@b.test\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n${parts.map((part) => `--x\r\n${part}\r\n`).join('')}--x--\r\n`;

describe('reading a message', () => {
  it('reads its header, folded and encoded', async () => {
    const message = await read(
      'From: =?utf-8?q?Ann_=C3=89?= <ann@college.test>\r\nTo: sam@learner.test,\r\n kim@learner.test\r\nSubject: Unit 5:\r\n marked\r\nDate: Mon, 5 Jan 2026 10:00:00 +0100 (CET)\r\nMessage-ID: <m1@college.test>\r\nIn-Reply-To: <m0@learner.test>\r\n\r\nhello\r\n',
    );
    expect(message).toMatchObject({
      from: ['"Ann É" <ann@college.test>'],
      to: ['sam@learner.test, kim@learner.test'],
      subject: 'Unit 5: marked',
      sent: { said: 'Mon, 5 Jan 2026 10:00:00 +0100 (CET)', means: '2026-01-05T09:00:00.000Z' },
      messageId: '<m1@college.test>',
      inReplyTo: '<m0@learner.test>',
      plain: 'hello\n',
      problems: [],
    });
    expect(message.fields[2]).toEqual({ name: 'Subject', value: 'Unit 5:\r\n marked' });
  });

  it('gives a date that can be read in two ways no meaning', async () => {
    expect((await read('Date: 03/04/26 10:00\r\nFrom: a@b.test\r\n\r\nx')).sent).toEqual({
      said: '03/04/26 10:00',
    });
  });

  it('keeps HTML as it stands and fetches nothing in it', async () => {
    const html = '<p>Passed <img src="http://192.0.2.1/pixel.gif"><img src="cid:a"></p>';
    const message = await read(`From: a@b.test\r\nContent-Type: text/html\r\n\r\n${html}`);
    expect(message.html).toBe(html);
  });

  it('gives attachments as they were before they were packed, with their names as given', async () => {
    const message = await read(
      multipart(
        'Content-Type: text/plain\r\n\r\nhi',
        "Content-Type: text/csv; charset=iso-8859-1\r\nContent-Disposition: attachment; filename*0*=utf-8''caf%C3%A9; filename*1=.csv\r\n\r\ncaf\xe9",
        'Content-Type: application/pdf; name="../../etc/passwd"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC',
        'Content-Type: application/pdf; name="../../etc/passwd"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC',
        'Content-Type: image/png\r\nContent-Disposition: inline\r\nContent-ID: <a@b>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBO',
        'Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+Ig==',
      ),
    );
    expect(
      message.attachments.map(({ part, name, mediaType, bytes }) => [part, name, mediaType, [...bytes]]),
    ).toEqual([
      ['2', 'café.csv', 'text/csv', [0x63, 0x61, 0x66, 0xe9]],
      ['3', '../../etc/passwd', 'application/pdf', [0, 1, 2]],
      ['4', '../../etc/passwd', 'application/pdf', [0, 1, 2]],
      ['5', undefined, 'image/png', [0x89, 0x50, 0x4e]],
      ['6', 'winmail.dat', 'application/ms-tnef', [0x78, 0x9f, 0x3e, 0x22]],
    ]);
    expect(message.attachments[3]?.contentId).toBe('<a@b>');
  });

  it.each(['inline', 'attachment'])('keeps a message inside it whole (%s)', async (disposition) => {
    const inner = 'From: c@d.test\r\nSubject: inner\r\nContent-Type: text/plain\r\n\r\ninner body';
    const message = await read(
      multipart(
        'Content-Type: text/plain\r\n\r\nouter',
        `Content-Type: message/rfc822\r\nContent-Disposition: ${disposition}\r\n\r\n${inner}`,
      ),
    );
    expect(message.plain).not.toContain('inner');
    expect(message.attachments.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([inner]);
  });

  it.each([
    ['10,000 multiparts in each other', () => nested(10_000), 'parts-unreadable'],
    [
      '10,000 parts',
      () => multipart(...Array.from({ length: 10_000 }, () => 'Content-Type: image/png\r\n\r\nx')),
      'parts-unreadable',
    ],
    [
      'a header field of a megabyte',
      () => `From: a@b.test\r\nX: ${'a'.repeat(1_000_000)}\r\n\r\nhi`,
      'header-unreadable',
    ],
    [
      '100,000 header fields',
      () => `From: a@b.test\r\n${'X: y\r\n'.repeat(100_000)}\r\nhi`,
      'header-unreadable',
    ],
    ['200,000 brackets in an address', () => `From: ${'('.repeat(200_000)}\r\n\r\nhi`, 'header-cut'],
    ['a text of a million characters', () => `From: a@b.test\r\n\r\n${'word '.repeat(200_000)}`, 'text-cut'],
  ])('comes to an end with %s, and says what it left out', async (_what, make, problem) => {
    const message = await read(make());
    expect(message.problems).toContain(problem);
    expect(message.from.length).toBeGreaterThan(0);
    expect(message.attachments.length).toBeLessThanOrEqual(mostAttachments);
  });

  it('never crashes or hangs on any bytes, and what it reads fits a record', async () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 30, unit: 'binary' }),
      fc.constantFrom(
        '\r\n',
        '\n',
        ': ',
        'From: ',
        'Subject: =?utf-8?b?',
        '?=',
        'Content-Type: multipart/mixed; boundary=x\r\n',
        '\r\n\r\n--x\r\n',
        '--x--',
        'Content-Type: message/rfc822\r\n\r\n',
        'Content-Transfer-Encoding: base64\r\n',
        'Content-Type: text/plain; charset=nonsense\r\n',
        'Date: ',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 25 }), async (pieces) => {
        const message = await readMessage(Buffer.from(pieces.join(''), 'utf8'), true);
        const { plain, html, subject = '', from, to, cc, fields } = message;
        const record = {
          channel: 'e-mail',
          subject,
          from: [...from],
          to: [...to],
          cc: [...cc],
          headers: fields.map((each) => ({ ...each })),
          text: [plain ?? '', html ?? ''].map((said) => ({ said })),
        };
        expect(parseRecord('message', record).known).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

function nested(depth: number): string {
  let text = 'From: a@b.test\r\n';
  for (let each = 0; each < depth; each += 1)
    text += `Content-Type: multipart/mixed; boundary=b${String(each)}\r\n\r\n--b${String(each)}\r\n`;
  return text;
}

describe('the header of a message', () => {
  it('ends at the first empty line, by CRLF and by LF', () => {
    expect(readHeaderBlock(Buffer.from('A: b\r\n c\r\n\r\nbody'))).toEqual({
      fields: [{ name: 'A', value: ' b\r\n c' }],
      bodyStart: 12,
      whole: true,
      sound: true,
    });
    expect(readHeaderBlock(Buffer.from('A: b\n\nbody'))).toMatchObject({ bodyStart: 6, sound: true });
  });

  it('is not sound with a line that is no field', () => {
    expect(readHeaderBlock(Buffer.from('A: b\r\nnonsense\r\n\r\n'))).toMatchObject({
      whole: true,
      sound: false,
    });
  });
});

describe('telling an e-mail by its first bytes', () => {
  it.each([
    ['Received: x\r\nFrom: a@b.test\r\n\r\n', true],
    ['Subject: x\nDate: y\n\n', true],
    ['Dear Sam,\nFrom: the office\nSubject: none\n', false],
    ['name: x\nversion: 1\n', false],
    [
      'From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.test/\r\nSubject: x\r\nDate: y\r\n\r\n',
      false,
    ],
    ['', false],
    ['%PDF-1.4', false],
  ])('%j', (text, is) => {
    expect(looksLikeMessage(Buffer.from(text))).toBe(is);
  });

  it('tells an mbox by its first two lines', () => {
    expect(
      looksLikeMbox(Buffer.from('From a Mon Jan  5 10:00:00 2026\nFrom: a@b.test\nSubject: x\n\n')),
    ).toBe(true);
    expect(looksLikeMbox(Buffer.from('From the office\n\nDear Sam'))).toBe(false);
  });
});
