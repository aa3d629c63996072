import { describe, expect, it } from 'vitest';

import { encodeHex, parseHex, utf8 } from '../../../../src/base/bytes.ts';
import { readScheme, requireHash } from '../../../../src/ledger/timestamps/algorithms.ts';
import { parseAsn, serialText, smallNumber, tags } from '../../../../src/ledger/timestamps/asn.ts';
import {
  commonName,
  comparableName,
  generalNameText,
  nameText,
} from '../../../../src/ledger/timestamps/names.ts';
import { oids } from '../../../../src/ledger/timestamps/object-identifiers.ts';
import { parseOcspAnswer } from '../../../../src/ledger/timestamps/revocation/ocsp-answer.ts';
import { requireDer } from '../../../../src/ledger/timestamps/strict-der.ts';
import { TimestampFlaw } from '../../../../src/ledger/timestamps/timestamp-flaw.ts';
import { parseTstInfo } from '../../../../src/ledger/timestamps/tst-info.ts';
import {
  bitString,
  context,
  generalizedTime,
  integer,
  octetString,
  oid,
  sequence,
  setOf,
  text,
  tlv,
  yes,
} from '../../../../src/practice/authority/der.ts';
import { makeOcspAnswer } from '../../../../src/practice/authority/make-revocation.ts';
import { makeToken } from '../../../support/timestamps/made-token.ts';

function flawOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof TimestampFlaw) return thrown.problem;
    throw thrown;
  }
  return 'none';
}
const asn = (bytes: Uint8Array) => parseAsn(bytes);
const hex = (digits: string) => parseHex(digits);

describe('a value in DER', () => {
  it('is read as what it is, and as nothing else', () => {
    const list = asn(sequence(integer(5), oid('1.2.3'), octetString(utf8('x'))));
    const fields = list.fields(tags.sequence);
    expect([fields.take(tags.integer).small, fields.find(tags.integer), fields.take(tags.oid).oid]).toEqual([
      5,
      undefined,
      '1.2.3',
    ]);
    expect(flawOf(() => fields.end())).toBe('malformed');
    expect(fields.any().octets).toEqual(utf8('x'));
    expect(flawOf(() => fields.end())).toBe('none');
    expect(flawOf(() => fields.any())).toBe('malformed');
    for (const wrong of [
      () => asn(integer(5)).children,
      () => asn(sequence()).fields(tags.set),
      () => asn(setOf()).fields(tags.sequence),
      () => asn(integer(5)).oid,
      () => asn(oid('1.2.3')).integer,
      () => asn(integer(5)).octets,
      () => asn(octetString(utf8('x'))).bits,
      () => asn(bitString(utf8('x'), 1)).bits,
      () => asn(tlv(tags.bitString)).bits,
      () => asn(tlv(tags.integer)).integer,
      () => asn(context(0, integer(1), integer(2))).only(tags.context(0)),
      () => asn(context(0)).only(tags.context(0)),
      () => asn(context(1, integer(1))).only(tags.context(0)),
      () => asn(text('x'.repeat(65))).text,
    ])
      expect(flawOf(wrong)).toBe('malformed');
    expect(asn(bitString(utf8('x'))).bits).toEqual(utf8('x'));
    expect(asn(text('x'.repeat(64))).text).toHaveLength(64);
  });

  it('may be an octet string in pieces, where that is allowed', () => {
    const pieces = hex('2480040178040179' + '0000');
    expect(asn(pieces).octets).toEqual(utf8('xy'));
    expect(flawOf(() => asn(hex('2480020101' + '0000')).octets)).toBe('malformed');
  });

  it('is one, whole, and not too deep', () => {
    for (const wrong of ['', '30', '3001', '02010100', '0202'])
      expect(
        flawOf(() => asn(hex(wrong))),
        wrong,
      ).toBe('malformed');
    const nested = (depth: number): Uint8Array => (depth === 0 ? integer(1) : sequence(nested(depth - 1)));
    expect(flawOf(() => asn(nested(40)))).toBe('over-limit');
    expect(flawOf(() => asn(nested(20)))).toBe('none');
  });

  it('is a small number from 0 to 2^31 - 1', () => {
    expect(['00', '7f', '0102', '7fffffff'].map((digits) => smallNumber(hex(digits)))).toEqual([
      0, 127, 258, 2_147_483_647,
    ]);
    for (const wrong of ['', '80', 'ff', '80000000', '0000000001'])
      expect(
        flawOf(() => smallNumber(hex(wrong))),
        wrong,
      ).toBe('malformed');
    expect(['00', '0000', '000a', '0100', ''].map((digits) => serialText(hex(digits)))).toEqual([
      '0',
      '0',
      '0a',
      '0100',
      '0',
    ]);
  });

  it.each([
    '',
    '02',
    '0280',
    '028000',
    '02810100',
    '0284000000010000',
    '1f0100',
    '3f0100',
    '020100ff',
    '0203',
    '0200',
    '02020001',
    '0202ff80',
    '010101',
    '01020000',
  ])('is not written otherwise than in one way: %s', (digits) => {
    expect(flawOf(() => requireDer(hex(digits)))).not.toBe('none');
  });

  it.each([
    '020100',
    '0202 0080',
    '02017f',
    '0201ff',
    '0101ff',
    '010100',
    '3000',
    '0500',
    `0481 80${'00'.repeat(128)}`,
  ])('is written in that way: %s', (digits) => {
    expect(flawOf(() => requireDer(hex(digits.replaceAll(' ', ''))))).toBe('none');
  });
});

