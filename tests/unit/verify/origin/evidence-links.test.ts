import { createHash } from 'node:crypto';

import { base58, base64urlnopad } from '@scure/base';
import { describe, expect, it } from 'vitest';

import type { JsonObject, JsonValue } from '../../../../src/base/json.ts';
import { describeCredential } from '../../../../src/verify/origin/credentials/describe-credential.ts';
import { evidenceLinks } from '../../../../src/verify/origin/credentials/evidence-links.ts';
import { readInnerCredential } from '../../../../src/verify/origin/credentials/read-credential.ts';

const describing = (changes: JsonObject) =>
  describeCredential(readInnerCredential({ type: 'VerifiableCredential', ...changes }));

describe('evidence that a credential tells of', () => {
  const bytes = Buffer.from('My report.');
  const digest = (algorithm: string) => createHash(algorithm).update(bytes).digest();
  const hex = (algorithm: string) => digest(algorithm).toString('hex');
  const hash = (code: number, length: number, of: Uint8Array) => Uint8Array.of(code, length, ...of);
  const z = (given: Uint8Array) => `z${base58.encode(given)}`;
  const sha256 = z(hash(0x12, 32, digest('sha256')));
  const digestsOf = (evidence: JsonValue, more: JsonObject = {}) =>
    evidenceLinks({ evidence, ...more })[0]?.digests.map(({ algorithm, hex: said }) => [algorithm, said]);

  it('has its address, its words and what kind it is', () => {
    const id = 'https://a.example/report.pdf';
    const words = { name: 'Report', narrative: 'How.', description: 'What.', genre: 'Text' };
    expect(
      evidenceLinks({
        evidence: [
          { id, ...words, mediaType: 'application/pdf', type: ['Evidence'] },
          'http://a.example/x',
          'urn:1',
        ],
        credentialSubject: [{ evidence: { id: 'xhttps://a.example/' } }, { evidence: { name: 'No id' } }],
        relatedResource: [
          { id, mediaType: 'text/plain' },
          { id: 'http://a.example/x', mediaType: 'image/png' },
          { mediaType: 'x' },
        ],
      }),
    ).toStrictEqual([
      { address: id, ...words, mediaType: 'application/pdf', digests: [] },
      { address: 'http://a.example/x', mediaType: 'image/png', digests: [] },
      { digests: [] },
      { digests: [] },
      { name: 'No id', digests: [] },
    ]);
  });

  it.each<[string, string, [string, string][]]>([
    ['SHA-256 in base58', sha256, [['sha256', hex('sha256')]]],
    [
      'SHA-384 in base64url',
      `u${base64urlnopad.encode(hash(0x20, 48, digest('sha384')))}`,
      [['sha384', hex('sha384')]],
    ],
    ['SHA-512', z(hash(0x13, 64, digest('sha512'))), [['sha512', hex('sha512')]]],
    ['another hash', z(hash(0x14, 32, digest('sha256'))), []],
    ['another length', z(hash(0x12, 31, digest('sha256'))), []],
    ['a byte too few', z(hash(0x12, 32, digest('sha256').subarray(1))), []],
    ['a byte too many', z(hash(0x12, 32, Buffer.concat([digest('sha256'), Buffer.of(0)]))), []],
    ['another base', `m${digest('sha256').toString('base64')}`, []],
    ['nothing', 'z', []],
  ])('may state a digest in multibase: %s', (_, digestMultibase, expected) => {
    expect(digestsOf({ id: 'urn:1', digestMultibase })).toEqual(expected);
  });

  const sri = (algorithm: string, said = algorithm) => `${said}-${digest(algorithm).toString('base64')}`;
  it.each<[string, [string, string][]]>([
    [sri('sha256'), [['sha256', hex('sha256')]]],
    [sri('sha384'), [['sha384', hex('sha384')]]],
    [`${sri('sha512')}?ct=x?y`, [['sha512', hex('sha512')]]],
    [
      ` ${sri('sha256')} \n\t ${sri('sha512')} `,
      [
        ['sha256', hex('sha256')],
        ['sha512', hex('sha512')],
      ],
    ],
    [`x${sri('sha256')}`, []],
    [`${sri('sha256')}x=`, []],
    [sri('sha1'), []],
    ['sha256-A', []],
    ['sha256-', []],
    ['', []],
  ])('may state digests as pages do: %j', (digestSRI, expected) => {
    expect(digestsOf({ id: 'urn:1', digestSRI })).toEqual(expected);
    expect(digestsOf({ id: 'urn:1' }, { relatedResource: { id: 'urn:1', digestSRI } })).toEqual(expected);
    expect(digestsOf({ id: 'urn:1' }, { relatedResource: { id: 'urn:2', digestSRI } })).toEqual([]);
    expect(digestsOf({ name: 'x' }, { relatedResource: { digestSRI } })).toEqual([]);
  });

  it.each<[string, boolean]>([
    [`hl:${sha256}`, true],
    [`hl:${sha256}:meta`, true],
    [`xhl:${sha256}`, false],
    [`hl:${sha256}/`, false],
    [`https://a.example/?hl=${sha256}`, true],
    [`https://a.example/?a=1&hl=${sha256}&b=2`, true],
    [`https://a.example/hl=${sha256}`, false],
    ['https://a.example/?hl=z', false],
    ['https://a.example/', false],
  ])('may state a digest in its id: %s', (id, expected) => {
    expect(digestsOf({ id })).toEqual(expected ? [['sha256', hex('sha256')]] : []);
    expect(digestsOf(id)).toEqual(expected ? [['sha256', hex('sha256')]] : []);
  });

  it('has all digests that are stated, as they stand', () => {
    const id = `https://a.example/?hl=${sha256}`;
    const links = evidenceLinks({
      evidence: [{ id, digestMultibase: [sha256, sha256], digestSRI: sri('sha384') }],
      relatedResource: { id, digestSRI: sri('sha512') },
    });
    expect(links[0]?.digests.map(({ algorithm, said }) => [algorithm, said])).toEqual([
      ['sha256', sha256],
      ['sha256', sha256],
      ['sha384', sri('sha384')],
      ['sha512', sri('sha512')],
      ['sha256', sha256],
    ]);
    expect(describing({ evidence: { id, digestSRI: sri('sha384') } }).evidence).toStrictEqual([
      {
        address: id,
        digests: [
          { algorithm: 'sha384', hex: hex('sha384'), said: sri('sha384') },
          { algorithm: 'sha256', hex: hex('sha256'), said: sha256 },
        ],
      },
    ]);
  });
});
