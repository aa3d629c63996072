import { createHash, type KeyObject } from 'node:crypto';

import { oids } from '../../ledger/timestamps/object-identifiers.ts';
import { tags } from '../../ledger/timestamps/asn.ts';
import { context, generalizedTime, integer, octetString, oid, sequence, setOf, tlv } from './der.ts';
import { signWith } from './make-certificate.ts';

/** What a TSTInfo says (RFC 3161 section 2.4.2). */
export interface TstInfoPlan {
  readonly policy: string;
  /** DER of the MessageImprint. */
  readonly imprint: Uint8Array;
  readonly serial: number;
  readonly time: Date;
  readonly nonce?: Uint8Array | undefined;
  /** DER of the authority's distinguished name. */
  readonly name?: Uint8Array | undefined;
  /** DER of what stands at the end. */
  readonly more?: readonly Uint8Array[];
}

/** DER of a TSTInfo, accurate to a second. */
export function encodeTstInfo(plan: TstInfoPlan): Uint8Array {
  return sequence(
    integer(1),
    oid(plan.policy),
    plan.imprint,
    integer(plan.serial),
    generalizedTime(plan.time),
    sequence(integer(1)),
    ...(plan.nonce === undefined ? [] : [integer(plan.nonce)]),
    ...(plan.name === undefined ? [] : [context(0, context(4, plan.name))]),
    ...(plan.more ?? []),
  );
}

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const sha256Algorithm = sequence(oid('2.16.840.1.101.3.4.2.1'), tlv(tags.null));
const sha512Algorithm = sequence(oid('2.16.840.1.101.3.4.2.3'), tlv(tags.null));

/** Who signs a token, and what of it departs from the rules. */
export interface TokenPlan {
  readonly tstInfo: Uint8Array;
  readonly key: KeyObject;
  /** DER of the signer's certificate. */
  readonly certificate: Uint8Array;
  /** DER of the signer's issuer and its serial number. */
  readonly issuer: Uint8Array;
  readonly serial: number;
  /** Certificates that go along. */
  readonly certificates: readonly Uint8Array[];
  /** What the content is said to be, in the envelope and in the signed attribute; a TSTInfo if left out. */
  readonly contentType?: { readonly envelope?: string; readonly attribute?: string };
  /** The certificate that the signed attribute names: the signer's if left out, none for null. */
  readonly named?: Uint8Array | null;
  /** DER of further signed attributes. */
  readonly attributes?: readonly Uint8Array[];
  /** How many times the signer stands there. */
  readonly signers?: number;
  /** Sign the content itself, without signed attributes. */
  readonly bare?: boolean;
}

function signedAttributes(plan: TokenPlan): Uint8Array {
  const attribute = (type: string, value: Uint8Array): Uint8Array => sequence(oid(type), setOf(value));
  const hash = plan.key.asymmetricKeyType === 'ed25519' ? 'sha512' : 'sha256';
  const named = plan.named === undefined ? plan.certificate : plan.named;
  return setOf(
    attribute(oids.contentType, oid(plan.contentType?.attribute ?? oids.tstInfo)),
    attribute(oids.messageDigest, octetString(createHash(hash).update(plan.tstInfo).digest())),
    ...(named === null
      ? []
      : [attribute(oids.signingCertificateV2, sequence(sequence(sequence(octetString(sha256(named))))))]),
    ...(plan.attributes ?? []),
  );
}

function signerInfo(plan: TokenPlan): Uint8Array {
  const attributes = plan.bare === true ? undefined : signedAttributes(plan);
  const { algorithm, signature } = signWith(plan.key, attributes ?? plan.tstInfo);
  const implicit = attributes?.slice();
  implicit?.set([tags.context(0)]);
  return sequence(
    integer(1),
    sequence(plan.issuer, integer(plan.serial)),
    plan.key.asymmetricKeyType === 'ed25519' ? sha512Algorithm : sha256Algorithm,
    ...(implicit === undefined ? [] : [implicit]),
    algorithm,
    octetString(signature),
  );
}

/** DER of a TimeStampToken: CMS SignedData (RFC 5652 section 5.1) with SHA-256, or SHA-512 for Ed25519 (RFC 8419). */
export function signToken(plan: TokenPlan): Uint8Array {
  const signer = signerInfo(plan);
  return sequence(
    oid(oids.signedData),
    context(
      0,
      sequence(
        integer(3),
        setOf(sha256Algorithm),
        sequence(oid(plan.contentType?.envelope ?? oids.tstInfo), context(0, octetString(plan.tstInfo))),
        context(0, ...plan.certificates),
        setOf(...Array.from({ length: plan.signers ?? 1 }, () => signer)),
      ),
    ),
  );
}