describe('how something was signed', () => {
  const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'));
  const sha512 = sequence(oid('2.16.840.1.101.3.4.2.3'), tlv(tags.null));
  const mask = (hash: Uint8Array) => sequence(oid(oids.mgf1), hash);
  const pss = (...parameters: Uint8Array[]) => asn(sequence(oid(oids.rsaPss), sequence(...parameters)));
  const scheme = (work: () => unknown) => {
    const flaw = flawOf(work);
    return flaw === 'none' ? work() : flaw;
  };

  it.each<[string, Uint8Array[], unknown]>([
    [
      'all said',
      [context(0, sha256), context(1, mask(sha256)), context(2, integer(32)), context(3, integer(1))],
      { kind: 'rsa-pss', hash: 'SHA-256', saltLength: 32 },
    ],
    [
      'salt and trailer left out',
      [context(0, sha512), context(1, mask(sha512))],
      { kind: 'rsa-pss', hash: 'SHA-512', saltLength: 20 },
    ],
    [
      'another trailer',
      [context(0, sha256), context(1, mask(sha256)), context(3, integer(2))],
      'unsupported-algorithm',
    ],
    ['another hash of the mask', [context(0, sha256), context(1, mask(sha512))], 'unsupported-algorithm'],
    [
      'another mask',
      [context(0, sha256), context(1, sequence(oid('1.2.3'), sha256))],
      'unsupported-algorithm',
    ],
    [
      'a mask without its hash',
      [context(0, sha256), context(1, sequence(oid(oids.mgf1)))],
      'unsupported-algorithm',
    ],
    ['no mask', [context(0, sha256)], 'unsupported-algorithm'],
    ['no hash', [context(1, mask(sha256))], 'unsupported-algorithm'],
    ['something behind', [context(0, sha256), context(1, mask(sha256)), context(4, integer(1))], 'malformed'],
    [
      'a hash that is none',
      [context(0, sequence(oid('1.2.3'))), context(1, mask(sha256))],
      'unsupported-algorithm',
    ],
  ])('is told by RSA-PSS with %s', (_, parameters, expected) => {
    expect(scheme(() => readScheme(pss(...parameters)))).toEqual(expected);
  });

  it('is told by its identifier, and fits the signer’s hash', () => {
    const of = (id: string, ...more: Uint8Array[]) => asn(sequence(oid(id), ...more));
    const ecdsa = '1.2.840.10045.4.3.3';
    expect(readScheme(of(ecdsa))).toEqual({ kind: 'ecdsa', hash: 'SHA-384' });
    expect(readScheme(of(ecdsa), 'SHA-384')).toEqual({ kind: 'ecdsa', hash: 'SHA-384' });
    expect(flawOf(() => readScheme(of(ecdsa), 'SHA-256'))).toBe('unsupported-algorithm');
    expect(readScheme(of(oids.ed25519), 'SHA-256')).toEqual({ kind: 'ed25519' });
    expect(readScheme(of(oids.rsa), 'SHA-512')).toEqual({ kind: 'rsa-pkcs1', hash: 'SHA-512' });
    expect(flawOf(() => readScheme(of(oids.rsa)))).toBe('unsupported-algorithm');
    expect(flawOf(() => readScheme(of(oids.rsaPss)))).toBe('unsupported-algorithm');
    expect(flawOf(() => readScheme(of('1.2.3')))).toBe('unsupported-algorithm');
    expect(flawOf(() => readScheme(pss(context(0, sha256), context(1, mask(sha256))), 'SHA-512'))).toBe(
      'unsupported-algorithm',
    );
    expect(flawOf(() => readScheme(asn(sequence())))).toBe('malformed');
    expect(flawOf(() => readScheme(of(ecdsa, tlv(tags.null), tlv(tags.null))))).toBe('malformed');
    expect(flawOf(() => requireHash(of(oids.sha1)))).toBe('unsupported-algorithm');
  });
});

