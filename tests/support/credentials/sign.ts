import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

import { base58 } from '@scure/base';
import { CompactSign } from 'jose';

import type { JsonObject } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { bytesToSign } from '../../../src/verify/origin/credentials/proofs/data-integrity.ts';

/** A key of a test issuer. */
export interface TestKey {
  readonly kind: 'Ed25519' | 'P-256' | 'P-384' | 'RSA';
  readonly privateKey: KeyObject;
  readonly publicJwk: JsonObject;
  /** Absent for RSA. */
  readonly multibase: string;
  /** `did:key:…` */
  readonly did: string;
}

export function createTestKey(kind: TestKey['kind'] = 'Ed25519'): TestKey {
  const { privateKey } =
    kind === 'Ed25519'
      ? generateKeyPairSync('ed25519')
      : kind === 'RSA'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: kind });
  return testKeyOf(kind, privateKey);
}

/** The Ed25519 key of 32 bytes of this value: the same each time. */
export function fixedTestKey(seed: number): TestKey {
  const head = Buffer.from('302e020100300506032b657004220420', 'hex');
  const key = Buffer.concat([head, Buffer.alloc(32, seed)]);
  return testKeyOf('Ed25519', createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
}

function testKeyOf(kind: TestKey['kind'], privateKey: KeyObject): TestKey {
  const publicKey = createPublicKey(privateKey);
  const jwk = publicKey.export({ format: 'jwk' });
  const publicJwk: JsonObject = Object.fromEntries(
    Object.entries(jwk).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
  const x = Buffer.from(jwk.x ?? '', 'base64url');
  const y = Buffer.from(jwk.y ?? '', 'base64url');
  const sign = (y.at(-1) ?? 0) % 2 === 0 ? 2 : 3;
  const bytes =
    kind === 'Ed25519'
      ? Uint8Array.of(0xed, 0x01, ...x)
      : Uint8Array.of(kind === 'P-256' ? 0x80 : 0x81, 0x24, sign, ...x);
  const multibase = kind === 'RSA' ? '' : `z${base58.encode(bytes)}`;
  return { kind, privateKey, publicJwk, multibase, did: `did:key:${multibase}` };
}

export interface ProofSettings {
  readonly cryptosuite?: string;
  readonly verificationMethod?: string;
  readonly proofPurpose?: string;
  readonly created?: string;
  readonly expires?: string;
}

/** A credential with a Data Integrity proof, signed here and now. */
export async function signWithProof(
  credential: JsonObject,
  key: TestKey,
  settings: ProofSettings = {},
): Promise<JsonObject> {
  const proof = {
    type: 'DataIntegrityProof',
    cryptosuite: key.kind === 'Ed25519' ? 'eddsa-rdfc-2022' : 'ecdsa-rdfc-2019',
    created: '2026-06-01T10:00:00Z',
    verificationMethod: `${key.did}#${key.multibase}`,
    proofPurpose: 'assertionMethod',
    ...settings,
  };
  const hash = key.kind === 'P-384' ? 'SHA-384' : 'SHA-256';
  const bytes = await bytesToSign(credential, proof, hash);
  if (typeof bytes === 'string') throw new Error(`not signed: ${bytes}`);
  const signature =
    key.kind === 'Ed25519'
      ? sign(null, bytes, key.privateKey)
      : sign(hash.replace('-', ''), bytes, { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return { ...credential, proof: { ...proof, proofValue: `z${base58.encode(signature)}` } };
}

const algorithms = { Ed25519: 'EdDSA', 'P-256': 'ES256', 'P-384': 'ES384', RSA: 'RS256' } as const;

/** A credential as a compact JWS, the way Open Badges 3.0 section 8.2 says. */
export async function signAsJwt(
  credential: JsonObject,
  key: TestKey,
  header: JsonObject = {},
  claims: JsonObject = {},
): Promise<string> {
  const { id, issuer, validFrom, validUntil, credentialSubject } = credential;
  const subject = isJsonObject(credentialSubject) ? credentialSubject.id : undefined;
  const seconds = (time: unknown): number => Math.floor(Date.parse(String(time)) / 1000);
  const payload: JsonObject = {
    ...credential,
    ...(isJsonObject(issuer) && issuer.id !== undefined ? { iss: issuer.id } : {}),
    ...(id === undefined ? {} : { jti: id }),
    ...(validFrom === undefined ? {} : { nbf: seconds(validFrom) }),
    ...(validUntil === undefined ? {} : { exp: seconds(validUntil) }),
    ...(subject === undefined ? {} : { sub: subject }),
    ...claims,
  };
  return new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({
      alg: algorithms[key.kind],
      typ: 'JWT',
      kid: `${key.did}#${key.multibase}`,
      ...header,
    })
    .sign(key.privateKey);
}
