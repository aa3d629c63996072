import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../../src/base/bytes.ts';
import type { JsonObject, JsonValue } from '../../../../src/base/json.ts';
import {
  addressesToAsk,
  answersFor,
  archivedIn,
  keyAddresses,
  readStatusCredential,
  statusAddresses,
  statusAddressOf,
  textOfAnswer,
  type ArchivedAnswer,
} from '../../../../src/verify/origin/credentials/archived-answers.ts';
import { judgeTime } from '../../../../src/verify/origin/credentials/judge-time.ts';
import { readInnerCredential } from '../../../../src/verify/origin/credentials/read-credential.ts';
import {
  isListedAsRevoked,
  isRevocationList,
  readStatusList,
} from '../../../../src/verify/origin/credentials/status/status-list.ts';

const type = 'VerifiableCredential';
const read = (changes: JsonObject = {}) => readInnerCredential({ type, ...changes });
const base64url = (text: string) => Buffer.from(text).toString('base64url');
const jwt = (payload: JsonObject, header: JsonObject = { alg: 'EdDSA' }) =>
  [header, payload].map((part) => base64url(JSON.stringify(part))).join('.') + '.AAAA';
const readJwt = (payload: JsonObject, header?: JsonObject) =>
  readInnerCredential(jwt({ type, ...payload }, header));
const web = (name: string) => `did:web:${name}.example`;
const page = (name: string) => `https://${name}.example/.well-known/did.json`;
const proof = (verificationMethod: JsonValue) => ({ type: 'DataIntegrityProof', verificationMethod });

describe('where a credential says that its keys are', () => {
  it.each<[string, ReturnType<typeof read>, string[]]>([
    ['nowhere', read(), []],
    ['at its issuer', read({ issuer: web('a') }), [page('a')]],
    [
      'at its signer and its issuer',
      read({ issuer: web('a'), proof: proof(`${web('b')}#1`) }),
      [page('b'), page('a')],
    ],
    [
      'in one place once',
      read({ issuer: { id: web('a') }, proof: [proof(web('a')), proof({ id: `${web('a')}#2` })] }),
      [page('a')],
    ],
    [
      'in itself',
      read({ issuer: web('a'), proof: [proof(`${web('b')}#1`), proof('did:key:z6Mk#z6Mk')] }),
      [page('b')],
    ],
    ['where nobody names one', read({ issuer: web('a'), proof: [{}, proof(5)] }), [page('a')]],
    [
      'at the signer of a token',
      readJwt({ issuer: web('a') }, { alg: 'EdDSA', kid: `${web('b')}#1` }),
      [page('b'), page('a')],
    ],
    [
      'at the issuer of a token alone',
      readJwt({ issuer: web('a') }, { alg: 'EdDSA', kid: 'key-1' }),
      [page('a')],
    ],
    [
      'at the issuer of a token without a name for its key',
      readJwt({ issuer: web('a') }, { alg: 'EdDSA', kid: 5 }),
      [page('a')],
    ],
    [
      'in the name of a token’s key',
      readJwt({ issuer: web('a') }, { alg: 'EdDSA', kid: 'did:key:z6Mk' }),
      [],
    ],
  ])('%s', (_, credential, expected) => {
    expect(keyAddresses(credential)).toEqual(expected);
  });

  it('is looked for in eight signatures', () => {
    const proofs = Array.from({ length: 10 }, (_, at) => proof(web(`p${String(at)}`)));
    expect(keyAddresses(read({ proof: proofs }))).toEqual(
      Array.from({ length: 8 }, (_, at) => page(`p${String(at)}`)),
    );
  });
});

