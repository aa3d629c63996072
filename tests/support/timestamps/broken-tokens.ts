import { concatBytes, utf8 } from '../../../src/base/bytes.ts';
import { parseAsn, tags } from '../../../src/ledger/timestamps/asn.ts';
import { oids } from '../../../src/ledger/timestamps/object-identifiers.ts';
import type { TimestampProblem } from '../../../src/ledger/timestamps/timestamp-problem.ts';
import type { VerifyTimestampOptions } from '../../../src/ledger/timestamps/verify-timestamp.ts';
import {
  bitString,
  context,
  distinguishedName,
  octetString,
  oid,
  sequence,
  setOf,
  text,
  tlv,
} from '../../../src/practice/authority/der.ts';
import {
  caExtension,
  certSignExtension,
  purposeExtension,
  type ExtensionPlan,
} from '../../../src/practice/authority/make-certificate.ts';
import { imprintOf, makeToken, timestampPurpose, type MadeToken } from './made-token.ts';

/** A token and what both verifiers are to say of it. */
export interface TokenCase {
  readonly name: string;
  readonly made: MadeToken;
  readonly expected: 'ok' | TimestampProblem;
  /** What `openssl ts -verify` says, where that is not the same. */
  readonly openssl?: 'accepts' | 'refuses';
  readonly options?: Partial<VerifyTimestampOptions>;
  /** DER of what openssl is to trust in place of the root. */
  readonly opensslTrusts?: readonly Uint8Array[];
  /** DER of further certificates for openssl. */
  readonly opensslUntrusted?: readonly Uint8Array[];
}

const clientAuthentication = '1.3.6.1.5.5.7.3.2';
const past = new Date('2025-12-31T00:00:00Z');
const later = new Date('2026-01-03T00:00:00Z');

const keyUsage = (bits: number, unused: number): ExtensionPlan => ({
  oid: oids.keyUsage,
  critical: true,
  value: bitString(Uint8Array.of(bits), unused),
});
const strange: ExtensionPlan = { oid: '1.2.3.4.99', critical: true, value: octetString(utf8('?')) };
/** Names under `O=Test` alone (RFC 5280 section 4.2.1.10): true of the chain, but not a rule that is followed here. */
const nameConstraints: ExtensionPlan = {
  oid: '2.5.29.30',
  critical: true,
  value: sequence(context(0, sequence(context(4, sequence())))),
};

const stranger = makeToken().root;
const other = { message: utf8('another message') };

/** The envelope in BER with indefinite lengths and the content in two pieces, as CMS allows; what is signed stays DER. */
function asBer(token: Uint8Array): Uint8Array {
  const open = (tag: number, ...contents: readonly Uint8Array[]): Uint8Array =>
    concatBytes(Uint8Array.of(tag, 0x80), ...contents, Uint8Array.of(0, 0));
  const [type, wrapper] = parseAsn(token).children;
  const signedData = wrapper?.children[0];
  const [version, digests, content, ...rest] = signedData?.children ?? [];
  const octets = content?.children[1]?.children[0]?.octets;
  const contentType = content?.children[0];
  if (
    type === undefined ||
    version === undefined ||
    digests === undefined ||
    contentType === undefined ||
    octets === undefined
  )
    throw new Error('no token');
  const pieces = [octets.subarray(0, 10), octets.subarray(10)].map(octetString);
  return open(
    tags.sequence,
    type.raw,
    open(
      tags.context(0),
      open(
        tags.sequence,
        version.raw,
        digests.raw,
        open(tags.sequence, contentType.raw, open(tags.context(0), open(0x24, ...pieces))),
        ...rest.map(({ raw }) => raw),
      ),
    ),
  );
}

/** Sequences inside sequences. */
function nested(levels: number): Uint8Array {
  return levels === 0 ? sequence() : sequence(nested(levels - 1));
}

/** openssl refuses it too, but since the request has SHA-256. */
const sha1Imprint = sequence(sequence(oid('1.3.14.3.2.26')), octetString(new Uint8Array(20)));

/** A root, so many intermediates and a signer. */
function longChain(intermediates: number): MadeToken {
  return makeToken({ intermediates, intermediate: { extensions: [caExtension(), certSignExtension] } });
}

const good = makeToken();

/** The good token's serial number, 0x1234, is another after it was signed. */
function renumbered(): Uint8Array {
  const token = good.token.slice();
  const at = token.findIndex((_, place) => Buffer.from(token).readUInt32BE(place) === 0x02021234);
  token[at + 3] = 0x35;
  return token;
}

const attribute = (type: string, ...values: readonly Uint8Array[]): Uint8Array =>
  sequence(oid(type), setOf(...values));
/** A signing-certificate attribute as RFC 2634 has it, naming nothing that exists. */
const namesNothing = sequence(sequence(sequence(octetString(new Uint8Array(20)))));
const oddKeyId: ExtensionPlan = {
  oid: oids.authorityKeyIdentifier,
  critical: false,
  value: sequence(tlv(tags.contextBytes(0), new Uint8Array(20))),
};
/** An extension of TSTInfo; `critical` is the byte of its BOOLEAN. */
const tstExtension = (critical: number): Uint8Array =>
  context(1, sequence(oid('1.2.3.4.98'), tlv(tags.boolean, Uint8Array.of(critical)), octetString(utf8('?'))));

