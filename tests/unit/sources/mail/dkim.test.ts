import { beforeAll, describe, expect, it, vi } from 'vitest';

import type { ArchivedDkim, DkimSignature } from '../../../../src/evidence/values/dkim.ts';
import { archivedDkimSchema } from '../../../../src/evidence/values/dkim.ts';
import { DkimArchivist } from '../../../../src/sources/mail/dkim/dkim-archivist.ts';
import { systemKeyDirectory } from '../../../../src/sources/mail/dkim/key-directory.ts';
import { verifyArchivedDkim } from '../../../../src/verify/origin/mail/verify-archived-dkim.ts';
import {
  directoryOf,
  ed25519Key,
  marked,
  rsaKey,
  signed,
  type TestKey,
} from '../../../support/mail/signing.ts';

const name = 'k1._domainkey.college.test';
const clock = { now: () => new Date('2026-01-06T08:00:00.000Z') };
const signal = new AbortController().signal;
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

let rsa: TestKey;
beforeAll(() => {
  rsa = rsaKey();
});

async function archive(message: string, record: string | undefined = rsa.record): Promise<ArchivedDkim> {
  const directory = directoryOf(record === '' ? {} : { [name]: record });
  return new DkimArchivist(directory, clock).archive(bytes(message), undefined, signal);
}

/** Captures a message and checks it again with the name system switched off. */
async function captureAndCheck(message: string, record?: string): Promise<DkimSignature> {
  const archived = await archive(message, record);
  const kept = archivedDkimSchema.parse(JSON.parse(JSON.stringify(archived)));
  const again = await verifyArchivedDkim(bytes(message), kept);
  expect(again).toEqual(archived.signatures);
  const [first] = again;
  if (first === undefined) throw new Error('no signature');
  return first;
}