describe('where a credential says that its status is', () => {
  const list = 'https://a.example/status/1';
  it.each<[JsonObject, string | undefined]>([
    [{ type: 'BitstringStatusListEntry', statusListCredential: list, id: 'https://a.example/other' }, list],
    [{ type: ['Other', 'StatusList2021Entry'], statusListCredential: list }, list],
    [{ type: '1EdTechRevocationList', id: list, statusListCredential: 'https://a.example/other' }, list],
    [{ type: 'CredentialStatusList2017', id: list, statusListCredential: list }, undefined],
    [{ statusListCredential: list }, undefined],
    [{ type: '1EdTechRevocationList' }, undefined],
    [{ type: 'BitstringStatusListEntry', statusListCredential: 5 }, undefined],
    [{ type: 'BitstringStatusListEntry', statusListCredential: 'http://a.example/' }, undefined],
  ])('%j', (entry, expected) => {
    expect(statusAddressOf(entry)).toBe(expected);
  });

  it('is each place once, of eight entries', () => {
    const entry = (at: number) => ({ type: '1EdTechRevocationList', id: `${list}${String(at)}` });
    const entries = [entry(0), ...Array.from({ length: 9 }, (_, at) => entry(at)), {}];
    expect(statusAddresses({ credentialStatus: entries })).toEqual(
      Array.from({ length: 7 }, (_, at) => `${list}${String(at)}`),
    );
    const credential = read({ issuer: web('a'), credentialStatus: entry(1) });
    expect(addressesToAsk(credential)).toEqual([
      { purpose: 'keys', address: page('a') },
      { purpose: 'status', address: `${list}1` },
    ]);
  });
});

describe('answers that were archived', () => {
  const answer = (purpose: ArchivedAnswer['purpose'], address: string, text = '{}'): ArchivedAnswer => ({
    purpose,
    address,
    received: '2026-06-02T08:00:00.000Z',
    status: 200,
    bytes: utf8(text),
  });
  const list = 'https://a.example/status/1';

  it('are those of a credential’s keys, its lists, and the keys of those', () => {
    const credential = read({
      issuer: web('a'),
      credentialStatus: { type: '1EdTechRevocationList', id: list },
    });
    const signedList = answer('status', list, JSON.stringify({ type, issuer: web('b') }));
    const archive = [
      answer('keys', page('a')),
      answer('status', page('a')),
      answer('keys', list),
      signedList,
      answer('status', 'https://a.example/status/2', JSON.stringify({ type, issuer: web('c') })),
      answer('keys', page('b')),
      answer('keys', page('c')),
    ];
    expect(answersFor(credential, archive)).toEqual([archive[0], archive[5], signedList]);
  });

  it('are read out of a record with what it says of them', () => {
    const row = { address: list, received: '2026-06-02T08:00:00.000Z', status: 404, text: 'é' };
    const archived = [
      { ...row, purpose: 'keys' },
      { ...row, purpose: 'status', mediaType: 'application/json' },
      { ...row, purpose: 'evidence' },
    ] as unknown as Parameters<typeof archivedIn>[0]['archived'];
    const { text: _, ...rest } = row;
    expect(archivedIn({ archived })).toStrictEqual([
      { ...rest, purpose: 'keys', bytes: utf8('é') },
      { ...rest, purpose: 'status', mediaType: 'application/json', bytes: utf8('é') },
    ]);
  });

  it('may be a list that is a credential, in JSON or as a token', () => {
    expect(readStatusCredential(utf8(`\n ${JSON.stringify({ type })} `))?.form).toBe('json');
    expect(readStatusCredential(utf8(` ${jwt({ type })}\n`))?.form).toBe('jwt');
    for (const none of ['', '[]', '{"type":1}', 'hello', '{', '5'])
      expect(readStatusCredential(utf8(none)), none).toBeUndefined();
    expect(readStatusCredential(Uint8Array.of(0xff))).toBeUndefined();
  });

  it('are texts, if they are UTF-8', () => {
    expect(textOfAnswer(answer('keys', list, 'é'))).toBe('é');
    expect(textOfAnswer({ ...answer('keys', list), bytes: Uint8Array.of(0xff) })).toBeUndefined();
  });
});

