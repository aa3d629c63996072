import type { SignatureScheme } from './algorithms.ts';
import { readAlgorithm, readScheme } from './algorithms.ts';
import { type Asn, parseAsn, tags, withoutLeadingZeros } from './asn.ts';
import { oids } from './object-identifiers.ts';
import { requireDer } from './strict-der.ts';
import { TimestampFlaw } from './timestamp-flaw.ts';
import type { TimestampHash } from './timestamp-types.ts';

interface Curve {
  readonly name: 'P-256' | 'P-384' | 'P-521';
  /** Bytes of a coordinate. */
  readonly size: number;
}

/** RFC 5480 section 2.1.1.1. */
const curves: ReadonlyMap<string, Curve> = new Map<string, Curve>([
  ['1.2.840.10045.3.1.7', { name: 'P-256', size: 32 }],
  ['1.3.132.0.34', { name: 'P-384', size: 48 }],
  ['1.3.132.0.35', { name: 'P-521', size: 66 }],
]);

const minModulusBits = 2048;
const maxModulusBits = 8192;

const unsupported = (cause?: unknown): TimestampFlaw => new TimestampFlaw('unsupported-algorithm', cause);

/** WebCrypto wants bytes in a buffer of their own kind. */
const owned = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** Throws the flaw `unsupported-algorithm` unless the RSA modulus has 2048 to 8192 bits. */
function requireModulus(publicKey: Uint8Array): void {
  const fields = parseAsn(publicKey).fields(tags.sequence);
  const modulus = withoutLeadingZeros(fields.take(tags.integer).integer);
  fields.take(tags.integer);
  fields.end();
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  if (bits < minModulusBits || bits > maxModulusBits) throw unsupported();
}

/** ECDSA-Sig-Value (RFC 3279 section 2.2.3) as WebCrypto has it: r and s, each as long as a coordinate. */
function fixedLengthSignature(signature: Uint8Array, size: number): Uint8Array<ArrayBuffer> | undefined {
  const out = new Uint8Array(2 * size);
  try {
    requireDer(signature);
    const fields = parseAsn(signature).fields(tags.sequence);
    for (const end of [size, 2 * size]) {
      const number = fields.take(tags.integer).integer;
      const bytes = withoutLeadingZeros(number);
      if ((number[0] ?? 0) >= 0x80 || bytes.length > size) return undefined;
      out.set(bytes, end - bytes.length);
    }
    fields.end();
  } catch (thrown) {
    // A signature that cannot be read fits nothing.
    if (thrown instanceof TimestampFlaw) return undefined;
    throw thrown;
  }
  return out;
}

type VerifyKeyAlgorithm =
  | { readonly name: 'RSASSA-PKCS1-v1_5' | 'RSA-PSS'; readonly hash: TimestampHash }
  | { readonly name: 'ECDSA'; readonly namedCurve: Curve['name'] }
  | { readonly name: 'Ed25519' };

async function importKey(spki: Uint8Array, algorithm: VerifyKeyAlgorithm) {
  try {
    return await crypto.subtle.importKey('spki', owned(spki), algorithm, false, ['verify']);
  } catch (cause) {
    throw unsupported(cause);
  }
}

/** Where the platform cannot even try (an impossible length of salt), that is no algorithm that is accepted. */
async function attempt(verdict: Promise<boolean>): Promise<boolean> {
  try {
    return await verdict;
  } catch (cause) {
    throw unsupported(cause);
  }
}

/**
 * Whether the signature over `data` fits the key.
 * @param spki DER of a SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7)
 * @throws the flaw `unsupported-algorithm` if the key is of another kind than the signature, too short, or unknown to this platform
 */
export async function signatureFits(
  scheme: SignatureScheme,
  spki: Uint8Array,
  signature: Uint8Array,
  data: Uint8Array,
): Promise<boolean> {
  const fields = parseAsn(spki).fields(tags.sequence);
  const { oid, parameters } = readAlgorithm(fields.take(tags.sequence));
  const publicKey = fields.take(tags.bitString).bits;
  fields.end();
  switch (scheme.kind) {
    case 'rsa-pkcs1':
    case 'rsa-pss': {
      if (oid !== oids.rsa) throw unsupported();
      requireModulus(publicKey);
      const { hash } = scheme;
      if (scheme.kind === 'rsa-pkcs1') {
        const key = await importKey(spki, { name: 'RSASSA-PKCS1-v1_5', hash });
        return attempt(
          crypto.subtle.verify({ name: 'RSASSA-PKCS1-v1_5' }, key, owned(signature), owned(data)),
        );
      }
      const key = await importKey(spki, { name: 'RSA-PSS', hash });
      const { saltLength } = scheme;
      return attempt(
        crypto.subtle.verify({ name: 'RSA-PSS', saltLength }, key, owned(signature), owned(data)),
      );
    }
    case 'ecdsa': {
      const curve =
        oid === oids.ecPublicKey && parameters !== undefined ? curves.get(parameters.oid) : undefined;
      if (curve === undefined) throw unsupported();
      const key = await importKey(spki, { name: 'ECDSA', namedCurve: curve.name });
      const fixed = fixedLengthSignature(signature, curve.size);
      if (fixed === undefined) return false;
      return attempt(crypto.subtle.verify({ name: 'ECDSA', hash: scheme.hash }, key, fixed, owned(data)));
    }
    case 'ed25519': {
      if (oid !== oids.ed25519) throw unsupported();
      const key = await importKey(spki, { name: 'Ed25519' });
      return attempt(crypto.subtle.verify({ name: 'Ed25519' }, key, owned(signature), owned(data)));
    }
  }
}

/** The digest of bytes; SHA-1 serves only to recognise a certificate (RFC 2634 section 5.4.1). */
export async function digestOf(
  hash: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512',
  bytes: Uint8Array,
): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(hash, owned(bytes)));
}

/** What is signed as X.509 does it: certificates, revocation lists and OCSP answers. */
interface Signed {
  readonly signedPart: Uint8Array;
  readonly signatureAlgorithm: Asn;
  readonly signature: Uint8Array;
}

/** Whether the holder of this key signed it; what cannot be checked here was not. */
export async function isSignedBy(
  { signedPart, signatureAlgorithm, signature }: Signed,
  { spki }: { readonly spki: Uint8Array },
): Promise<boolean> {
  try {
    return await signatureFits(readScheme(signatureAlgorithm), spki, signature, signedPart);
  } catch (thrown) {
    if (thrown instanceof TimestampFlaw) return false;
    throw thrown;
  }
}