const bare = makeToken({ carries: 'nothing' });
const pinned = (certificate: Uint8Array) => ({ trusted: [{ name: 'Pinned', certificate }] });

/** Every rule that a token can break, one by one, made by hand since no honest tool would make them. */
export const tokenCases: readonly TokenCase[] = [
  { name: 'a good token under an intermediate', made: good, expected: 'ok' },
  { name: 'a good token with RSA keys', made: makeToken({ kind: 'rsa' }), expected: 'ok' },
  { name: 'a good token with keys on P-384', made: makeToken({ kind: 'p-384' }), expected: 'ok' },
  { name: 'a good token with keys on P-521', made: makeToken({ kind: 'p-521' }), expected: 'ok' },
  // OpenSSL 3.0's ts finds no digest for Ed25519 in PKCS#7.
  {
    name: 'a good token with Ed25519',
    made: makeToken({ kind: 'ed25519' }),
    expected: 'ok',
    openssl: 'refuses',
  },
  { name: 'an envelope in BER', made: { ...good, token: asBer(good.token) }, expected: 'ok' },
  { name: 'no name of the authority', made: makeToken({ tstInfo: { name: undefined } }), expected: 'ok' },
  {
    name: 'the signing certificate itself trusted',
    made: good,
    options: pinned(good.leaf),
    opensslTrusts: [good.leaf],
    expected: 'ok',
  },
  {
    name: 'the intermediate itself trusted',
    made: good,
    options: pinned(good.intermediate),
    opensslTrusts: [good.intermediate],
    expected: 'ok',
  },
  {
    name: 'certificates from elsewhere',
    made: bare,
    options: { chain: [bare.leaf, bare.intermediate] },
    opensslUntrusted: [bare.leaf, bare.intermediate],
    expected: 'ok',
  },
  { name: 'no certificates at all', made: bare, expected: 'certificate-missing' },
  {
    name: 'an intermediate that is missing',
    made: makeToken({ carries: 'signer' }),
    expected: 'untrusted',
  },
  {
    name: 'another root',
    made: makeToken({ kind: 'p-384' }),
    options: pinned(stranger),
    opensslTrusts: [stranger],
    expected: 'untrusted',
  },
  {
    name: 'nobody trusted',
    made: good,
    options: { trusted: [] },
    opensslTrusts: [makeToken({ kind: 'p-384' }).root],
    expected: 'untrusted',
  },
  { name: 'no purpose', made: makeToken({ leaf: { extensions: [] } }), expected: 'wrong-purpose' },
  {
    name: 'a purpose that is not critical',
    made: makeToken({ leaf: { extensions: [purposeExtension([oids.timeStamping], false)] } }),
    expected: 'wrong-purpose',
  },
  {
    name: 'a purpose too many',
    made: makeToken({ leaf: { extensions: [purposeExtension([oids.timeStamping, clientAuthentication])] } }),
    expected: 'wrong-purpose',
  },
  {
    name: 'another purpose',
    made: makeToken({ leaf: { extensions: [purposeExtension([clientAuthentication])] } }),
    expected: 'wrong-purpose',
  },
  {
    name: 'a key that also encrypts',
    made: makeToken({ leaf: { extensions: [timestampPurpose, keyUsage(0xa0, 5)] } }),
    expected: 'wrong-purpose',
  },
  {
    name: 'a key for signatures alone',
    made: makeToken({ leaf: { extensions: [timestampPurpose, keyUsage(0xc0, 6)] } }),
    expected: 'ok',
  },
  {
    name: 'a signing certificate that had expired',
    made: makeToken({ leaf: { notAfter: past } }),
    expected: 'expired-at-gentime',
  },
  {
    name: 'a signing certificate that was not good yet',
    made: makeToken({ leaf: { notBefore: later } }),
    expected: 'expired-at-gentime',
  },
  {
    name: 'an intermediate that had expired',
    made: makeToken({ intermediate: { notAfter: past } }),
    expected: 'expired-at-gentime',
  },
  {
    name: 'a root that had expired',
    made: makeToken({ root: { notAfter: past } }),
    expected: 'expired-at-gentime',
  },
  {
    name: 'an intermediate that is no authority',
    made: makeToken({ intermediate: { extensions: [certSignExtension] } }),
    expected: 'chain-wrong',
  },
  {
    name: 'an intermediate whose key must not sign certificates',
    made: makeToken({ intermediate: { extensions: [caExtension(), keyUsage(0x80, 7)] } }),
    expected: 'chain-wrong',
  },
  {
    name: 'a root that allows no intermediate',
    made: makeToken({ root: { extensions: [caExtension(0), certSignExtension] } }),
    expected: 'chain-wrong',
  },
  {
    name: 'a critical extension that nobody knows',
    made: makeToken({ leaf: { extensions: [timestampPurpose, strange] } }),
    expected: 'chain-wrong',
  },
  {
    name: 'constraints of names',
    made: makeToken({ intermediate: { extensions: [caExtension(), certSignExtension, nameConstraints] } }),
    expected: 'chain-wrong',
    openssl: 'accepts',
  },
  { name: 'two signers', made: makeToken({ token: { signers: 2 } }), expected: 'wrong-signer-count' },
  { name: 'no signer', made: makeToken({ token: { signers: 0 } }), expected: 'wrong-signer-count' },
  { name: 'no signed attributes', made: makeToken({ token: { bare: true } }), expected: 'wrong-attributes' },
  {
    name: 'an attribute that says another content',
    made: makeToken({ token: { contentType: { attribute: '1.2.840.113549.1.7.1' } } }),
    expected: 'wrong-attributes',
    openssl: 'accepts',
  },
  {
    name: 'content of another kind',
    made: makeToken({ token: { contentType: { envelope: '1.2.840.113549.1.7.1' } } }),
    expected: 'not-a-timestamp',
  },
  {
    name: 'content that is no timestamp',
    made: makeToken({ content: sequence(text('?')) }),
    expected: 'malformed',
  },
  {
    name: 'attributes that name no certificate',
    made: makeToken({ names: 'nobody' }),
    expected: 'wrong-certificate',
  },
  {
    name: 'attributes that name another certificate',
    made: makeToken({ names: 'root' }),
    expected: 'wrong-certificate',
  },
  {
    name: 'the name of somebody else',
    made: makeToken({ tstInfo: { name: distinguishedName('Test', 'Somebody') } }),
    expected: 'wrong-name',
  },
  {
    name: 'a signature with another key',
    made: makeToken({ foreignKey: true }),
    expected: 'signature-wrong',
  },
  {
    name: 'another message',
    made: makeToken({ tstInfo: { imprint: imprintOf(other.message) } }),
    expected: 'wrong-imprint',
  },
  {
    name: 'the answer to another request',
    made: makeToken({ tstInfo: { nonce: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) } }),
    expected: 'wrong-nonce',
  },
  {
    name: 'an answer without the nonce',
    made: makeToken({ tstInfo: { nonce: undefined } }),
    expected: 'wrong-nonce',
  },
  {
    name: 'an imprint by SHA-1',
    made: makeToken({ tstInfo: { imprint: sha1Imprint } }),
    expected: 'unsupported-algorithm',
  },
  {
    name: 'content altered after signing',
    made: { ...good, token: renumbered() },
    expected: 'signature-wrong',
  },
  {
    name: 'an attribute twice',
    made: makeToken({ token: { attributes: [attribute(oids.contentType, oid(oids.tstInfo))] } }),
    expected: 'wrong-attributes',
    openssl: 'accepts',
  },
  {
    name: 'an attribute with two values',
    made: makeToken({
      token: { attributes: [attribute(oids.signingCertificate, namesNothing, namesNothing)] },
    }),
    expected: 'wrong-attributes',
  },
  {
    name: 'two attributes that name different certificates',
    made: makeToken({ token: { attributes: [attribute(oids.signingCertificate, namesNothing)] } }),
    expected: 'wrong-certificate',
  },
  {
    name: 'a critical extension of the timestamp',
    made: makeToken({ tstInfo: { more: [tstExtension(0xff)] } }),
    expected: 'malformed',
    openssl: 'accepts',
  },
  {
    name: 'an extension of the timestamp',
    made: makeToken({ tstInfo: { more: [tstExtension(0x00)] } }),
    expected: 'ok',
  },
  {
    name: 'a timestamp that is no DER',
    made: makeToken({ tstInfo: { more: [tstExtension(0x01)] } }),
    expected: 'malformed',
    openssl: 'accepts',
  },
  {
    name: 'a certificate with an extension twice',
    made: makeToken({ leaf: { extensions: [timestampPurpose, timestampPurpose] } }),
    expected: 'malformed',
  },
  {
    name: "another issuer's key",
    made: makeToken({ leaf: { extensions: [timestampPurpose, oddKeyId] } }),
    expected: 'untrusted',
  },
  {
    name: 'the last second of a certificate',
    made: makeToken({ leaf: { notAfter: new Date('2026-01-02T03:04:05Z') } }),
    expected: 'ok',
    openssl: 'refuses',
  },
  { name: 'a chain of eight', made: longChain(6), expected: 'ok' },
  { name: 'a chain of nine', made: longChain(7), expected: 'over-limit', openssl: 'accepts' },
  { name: 'nesting without end', made: { ...good, token: nested(60) }, expected: 'over-limit' },
  {
    name: 'bytes after the end',
    made: { ...good, token: concatBytes(good.token, Uint8Array.of(0)) },
    expected: 'malformed',
    openssl: 'accepts',
  },
  { name: 'half a token', made: { ...good, token: good.token.subarray(0, 400) }, expected: 'malformed' },
  {
    name: 'a page of text',
    made: { ...good, token: utf8('<p>Sign in to the network</p>') },
    expected: 'malformed',
  },
];
