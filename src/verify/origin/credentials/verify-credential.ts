import { throwIfCancelled } from '../../../base/errors.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import type { CredentialCode } from '../../../evidence/credential-codes.ts';
import type { ArchivedAnswer } from './archived-answers.ts';
import type { JsonLdContext } from './contexts/shipped-contexts.ts';
import {
  bad,
  open,
  type CredentialReport,
  type KeyAnswer,
  type SignatureAnswer,
} from './credential-report.ts';
import { idOf, listOf, objectsOf } from './json-view.ts';
import { findKey, jwkOf, type FoundKey } from './keys/find-key.ts';
import type { PublicKey } from './keys/public-key.ts';
import { credentialLimits } from './limits.ts';
import { checkProof, isCryptosuite } from './proofs/data-integrity.ts';
import type { GraphTime } from './proofs/canonical-graph.ts';
import { algorithmOf, checkJws, claimsAgree } from './proofs/jws.ts';
import type { ReadCredential } from './read-credential.ts';
import { judgeStatus } from './status/judge-status.ts';
import { judgeTime } from './judge-time.ts';

export interface VerifyCredentialOptions {
  /** What the issuer answered, whenever that was. */
  readonly archive: readonly ArchivedAnswer[];
  /** The time to judge by. */
  readonly at: Date;
  readonly signal?: AbortSignal | undefined;
  /** Keys that may have signed it though nothing that was archived shows them: those that the reader knows of this issuer. */
  readonly known?: readonly PublicKey[] | undefined;
  /** Shared by the checks of one file, so that many small traps are no large one. */
  readonly time?: GraphTime | undefined;
  /** Others than those that are shipped; for test vectors. */
  readonly contexts?: ReadonlyMap<string, JsonLdContext> | undefined;
}

/** Signature and key of one proof. */
interface CheckedSignature {
  readonly signature: SignatureAnswer;
  readonly key: KeyAnswer;
  /** The key that the signature fits. */
  readonly signedBy?: PublicKey;
}

/**
 * Judges a credential by what was archived with it, and never asks the network: signature, key, time and status, each by itself
 * (VC data model 2.0 section 7; Open Badges 3.0 section 8). What cannot be judged is `not-checked`, never good.
 *
 * Throws `internal.cancelled`.
 */
export async function verifyCredential(
  read: ReadCredential,
  options: VerifyCredentialOptions,
): Promise<CredentialReport> {
  const { at, archive } = options;
  if (read.standard === 'open-badge-2') {
    const legacy = open('legacy-not-checked');
    return { at: at.toISOString(), signature: legacy, key: legacy, time: legacy, status: legacy };
  }
  const checked = await checkSignature(read, options);
  return {
    at: at.toISOString(),
    ...checked,
    time: judgeTime(read, at),
    status: await judgeStatus(read.credential, archive, (list, judgedAt) =>
      checkSignature(list, { ...options, at: judgedAt }),
    ),
  };
}

/** Signature and key of a credential: of its JWS, or of its proofs, of which one that is wrong outweighs all others. */
async function checkSignature(
  read: ReadCredential,
  options: VerifyCredentialOptions,
): Promise<CheckedSignature> {
  if (read.jws !== undefined) return checkJwsOf(read, read.jws, options);
  const proofs = objectsOf(read.credential.proof);
  const none = { signature: open('signature-missing'), key: open('signature-missing') };
  if (proofs.length === 0) return none;
  if (proofs.length > credentialLimits.proofs)
    return { signature: open('canonical-limit'), key: open('canonical-limit') };
  const checked: CheckedSignature[] = [];
  for (const proof of proofs) {
    throwIfCancelled(options.signal);
    checked.push(await checkOneProof(read.credential, proof, options));
  }
  return (
    checked.find(({ signature }) => signature.state === 'bad') ??
    checked.find(({ signature, key }) => signature.state === 'good' && key.state === 'good') ??
    checked.find(({ signature }) => signature.state === 'good') ??
    checked[0] ??
    none
  );
}