describe('the time of a credential', () => {
  const at = new Date('2026-06-01T00:00:00.000Z');
  const seconds = at.getTime() / 1000;
  const judged = (changes: JsonObject, token = false) =>
    judgeTime(token ? readJwt(changes) : read(changes), at).codes[0];

  it.each<[JsonObject, string]>([
    [{}, 'time-not-stated'],
    [{ validFrom: '2026-06-01T00:00:00Z' }, 'in-time'],
    [{ validFrom: '2026-06-01T00:00:00.001Z' }, 'not-yet-valid'],
    [{ issuanceDate: '2026-06-02T00:00:00Z' }, 'not-yet-valid'],
    [{ validFrom: '2026-05-01T00:00:00Z', issuanceDate: '2026-06-02T00:00:00Z' }, 'in-time'],
    [{ validUntil: '2026-06-01T00:00:00Z' }, 'time-not-stated'],
    [{ validFrom: '2026-05-01T00:00:00Z', validUntil: '2026-06-01T00:00:00Z' }, 'in-time'],
    [{ validUntil: '2026-05-31T23:59:59.999Z' }, 'expired'],
    [{ expirationDate: '2026-05-31T23:59:59Z' }, 'expired'],
    [{ validFrom: '2027-01-01T00:00:00Z', validUntil: '2026-01-01T00:00:00Z' }, 'expired'],
    [{ validFrom: 'soon' }, 'time-unreadable'],
    [{ validFrom: '2026-05-01T00:00:00Z', validUntil: 'soon' }, 'time-unreadable'],
    [{ validUntil: 5 }, 'time-unreadable'],
    [{ nbf: seconds + 1 }, 'time-not-stated'],
  ])('%j', (changes, code) => {
    expect(judged(changes)).toBe(code);
  });

  it.each<[JsonObject, string]>([
    [{ nbf: seconds }, 'in-time'],
    [{ nbf: seconds + 1 }, 'not-yet-valid'],
    [{ nbf: seconds - 1, exp: seconds }, 'in-time'],
    [{ exp: seconds - 1 }, 'expired'],
    [{ nbf: 'now' }, 'time-not-stated'],
    [{ nbf: 8_640_000_000_000 }, 'time-not-stated'],
    [{ nbf: 253_402_300_799 }, 'not-yet-valid'],
    // A year of five digits.
    [{ nbf: 8_639_999_999_999 }, 'time-unreadable'],
    [{ validFrom: '2026-05-01T00:00:00Z', nbf: seconds + 1 }, 'in-time'],
  ])('of a token: %j', (changes, code) => {
    expect(judged(changes, true)).toBe(code);
  });
});

