import { base64urlnopad } from '@scure/base';

import { utf8 } from '../../../../base/bytes.ts';
import type { JsonObject } from '../../../../base/json.ts';
import type { CredentialCode } from '../../../../evidence/credential-codes.ts';
import type { CompactJws } from '../forms/compact-jws.ts';
import { idOf, objectsOf } from '../json-view.ts';
import { holds } from '../keys/check-signature.ts';
import type { PublicKey } from '../keys/public-key.ts';

/** The algorithms that are checked (RFC 7518, RFC 8037, RFC 9864), each with the only kind of key that it may be used with. */
const algorithms: ReadonlyMap<string, PublicKey['kind']> = new Map([
  ['EdDSA', 'Ed25519'],
  ['Ed25519', 'Ed25519'],
  ['ES256', 'P-256'],
  ['ES384', 'P-384'],
  ['RS256', 'RSA'],
]);

export function algorithmOf(jws: CompactJws): string | undefined {
  return typeof jws.header.alg === 'string' ? jws.header.alg : undefined;
}

/**
 * Checks the signature of a JWS (RFC 7515 section 5.2): over its first two parts as they stand. `none`, algorithms with a shared secret,
 * critical headers and a key of another kind than the algorithm's never count.
 */
export async function checkJws(jws: CompactJws, key: PublicKey): Promise<CredentialCode> {
  const algorithm = algorithmOf(jws);
  const kind = algorithm === undefined ? undefined : algorithms.get(algorithm);
  if (kind === undefined || jws.header.crit !== undefined) return 'suite-unknown';
  if (kind !== key.kind) return 'signature-wrong';
  const end = jws.text.lastIndexOf('.');
  const hash = algorithm === 'ES384' ? 'SHA-384' : 'SHA-256';
  const signature = base64urlnopad.decode(jws.text.slice(end + 1));
  return (await holds(key, hash, utf8(jws.text.slice(0, end)), signature))
    ? 'signature-fits'
    : 'signature-wrong';
}

/**
 * Whether the claims around a credential say the same as the credential (Open Badges 3.0 section 8.2.4.1): `iss` its issuer, `jti` its
 * id, `sub` its subject, `nbf` and `exp` its times. A claim that is not there says nothing.
 */
export function claimsAgree({ payload }: CompactJws, credential: JsonObject): boolean {
  const from = credential.validFrom ?? credential.issuanceDate;
  const until = credential.validUntil ?? credential.expirationDate;
  const subject = objectsOf(credential.credentialSubject)[0]?.id;
  const sameText = (claim: unknown, said: unknown): boolean => claim === undefined || claim === said;
  const sameTime = (claim: unknown, said: unknown): boolean =>
    claim === undefined ||
    (typeof claim === 'number' &&
      (said === undefined ||
        (typeof said === 'string' && Math.floor(Date.parse(said) / 1000) === Math.floor(claim))));
  return (
    sameText(payload.iss, idOf(credential.issuer)) &&
    sameText(payload.jti, credential.id) &&
    sameText(payload.sub, subject) &&
    sameTime(payload.nbf, from) &&
    sameTime(payload.exp, until)
  );
}
