import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

import { oids } from '../../ledger/timestamps/object-identifiers.ts';
import { parseAsn, tags } from '../../ledger/timestamps/asn.ts';
import { bitString, context, integer, octetString, oid, sequence, tlv, utcTime, yes } from './der.ts';

/** What keys can be made: their signatures with SHA-256, SHA-384 and SHA-512 are all that a timestamp may use. */
export type KeyKind = 'rsa' | 'p-256' | 'p-384' | 'p-521' | 'ed25519';

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const sha256Rsa = '1.2.840.113549.1.1.11';
const ecdsaSha256 = '1.2.840.10045.4.3.2';

/** A new pair; RSA has 2048 bits. */
export function makeKeys(kind: KeyKind): KeyPair {
  switch (kind) {
    case 'rsa':
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
    case 'ed25519':
      return generateKeyPairSync('ed25519');
    case 'p-256':
    case 'p-384':
    case 'p-521':
      return generateKeyPairSync('ec', { namedCurve: kind.toUpperCase() });
  }
}

/** A signature with SHA-256 (Ed25519 hashes by itself), and the AlgorithmIdentifier that says so. */
export function signWith(
  key: KeyObject,
  bytes: Uint8Array,
): { algorithm: Uint8Array; signature: Uint8Array } {
  if (key.asymmetricKeyType === 'ed25519')
    return { algorithm: sequence(oid(oids.ed25519)), signature: sign(null, bytes, key) };
  const isRsa = key.asymmetricKeyType === 'rsa';
  return {
    algorithm: isRsa ? sequence(oid(sha256Rsa), tlv(tags.null)) : sequence(oid(ecdsaSha256)),
    signature: sign('sha256', bytes, key),
  };
}

/** An extension of a certificate (RFC 5280 section 4.2). */
export interface ExtensionPlan {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

export const caExtension = (pathLength?: number): ExtensionPlan => ({
  oid: oids.basicConstraints,
  critical: true,
  value: sequence(yes, ...(pathLength === undefined ? [] : [integer(pathLength)])),
});
/** keyCertSign and cRLSign. */
export const certSignExtension: ExtensionPlan = {
  oid: oids.keyUsage,
  critical: true,
  value: bitString(Uint8Array.of(0x06), 1),
};
export const purposeExtension = (purposes: readonly string[], critical = true): ExtensionPlan => ({
  oid: oids.extKeyUsage,
  critical,
  value: sequence(...purposes.map(oid)),
});

export interface CertificatePlan {
  /** DER of the names. */
  readonly subject: Uint8Array;
  readonly issuer: Uint8Array;
  readonly publicKey: KeyObject;
  readonly issuerKey: KeyObject;
  readonly serial: number;
  /** Whole seconds, before 2050. */
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly ExtensionPlan[];
}

const spkiOf = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ type: 'spki', format: 'der' }));

/** RFC 5280 section 4.2.1.2, method 1. */
function keyIdentifier(key: KeyObject): Uint8Array {
  const fields = parseAsn(spkiOf(key)).fields(tags.sequence);
  fields.take(tags.sequence);
  return createHash('sha1').update(fields.take(tags.bitString).bits).digest();
}

/** An X.509 certificate in DER (RFC 5280 section 4.1). */
export function makeCertificate(plan: CertificatePlan): Uint8Array {
  const { algorithm } = signWith(plan.issuerKey, new Uint8Array());
  const extensions = [
    { oid: oids.subjectKeyIdentifier, critical: false, value: octetString(keyIdentifier(plan.publicKey)) },
    ...plan.extensions,
  ];
  const signedPart = sequence(
    context(0, integer(2)),
    integer(plan.serial),
    algorithm,
    plan.issuer,
    sequence(utcTime(plan.notBefore), utcTime(plan.notAfter)),
    plan.subject,
    spkiOf(plan.publicKey),
    context(
      3,
      sequence(
        ...extensions.map(({ oid: type, critical, value }) =>
          sequence(oid(type), ...(critical ? [yes] : []), octetString(value)),
        ),
      ),
    ),
  );
  const { signature } = signWith(plan.issuerKey, signedPart);
  return sequence(signedPart, algorithm, bitString(signature));
}
