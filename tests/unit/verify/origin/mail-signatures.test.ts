import { describe, expect, it } from 'vitest';

import { checkSignatures, mostSignatures } from '../../../../src/verify/origin/mail/check-signatures.ts';
import { readHeaderBlock } from '../../../../src/verify/origin/mail/header-block.ts';
import {
  coversParts,
  objectionTo,
  readSignatureField,
  type SignatureField,
} from '../../../../src/verify/origin/mail/signature-field.ts';
import { ed25519Key, marked, signed, type Signing } from '../../../support/mail/signing.ts';

const at = new Date('2026-01-06T08:00:00.000Z');
const seconds = (time: string) => String(Date.parse(time) / 1000);
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

const tags = {
  v: '1',
  a: 'rsa-sha256',
  d: 'college.test',
  s: 'k1',
  h: 'From:Date:Subject',
  bh: 'AAAA',
  b: 'BBBB',
};
function fieldText(change: Readonly<Record<string, string | undefined>> = {}): string {
  const all: Readonly<Record<string, string | undefined>> = { ...tags, ...change };
  return Object.entries(all)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join('; ');
}
function fieldOf(change: Readonly<Record<string, string | undefined>> = {}): SignatureField {
  const field = readSignatureField(fieldText(change));
  if (field === undefined) throw new Error('a field');
  return field;
}

describe('the field of a signature', () => {
  it('is read with what it says and nothing that it does not', () => {
    expect(fieldOf()).toEqual({
      domain: 'college.test',
      selector: 'k1',
      keyName: 'k1._domainkey.college.test',
      algorithm: 'rsa-sha256',
      covers: ['from', 'date', 'subject'],
      signature: 'BBBB',
      bodyHash: 'AAAA',
      limited: false,
    });
    expect(
      fieldOf({
        d: 'College.Test',
        s: 'K1',
        a: 'RSA-SHA256',
        h: ' From : to:FROM',
        b: ' AB CD\r\n E== ',
        bh: 'A=',
        c: 'relaxed',
        i: '@x',
        t: '0',
        x: '253402300799',
        l: '5',
      }),
    ).toEqual({
      domain: 'College.Test',
      selector: 'K1',
      keyName: 'k1._domainkey.college.test',
      algorithm: 'rsa-sha256',
      canonicalization: 'relaxed',
      identity: '@x',
      covers: ['from', 'to', 'from'],
      signed: { said: '0', means: '1970-01-01T00:00:00.000Z' },
      expires: { said: '253402300799', means: '9999-12-31T23:59:59.000Z' },
      signature: 'ABCDE==',
      bodyHash: 'A=',
      limited: true,
    });
  });

  it.each(['-1', '1.5', '', 'x1', '1x', '253402300800', '1234567890123'])(
    'says no time that is known by %j',
    (said) => {
      expect(fieldOf({ t: said, x: said })).toMatchObject({ signed: { said }, expires: { said } });
      expect(fieldOf({ t: said }).signed).not.toHaveProperty('means');
    },
  );

  it.each<[string, string | undefined]>([
    ...['v', 'a', 'd', 's', 'h', 'b', 'bh'].map((name): [string, undefined] => [name, undefined]),
    ['v', '2'],
    ['h', ' '],
    ['b', ''],
    ['bh', ''],
    ['b', '!AAA'],
    ['bh', 'AAA!'],
    ['b', 'AA==='],
    ['bh', '=AA'],
    ['d', ''],
    ['d', '-college.test'],
    ['d', 'college.test.'],
    ['d', 'college test'],
    ['s', 'k 1'],
    ['s', '.k1'],
    ['d', 'x'.repeat(201)],
    ['s', 'x'.repeat(201)],
    ['h', '"from"'],
  ])('is none where %s is %j', (name, value) => {
    // An algorithm that is missing is one that nobody knows.
    const field = readSignatureField(fieldText({ [name]: value }));
    if (name === 'a') expect(field).toMatchObject({ algorithm: '' });
    else expect(field).toBeUndefined();
  });

  it('has names of up to 200 characters, and of one', () => {
    expect(fieldOf({ d: 'x'.repeat(200), s: '_' })).toMatchObject({ domain: 'x'.repeat(200), selector: '_' });
    expect(fieldOf({ s: 'a.b-c_d' }).selector).toBe('a.b-c_d');
  });

  it('may begin with its signature, and has to have one by that name', () => {
    expect(readSignatureField('b=BBBB; v=1; a=x; d=c; s=k; h=from; bh=AAAA')?.signature).toBe('BBBB');
    expect(readSignatureField('v=1;b=BBBB; a=x; d=c; s=k; h=from; bh=AAAA')?.signature).toBe('BBBB');
    expect(readSignatureField('v=1; b =BBBB; a=x; d=c; s=k; h=from; bh=AAAA')).toBeUndefined();
  });
});

