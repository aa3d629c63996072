import { base58, base64urlnopad } from '@scure/base';

import type { JsonObject } from '../../../../base/json.ts';
import { isOnCurve, unpackPoint } from './curve-point.ts';

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
  const point = unpackPoint(codec.kind, raw);
  if (point === undefined) return undefined;
  const [x, y] = [base64urlnopad.encode(point.x), base64urlnopad.encode(point.y)];
  return { kind: codec.kind, jwk: { crv: codec.kind, kty: 'EC', x, y } };
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

/** A key as a reader writes it down: multibase, a `did:key` with it, or a JWK. */
export function readIssuerKey(key: string | JsonObject): PublicKey | undefined {
  if (typeof key !== 'string') return keyOfJwk(key);
  const [text = ''] = key.replace(/^did:key:/, '').split('#', 1);
  return keyOfMultibase(text);
}

export function sameKey(a: PublicKey, b: PublicKey): boolean {
  return a.kind === b.kind && Object.entries(a.jwk).every(([name, value]) => b.jwk[name] === value);
}

/** RFC 7518 section 3.3: RSA keys have 2048 bits or more; points lie on their curve. */
function soundOrNone(key: PublicKey): PublicKey | undefined {
  const [x, y, n, e] = ['x', 'y', 'n', 'e'].map((name) => bytesOf(key.jwk[name]));
  switch (key.kind) {
    case 'Ed25519':
      return x?.length === 32 ? key : undefined;
    case 'RSA':
      return n !== undefined && e !== undefined && isSoundRsa(n, e) ? key : undefined;
    default:
      return x !== undefined && y !== undefined && isOnCurve(key.kind, { x, y }) ? key : undefined;
  }
}

function isSoundRsa(n: Uint8Array, e: Uint8Array): boolean {
  const [first = 0] = n;
  const bits = n.length * 8 - Math.clz32(first) + 24;
  const isOdd = ((e.at(-1) ?? 0) & 1) === 1;
  return (
    first !== 0 && bits >= 2048 && bits <= 8192 && isOdd && e.length <= 8 && !(e.length === 1 && e[0] === 1)
  );
}

function bytesOf(text: string | undefined): Uint8Array | undefined {
  try {
    return text === undefined ? undefined : base64urlnopad.decode(text);
  } catch {
    return undefined;
  }
}
