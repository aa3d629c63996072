import { generateKeyPairSync } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { readKey } from '../../../../src/verify/origin/mail/key-record.ts';
import { mailKeyKind, readMailKey } from '../../../../src/verify/origin/mail/mail-key.ts';
import {
  readSignatureField,
  type SignatureField,
} from '../../../../src/verify/origin/mail/signature-field.ts';

const at = new Date('2026-01-06T08:00:00.000Z');
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const usual = { v: '1', a: 'rsa-sha256', d: 'college.test', s: 'k1', h: 'From', bh: 'AAAA', b: 'BBBB' };

function fieldOf(change: Readonly<Record<string, string>> = {}): SignatureField {
  const tags = Object.entries({ ...usual, ...change }).map(([name, value]) => `${name}=${value}`);
  const field = readSignatureField(tags.join('; '));
  if (field === undefined) throw new Error('a field');
  return field;
}

describe('the record of a key', () => {
  const key = (...records: string[]) => ({
    name: 'k',
    records: records.map((one) => [one]),
    at: at.toISOString(),
  });
  const read = (record: string, change: Readonly<Record<string, string>> = {}) => {
    const found = readKey(key(record), fieldOf(change));
    return 'code' in found ? found.code : [found.publicKey, ...found.notes];
  };

  it.each<[string, Readonly<Record<string, string>>, unknown]>([
    ['p=AAAA', {}, ['AAAA']],
    ['v=DKIM1; k=rsa; p=AA AA', {}, ['AAAA']],
    ['v=DKIM1;p =AAAA', {}, ['AAAA']],
    ['k=RSA;   p=AAAA', {}, ['AAAA']],
    ['v=DKIM1; n=it\'s "ours"; p=AAAA', {}, ['AAAA']],
    ['v=DKIM1;n=(ours); p=AAAA', {}, ['AAAA']],
    ['v=DKIM1; p=AAAA; n=\\', {}, ['AAAA']],
    ['v=DKIM2; p=AAAA', {}, 'key-unreadable'],
    ['v=DKIM1; p=AAAA; "', {}, 'key-unreadable'],
    ['p=', {}, 'key-revoked'],
    ['v=DKIM1; p= ', {}, 'key-revoked'],
    ['k=ed25519; p=AAAA', {}, 'key-unreadable'],
    ['p=AAAA', { a: 'ed25519-sha256' }, 'key-unreadable'],
    ['k=ed25519; p=AAAA', { a: 'ed25519-sha256' }, ['AAAA']],
    ['s=email; p=AAAA', {}, ['AAAA']],
    ['s=*; p=AAAA', {}, ['AAAA']],
    ['s=other : email; p=AAAA', {}, ['AAAA']],
    ['s=tlsrpt; p=AAAA', {}, 'key-not-for-mail'],
    ['h=sha1:sha256; p=AAAA', {}, ['AAAA']],
    ['h=sha1; p=AAAA', {}, 'key-not-for-mail'],
    ['t=y; p=AAAA', {}, ['AAAA', 'test-mode']],
    ['t=s; p=AAAA', {}, ['AAAA']],
    ['t=s; p=AAAA', { i: 'ann@College.test' }, ['AAAA']],
    ['t=s; p=AAAA', { i: '@college.test', d: 'College.TEST' }, ['AAAA']],
    ['t=y:s; p=AAAA', { i: 'ann@mail.college.test' }, 'identity-mismatch'],
    ['t=y; p=AAAA', { i: 'ann@mail.college.test' }, ['AAAA', 'test-mode']],
    ['v=spf1 -all', {}, 'key-unreadable'],
  ])('%j', (record, change, expected) => {
    expect(read(record, change)).toEqual(expected);
  });

  it('is the one among others that is of a key', () => {
    expect(readKey(key(), fieldOf())).toEqual({ code: 'key-gone' });
    expect(readKey(key('v=spf1 -all', 'p=AAAA', 'up=1'), fieldOf())).toEqual({
      publicKey: 'AAAA',
      notes: [],
    });
    expect(readKey(key('p=AAAA', 'v=DKIM1; p=BBBB'), fieldOf())).toEqual({ code: 'key-ambiguous' });
    const pieces = { name: 'k', records: [['v=DKIM1; p=AA', 'AA']], at: at.toISOString() };
    expect(readKey(pieces, fieldOf())).toEqual({ publicKey: 'AAAA', notes: [] });
  });
});

describe('a key of e-mails', () => {
  const ed = Buffer.alloc(32, 1).toString('base64');
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const bare = publicKey.export({ type: 'pkcs1', format: 'der' });

  it('of Ed25519 has 32 bytes', () => {
    expect(mailKeyKind(ed)).toBe('ed25519');
    expect(readMailKey('ed25519', ed)).toMatchObject({ bits: undefined });
    for (const wrong of ['', '!', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64')]) {
      expect(mailKeyKind(wrong)).toBe('rsa');
      expect(readMailKey('ed25519', wrong)).toBeUndefined();
    }
  });

  it('of Ed25519 holds for no signature of another length', async () => {
    expect(await readMailKey('ed25519', ed)?.holds(bytes('x'), new Uint8Array(63))).toBe(false);
    expect(await readMailKey('ed25519', ed)?.holds(bytes('x'), new Uint8Array(64))).toBe(false);
  });

  it('of RSA is read from both its forms, and nothing else', () => {
    for (const der of [spki, bare]) expect(readMailKey('rsa', der.toString('base64'))?.bits).toBe(1024);
    for (const der of [
      Buffer.alloc(0),
      spki.subarray(0, -1),
      Buffer.concat([spki, Buffer.of(0)]),
      Buffer.from('3000', 'hex'),
      // A third number, and something behind the key.
      Buffer.from('3009020103020103020103', 'hex'),
      Buffer.from('300b3003060100030400300102', 'hex'),
      Buffer.from('0500', 'hex'),
    ])
      expect(readMailKey('rsa', der.toString('base64')), der.toString('hex')).toBeUndefined();
    expect(readMailKey('rsa', '!')).toBeUndefined();
  });
});