describe('what speaks against a signature', () => {
  const header = (text = 'From: a\r\nDate: b\r\nSubject: c\r\n\r\n') => readHeaderBlock(bytes(text));
  const objection = (change: Readonly<Record<string, string | undefined>> = {}, text?: string) =>
    objectionTo(fieldOf(change), header(text), at);

  it.each<[string, Readonly<Record<string, string | undefined>>, string | undefined]>([
    ['nothing', {}, undefined],
    ['Ed25519', { a: 'ed25519-sha256' }, undefined],
    ['a length', { l: '9' }, 'length-limited'],
    ['SHA-1', { a: 'rsa-sha1' }, 'weak-algorithm'],
    ['another algorithm', { a: 'rsa-sha512' }, 'unknown-algorithm'],
    ['a form', { c: 'relaxed/simple' }, undefined],
    ['another form', { c: 'strict' }, 'unknown-algorithm'],
    ['a form with something behind it', { c: 'relaxed/simple/x' }, 'unknown-algorithm'],
    ['no sender', { h: 'date:subject' }, 'from-not-signed'],
    ['no date', { h: 'from:subject' }, 'date-not-signed'],
    ['no subject', { h: 'from:date' }, 'subject-not-signed'],
    ['the domain as its identity', { i: '@College.TEST' }, undefined],
    ['somebody of the domain', { i: 'ann@college.test' }, undefined],
    ['a domain below', { i: 'ann@mail.College.test' }, undefined],
    ['a domain below one in capitals', { i: '@mail.college.test', d: 'College.Test' }, undefined],
    ['the domain in capitals', { i: '@college.test', d: 'College.Test' }, undefined],
    ['another domain', { i: 'ann@other.test' }, 'identity-mismatch'],
    ['a domain that only ends alike', { i: '@mycollege.test' }, 'identity-mismatch'],
    ['a domain that only begins alike', { i: '@college.test.example' }, 'identity-mismatch'],
    ['a domain before the last sign', { i: '@college.test@other.test' }, 'identity-mismatch'],
    ['an end at that very moment', { x: seconds('2026-01-06T08:00:00Z') }, undefined],
    ['an end a second before', { x: seconds('2026-01-06T07:59:59Z') }, 'expired'],
    ['an end that nobody can read', { x: 'soon' }, undefined],
    ['a day ahead', { t: seconds('2026-01-07T08:00:00Z') }, undefined],
    ['a day and a second ahead', { t: seconds('2026-01-07T08:00:01Z') }, 'not-yet-signed'],
    ['a beginning that nobody can read', { t: 'soon' }, undefined],
  ])('with %s', (_, change, code) => {
    expect(objection(change)).toBe(code);
  });

  it.each([
    ['Date: b\r\nSubject: c\r\n\r\n', 'from-missing'],
    ['From: a\r\nFROM: a\r\nDate: b\r\nSubject: c\r\n\r\n', 'from-doubled'],
    ['From: a\r\nDate: b\r\ndate: b\r\nSubject: c\r\n\r\n', 'date-doubled'],
    ['From: a\r\nDate: b\r\nSubject: c\r\nsubject: c\r\n\r\n', 'subject-doubled'],
    ['From: a\r\n\r\n', undefined],
  ])('in the header %j', (text, code) => {
    expect(objection({}, text)).toBe(code);
  });

  it.each<[string, string, boolean]>([
    ['from', '', false],
    ['content-type', '', true],
    ['content-type', 'Content-Type: x\r\n', true],
    ['content-type', 'Content-Type: x\r\ncontent-type: y\r\n', false],
    ['content-type:content-type', 'Content-Type: x\r\ncontent-type: y\r\n', true],
    ['content-type', 'MIME-Version: 1.0\r\n', false],
    ['content-type:mime-version', 'Mime-Version: 1.0\r\n', true],
    ['content-type', 'Content-Transfer-Encoding: 7bit\r\n', false],
    ['content-type:content-transfer-encoding', 'Content-Transfer-Encoding: 7bit\r\n', true],
  ])('leaves the parts open or not: %j of %j', (covers, text, expected) => {
    expect(coversParts(fieldOf({ h: covers }), header(`${text}\r\n`))).toBe(expected);
  });
});

