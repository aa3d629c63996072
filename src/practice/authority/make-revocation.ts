import { createHash, type KeyObject } from 'node:crypto';

import { parseAsn, tags } from '../../ledger/timestamps/asn.ts';
import { oids } from '../../ledger/timestamps/object-identifiers.ts';
import {
  bitString,
  context,
  generalizedTime,
  integer,
  octetString,
  oid,
  sequence,
  tlv,
  utcTime,
  yes,
} from './der.ts';
import { signWith, type ExtensionPlan } from './make-certificate.ts';

/** A certificate that was taken back. */
export interface RevokedPlan {
  readonly serial: number;
  /** Whole seconds, before 2050. */
  readonly at: Date;
  /** CRLReason (RFC 5280 section 5.3.1); none if left out. */
  readonly reason?: number;
  /** Since when the key may have been in other hands; whole seconds. */
  readonly invalidFrom?: Date;
}

const enumerated = (value: number): Uint8Array => tlv(tags.enumerated, Uint8Array.of(value));

const extensionsOf = (plans: readonly ExtensionPlan[]): Uint8Array =>
  sequence(
    ...plans.map(({ oid: type, critical, value }) =>
      sequence(oid(type), ...(critical ? [yes] : []), octetString(value)),
    ),
  );

function entryExtensions({ reason, invalidFrom }: RevokedPlan): ExtensionPlan[] {
  return [
    ...(reason === undefined ? [] : [{ oid: oids.reasonCode, critical: false, value: enumerated(reason) }]),
    ...(invalidFrom === undefined
      ? []
      : [{ oid: oids.invalidityDate, critical: false, value: generalizedTime(invalidFrom) }]),
  ];
}

export interface RevocationListPlan {
  /** DER of the issuer's name. */
  readonly issuer: Uint8Array;
  readonly issuerKey: KeyObject;
  /** Whole seconds, before 2050. */
  readonly thisUpdate: Date;
  readonly revoked: readonly RevokedPlan[];
  readonly extensions?: readonly ExtensionPlan[];
}

const week = 7 * 86_400_000;

/** A CertificateList in DER (RFC 5280 section 5.1), good for a week. */
export function makeRevocationList(plan: RevocationListPlan): Uint8Array {
  const { algorithm } = signWith(plan.issuerKey, new Uint8Array());
  const number: ExtensionPlan = { oid: oids.crlNumber, critical: false, value: integer(1) };
  const entries = plan.revoked.map((one) => {
    const extensions = entryExtensions(one);
    return sequence(
      integer(one.serial),
      utcTime(one.at),
      ...(extensions.length === 0 ? [] : [extensionsOf(extensions)]),
    );
  });
  const signedPart = sequence(
    integer(1),
    algorithm,
    plan.issuer,
    utcTime(plan.thisUpdate),
    utcTime(new Date(plan.thisUpdate.getTime() + week)),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
    context(0, extensionsOf([number, ...(plan.extensions ?? [])])),
  );
  const { signature } = signWith(plan.issuerKey, signedPart);
  return sequence(signedPart, algorithm, bitString(signature));
}

/** The names of a certificate's issuer in an OCSP request and answer (RFC 6960 section 4.1.1), by SHA-1 as everybody does. */
function certificateId(issuerName: Uint8Array, issuerKey: KeyObject, serial: Uint8Array): Uint8Array {
  const spki = parseAsn(new Uint8Array(issuerKey.export({ type: 'spki', format: 'der' })));
  const fields = spki.fields(tags.sequence);
  fields.take(tags.sequence);
  const sha1 = (bytes: Uint8Array): Uint8Array => octetString(createHash('sha1').update(bytes).digest());
  return sequence(
    sequence(oid(oids.sha1), tlv(tags.null)),
    sha1(issuerName),
    sha1(fields.take(tags.bitString).bits),
    serial,
  );
}

export interface OcspPlan {
  /** DER of the issuer's name, and its key. */
  readonly issuer: Uint8Array;
  readonly issuerKeys: { readonly publicKey: KeyObject };
  readonly serial: number;
  /** Undefined for one that is good; `unknown` if the responder does not know it. */
  readonly revoked: RevokedPlan | 'unknown' | undefined;
  readonly thisUpdate: Date;
  /** Who signs, and the certificates that go along. */
  readonly signer: { readonly name: Uint8Array; readonly privateKey: KeyObject };
  readonly certificates?: readonly Uint8Array[];
}

function statusOf(revoked: OcspPlan['revoked']): Uint8Array {
  if (revoked === undefined) return tlv(tags.contextBytes(0));
  if (revoked === 'unknown') return tlv(tags.contextBytes(2));
  const { at, reason } = revoked;
  return context(1, generalizedTime(at), ...(reason === undefined ? [] : [context(0, enumerated(reason))]));
}

/** Extensions of a list's entries may stand in an answer too (RFC 6960 section 4.4.5). */
function singleExtensions(revoked: OcspPlan['revoked']): Uint8Array[] {
  if (typeof revoked !== 'object' || revoked.invalidFrom === undefined) return [];
  const { serial, at, invalidFrom } = revoked;
  return [context(1, extensionsOf(entryExtensions({ serial, at, invalidFrom })))];
}

/** An OCSPResponse in DER (RFC 6960 section 4.2). */
export function makeOcspAnswer(plan: OcspPlan): Uint8Array {
  const { issuer, issuerKeys, serial, revoked, thisUpdate, signer, certificates = [] } = plan;
  const signedPart = sequence(
    context(1, signer.name),
    generalizedTime(thisUpdate),
    sequence(
      sequence(
        certificateId(issuer, issuerKeys.publicKey, integer(serial)),
        statusOf(revoked),
        generalizedTime(thisUpdate),
        ...singleExtensions(revoked),
      ),
    ),
  );
  const { algorithm, signature } = signWith(signer.privateKey, signedPart);
  const basic = sequence(
    signedPart,
    algorithm,
    bitString(signature),
    ...(certificates.length === 0 ? [] : [context(0, sequence(...certificates))]),
  );
  return sequence(enumerated(0), context(0, sequence(oid(oids.basicOcspResponse), octetString(basic))));
}

const uri = (url: string): Uint8Array => tlv(tags.contextBytes(6), new TextEncoder().encode(url));

/** cRLDistributionPoints (RFC 5280 section 4.2.1.13) with one address. */
export const distributionExtension = (url: string): ExtensionPlan => ({
  oid: oids.crlDistributionPoints,
  critical: false,
  value: sequence(sequence(context(0, context(0, uri(url))))),
});

/** authorityInfoAccess (RFC 5280 section 4.2.2.1): where to ask, and where the issuer's certificate lies. */
export const accessExtension = (addresses: {
  readonly ocsp?: string;
  readonly issuer?: string;
}): ExtensionPlan => {
  const method = (type: string, url: string | undefined): Uint8Array[] =>
    url === undefined ? [] : [sequence(oid(type), uri(url))];
  return {
    oid: oids.authorityInfoAccess,
    critical: false,
    value: sequence(...method(oids.ocsp, addresses.ocsp), ...method(oids.caIssuers, addresses.issuer)),
  };
};
