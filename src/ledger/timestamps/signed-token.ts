import { equalBytes } from '../../base/bytes.ts';
import { readScheme, requireHash, type SignatureScheme } from './algorithms.ts';
import { type Asn, parseAsn, serialText, tags } from './asn.ts';
import type { Certificate } from './certificate.ts';
import { comparableName } from './names.ts';
import { oids } from './object-identifiers.ts';
import { requireDer } from './strict-der.ts';
import { TimestampFlaw } from './timestamp-flaw.ts';
import type { TimestampHash } from './timestamp-types.ts';

/** Largest token that is read, in bytes: honest ones with their chains have under 10,000. */
export const maxTokenSize = 65_536;

/** The parts of a CMS SignedData (RFC 5652 section 5.1) that a token is, before anything is judged. */
export interface SignedToken {
  /** DER of the TSTInfo: what was signed. */
  readonly content: Uint8Array;
  /** DER of the certificates that came along. */
  readonly certificates: readonly Uint8Array[];
  readonly signers: readonly Asn[];
}

/** The one signer of a token (RFC 5652 section 5.3). */
export interface TokenSigner {
  readonly isOf: (certificate: Certificate) => boolean;
  readonly digest: TimestampHash;
  /** The signed attributes as the signature covers them: DER of a SET OF. */
  readonly signedAttributes: Uint8Array;
  /** The only value of a signed attribute that may stand there once; undefined if it does not stand there. */
  readonly attribute: (oid: string) => Asn | undefined;
  readonly scheme: SignatureScheme;
  readonly signature: Uint8Array;
}

/**
 * Reads a time-stamp token as far as its content. The envelope may be BER, as CMS allows; content, signed attributes and certificates
 * are DER.
 * @throws the flaw `malformed`, `over-limit` or `not-a-timestamp`
 */
export function parseSignedToken(token: Uint8Array): SignedToken {
  if (token.length > maxTokenSize) throw new TimestampFlaw('over-limit');
  const outer = parseAsn(token).fields(tags.sequence);
  if (outer.take(tags.oid).oid !== oids.signedData) throw new TimestampFlaw('not-a-timestamp');
  const fields = outer.take(tags.context(0)).only(tags.context(0)).fields(tags.sequence);
  outer.end();
  fields.take(tags.integer);
  fields.take(tags.set);
  const wrapped = fields.take(tags.sequence).fields(tags.sequence);
  if (wrapped.take(tags.oid).oid !== oids.tstInfo) throw new TimestampFlaw('not-a-timestamp');
  const content = wrapped.take(tags.context(0)).only(tags.context(0)).octets;
  wrapped.end();
  const certificates = fields.find(tags.context(0))?.children ?? [];
  fields.find(tags.context(1));
  const signers = fields.take(tags.set).children;
  fields.end();
  return {
    content,
    // Attribute certificates and the like stand there under other tags; they say nothing about time.
    certificates: certificates.filter(({ tag }) => tag === tags.sequence).map(({ raw }) => raw),
    signers,
  };
}

function readSignerId(id: Asn): TokenSigner['isOf'] {
  if (id.tag === tags.contextBytes(0)) {
    const keyId = id.content;
    return ({ subjectKeyId }) => subjectKeyId !== undefined && equalBytes(subjectKeyId, keyId);
  }
  const fields = id.fields(tags.sequence);
  const issuer = comparableName(fields.take(tags.sequence));
  const serial = serialText(fields.take(tags.integer).integer);
  fields.end();
  return (certificate) => certificate.serial === serial && certificate.issuer === issuer;
}

function readAttributes(list: Asn): Map<string, readonly Asn[]> {
  const attributes = new Map<string, readonly Asn[]>();
  for (const attribute of list.children) {
    const fields = attribute.fields(tags.sequence);
    const { oid } = fields.take(tags.oid);
    const values = fields.take(tags.set).children;
    fields.end();
    if (attributes.has(oid)) throw new TimestampFlaw('wrong-attributes');
    attributes.set(oid, values);
  }
  return attributes;
}

/** Reads the one signer. Throws a flaw: `wrong-signer-count`, `wrong-attributes`, `unsupported-algorithm`, `malformed`. */
export function parseSigner(signers: readonly Asn[]): TokenSigner {
  const [signer, ...others] = signers;
  if (signer === undefined || others.length > 0) throw new TimestampFlaw('wrong-signer-count');
  const fields = signer.fields(tags.sequence);
  fields.take(tags.integer);
  const isOf = readSignerId(fields.any());
  const digest = requireHash(fields.take(tags.sequence));
  const list = fields.find(tags.context(0));
  const scheme = readScheme(fields.take(tags.sequence), digest);
  const signature = fields.any().octets;
  fields.find(tags.context(1));
  fields.end();
  if (list === undefined) throw new TimestampFlaw('wrong-attributes');
  requireDer(list.raw);
  // RFC 5652 section 5.4: signed as a SET OF, though it stands there as [0].
  const signedAttributes = list.raw.slice();
  signedAttributes[0] = tags.set;
  const attributes = readAttributes(list);
  return {
    isOf,
    digest,
    signedAttributes,
    scheme,
    signature,
    attribute(oid) {
      const values = attributes.get(oid);
      if (values !== undefined && values.length !== 1) throw new TimestampFlaw('wrong-attributes');
      return values?.[0];
    },
  };
}
