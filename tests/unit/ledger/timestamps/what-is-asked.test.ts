import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { encodeHex, utf8 } from '../../../../src/base/bytes.ts';
import { hashOids } from '../../../../src/ledger/timestamps/algorithms.ts';
import { parseAsn, tags } from '../../../../src/ledger/timestamps/asn.ts';
import { parseCertificate, type Certificate } from '../../../../src/ledger/timestamps/certificate.ts';
import { oids } from '../../../../src/ledger/timestamps/object-identifiers.ts';
import { certificateAddresses } from '../../../../src/ledger/timestamps/revocation/certificate-addresses.ts';
import { encodeOcspRequest } from '../../../../src/ledger/timestamps/revocation/ocsp-request.ts';
import { parseRevocationList } from '../../../../src/ledger/timestamps/revocation/revocation-list.ts';
import { encodeTimestampRequest } from '../../../../src/ledger/timestamps/timestamp-request.ts';
import {
  context,
  integer,
  octetString,
  oid,
  sequence,
  tlv,
  yes,
} from '../../../../src/practice/authority/der.ts';
import { caExtension, type ExtensionPlan } from '../../../../src/practice/authority/make-certificate.ts';
import { makeRevocationList } from '../../../../src/practice/authority/make-revocation.ts';
import { makeToken } from '../../../support/timestamps/made-token.ts';

const made = makeToken();
const uri = (address: string) => tlv(tags.contextBytes(6), utf8(address));
const extension = (id: string, value: Uint8Array, critical = false): ExtensionPlan => ({
  oid: id,
  critical,
  value,
});
const leafWith = (...extensions: ExtensionPlan[]): Certificate =>
  parseCertificate(makeToken({ leaf: { extensions } }).leaf);

describe('where a certificate says that one may ask about it', () => {
  const access = (...descriptions: [method: string, name: Uint8Array][]) =>
    extension(
      oids.authorityInfoAccess,
      sequence(...descriptions.map(([method, name]) => sequence(oid(method), name))),
    );
  const points = (...values: Uint8Array[]) => extension(oids.crlDistributionPoints, sequence(...values));
  const point = (...names: Uint8Array[]) => sequence(context(0, context(0, ...names)));
  const nothing = { ocsp: [], lists: [], issuers: [] };

  it('are web addresses, by what lies there', () => {
    const certificate = leafWith(
      access(
        [oids.ocsp, uri('http://a.test/ocsp')],
        [oids.caIssuers, uri('HTTPS://a.test/ca')],
        [oids.ocsp, uri('ldap://a.test')],
        [oids.ocsp, uri('xhttp://a.test')],
        [oids.ocsp, tlv(tags.contextBytes(2), utf8('http://a.test'))],
        ['1.2.3', uri('http://a.test/other')],
      ),
      points(point(uri('http://a.test/1'), uri('ldap://a.test/1')), point(uri('http://a.test/2'))),
    );
    expect(certificateAddresses(certificate)).toEqual({
      ocsp: ['http://a.test/ocsp'],
      lists: ['http://a.test/1', 'http://a.test/2'],
      issuers: ['HTTPS://a.test/ca'],
    });
  });

  it('are four of each kind at most, and cut at 1,024 characters', () => {
    const names = Array.from({ length: 6 }, (_, at) => uri(`http://a.test/${String(at)}`));
    const certificate = leafWith(
      access(...names.map((name): [string, Uint8Array] => [oids.ocsp, name])),
      points(...names.map((name) => point(name))),
    );
    const found = certificateAddresses(certificate);
    expect([found.ocsp.length, found.lists.length]).toEqual([4, 4]);
    const [long = ''] = certificateAddresses(
      leafWith(points(point(uri(`http://${'x'.repeat(2000)}`)))),
    ).lists;
    expect(long).toHaveLength(1024);
  });

  it('are none where there is nothing, or nothing that can be read', () => {
    expect(certificateAddresses(leafWith())).toEqual(nothing);
    expect(certificateAddresses(leafWith(access(), points()))).toEqual(nothing);
    // A point may name its issuer, or a name relative to it, and no address.
    const other = sequence(context(0, context(1, oid('1.2.3'))));
    const none = sequence(context(2, uri('http://a.test/x')));
    expect(certificateAddresses(leafWith(points(other, none, point(uri('http://a.test/1')))))).toEqual({
      ...nothing,
      lists: ['http://a.test/1'],
    });
    expect(
      certificateAddresses(
        leafWith(points(point(uri('http://a.test/1'))), extension(oids.authorityInfoAccess, integer(1))),
      ),
    ).toEqual(nothing);
  });
});

describe('a question about a certificate', () => {
  it('names it by its issuer’s name and key, and its number, and nothing else', async () => {
    const [leaf, issuer] = [parseCertificate(made.leaf), parseCertificate(made.intermediate)];
    const spki = parseAsn(
      new Uint8Array(made.issuers.intermediate.keys.publicKey.export({ type: 'spki', format: 'der' })),
    ).fields(tags.sequence);
    spki.take(tags.sequence);
    const sha1 = (bytes: Uint8Array) => octetString(createHash('sha1').update(bytes).digest());
    const asked = (serial: Uint8Array) =>
      sequence(
        sequence(
          sequence(
            sequence(
              sequence(
                sequence(oid(oids.sha1), tlv(tags.null)),
                sha1(made.issuers.intermediate.name),
                sha1(key),
                serial,
              ),
            ),
          ),
        ),
      );
    const key = spki.take(tags.bitString).bits;
    expect(encodeHex(await encodeOcspRequest(leaf, issuer))).toBe(encodeHex(asked(integer(3))));
    for (const serial of ['80', 'ff01', '0', 'abc'])
      expect(encodeHex(await encodeOcspRequest({ ...leaf, serial }, issuer)), serial).toBe(
        encodeHex(asked(integer(Buffer.from(serial.length % 2 === 0 ? serial : `0${serial}`, 'hex')))),
      );
  });
});

