import { createPublicKey, ECDH, type KeyObject } from 'node:crypto';

import { base58, base64urlnopad } from '@scure/base';

import type { JsonObject } from '../../../base/json.ts';

/** A public key, as far as it matters to tell two apart and to check a signature. */
export interface PublicKey {
  readonly kind: 'Ed25519' | 'P-256' | 'P-384' | 'RSA';
  /** The members that RFC 7638 takes for a thumbprint, and no others. */
  readonly jwk: Readonly<Record<string, string>>;
}

/** Multicodec prefixes of public keys (Controlled Identifiers 1.0 section 2.2.2), as unsigned varints. */
const multicodecs: readonly {
  readonly prefix: readonly [number, number];
  readonly kind: PublicKey['kind'];
  readonly length: number;
}[] = [
  { prefix: [0xed, 0x01], kind: 'Ed25519', length: 32 },
  { prefix: [0x80, 0x24], kind: 'P-256', length: 33 },
  { prefix: [0x81, 0x24], kind: 'P-384', length: 49 },
];

const curveNames = { 'P-256': 'prime256v1', 'P-384': 'secp384r1' } as const;

/** Bytes of a multibase text in base58btc (`z`) or base64url (`u`) (Controlled Identifiers 1.0 section 2.4); undefined if it is none. */
export function readMultibase(text: string): Uint8Array | undefined {
  try {
    if (text.startsWith('z') && text.length <= 400) return base58.decode(text.slice(1));
    if (text.startsWith('u') && text.length <= 800_000) return base64urlnopad.decode(text.slice(1));
  } catch {
    return undefined;
  }
  return undefined;
}

/** The key in `publicKeyMultibase`; undefined for what is no key, is of a kind not known here, or lies off its curve. */
export function keyOfMultibase(text: string): PublicKey | undefined {
  const bytes = readMultibase(text);
  const codec = multicodecs.find(({ prefix }) => bytes?.[0] === prefix[0] && bytes[1] === prefix[1]);
  if (bytes === undefined || codec?.length !== bytes.length - 2) return undefined;
  const raw = bytes.subarray(2);
  if (codec.kind === 'Ed25519')
    return { kind: 'Ed25519', jwk: { crv: 'Ed25519', kty: 'OKP', x: base64urlnopad.encode(raw) } };
  if (codec.kind === 'RSA') return undefined;
  try {
    const point = ECDH.convertKey(raw, curveNames[codec.kind], undefined, undefined, 'uncompressed');
    if (!(point instanceof Uint8Array)) return undefined;
    const half = (point.length - 1) / 2;
    const x = base64urlnopad.encode(Uint8Array.from(point.subarray(1, 1 + half)));
    const y = base64urlnopad.encode(Uint8Array.from(point.subarray(1 + half)));
    return { kind: codec.kind, jwk: { crv: codec.kind, kty: 'EC', x, y } };
  } catch {
    return undefined;
  }
}

/** The key in a JWK (RFC 7517), its private parts and everything else left out; undefined for a kind not known here. */
export function keyOfJwk(jwk: JsonObject): PublicKey | undefined {
  const { kty, crv, x, y, n, e } = jwk;
  if (kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string')
    return soundOrNone({ kind: 'Ed25519', jwk: { crv, kty, x } });
  if (kty === 'EC' && (crv === 'P-256' || crv === 'P-384') && typeof x === 'string' && typeof y === 'string')
    return soundOrNone({ kind: crv, jwk: { crv, kty, x, y } });
  if (kty === 'RSA' && typeof n === 'string' && typeof e === 'string')
    return soundOrNone({ kind: 'RSA', jwk: { e, kty, n } });
  return undefined;
}

export function sameKey(a: PublicKey, b: PublicKey): boolean {
  return a.kind === b.kind && Object.entries(a.jwk).every(([name, value]) => b.jwk[name] === value);
}

/** The key as Node holds it. */
export function keyObjectOf(key: PublicKey): KeyObject {
  return createPublicKey({ key: { ...key.jwk }, format: 'jwk' });
}

/** RFC 7518 section 3.3: RSA keys have 2048 bits or more. */
function soundOrNone(key: PublicKey): PublicKey | undefined {
  try {
    const bits = keyObjectOf(key).asymmetricKeyDetails?.modulusLength;
    return bits !== undefined && (bits < 2048 || bits > 8192) ? undefined : key;
  } catch {
    return undefined;
  }
}