describe('a name in a certificate', () => {
  const part = (type: string, value: Uint8Array) => sequence(oid(type), value);
  const name = (...parts: Uint8Array[]) => asn(sequence(...parts.map((one) => setOf(one))));
  const bmp = (words: string) => tlv(0x1e, Uint8Array.from(Buffer.from(words, 'utf16le').swap16()));
  const teletex = tlv(0x14, Uint8Array.of(0xe9));

  it('is shown in its own order, whatever its letters are written in', () => {
    const full = name(
      part('2.5.4.6', text('GB')),
      part('2.5.4.10', bmp('Zoë Ω')),
      part('1.2.3', text('x')),
      part('2.5.4.3', teletex),
      part('2.5.4.3', text('Last')),
      part('2.5.4.11', text('Unit')),
    );
    expect(nameText(full)).toBe('C=GB, O=Zoë Ω, 1.2.3=x, CN=#e9, CN=Last, OU=Unit');
    expect(commonName(full)).toBe('Last');
    expect(commonName(name(part('2.5.4.3', teletex)))).toBe('#e9');
    expect(commonName(name(part('2.5.4.10', text('x'))))).toBeUndefined();
    expect(generalNameText(asn(context(4, sequence(setOf(part('2.5.4.3', text('A')))))))).toBe('CN=A');
    expect(generalNameText(asn(tlv(tags.contextBytes(6), utf8('http://a.test'))))).toBe('http://a.test');
  });

  it('is the same in other letters, blanks and kinds of string', () => {
    const same = (one: Uint8Array, other: Uint8Array) =>
      comparableName(name(part('2.5.4.3', one))) === comparableName(name(part('2.5.4.3', other)));
    expect(same(text(' A  b '), bmp('a B'))).toBe(true);
    expect(same(text('A b'), text('Ab'))).toBe(false);
    expect(same(teletex, tlv(0x14, Uint8Array.of(0xe8)))).toBe(false);
    expect(same(teletex, teletex)).toBe(true);
    expect(comparableName(name(part('2.5.4.3', text('a'))))).not.toBe(
      comparableName(name(part('2.5.4.10', text('a')))),
    );
  });

  it('has values of up to 1,000 bytes, and is cut at 1,000 characters', () => {
    const of = (length: number) => name(part('2.5.4.3', text('x'.repeat(length))));
    expect(nameText(of(1000))).toHaveLength(1000);
    expect(flawOf(() => nameText(of(1001)))).toBe('over-limit');
    expect(flawOf(() => nameText(name(sequence(oid('2.5.4.3'), text('x'), text('y')))))).toBe('malformed');
  });
});