describe('what an authority is asked', () => {
  const digest = new Uint8Array(32).fill(7);
  const request = (change: object = {}) =>
    encodeTimestampRequest({
      imprint: { hash: 'SHA-256', digest },
      nonce: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
      certReq: true,
      ...change,
    });
  const expected = (
    hash: 'SHA-256' | 'SHA-512',
    bytes: Uint8Array,
    nonce: Uint8Array,
    ...policy: Uint8Array[]
  ) =>
    encodeHex(
      sequence(
        integer(1),
        sequence(sequence(oid(hashOids[hash]), tlv(tags.null)), octetString(bytes)),
        ...policy,
        integer(nonce),
        yes,
      ),
    );

  it('is for a digest, by its hash, with a number that the answer repeats', () => {
    const nonce = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    expect(encodeHex(request())).toBe(expected('SHA-256', digest, nonce));
    expect(encodeHex(request({ policy: '1.2.3' }))).toBe(expected('SHA-256', digest, nonce, oid('1.2.3')));
    const long = new Uint8Array(64).fill(9);
    expect(encodeHex(request({ imprint: { hash: 'SHA-512', digest: long } }))).toBe(
      expected('SHA-512', long, nonce),
    );
  });

  it('has a number that is positive, without zeros in front', () => {
    const tail = [2, 3, 4, 5, 6, 7, 8];
    for (const [nonce, kept] of [
      [Uint8Array.of(0x80, ...tail), Uint8Array.of(0x80, ...tail)],
      [Uint8Array.of(0x7f, ...tail), Uint8Array.of(0x7f, ...tail)],
      [Uint8Array.of(0, 0, ...tail), Uint8Array.of(...tail)],
      [new Uint8Array(8), Uint8Array.of(0)],
      [new Uint8Array(32).fill(0xff), new Uint8Array(32).fill(0xff)],
    ] as const)
      expect(encodeHex(request({ nonce }))).toBe(expected('SHA-256', digest, kept));
  });

  it('is refused with what is wrong with it', () => {
    const refused = (what: string) =>
      expect.objectContaining({ code: 'internal.bug', details: { what } }) as unknown;
    expect(() => request({ imprint: { hash: 'SHA-256', digest: digest.slice(1) } })).toThrow(
      refused('imprint'),
    );
    expect(() => request({ imprint: { hash: 'SHA-512', digest } })).toThrow(refused('imprint'));
    expect(() => request({ nonce: new Uint8Array(7) })).toThrow(refused('nonce'));
    expect(() => request({ nonce: new Uint8Array(33) })).toThrow(refused('nonce'));
  });
});

describe('which certificates a list is about', () => {
  const says = (number: number, value = 0xff) => tlv(tags.contextBytes(number), Uint8Array.of(value));
  const listWith = (...scope: Uint8Array[]) =>
    parseRevocationList(
      makeRevocationList({
        issuer: made.issuers.root.name,
        issuerKey: made.issuers.root.keys.privateKey,
        thisUpdate: new Date('2026-02-01T00:00:00Z'),
        revoked: [],
        extensions: [extension(oids.issuingDistributionPoint, sequence(...scope), true)],
      }),
    );
  const [user, authority] = [leafWith(), leafWith(caExtension())];
  const covers = (...scope: Uint8Array[]) => {
    const list = listWith(...scope);
    return [list.covers(user), list.covers(authority)];
  };

  it('is told by its scope', () => {
    expect(covers()).toEqual([true, true]);
    expect(covers(context(0, context(0, uri('http://a.test/1'))))).toEqual([true, true]);
    expect(covers(says(1))).toEqual([true, false]);
    expect(covers(says(2))).toEqual([false, true]);
    expect(covers(tlv(tags.contextBytes(3), Uint8Array.of(0, 0x80)))).toEqual([false, false]);
    expect(covers(says(5))).toEqual([false, false]);
  });

  it('is not asked of a list of several issuers, or with a word that is not known', () => {
    const malformed = expect.objectContaining({ problem: 'malformed' }) as unknown;
    expect(() => listWith(says(4))).toThrow(malformed);
    expect(() => listWith(says(6))).toThrow(malformed);
    const plan = {
      issuer: made.issuers.root.name,
      issuerKey: made.issuers.root.keys.privateKey,
      thisUpdate: new Date('2026-02-01T00:00:00Z'),
      revoked: [],
    };
    const of = (critical: boolean) =>
      parseRevocationList(
        makeRevocationList({ ...plan, extensions: [extension('1.2.3', integer(1), critical)] }),
      );
    expect(() => of(true)).toThrow(malformed);
    expect(of(false).revoked.size).toBe(0);
  });
});
