import { type Asn, tags } from './asn.ts';
import { oids } from './object-identifiers.ts';
import { TimestampFlaw } from './timestamp-flaw.ts';
import type { TimestampHash } from './timestamp-types.ts';

/** How a signature is made: what WebCrypto has to be told to check it. */
export type SignatureScheme =
  | { readonly kind: 'rsa-pkcs1'; readonly hash: TimestampHash }
  | { readonly kind: 'rsa-pss'; readonly hash: TimestampHash; readonly saltLength: number }
  | { readonly kind: 'ecdsa'; readonly hash: TimestampHash }
  | { readonly kind: 'ed25519' };

/** RFC 5754 section 2. */
export const hashOids: Readonly<Record<TimestampHash, string>> = {
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
};

const hashes: ReadonlyMap<string, TimestampHash> = new Map<string, TimestampHash>([
  [hashOids['SHA-256'], 'SHA-256'],
  [hashOids['SHA-384'], 'SHA-384'],
  [hashOids['SHA-512'], 'SHA-512'],
]);

/** RFC 8017 appendix C and RFC 5758 section 3.2. */
const signatures: ReadonlyMap<string, SignatureScheme> = new Map<string, SignatureScheme>([
  ['1.2.840.113549.1.1.11', { kind: 'rsa-pkcs1', hash: 'SHA-256' }],
  ['1.2.840.113549.1.1.12', { kind: 'rsa-pkcs1', hash: 'SHA-384' }],
  ['1.2.840.113549.1.1.13', { kind: 'rsa-pkcs1', hash: 'SHA-512' }],
  ['1.2.840.10045.4.3.2', { kind: 'ecdsa', hash: 'SHA-256' }],
  ['1.2.840.10045.4.3.3', { kind: 'ecdsa', hash: 'SHA-384' }],
  ['1.2.840.10045.4.3.4', { kind: 'ecdsa', hash: 'SHA-512' }],
  [oids.ed25519, { kind: 'ed25519' }],
]);

const unsupported = (): TimestampFlaw => new TimestampFlaw('unsupported-algorithm');

/** The object identifier of an AlgorithmIdentifier, and its parameters if there are any. */
export function readAlgorithm(value: Asn): { oid: string; parameters: Asn | undefined } {
  const [identifier, parameters, ...rest] = value.require(tags.sequence).children;
  if (identifier === undefined || rest.length > 0) throw new TimestampFlaw('malformed');
  return { oid: identifier.oid, parameters };
}

/** The hash of an object identifier, if it is one that is accepted. */
export function findHash(oid: string): TimestampHash | undefined {
  return hashes.get(oid);
}

/** The hash of an AlgorithmIdentifier. Throws the flaw `unsupported-algorithm` for any but SHA-256, SHA-384 and SHA-512. */
export function requireHash(value: Asn): TimestampHash {
  const hash = findHash(readAlgorithm(value).oid);
  if (hash === undefined) throw unsupported();
  return hash;
}

/** RSASSA-PSS-params (RFC 4055 section 3.1): one hash for content and mask, since WebCrypto knows no other way. */
function pssScheme(parameters: Asn | undefined): SignatureScheme {
  // What is left out means SHA-1.
  if (parameters === undefined) throw unsupported();
  const fields = parameters.fields(tags.sequence);
  const hashField = fields.find(tags.context(0))?.only(tags.context(0));
  const maskField = fields.find(tags.context(1))?.only(tags.context(1));
  const saltLength = fields.find(tags.context(2))?.only(tags.context(2)).small ?? 20;
  const trailer = fields.find(tags.context(3))?.only(tags.context(3)).small ?? 1;
  fields.end();
  if (hashField === undefined || maskField === undefined || trailer !== 1) throw unsupported();
  const hash = requireHash(hashField);
  const mask = readAlgorithm(maskField);
  if (mask.oid !== oids.mgf1 || mask.parameters === undefined || requireHash(mask.parameters) !== hash)
    throw unsupported();
  return { kind: 'rsa-pss', hash, saltLength };
}

/**
 * How a signature was made, by its AlgorithmIdentifier.
 * @param digest the signer's hash, which `rsaEncryption` alone leaves open (RFC 3370 section 3.2)
 * @throws the flaw `unsupported-algorithm`, also when the signature names another hash than the signer
 */
export function readScheme(value: Asn, digest?: TimestampHash): SignatureScheme {
  const { oid, parameters } = readAlgorithm(value);
  if (oid === oids.rsa && digest !== undefined) return { kind: 'rsa-pkcs1', hash: digest };
  const scheme = oid === oids.rsaPss ? pssScheme(parameters) : signatures.get(oid);
  if (scheme === undefined) throw unsupported();
  if (digest !== undefined && scheme.kind !== 'ed25519' && scheme.hash !== digest) throw unsupported();
  return scheme;
}
