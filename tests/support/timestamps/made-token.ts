import { createHash } from 'node:crypto';

import { utf8 } from '../../../src/base/bytes.ts';
import { oids } from '../../../src/ledger/timestamps/object-identifiers.ts';
import { hashOids } from '../../../src/ledger/timestamps/algorithms.ts';
import { encodeTimestampRequest } from '../../../src/ledger/timestamps/timestamp-request.ts';
import type { TrustedAuthority } from '../../../src/ledger/timestamps/timestamp-types.ts';
import type { VerifyTimestampOptions } from '../../../src/ledger/timestamps/verify-timestamp.ts';
import { distinguishedName, octetString, oid, sequence } from '../../../src/practice/authority/der.ts';
import {
  caExtension,
  certSignExtension,
  makeCertificate,
  makeKeys,
  purposeExtension,
  type CertificatePlan,
  type ExtensionPlan,
  type KeyKind,
  type KeyPair,
} from '../../../src/practice/authority/make-certificate.ts';
import {
  encodeTstInfo,
  signToken,
  type TokenPlan,
  type TstInfoPlan,
} from '../../../src/practice/authority/sign-token.ts';

type Basics = Partial<Pick<CertificatePlan, 'notBefore' | 'notAfter' | 'subject'>>;
type CertificateChoices = Basics & { readonly extensions?: readonly ExtensionPlan[] };

/** What departs from a good token under a root, an intermediate and a signing certificate. */
export interface TokenChoices {
  readonly kind?: KeyKind;
  /** Root's, intermediate's, signer's and somebody else's keys, in place of new ones of a kind. */
  readonly keys?: readonly KeyPair[];
  readonly root?: CertificateChoices;
  readonly intermediate?: CertificateChoices;
  /** How many intermediates there are, one under the other; one if left out. */
  readonly intermediates?: number;
  readonly leaf?: CertificateChoices;
  readonly tstInfo?: Partial<TstInfoPlan>;
  readonly token?: Partial<Omit<TokenPlan, 'tstInfo' | 'named' | 'certificates'>>;
  /** Certificates that go along; the signer's and the intermediate's if left out. */
  readonly carries?: 'signer' | 'nothing';
  /** What the signed attribute names. */
  readonly names?: 'signer' | 'root' | 'nobody';
  /** The signature is another key's. */
  readonly foreignKey?: boolean;
  /** What the content of the token is in place of a TSTInfo. */
  readonly content?: Uint8Array;
}

/** A token with all that verifying it takes. */
export interface MadeToken {
  readonly token: Uint8Array;
  /** DER of the request that it answers. */
  readonly query: Uint8Array;
  readonly message: Uint8Array;
  readonly nonce: Uint8Array;
  readonly policy: string;
  readonly time: Date;
  /** DER. */
  readonly root: Uint8Array;
  readonly intermediate: Uint8Array;
  readonly leaf: Uint8Array;
  /** Who can say of the certificates that they were revoked: DER of their names, and their keys. */
  readonly issuers: Readonly<
    Record<'root' | 'intermediate' | 'other', { readonly name: Uint8Array; readonly keys: KeyPair }>
  >;
  /** Options that find it good. */
  readonly options: VerifyTimestampOptions & { readonly trusted: readonly TrustedAuthority[] };
}

const madePolicy = '1.2.3.4.1';
export const madeNonce = Uint8Array.of(0x8a, 1, 2, 3, 4, 5, 6, 7);
const madeMessage = utf8('one checkpoint\n');
const madeTime = new Date('2026-01-02T03:04:05.250Z');

const period = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2040-01-01T00:00:00Z') };

export const timestampPurpose = purposeExtension([oids.timeStamping]);

/** The DER of a SHA-256 MessageImprint. */
export const imprintOf = (message: Uint8Array): Uint8Array =>
  sequence(sequence(oid(hashOids['SHA-256'])), octetString(createHash('sha256').update(message).digest()));

