import { base64, base64urlnopad } from '@scure/base';

import { verify as verifyEd25519 } from '../../../crypto/sign.ts';
import { parseAsn, tags, withoutLeadingZeros, type Asn } from '../../../ledger/timestamps/asn.ts';
import { TimestampFlaw } from '../../../ledger/timestamps/timestamp-flaw.ts';
import { holds } from '../credentials/keys/check-signature.ts';

/** The public key of a key record's `p=` (RFC 6376 section 3.6.1, RFC 8463 section 4.2). */
export interface MailKey {
  /** Of RSA: length of the modulus. */
  readonly bits: number | undefined;
  /** Whether a signature over the signed part of a header holds. */
  holds(signed: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

/** The kind (`k=`) that a bare `p=` is of: Ed25519 has 32 bytes, which no RSA key has. */
export function mailKeyKind(text: string): 'ed25519' | 'rsa' {
  return decode(text)?.length === 32 ? 'ed25519' : 'rsa';
}

/** Undefined for what is no key of this kind. */
export function readMailKey(kind: string, text: string): MailKey | undefined {
  const bytes = decode(text);
  if (bytes === undefined) return undefined;
  return kind === 'ed25519' ? ed25519Key(bytes) : rsaKey(bytes);
}

/** Base64 of a record or a signature, without blanks; undefined if it is none. */
export function decode(text: string): Uint8Array | undefined {
  try {
    return base64.decode(text);
  } catch {
    return undefined;
  }
}

/** RFC 8463 section 3: the signature is over the SHA-256. */
function ed25519Key(key: Uint8Array): MailKey | undefined {
  if (key.length !== 32) return undefined;
  return {
    bits: undefined,
    async holds(signed, signature) {
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(signed)));
      return signature.length === 64 && verifyEd25519(key, digest, signature);
    },
  };
}

function rsaKey(der: Uint8Array): MailKey | undefined {
  const numbers = readRsa(der);
  if (numbers === undefined) return undefined;
  const [n, e] = numbers;
  const jwk = { e: base64urlnopad.encode(e), kty: 'RSA', n: base64urlnopad.encode(n) };
  return {
    bits: n.length * 8 - Math.clz32(n[0] ?? 0) + 24,
    holds: (signed, signature) => holds({ kind: 'RSA', jwk }, 'SHA-256', signed, signature),
  };
}

/** Modulus and exponent of a SubjectPublicKeyInfo (RFC 5280 section 4.1), as records have it, or of the bare RSAPublicKey (RFC 8017 section A.1.1) that the standard speaks of. */
function readRsa(der: Uint8Array): readonly [n: Uint8Array, e: Uint8Array] | undefined {
  try {
    const outer = parseAsn(der);
    return readNumbers(outer.children[0]?.tag === tags.sequence ? readInner(outer) : outer);
  } catch (thrown) {
    if (thrown instanceof TimestampFlaw) return undefined;
    throw thrown;
  }
}

function readInner(info: Asn): Asn {
  const fields = info.fields(tags.sequence);
  fields.take(tags.sequence);
  const { bits } = fields.take(tags.bitString);
  fields.end();
  return parseAsn(bits);
}

function readNumbers(key: Asn): readonly [n: Uint8Array, e: Uint8Array] {
  const fields = key.fields(tags.sequence);
  const numbers = [fields.take(tags.integer), fields.take(tags.integer)] as const;
  fields.end();
  return [withoutLeadingZeros(numbers[0].integer), withoutLeadingZeros(numbers[1].integer)];
}