async function checkOneProof(
  credential: JsonObject,
  proof: JsonObject,
  { archive, known, signal, time, contexts, at }: VerifyCredentialOptions,
): Promise<CheckedSignature> {
  const keyId = idOf(proof.verificationMethod);
  const signedAt = typeof proof.created === 'string' ? proof.created : undefined;
  const found = findKey({ keyId, issuer: idOf(credential.issuer), signedAt }, archive);
  const about = {
    ...(typeof proof.cryptosuite === 'string' ? { suite: proof.cryptosuite } : {}),
    ...(keyId === undefined ? {} : { keyId }),
  };
  const answered = (answer: SignatureAnswer, signedBy?: PublicKey): CheckedSignature => ({
    signature: { ...answer, ...about },
    key: found.answer,
    ...(signedBy === undefined ? {} : { signedBy }),
  });
  if (proof.type !== 'DataIntegrityProof' || !isCryptosuite(proof.cryptosuite))
    return answered(open('suite-unknown'));
  if (proof.proofPurpose !== 'assertionMethod') return answered(bad('purpose-wrong'));
  if (proof.previousProof !== undefined) return answered(open('proof-chain'));
  const keys = candidates(found, known);
  if (keys.length === 0) return answered(open('signature-not-reached'));
  const { code, key } = await checkProof({ document: credential, proof, keys, signal, time, contexts });
  const expired = typeof proof.expires === 'string' && !(Date.parse(proof.expires) > at.getTime());
  const codes: CredentialCode[] = [expired && code === 'signature-fits' ? 'proof-expired' : code];
  if (code === 'signature-fits' && bringsOwnWords(credential)) codes.push('context-inline');
  return answered({ state: expired && code === 'signature-fits' ? 'bad' : stateOf(code), codes }, key);
}

async function checkJwsOf(
  read: ReadCredential,
  jws: NonNullable<ReadCredential['jws']>,
  { archive, known }: VerifyCredentialOptions,
): Promise<CheckedSignature> {
  const keyId = typeof jws.header.kid === 'string' ? jws.header.kid : undefined;
  const suite = algorithmOf(jws);
  const { nbf } = jws.payload;
  const signedAt =
    typeof nbf === 'number' && Math.abs(nbf) < 8_640_000_000_000
      ? new Date(nbf * 1000).toISOString()
      : undefined;
  const found = findKey(
    { keyId, jwk: jwkOf(jws.header), issuer: idOf(read.credential.issuer), signedAt },
    archive,
  );
  const about = { ...(suite === undefined ? {} : { suite }), ...(keyId === undefined ? {} : { keyId }) };
  let signedBy: PublicKey | undefined;
  let code: CredentialCode = 'signature-not-reached';
  for (const key of candidates(found, known)) {
    const tried = await checkJws(jws, key);
    if (code === 'signature-not-reached' || tried === 'signature-fits') code = tried;
    if (tried !== 'signature-fits') continue;
    signedBy = key;
    break;
  }
  const differs = code === 'signature-fits' && !claimsAgree(jws, read.credential);
  return {
    signature: differs
      ? { ...bad('claims-differ'), ...about }
      : { state: stateOf(code), codes: [code], ...about },
    key: found.answer,
    ...(signedBy === undefined ? {} : { signedBy }),
  };
}

/** The archived key first: a signature that fits both is the issuer's own. */
function candidates({ key }: FoundKey, known: readonly PublicKey[] = []): readonly PublicKey[] {
  return [...(key === undefined ? [] : [key]), ...known];
}

function stateOf(code: CredentialCode): SignatureAnswer['state'] {
  if (code === 'signature-fits') return 'good';
  return code === 'signature-wrong' || code === 'signature-malformed' ? 'bad' : 'not-checked';
}

/** True if the credential has a context written into itself, which can give its words other meanings than they usually have. */
function bringsOwnWords(credential: JsonObject): boolean {
  return listOf(credential['@context']).some((context) => isJsonObject(context));
}