describe('what is said of the signatures of a message', () => {
  const key = ed25519Key();
  const name = 'k1._domainkey.college.test';
  const archived = { name, records: [[key.record]], at: at.toISOString() };
  const check = async (message: string, keyFor: Parameters<typeof checkSignatures>[1] = () => archived) =>
    checkSignatures(bytes(message), keyFor, at);
  const make = (message = marked, signing: Signing = {}) => signed(message, key, signing);

  it('is all that the field says, and what became of it', async () => {
    const [found] = await check(await make(marked, { expires: new Date('2026-02-01T00:00:00Z') }));
    expect(found).toEqual({
      domain: 'college.test',
      selector: 'k1',
      algorithm: 'ed25519-sha256',
      canonicalization: 'relaxed/relaxed',
      covers: [
        'content-transfer-encoding',
        'content-type',
        'mime-version',
        'message-id',
        'date',
        'subject',
        'to',
        'from',
      ],
      signed: { said: seconds('2026-01-05T10:00:01Z'), means: '2026-01-05T10:00:01.000Z' },
      expires: { said: seconds('2026-02-01T00:00:00Z'), means: '2026-02-01T00:00:00.000Z' },
      result: 'holds',
      covered: 'message',
      key: archived,
    });
  });

  it('has no word of what the field does not say', async () => {
    const text = `DKIM-Signature: ${fieldText({ i: '@x.test' })}\r\n${marked}`;
    const [found] = await check(text, () => undefined);
    expect(found).toStrictEqual({
      domain: 'college.test',
      selector: 'k1',
      algorithm: 'rsa-sha256',
      identity: '@x.test',
      covers: ['from', 'date', 'subject'],
      result: 'refused',
      code: 'identity-mismatch',
    });
  });

  it('is nothing where there is none, and of at most eight', async () => {
    expect(await check(marked)).toEqual([]);
    const one = `DKIM-Signature: ${fieldText()}\r\n`;
    expect(await check(one.repeat(mostSignatures + 2) + marked)).toHaveLength(mostSignatures);
  });

  it('is that it cannot be read, of a header or a field that is not sound', async () => {
    const broken = { result: 'not-checked', code: 'unreadable' };
    const message = await make();
    expect(await check(`${message.slice(0, message.indexOf('From:'))}nothing\r\n${marked}`)).toMatchObject([
      broken,
    ]);
    expect(await check(`DKIM-Signature: v=1\r\n${marked}`)).toStrictEqual([broken]);
  });

  it('is judged with each field in its own place', async () => {
    const message = await make();
    const both = await check(`DKIM-Signature: v=1\r\n${message}`);
    expect(both.map(({ result }) => result)).toEqual(['not-checked', 'holds']);
    const twice = await signed(message, key, { selector: 'k2' });
    expect((await check(twice)).map(({ selector, result }) => [selector, result])).toEqual([
      ['k2', 'holds'],
      ['k1', 'holds'],
    ]);
  });

  it('is told apart: no answer, no record, another body, another header', async () => {
    const message = await make();
    const codeOf = async (...given: Parameters<typeof check>) => (await check(...given))[0]?.code;
    expect(await codeOf(message, () => undefined)).toBe('dns-failed');
    expect(await codeOf(message, () => ({ ...archived, records: [] }))).toBe('key-gone');
    expect(await codeOf(message, () => ({ ...archived, records: [['k=ed25519; p=AAAA']] }))).toBe(
      'key-unreadable',
    );
    expect(await codeOf(message.replace('You passed', 'You failed'))).toBe('body-changed');
    // Another body shows whoever has the key.
    expect(
      await codeOf(message.replace('You passed', 'You failed'), () => ({ ...archived, records: [] })),
    ).toBe('body-changed');
    expect(await codeOf(message.replace('Unit 5', 'Unit 6'))).toBe('signature-wrong');
    expect(await codeOf(message.replace('Unit 5', 'Unit é'))).toBe('eight-bit-header');
    expect(
      await codeOf(message.replace('To: sam', 'To: sam\r\nX-Other: é').replace('Unit 5', 'Unit 6')),
    ).toBe('signature-wrong');
  });

  it('notes line ends that were put right in the header alone or the body alone', async () => {
    const message = await make();
    const [head = '', ...body] = message.split('\r\n\r\n');
    const notesOf = async (text: string) => (await check(text)).map(({ result, notes }) => [result, notes]);
    const restored = [['holds', ['line-ends-restored']]];
    expect(await notesOf(`${head.replaceAll('\r\n', '\n')}\r\n\r\n${body.join('\r\n\r\n')}`)).toEqual(
      restored,
    );
    expect(await notesOf(`${head}\r\n\r\n${body.join('\r\n\r\n').replaceAll('\r\n', '\n')}`)).toEqual(
      restored,
    );
    expect(await notesOf(message)).toEqual([['holds', undefined]]);
  });

  it.each<[string, string[] | undefined]>([
    ['Ann <ann@College.test>', undefined],
    ['ann@mail.college.test', undefined],
    ['ann@college.test, kim@college.test', undefined],
    ['ann@college.test, kim@other.test', ['other-domain']],
    ['ann@mycollege.test', ['other-domain']],
    ['ann@college.test.example', ['other-domain']],
    ['Ann', ['other-domain']],
  ])('notes whether the sender %j is of the domain that signed', async (from, notes) => {
    const [found] = await check(await make(marked.replace('Ann Assessor <ann@college.test>', from)));
    expect(found?.result).toBe('holds');
    expect(found?.notes).toEqual(notes);
  });

  it('leaves the parts open where the way to read the body is not signed', async () => {
    const [found] = await check(await make(marked, { covers: 'From:To:Subject:Date' }));
    expect(found).toMatchObject({ result: 'holds', covered: 'raw-body' });
  });
});