describe('a DKIM signature', () => {
  it('by RSA holds, and holds again from the kept key with nobody to ask', async () => {
    const signature = await captureAndCheck(await signed(marked, rsa));
    expect(signature).toMatchObject({
      result: 'holds',
      covered: 'message',
      domain: 'college.test',
      selector: 'k1',
    });
    expect(signature.notes).toBeUndefined();
    expect(signature.key).toEqual({
      name,
      records: [rsa.record.match(/.{1,255}/g)],
      at: '2026-01-06T08:00:00.000Z',
      resolver: ['192.0.2.53'],
    });
  });

  it('by Ed25519 holds', async () => {
    const key = ed25519Key();
    expect(await captureAndCheck(await signed(marked, key), key.record)).toMatchObject({ result: 'holds' });
  });

  it.each(['simple/simple', 'relaxed/simple', 'simple/relaxed'])(
    'of the form %s holds',
    async (canonicalization) => {
      const message = await signed(marked, rsa, { canonicalization });
      expect(await captureAndCheck(message)).toMatchObject({ result: 'holds' });
    },
  );

  it('holds in a file whose lines were saved with LF, and says so', async () => {
    const message = (await signed(marked, rsa)).replaceAll('\r\n', '\n');
    expect(await captureAndCheck(message)).toMatchObject({ result: 'holds', notes: ['line-ends-restored'] });
  });

  it('holds for a message without a body', async () => {
    const [head] = marked.split('\r\n\r\n');
    expect(await captureAndCheck(await signed(`${head ?? ''}\r\n\r\n`, rsa))).toMatchObject({
      result: 'holds',
    });
  });

  it('over a changed body is refused', async () => {
    const message = (await signed(marked, rsa)).replace('You passed', 'You failed');
    expect(await captureAndCheck(message)).toMatchObject({ result: 'refused', code: 'body-changed' });
  });

  it('over a changed header field is refused', async () => {
    const message = (await signed(marked, rsa)).replace('Unit 5', 'Unit 6');
    expect(await captureAndCheck(message)).toMatchObject({ result: 'refused', code: 'signature-wrong' });
  });

  it('that counts bytes (l=) is refused, and prints nothing', async () => {
    const log = vi.spyOn(console, 'log');
    const message = `${await signed(marked, rsa, { limit: 10 })}and more\r\n`;
    expect(message).toContain('l=10');
    expect(await captureAndCheck(message)).toMatchObject({ result: 'refused', code: 'length-limited' });
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });

  it.each([
    ['from-not-signed', 'To:Subject:Date'],
    ['date-not-signed', 'From:Subject'],
    ['subject-not-signed', 'From:Date'],
  ])('is refused as %s', async (code, covers) => {
    const message = await signed(marked, rsa, { covers });
    expect(await captureAndCheck(message)).toMatchObject({ result: 'refused', code });
  });

  it('of a message without a sender is refused', async () => {
    const message = (await signed(marked, rsa)).replace(/^From: .*\r\n/m, '');
    expect(await captureAndCheck(message)).toMatchObject({ result: 'refused', code: 'from-missing' });
  });

  it.each([
    ['From: Eve <eve@elsewhere.test>', 'from-doubled'],
    ['Subject: You won', 'subject-doubled'],
    ['Date: Tue, 6 Jan 2026 10:00:00 +0000', 'date-doubled'],
  ])('is refused when somebody put another %s before it', async (line, code) => {
    const message = `${line}\r\n${await signed(marked, rsa)}`;
    expect(await captureAndCheck(message)).toMatchObject({ result: 'refused', code });
  });

  it('that had expired at capture is refused, and one that expired after it holds for ever', async () => {
    const before = await signed(marked, rsa, { expires: new Date('2026-01-05T12:00:00Z') });
    expect(await captureAndCheck(before)).toMatchObject({ result: 'refused', code: 'expired' });
    const after = await signed(marked, rsa, { expires: new Date('2026-01-08T12:00:00Z') });
    expect(await captureAndCheck(after)).toMatchObject({ result: 'holds' });
  });

  it('from the future is refused', async () => {
    const message = await signed(marked, rsa, { time: new Date('2026-03-01T00:00:00Z') });
    expect(await captureAndCheck(message)).toMatchObject({ result: 'refused', code: 'not-yet-signed' });
  });

  it('by a key of less than 1024 bits is refused, and a key of 1024 is noted', async () => {
    const weak = rsaKey(512);
    expect(await captureAndCheck(await signed(marked, weak), weak.record)).toMatchObject({
      result: 'refused',
      code: 'weak-key',
    });
    const short = rsaKey(1024);
    expect(await captureAndCheck(await signed(marked, short), short.record)).toMatchObject({
      result: 'holds',
      notes: ['short-key'],
    });
  });

  it('by rsa-sha1 is refused', async () => {
    const message = await signed(marked, { ...rsa, algorithm: 'rsa-sha1' });
    expect(await captureAndCheck(message)).toMatchObject({ result: 'refused', code: 'weak-algorithm' });
  });

  it('in test mode holds with a note', async () => {
    const record = rsa.record.replace('k=rsa;', 'k=rsa; t=y;');
    expect(await captureAndCheck(await signed(marked, rsa), record)).toMatchObject({
      result: 'holds',
      notes: ['test-mode'],
    });
  });

  it('of another domain than the sender holds with a note', async () => {
    const message = await signed(marked.replace('ann@college.test', 'ann@school.test'), rsa);
    expect(await captureAndCheck(message)).toMatchObject({ result: 'holds', notes: ['other-domain'] });
  });

  it('that leaves the content type open covers the raw body only', async () => {
    const message = await signed(marked, rsa, { covers: 'From:Date:Subject' });
    expect(await captureAndCheck(message)).toMatchObject({ result: 'holds', covered: 'raw-body' });
  });

  it.each([
    ['', 'key-gone'],
    ['v=DKIM1; p=', 'key-revoked'],
    ['v=DKIM1; p=!!', 'key-unreadable'],
    ['v=DKIM1; k=ed25519; p=AAAA', 'key-unreadable'],
    ['something else', 'key-unreadable'],
  ])('whose record is "%s" is not checked, and never called wrong', async (record, code) => {
    expect(await captureAndCheck(await signed(marked, rsa), record)).toMatchObject({
      result: 'not-checked',
      code,
    });
  });

  it('whose key is for another service is refused', async () => {
    const record = rsa.record.replace('k=rsa;', 'k=rsa; s=tlsrpt;');
    expect(await captureAndCheck(await signed(marked, rsa), record)).toMatchObject({
      code: 'key-not-for-mail',
    });
  });

  it('whose field hides tags in brackets or quotes is not read', async () => {
    const message = (await signed(marked, rsa)).replace(/b=(?=[A-Za-z0-9+/ \r\n]{20})/, 'b=(; l=1)');
    expect(await captureAndCheck(message)).toMatchObject({ result: 'not-checked', code: 'unreadable' });
  });

  it('for somebody outside its domain is refused', async () => {
    const message = (await signed(marked, rsa)).replace(
      /d=college\.test;/,
      'd=college.test; i=ann@elsewhere.test;',
    );
    expect(await captureAndCheck(message)).toMatchObject({ result: 'refused', code: 'identity-mismatch' });
  });

  it('over a changed field outside ASCII is not called wrong, since checkers differ in how they read it', async () => {
    const message = await signed(marked.replace('Unit 5', 'Unit\xc3\xa9 5'), rsa);
    expect(await captureAndCheck(message)).toMatchObject({ result: 'holds' });
    expect(await captureAndCheck(message.replace('your work', 'my work'))).toMatchObject({
      result: 'not-checked',
      code: 'eight-bit-header',
    });
  });

  it('with two keys at one name is not checked, and words of another purpose beside its key do not matter', async () => {
    const message = await signed(marked, rsa);
    const archived = await archive(message);
    const withRecords = (records: string[][]): ArchivedDkim => ({
      ...archived,
      signatures: archived.signatures.map((each) => ({
        ...each,
        key: { name, records, at: '2026-01-06T08:00:00.000Z' },
      })),
    });
    const twice = withRecords([[rsa.record], [rsaKey().record]]);
    expect(await verifyArchivedDkim(bytes(message), twice)).toMatchObject([{ code: 'key-ambiguous' }]);
    const beside = withRecords([['site-verification=abc'], [rsa.record]]);
    expect(await verifyArchivedDkim(bytes(message), beside)).toMatchObject([{ result: 'holds' }]);
  });

  it('whose key was swapped in the archive does not hold', async () => {
    const message = await signed(marked, rsa);
    const archived = await archive(message);
    const other = rsaKey();
    const forged: ArchivedDkim = {
      ...archived,
      signatures: archived.signatures.map((each) => ({
        ...each,
        key: { name, records: [[other.record]], at: '2026-01-06T08:00:00.000Z' },
      })),
    };
    expect(await verifyArchivedDkim(bytes(message), forged)).toMatchObject([
      { result: 'refused', code: 'signature-wrong' },
    ]);
  });

  it('stands beside others, each judged for itself', async () => {
    const second = ed25519Key();
    const once = await signed(marked, rsa);
    const twice = await signed(once, second, { selector: 'k2', covers: 'From:Subject:Date' });
    const directory = directoryOf({ [name]: rsa.record, 'k2._domainkey.college.test': second.record });
    const limited = (await signed(once, rsa, { limit: 1 })).split('\r\nFrom:')[0] ?? '';
    const message = `${limited.slice(0, limited.indexOf('\r\nDKIM-Signature'))}\r\n${twice}`;
    const { signatures } = await new DkimArchivist(directory, clock).archive(
      bytes(message),
      undefined,
      signal,
    );
    expect(signatures.map(({ result, code }) => [result, code])).toEqual([
      ['refused', 'length-limited'],
      ['holds', undefined],
      ['holds', undefined],
    ]);
  });
});

