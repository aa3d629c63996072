import { type Asn, parseAsn, serialText, tags } from '../asn.ts';
import { type Certificate, inside, readExtensions, readTime } from '../certificate.ts';
import { comparableName } from '../names.ts';
import { oids } from '../object-identifiers.ts';
import { requireDer } from '../strict-der.ts';
import { TimestampFlaw } from '../timestamp-flaw.ts';
import type { Revoked } from './revocation-reasons.ts';

/** A certificate revocation list (RFC 5280 section 5), read but not judged. */
export interface RevocationList {
  readonly kind: 'list';
  readonly signedPart: Uint8Array;
  readonly signatureAlgorithm: Asn;
  readonly signature: Uint8Array;
  /** As comparableName gives it. */
  readonly issuer: string;
  /** In milliseconds since 1970. */
  readonly thisUpdate: number;
  /** By serial number. */
  readonly revoked: ReadonlyMap<string, Revoked>;
  /** Whether the list would name such a certificate if it were revoked, whatever the reason. */
  readonly covers: (certificate: Certificate) => boolean;
}

const flaw = (): TimestampFlaw => new TimestampFlaw('malformed');

function readEntry(value: Asn): readonly [serial: string, revoked: Revoked] {
  const fields = value.fields(tags.sequence);
  const serial = serialText(fields.take(tags.integer).integer);
  const at = readTime(fields.any());
  const extensions = readExtensions(fields.find(tags.sequence));
  fields.end();
  // certificateIssuer among them: the entry would be of another issuer's certificate (RFC 5280 section 5.3.3).
  for (const [oid, { critical }] of extensions)
    if (critical && oid !== oids.reasonCode && oid !== oids.invalidityDate) throw flaw();
  const reason = inside(extensions.get(oids.reasonCode))?.require(tags.enumerated).content;
  const invalidity = inside(extensions.get(oids.invalidityDate))?.require(tags.generalizedTime);
  return [
    serial,
    { at, reason: reason?.[0], invalidFrom: invalidity === undefined ? undefined : readTime(invalidity) },
  ];
}

/** IssuingDistributionPoint (RFC 5280 section 5.2.5): which certificates the list is about. */
function readScope(point: Asn | undefined): RevocationList['covers'] {
  if (point === undefined) return () => true;
  const fields = point.fields(tags.sequence);
  fields.find(tags.context(0));
  const says = (n: number): boolean => fields.find(tags.contextBytes(n))?.content[0] === 0xff;
  const [users, authorities] = [says(1), says(2)];
  const someReasons = fields.find(tags.contextBytes(3)) !== undefined;
  const indirect = says(4);
  const attributes = says(5);
  fields.end();
  if (indirect) throw flaw();
  return ({ basicConstraints }) => {
    if (someReasons || attributes) return false;
    return basicConstraints?.ca === true ? !users : !authorities;
  };
}

/**
 * Reads a revocation list in DER. Lists that are only differences to others, or of several issuers, are not read.
 * @throws the flaw `malformed` or `over-limit`
 */
export function parseRevocationList(der: Uint8Array): RevocationList {
  requireDer(der);
  const outer = parseAsn(der).fields(tags.sequence);
  const signed = outer.take(tags.sequence);
  const signatureAlgorithm = outer.take(tags.sequence);
  const signature = outer.take(tags.bitString).bits;
  outer.end();
  const fields = signed.fields(tags.sequence);
  fields.find(tags.integer);
  if (fields.take(tags.sequence).raw.toString() !== signatureAlgorithm.raw.toString()) throw flaw();
  const issuer = comparableName(fields.take(tags.sequence));
  const thisUpdate = readTime(fields.any());
  fields.find(tags.utcTime);
  fields.find(tags.generalizedTime);
  const entries = fields.find(tags.sequence)?.children ?? [];
  const extensions = readExtensions(fields.find(tags.context(0))?.only(tags.context(0)));
  fields.end();
  for (const [oid, { critical }] of extensions)
    if (critical && oid !== oids.issuingDistributionPoint) throw flaw();
  return {
    kind: 'list',
    signedPart: signed.raw,
    signatureAlgorithm,
    signature,
    issuer,
    thisUpdate,
    revoked: new Map(entries.map(readEntry)),
    covers: readScope(inside(extensions.get(oids.issuingDistributionPoint))),
  };
}
