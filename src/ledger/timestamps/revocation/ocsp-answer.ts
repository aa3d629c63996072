import { parseGeneralizedTime } from '../asn-time.ts';
import { type Asn, type Fields, parseAsn, serialText, tags } from '../asn.ts';
import { readAlgorithm } from '../algorithms.ts';
import { type Certificate, inside, parseCertificate, readExtensions } from '../certificate.ts';
import { oids } from '../object-identifiers.ts';
import { requireDer } from '../strict-der.ts';
import { TimestampFlaw } from '../timestamp-flaw.ts';
import type { Revoked } from './revocation-reasons.ts';

/** What an answer says of one certificate (RFC 6960 section 4.2.1, SingleResponse). */
export interface OcspStatus {
  /** Which certificate: hashes of its issuer's name and key, and its serial number. */
  readonly hash: string;
  readonly issuerName: Uint8Array;
  readonly issuerKey: Uint8Array;
  readonly serial: string;
  readonly state: 'good' | 'unknown' | Revoked;
  /** In milliseconds since 1970. */
  readonly thisUpdate: number;
}

/** An OCSP answer (RFC 6960 section 4.2), read but not judged. */
export interface OcspAnswer {
  readonly kind: 'answer';
  readonly signedPart: Uint8Array;
  readonly signatureAlgorithm: Asn;
  readonly signature: Uint8Array;
  /** In milliseconds since 1970. */
  readonly producedAt: number;
  readonly statuses: readonly OcspStatus[];
  /** Certificates that came along: the responder's may be among them. */
  readonly certificates: readonly Certificate[];
}

const time = (value: Asn): number => parseGeneralizedTime(value.require(tags.generalizedTime).text);

function readState(fields: Fields): OcspStatus['state'] {
  if (fields.find(tags.contextBytes(0)) !== undefined) return 'good';
  if (fields.find(tags.contextBytes(2)) !== undefined) return 'unknown';
  const info = fields.take(tags.context(1)).fields(tags.context(1));
  const at = time(info.any());
  const reason = info.find(tags.context(0))?.only(tags.context(0)).require(tags.enumerated).content[0];
  info.end();
  return { at, reason, invalidFrom: undefined };
}

function readStatus(value: Asn): OcspStatus {
  const fields = value.fields(tags.sequence);
  const id = fields.take(tags.sequence).fields(tags.sequence);
  const hash = readAlgorithm(id.take(tags.sequence)).oid;
  const issuerName = id.take(tags.octetString).content;
  const issuerKey = id.take(tags.octetString).content;
  const serial = serialText(id.take(tags.integer).integer);
  id.end();
  const state = readState(fields);
  const thisUpdate = time(fields.any());
  fields.find(tags.context(0));
  const extensions = readExtensions(fields.find(tags.context(1))?.only(tags.context(1)));
  fields.end();
  for (const [oid, { critical }] of extensions)
    if (critical && oid !== oids.invalidityDate) throw new TimestampFlaw('malformed');
  // Extensions of a list's entries may stand here too (RFC 6960 section 4.4.5).
  const invalidity = inside(extensions.get(oids.invalidityDate));
  const invalidFrom = invalidity === undefined ? undefined : time(invalidity);
  const dated = typeof state === 'string' ? state : { ...state, invalidFrom };
  return { hash, issuerName, issuerKey, serial, state: dated, thisUpdate };
}

/** BasicOCSPResponse. */
function parseBasic(der: Uint8Array): OcspAnswer {
  requireDer(der);
  const fields = parseAsn(der).fields(tags.sequence);
  const signed = fields.take(tags.sequence);
  const signatureAlgorithm = fields.take(tags.sequence);
  const signature = fields.take(tags.bitString).bits;
  const certificates = fields.find(tags.context(0))?.only(tags.context(0)).children ?? [];
  fields.end();
  const data = signed.fields(tags.sequence);
  data.find(tags.context(0));
  // Who answered is told by whose key the signature fits.
  data.any();
  const producedAt = time(data.any());
  const statuses = data.take(tags.sequence).children.map(readStatus);
  const extensions = readExtensions(data.find(tags.context(1))?.only(tags.context(1)));
  data.end();
  for (const { critical } of extensions.values()) if (critical) throw new TimestampFlaw('malformed');
  return {
    kind: 'answer',
    signedPart: signed.raw,
    signatureAlgorithm,
    signature,
    producedAt,
    statuses,
    certificates: certificates.map(({ raw }) => parseCertificate(raw)),
  };
}

/** Reads an OCSPResponse in DER that is a success. Throws the flaw `malformed` or `over-limit`, also for one that says it is none. */
export function parseOcspAnswer(der: Uint8Array): OcspAnswer {
  requireDer(der);
  const fields = parseAsn(der).fields(tags.sequence);
  if (fields.take(tags.enumerated).content[0] !== 0) throw new TimestampFlaw('malformed');
  const inner = fields.take(tags.context(0)).only(tags.context(0)).fields(tags.sequence);
  fields.end();
  if (inner.take(tags.oid).oid !== oids.basicOcspResponse) throw new TimestampFlaw('malformed');
  const basic = inner.take(tags.octetString).content;
  inner.end();
  return parseBasic(basic);
}
