import { equalBytes } from '../../base/bytes.ts';
import { parseGeneralizedTime, parseUtcTime } from './asn-time.ts';
import { type Asn, type Fields, parseAsn, serialText, smallNumber, tags } from './asn.ts';
import { commonName, comparableName, nameText } from './names.ts';
import { oids } from './object-identifiers.ts';
import { requireDer } from './strict-der.ts';
import { TimestampFlaw } from './timestamp-flaw.ts';

export interface Extension {
  readonly critical: boolean;
  /** DER of the extension's value. */
  readonly value: Uint8Array;
}

/** An X.509 certificate (RFC 5280 section 4.1), read but not judged. */
export interface Certificate {
  readonly raw: Uint8Array;
  /** What its issuer signed. */
  readonly signedPart: Uint8Array;
  readonly signatureAlgorithm: Asn;
  readonly signature: Uint8Array;
  /** 1 or 3 in practice. */
  readonly version: number;
  /** Lower-case hexadecimal. */
  readonly serial: string;
  /** Names as comparableName gives them. */
  readonly issuer: string;
  readonly subject: string;
  /** DER of the subject's name. */
  readonly subjectDer: Uint8Array;
  /** Whose it is, for people: `C=GB, O=…, CN=…`. */
  readonly subjectText: string;
  readonly commonName: string | undefined;
  /** Milliseconds since 1970; both ends belong to the period. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** DER of the SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  readonly extensions: ReadonlyMap<string, Extension>;
  /** basicConstraints: may it issue certificates, and how many more may follow. */
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | undefined } | undefined;
  /** Bits of keyUsage by their number (RFC 5280 section 4.2.1.3). */
  readonly keyUsage: ReadonlySet<number> | undefined;
  readonly extKeyUsage: { readonly critical: boolean; readonly purposes: readonly string[] } | undefined;
  readonly subjectKeyId: Uint8Array | undefined;
  readonly authorityKeyId: Uint8Array | undefined;
  /** subjectAltName's GeneralNames. */
  readonly otherNames: readonly Asn[];
}

/** A Time (RFC 5280 section 4.1.2.5), in milliseconds since 1970. */
export function readTime(value: Asn): number {
  if (value.tag === tags.utcTime) return parseUtcTime(value.text);
  return parseGeneralizedTime(value.require(tags.generalizedTime).text);
}

/** Extensions (RFC 5280 section 4.1.2.9): a sequence of them. */
export function readExtensions(list: Asn | undefined): ReadonlyMap<string, Extension> {
  const extensions = new Map<string, Extension>();
  for (const value of list?.require(tags.sequence).children ?? []) {
    const fields = value.fields(tags.sequence);
    const { oid } = fields.take(tags.oid);
    const critical = fields.find(tags.boolean)?.content[0] === 0xff;
    const extension = { critical, value: fields.take(tags.octetString).content };
    fields.end();
    // A second one would leave open which counts (RFC 5280 section 4.2).
    if (extensions.has(oid)) throw new TimestampFlaw('malformed');
    extensions.set(oid, extension);
  }
  return extensions;
}

/** The value of an extension, read. */
export function inside(extension: Extension | undefined): Asn | undefined {
  if (extension === undefined) return undefined;
  requireDer(extension.value);
  return parseAsn(extension.value);
}

function readBasicConstraints(value: Asn | undefined): Certificate['basicConstraints'] {
  if (value === undefined) return undefined;
  const fields = value.fields(tags.sequence);
  const ca = fields.find(tags.boolean)?.content[0] === 0xff;
  const pathLength = fields.find(tags.integer);
  fields.end();
  return { ca, pathLength: pathLength === undefined ? undefined : smallNumber(pathLength.integer) };
}

function readKeyUsage(value: Asn | undefined): ReadonlySet<number> | undefined {
  if (value === undefined) return undefined;
  const bytes = value.require(tags.bitString).content.subarray(1);
  const set = new Set<number>();
  bytes.forEach((byte, at) => {
    for (let bit = 0; bit < 8; bit += 1) if ((byte & (0x80 >> bit)) !== 0) set.add(at * 8 + bit);
  });
  return set;
}

function readValidity(value: Asn): { notBefore: number; notAfter: number } {
  const fields = value.fields(tags.sequence);
  const period = { notBefore: readTime(fields.any()), notAfter: readTime(fields.any()) };
  fields.end();
  return period;
}

function readTbs(tbs: Fields, outerAlgorithm: Asn) {
  const version = (tbs.find(tags.context(0))?.only(tags.context(0)).small ?? 0) + 1;
  const serial = serialText(tbs.take(tags.integer).integer);
  const algorithm = tbs.take(tags.sequence);
  // RFC 5280 section 4.1.1.2: what is signed says how it is signed.
  if (!equalBytes(algorithm.raw, outerAlgorithm.raw)) throw new TimestampFlaw('malformed');
  const issuer = tbs.take(tags.sequence);
  const validity = readValidity(tbs.take(tags.sequence));
  const subject = tbs.take(tags.sequence);
  const spki = tbs.take(tags.sequence).raw;
  tbs.find(tags.contextBytes(1));
  tbs.find(tags.contextBytes(2));
  const extensions = readExtensions(tbs.find(tags.context(3))?.only(tags.context(3)));
  tbs.end();
  return { version, serial, issuer, subject, spki, extensions, ...validity };
}

/** Reads a certificate in DER. Throws the flaw `malformed` or `over-limit`. */
export function parseCertificate(der: Uint8Array): Certificate {
  requireDer(der);
  const fields = parseAsn(der).fields(tags.sequence);
  const signed = fields.take(tags.sequence);
  const signatureAlgorithm = fields.take(tags.sequence);
  const signature = fields.take(tags.bitString).bits;
  fields.end();
  const { issuer, subject, ...tbs } = readTbs(signed.fields(tags.sequence), signatureAlgorithm);
  const { extensions } = tbs;
  const purposes = inside(extensions.get(oids.extKeyUsage))?.require(tags.sequence).children;
  return {
    ...tbs,
    raw: der,
    signedPart: signed.raw,
    signatureAlgorithm,
    signature,
    issuer: comparableName(issuer),
    subject: comparableName(subject),
    subjectDer: subject.raw,
    subjectText: nameText(subject),
    commonName: commonName(subject),
    basicConstraints: readBasicConstraints(inside(extensions.get(oids.basicConstraints))),
    keyUsage: readKeyUsage(inside(extensions.get(oids.keyUsage))),
    extKeyUsage: purposes && {
      critical: extensions.get(oids.extKeyUsage)?.critical === true,
      purposes: purposes.map((purpose) => purpose.oid),
    },
    subjectKeyId: inside(extensions.get(oids.subjectKeyIdentifier))?.require(tags.octetString).content,
    authorityKeyId: inside(extensions.get(oids.authorityKeyIdentifier))
      ?.fields(tags.sequence)
      .find(tags.contextBytes(0))?.content,
    otherNames: inside(extensions.get(oids.subjectAltName))?.require(tags.sequence).children ?? [],
  };
}
