import fc from 'fast-check';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { describe, expect, it } from 'vitest';

import { checkSignatures } from '../../../../src/verify/origin/mail/check-signatures.ts';
import { ed25519Key, rsaKey, signed, type TestKey } from '../../../support/mail/signing.ts';

const keys: readonly TestKey[] = [rsaKey(), ed25519Key()];
const forms = ['simple/simple', 'relaxed/simple', 'simple/relaxed', 'relaxed/relaxed'];

const at = new Date('2026-01-06T08:00:00.000Z');

/** What this product says of the only signature, with the key at hand. */
async function ours(message: string, key: TestKey): Promise<boolean> {
  const archived = { name: 'k1._domainkey.college.test', records: [[key.record]], at: at.toISOString() };
  const [found] = await checkSignatures(Buffer.from(message, 'latin1'), () => archived, at);
  return found?.result === 'holds';
}

/** What mailauth 4.13.3 says of it. */
async function theirs(message: string, key: TestKey): Promise<boolean> {
  const resolver = async () => [[key.record]];
  const { results } = await dkimVerify(Buffer.from(message, 'latin1'), { resolver, minBitLength: 1024 });
  return results[0]?.status.result === 'pass';
}

const blanks = fc.constantFrom('', ' ', '  ', '\t', ' \t ');
const word = fc.constantFrom('Well', 'done', 'Sam', '.', '..', 'ä'.normalize(), '=20');
const line = fc.array(fc.tuple(word, blanks)).map((parts) => parts.flat().join(''));
const body = fc
  .tuple(fc.array(fc.oneof(line, blanks), { maxLength: 6 }), fc.nat({ max: 3 }))
  // The last line of a message that was sent always ends.
  .map(([lines, empty]) => lines.map((each) => `${each}\r\n`).join('') + '\r\n'.repeat(empty));
const folded = fc
  .tuple(blanks, word, fc.constantFrom(' ', '\r\n ', '\r\n\t', '  '), word, blanks)
  .filter(([, one, , two]) => /^[\x20-\x7e]+$/.test(one + two))
  .map((parts) => parts.join(''));

const message = fc
  .tuple(folded, body)
  .map(([subject, text]) =>
    [
      'From: Ann Assessor <ann@college.test>',
      'to:  sam@learner.test',
      `Subject: ${subject}`,
      'Date: Mon, 5 Jan 2026 10:00:00 +0000',
      'Content-Type: text/plain;',
      '\tcharset=utf-8',
      '',
      text,
    ].join('\r\n'),
  );

describe('DKIM as this product checks it, held against mailauth', () => {
  it('holds for whatever mailauth signs, in every form', async () => {
    await fc.assert(
      fc.asyncProperty(
        message,
        fc.constantFrom(...keys),
        fc.constantFrom(...forms),
        async (text, key, canonicalization) => {
          expect(await ours(await signed(text, key, { canonicalization }), key)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('agrees about messages in which something was changed', async () => {
    let held = 0;
    const change = fc.constantFrom<(text: string) => string>(
      (text) => `${text}\r\n`,
      (text) => text.replace('Well', 'Ill'),
      (text) => text.replace(/ {2}/, ' '),
      (text) => text.replace('Subject: ', 'Subject:'),
      (text) => text.replace('Subject:', 'subject:'),
      (text) => text.replace('to:  sam', 'to: sam'),
      (text) => text.replace('sam@learner', 'eve@learner'),
      (text) => text.replace(/\r\n\tcharset/, ' charset'),
      (text) => text.replace(/[ \t]+\r\n/, '\r\n'),
    );
    await fc.assert(
      fc.asyncProperty(
        message,
        fc.constantFrom(...keys),
        fc.constantFrom(...forms),
        change,
        async (text, key, canonicalization, changed) => {
          const altered = changed(await signed(text, key, { canonicalization }));
          const said = await ours(altered, key);
          if (said) held += 1;
          expect(said).toBe(await theirs(altered, key));
        },
      ),
      { numRuns: 300 },
    );
    expect(held).toBeGreaterThan(30);
  });

  it('takes the bare RSA key of the standard as well as the wrapped one of the records', async () => {
    const key = rsaKey();
    const spki = Buffer.from(/p=(.*)$/.exec(key.record)?.[1] ?? '', 'base64');
    // Behind the algorithm and the head of the bit string stands RFC 8017's RSAPublicKey.
    const bare = spki.subarray(24).toString('base64');
    const text = await signed('From: a@college.test\r\nSubject: x\r\nDate: now\r\n\r\nx\r\n', key);
    expect(await ours(text, { ...key, record: `v=DKIM1; p=${bare}` })).toBe(true);
    expect(await ours(text, { ...key, record: `v=DKIM1; p=${bare.slice(4)}` })).toBe(false);
  });
});