describe('the archivist of keys', () => {
  it('says of a message without a signature that there is none, and asks nobody', async () => {
    const directory = directoryOf({});
    const archived = await new DkimArchivist(directory, clock).archive(bytes(marked), undefined, signal);
    expect(archived).toEqual({ state: 'unsigned', signatures: [] });
    expect(directory.asked).toEqual([]);
  });

  it('asks for a name once, and not again for a message that has its key', async () => {
    const directory = directoryOf({ [name]: rsa.record });
    const archivist = new DkimArchivist(directory, clock);
    const message = bytes(await signed(marked, rsa));
    const first = await archivist.archive(message, undefined, signal);
    expect(await archivist.archive(message, undefined, signal)).toEqual(first);
    expect(directory.asked).toEqual([name]);
    expect(await new DkimArchivist(directoryOf({}), clock).archive(message, first, signal)).toBe(first);
  });

  it('asks again for a key that nobody answered for, and keeps the record as it is while nobody does', async () => {
    const silent = directoryOf({ [name]: rsa.record });
    silent.silent = true;
    const message = bytes(await signed(marked, rsa));
    const first = await new DkimArchivist(silent, clock).archive(message, undefined, signal);
    expect(first).toMatchObject({
      state: 'not-checked',
      signatures: [{ result: 'not-checked', code: 'dns-failed' }],
    });
    expect(await new DkimArchivist(silent, clock).archive(message, first, signal)).toBe(first);
    silent.silent = false;
    expect(await new DkimArchivist(silent, clock).archive(message, first, signal)).toMatchObject({
      state: 'checked',
    });
  });

  it('stops asking once nobody answers', async () => {
    const directory = directoryOf({});
    directory.silent = true;
    const archivist = new DkimArchivist(directory, clock);
    for (let each = 0; each < 10; each += 1) {
      const message = await signed(marked, rsa, { selector: `k${String(each)}` });
      await archivist.archive(bytes(message), undefined, signal);
    }
    expect(directory.asked).toHaveLength(3);
  });

  it('looks at eight signatures of a message and counts the rest', async () => {
    const directory = directoryOf({});
    const one = (await signed(marked, rsa)).slice(0, -marked.length);
    const archived = await new DkimArchivist(directory, clock).archive(
      bytes(one.repeat(20) + marked),
      undefined,
      signal,
    );
    expect(archived.signatures).toHaveLength(8);
    expect(archived.more).toBe(12);
  });

  it('never asks the world for a name that only this computer or no one knows', async () => {
    const directory = systemKeyDirectory(clock);
    expect(await directory.ask(name, signal)).toEqual({ name, records: [], at: '2026-01-06T08:00:00.000Z' });
  });
});