const keysOf = new Map<KeyKind, readonly KeyPair[]>();

/** Root's, intermediate's, signer's and somebody else's keys, made once for each kind. */
function keys(kind: KeyKind): readonly KeyPair[] {
  const made = keysOf.get(kind) ?? Array.from({ length: 4 }, () => makeKeys(kind));
  keysOf.set(kind, made);
  return made;
}

/** A token over `madeMessage`, good unless the choices say otherwise; the root is what is trusted. */
export function makeToken(choices: TokenChoices = {}): MadeToken {
  const [rootKeys, middleKeys, leafKeys, otherKeys] = choices.keys ?? keys(choices.kind ?? 'p-256');
  if (rootKeys === undefined || middleKeys === undefined || leafKeys === undefined || otherKeys === undefined)
    throw new Error('no keys');
  const [rootName, middleName, leafName] = ['Root', 'Intermediate', 'Time'].map((name) =>
    distinguishedName('Test', name),
  );
  if (rootName === undefined || middleName === undefined || leafName === undefined)
    throw new Error('no names');
  const root = makeCertificate({
    ...period,
    subject: rootName,
    issuer: rootName,
    publicKey: rootKeys.publicKey,
    issuerKey: rootKeys.privateKey,
    serial: 1,
    extensions: [caExtension(), certSignExtension],
    ...choices.root,
  });
  const middles: Uint8Array[] = [];
  const above = Array.from({ length: (choices.intermediates ?? 1) - 1 }, (_, at) => `Intermediate ${at}`);
  let [issuer, issuerKey] = [rootName, rootKeys.privateKey];
  for (const subject of [...above.map((name) => distinguishedName('Test', name)), middleName]) {
    const { publicKey } = middleKeys;
    const extensions = [caExtension(0), certSignExtension];
    const plan = { ...period, subject, issuer, publicKey, issuerKey, serial: 2, extensions };
    middles.unshift(makeCertificate({ ...plan, ...choices.intermediate }));
    [issuer, issuerKey] = [subject, middleKeys.privateKey];
  }
  const [intermediate] = middles;
  if (intermediate === undefined) throw new Error('no intermediate');
  const leaf = makeCertificate({
    ...period,
    subject: leafName,
    issuer: middleName,
    publicKey: leafKeys.publicKey,
    issuerKey: middleKeys.privateKey,
    serial: 3,
    extensions: [timestampPurpose],
    ...choices.leaf,
  });
  const tstInfo = {
    policy: madePolicy,
    imprint: imprintOf(madeMessage),
    serial: 0x1234,
    time: madeTime,
    nonce: madeNonce,
    name: leafName,
    ...choices.tstInfo,
  };
  const named = { signer: leaf, root, nobody: null }[choices.names ?? 'signer'];
  const token = signToken({
    tstInfo: choices.content ?? encodeTstInfo(tstInfo),
    key: (choices.foreignKey === true ? otherKeys : leafKeys).privateKey,
    certificate: leaf,
    issuer: middleName,
    serial: 3,
    certificates: { all: [leaf, ...middles], signer: [leaf], nothing: [] }[choices.carries ?? 'all'],
    ...choices.token,
    named,
  });
  return {
    token,
    query: encodeTimestampRequest({
      imprint: { hash: 'SHA-256', digest: createHash('sha256').update(madeMessage).digest() },
      nonce: madeNonce,
      certReq: true,
    }),
    message: madeMessage,
    nonce: madeNonce,
    policy: tstInfo.policy,
    time: tstInfo.time,
    root,
    intermediate,
    leaf,
    issuers: {
      root: { name: rootName, keys: rootKeys },
      intermediate: { name: middleName, keys: middleKeys },
      other: { name: middleName, keys: otherKeys },
    },
    options: { message: madeMessage, nonce: madeNonce, trusted: [{ name: 'Test root', certificate: root }] },
  };
}
