import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  memberStream,
  splitMbox,
  type MboxMember,
} from '../../../../../src/sources/imports/mail/split-mbox.ts';

const separator = 'From ann@college.test Mon Jan  5 10:00:00 2026\n';

async function* inPieces(file: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}

async function split(file: string | Buffer, { piece = 7, limit = 1_000_000 } = {}): Promise<MboxMember[]> {
  const bytes = typeof file === 'string' ? Buffer.from(file, 'latin1') : file;
  const members: MboxMember[] = [];
  for await (const member of splitMbox(inPieces(bytes, piece), limit)) members.push(member);
  return members;
}

const textOf = ({ bytes }: MboxMember): string => Buffer.from(bytes).toString('latin1');
const quote = (message: string): string => message.replace(/^(>*From )/gm, '>$1');
const join = (messages: readonly string[]): string =>
  messages.map((message) => `${separator}${quote(message)}\n`).join('');

describe('splitting an mbox', () => {
  it('gives back what was joined, whatever the lines and the pieces', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        '',
        'From me',
        'From x Mon Jan  5 10:00:00 2026',
        '>From a',
        '>>From b',
        '>',
        'From',
        ' From ',
      ),
      fc.string({ maxLength: 12, unit: fc.constantFrom('F', 'r', 'o', 'm', ' ', '>', 'x', '\r', ':') }),
    );
    const message = fc
      .array(line, { minLength: 1, maxLength: 8 })
      .map((lines) => `From: a@b.test\n\n${lines.join('\n')}\n`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom(1_000_000, 40),
        async (messages, piece, limit) => {
          const file = Buffer.from(join(messages), 'latin1');
          const members = await split(file, { piece, limit });
          expect(members.map(({ sha256 }) => sha256)).toEqual(
            messages.map((each) => createHash('sha256').update(Buffer.from(each, 'latin1')).digest('hex')),
          );
          for (const [index, member] of members.entries()) {
            const again: Uint8Array[] = [];
            for await (const part of memberStream(inPieces(file, piece), member)) again.push(part);
            expect(Buffer.concat(again).toString('latin1')).toBe(messages[index]);
            expect(member.size).toBe(messages[index]?.length);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never crashes or hangs on any bytes', async () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom(separator, '\n\n', '\r\n', 'Content-Length: 3\n', 'Content-Length: 900000\n', '>From ')
        .map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 30 }),
        fc.integer({ min: 1, max: 50 }),
        async (pieces, size) => {
          const file = Buffer.concat([Buffer.from(separator), ...pieces]);
          for (const { start, length, bytes, unquoted } of await split(file, { piece: size })) {
            expect(start + length).toBeLessThanOrEqual(file.length);
            expect(bytes.length).toBe(length - unquoted.count);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds the file again byte for byte by what it says of each message', async () => {
    const file = join(['From: a@b.test\n\n>From x\nFrom y\n', 'From: c@d.test\n\nhi\n']);
    const members = await split(file);
    for (const { separator: line, start } of members)
      expect(file.slice(start - line.length - 1, start)).toBe(`${line}\n`);
    expect(members[0]?.unquoted).toEqual({ count: 2, lines: [3, 4] });
  });

  it('takes a line for a separator only after an empty line and with a time in it', async () => {
    const body = 'From: a@b.test\n\nDear Sam,\nFrom ann Mon Jan  5 10:00:00 2026\n\nFrom 2024 on we meet.\n';
    expect((await split(`${separator}${body}\n`)).map(textOf)).toEqual([body]);
  });

  it('believes a length that leads to the next message, and takes nothing off its lines', async () => {
    const body = `one\n\n${separator}>From here\n`;
    const first = `From: a@b.test\nContent-Length: ${String(body.length)}\n\n${body}`;
    const second = 'From: c@d.test\n\nhi\n';
    const members = await split(`${separator}${first}\n${separator}${second}\n`);
    expect(members.map(textOf)).toEqual([first, second]);
    expect(members[0]).toMatchObject({ quoted: false, unquoted: { count: 0 } });
  });

  it.each([1, 5, 2_000, 900_000])('does not believe a wrong length of %i', async (length) => {
    const first = `From: a@b.test\nContent-Length: ${String(length)}\n\none\n`;
    const others = ['From: c@d.test\n\ntwo\n', 'From: e@f.test\n\nthree\n'];
    expect((await split(join([first, ...others]))).map(textOf)).toEqual([first, ...others]);
  });

  it('loses no message to many wrong lengths', async () => {
    const messages = Array.from(
      { length: 30 },
      (_none, index) => `From: a@b.test\nContent-Length: 99999\n\nnumber ${String(index)}\n`,
    );
    expect((await split(join(messages))).map(textOf)).toEqual(messages);
  });

  it('keeps CRLF', async () => {
    const messages = ['From: a@b.test\r\n\r\n>From x\r\n', 'From: c@d.test\r\n\r\nhi\r\n'];
    const file = messages.map((each) => `${separator.trimEnd()}\r\n${quote(each)}\r\n`).join('');
    expect((await split(file)).map(textOf)).toEqual(messages);
  });

  it('keeps the end of a file that was cut off', async () => {
    expect((await split(`${separator}From: a@b.test\n\ncut o`)).map(textOf)).toEqual([
      'From: a@b.test\n\ncut o',
    ]);
  });

  it('splits 100,000 messages and holds one at a time', async () => {
    const one = Buffer.from(join(['From: a@b.test\nSubject: x\n\nhi\n']).repeat(100));
    let count = 0;
    const many = async function* (): AsyncGenerator<Uint8Array> {
      for (let each = 0; each < 1_000; each += 1) yield one;
    };
    for await (const member of splitMbox(many())) {
      expect(member.size).toBe(30);
      count += 1;
    }
    expect(count).toBe(100_000);
  });

  it('holds only the beginning of a message beyond the limit', async () => {
    const body = `${'x'.repeat(80)}\n>From y\n\n`.repeat(20_000);
    const message = `From: a@b.test\n\n${body}`;
    const [member] = await split(join([message]), { piece: 65_536, limit: 100_000 });
    expect(member).toMatchObject({
      whole: false,
      size: message.length,
      sha256: createHash('sha256').update(message).digest('hex'),
    });
    expect(member?.bytes.length).toBeLessThanOrEqual(262_144);
  });
});