describe('an entry of a status list', () => {
  const bits = new Uint8Array(16_384);
  bits.set([0b1010_0001, 0b0001_1011]);
  bits[16_383] = 0b0000_0001;
  const packed = (of: Uint8Array) => Buffer.from(gzipSync(of)).toString('base64url');
  const padded = Buffer.from(gzipSync(bits)).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
  const subject = {
    type: 'BitstringStatusList',
    statusPurpose: 'revocation',
    encodedList: `u${packed(bits)}`,
  };
  const valueOf = async (entry: JsonObject, credentialSubject: JsonValue = subject) => {
    const found = await readStatusList({ statusListIndex: 0, ...entry }, { credentialSubject });
    return 'problem' in found ? found.problem : [found.purpose, found.value];
  };
  const unreadable = 'status-unreadable';

  it.each<[JsonObject, unknown]>([
    [{}, ['revocation', 1]],
    [{ statusListIndex: '1' }, ['revocation', 0]],
    [{ statusListIndex: 2 }, ['revocation', 1]],
    [{ statusListIndex: 7 }, ['revocation', 1]],
    [{ statusListIndex: 8 }, ['revocation', 0]],
    [{ statusListIndex: 131_071 }, ['revocation', 1]],
    [{ statusListIndex: 131_072 }, unreadable],
    [{ statusListIndex: 0, statusSize: 2 }, ['revocation', 2]],
    [{ statusListIndex: 3, statusSize: 2 }, ['revocation', 1]],
    [{ statusListIndex: 7, statusSize: 2 }, ['revocation', 3]],
    [{ statusListIndex: 1, statusSize: 4 }, ['revocation', 1]],
    [{ statusListIndex: 1, statusSize: 8 }, ['revocation', 27]],
    [{ statusListIndex: 65_535, statusSize: 2 }, ['revocation', 1]],
    [{ statusListIndex: 65_536, statusSize: 2 }, unreadable],
    [{ statusSize: 3 }, unreadable],
    [{ statusSize: '1' }, unreadable],
    [{ statusListIndex: -1 }, unreadable],
    [{ statusListIndex: 1.5 }, unreadable],
    [{ statusListIndex: '-1' }, unreadable],
    [{ statusListIndex: '1x' }, unreadable],
    [{ statusListIndex: 'x1' }, unreadable],
    [{ statusListIndex: '1234567890123' }, unreadable],
    [{ statusListIndex: null }, unreadable],
    [{ statusPurpose: 'suspension' }, unreadable],
    [{ statusPurpose: 5 }, ['revocation', 1]],
  ])('%j', async (entry, expected) => {
    expect(await valueOf(entry)).toEqual(expected);
  });

  it.each<[string, JsonValue, unknown]>([
    ['for several purposes', { ...subject, statusPurpose: ['suspension', 'revocation'] }, ['revocation', 1]],
    [
      'among several',
      [{ ...subject, statusPurpose: 'suspension', encodedList: 'x' }, subject],
      ['revocation', 1],
    ],
    ['of 2021', { ...subject, type: 'StatusList2021', encodedList: packed(bits) }, ['revocation', 1]],
    [
      'of 2021 with its padding',
      { ...subject, type: 'StatusList2021', encodedList: padded },
      ['revocation', 1],
    ],
    [
      'of 2021 with more behind it',
      { ...subject, type: 'StatusList2021', encodedList: `${packed(bits)}=x` },
      unreadable,
    ],
    ['of 2021 in multibase', { ...subject, type: 'StatusList2021' }, unreadable],
    ['without its letter', { ...subject, encodedList: packed(bits) }, unreadable],
    ['of another kind', { ...subject, type: 'OtherList' }, unreadable],
    ['of no kind', { ...subject, type: 5 }, unreadable],
    ['that is none', { ...subject, encodedList: 5 }, unreadable],
    [
      'that is not packed',
      { ...subject, encodedList: `u${Buffer.from(bits).toString('base64url')}` },
      unreadable,
    ],
    ['a byte too short', { ...subject, encodedList: `u${packed(bits.subarray(1))}` }, unreadable],
    ['that is not there', [], unreadable],
  ])('of a list %s', async (_, list, expected) => {
    expect(await valueOf({}, list)).toEqual(expected);
  });

  it('may be a line of a list of what was taken back', () => {
    const list = (...revokedCredential: JsonObject[]) => ({ id: 'urn:list', revokedCredential });
    expect(isListedAsRevoked(list({ id: 'urn:1' }, { id: 'urn:2' }), 'urn:2')).toBe(true);
    expect(isListedAsRevoked(list({ id: 'urn:1' }, { id: 'urn:2', revoked: false }), 'urn:2')).toBe(false);
    expect(isListedAsRevoked(list({ id: 'urn:1', revoked: true }), 'urn:1')).toBe(true);
    expect(isListedAsRevoked(list(), 'urn:1')).toBe(false);
    const kinds: [JsonObject, boolean][] = [
      [list(), true],
      [{ id: 'urn:list', issuer: 'urn:a' }, true],
      [{ id: 'urn:list' }, false],
      [{ id: 'urn:list', revokedCredential: {} }, false],
      [{ issuer: 'urn:a', revokedCredential: [] }, false],
      [{ id: 5, revokedCredential: [] }, false],
    ];
    for (const [document, expected] of kinds)
      expect(isRevocationList(document), JSON.stringify(document)).toBe(expected);
  });
});