describe('the content of a token', () => {
  const imprint = (digest: Uint8Array = new Uint8Array(32)) =>
    sequence(sequence(oid('2.16.840.1.101.3.4.2.1')), octetString(digest));
  const info = (...more: Uint8Array[]) =>
    sequence(
      integer(1),
      oid('1.2.3'),
      imprint(),
      integer(7),
      generalizedTime(new Date('2026-01-02T03:04:05Z')),
      ...more,
    );
  const accuracy = (...values: Uint8Array[]) => info(sequence(...values));
  const part = (number: number, ...bytes: number[]) => tlv(tags.contextBytes(number), Uint8Array.from(bytes));
  const read = (der: Uint8Array) => {
    const flaw = flawOf(() => parseTstInfo(der));
    return flaw === 'none' ? parseTstInfo(der).content.accuracyMs : flaw;
  };

  it.each<[string, Uint8Array, unknown]>([
    ['none', info(), undefined],
    ['nothing', accuracy(), 0],
    ['seconds', accuracy(integer(2)), 2000],
    ['all of it', accuracy(integer(2), part(0, 3), part(1, 4)), 2003.004],
    ['1 millisecond', accuracy(part(0, 1)), 1],
    ['999 milliseconds', accuracy(part(0, 3, 0xe7)), 999],
    ['no millisecond', accuracy(part(0, 0)), 'malformed'],
    ['1,000 milliseconds', accuracy(part(0, 3, 0xe8)), 'malformed'],
    ['999 microseconds', accuracy(part(1, 3, 0xe7)), 0.999],
    ['1,000 microseconds', accuracy(part(1, 3, 0xe8)), 'malformed'],
    ['something else', accuracy(part(2, 1)), 'malformed'],
  ])('is exact to %s', (_, der, expected) => {
    expect(read(der)).toEqual(expected);
  });

  it('may say more, but nothing that has to be understood', () => {
    const extension = (...values: Uint8Array[]) => info(context(1, sequence(oid('1.2.3'), ...values)));
    expect(flawOf(() => parseTstInfo(extension(octetString(utf8('x')))))).toBe('none');
    expect(flawOf(() => parseTstInfo(extension(yes, octetString(utf8('x')))))).toBe('malformed');
    expect(flawOf(() => parseTstInfo(extension(octetString(utf8('x')), integer(1))))).toBe('malformed');
    expect(flawOf(() => parseTstInfo(info(context(2, integer(1)))))).toBe('malformed');
    const full = info(
      sequence(integer(1)),
      yes,
      integer(9),
      context(0, context(4, sequence(setOf(sequence(oid('2.5.4.3'), text('Clock')))))),
    );
    expect(parseTstInfo(full).content).toMatchObject({
      accuracyMs: 1000,
      nonce: Uint8Array.of(9),
      tsa: 'CN=Clock',
      serial: '07',
    });
  });

  it('is of version 1, and about a digest of 1 to 64 bytes', () => {
    const of = (version: number, digest: Uint8Array<ArrayBuffer>) =>
      sequence(
        integer(version),
        oid('1.2.3'),
        imprint(digest),
        integer(7),
        generalizedTime(new Date('2026-01-02T03:04:05Z')),
      );
    expect(flawOf(() => parseTstInfo(of(2, new Uint8Array(32))))).toBe('malformed');
    for (const [length, flaw] of [
      [0, 'malformed'],
      [1, 'none'],
      [64, 'none'],
      [65, 'malformed'],
    ] as const)
      expect(
        flawOf(() => parseTstInfo(of(1, new Uint8Array(length)))),
        String(length),
      ).toBe(flaw);
  });
});

describe('an answer about a certificate', () => {
  const made = makeToken();
  const { intermediate } = made.issuers;
  const good = makeOcspAnswer({
    issuer: intermediate.name,
    issuerKeys: intermediate.keys,
    serial: 3,
    revoked: undefined,
    thisUpdate: new Date('2026-02-01T00:00:00Z'),
    signer: { name: intermediate.name, privateKey: intermediate.keys.privateKey },
  });

  it('is one that succeeded, of the basic kind, and all there is', () => {
    expect(parseOcspAnswer(good).statuses.map(({ serial, state }) => [serial, state])).toEqual([
      ['03', 'good'],
    ]);
    const inner = asn(good).fields(tags.sequence);
    inner.any();
    const body = inner.any().only(tags.context(0)).fields(tags.sequence);
    const [kind, basic] = [body.any().raw, body.any().raw];
    const status = tlv(tags.enumerated, Uint8Array.of(0));
    const answer = (...values: Uint8Array[]) => flawOf(() => parseOcspAnswer(sequence(...values)));
    expect(answer(status, context(0, sequence(kind, basic)))).toBe('none');
    expect(answer(tlv(tags.enumerated, Uint8Array.of(1)), context(0, sequence(kind, basic)))).toBe(
      'malformed',
    );
    expect(answer(status)).toBe('malformed');
    expect(answer(status, context(0, sequence(oid('1.2.3'), basic)))).toBe('malformed');
    expect(answer(status, context(0, sequence(kind, basic, basic)))).toBe('malformed');
    expect(answer(status, context(0, sequence(kind, basic)), status)).toBe('malformed');
    expect(flawOf(() => parseOcspAnswer(Uint8Array.of(...good, 0)))).not.toBe('none');
    expect(encodeHex(good)).toContain(encodeHex(basic));
  });
});
