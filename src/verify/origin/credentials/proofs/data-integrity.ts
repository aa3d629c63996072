import { concatBytes, utf8 } from '../../../../base/bytes.ts';
import { encodeCanonicalJson } from '../../../../base/canonical-json.ts';
import type { JsonObject, JsonValue } from '../../../../base/json.ts';
import type { CredentialCode } from '../../../../evidence/credential-codes.ts';
import type { JsonLdContext } from '../contexts/shipped-contexts.ts';
import { listOf } from '../json-view.ts';
import { holds } from '../keys/check-signature.ts';
import { readMultibase, type PublicKey } from '../keys/public-key.ts';
import { canonicalGraph, type GraphTime } from './canonical-graph.ts';

/** The cryptosuites that are checked here: Data Integrity EdDSA and ECDSA Cryptosuites 1.0. */
const cryptosuites = ['eddsa-rdfc-2022', 'ecdsa-rdfc-2019', 'eddsa-jcs-2022', 'ecdsa-jcs-2019'] as const;
export type Cryptosuite = (typeof cryptosuites)[number];

export function isCryptosuite(name: JsonValue | undefined): name is Cryptosuite {
  return cryptosuites.some((known) => known === name);
}

interface ProofCheck {
  /** The whole secured document, its proofs within. */
  readonly document: JsonObject;
  readonly proof: JsonObject;
  /** Those that may have signed. */
  readonly keys: readonly PublicKey[];
  readonly signal?: AbortSignal | undefined;
  readonly time?: GraphTime | undefined;
  /** Others than those that are shipped; for test vectors. */
  readonly contexts?: ReadonlyMap<string, JsonLdContext> | undefined;
}

/**
 * Checks one proof of a document (Verifiable Credential Data Integrity 1.0 section 4.4; vc-di-eddsa sections 3.2 and 3.3, vc-di-ecdsa
 * sections 3.2 and 3.3): the signature is over the hash of the proof's own settings followed by that of the document without its
 * proofs, both in canonical form.
 *
 * @returns `signature-fits` with the key that it fits, `signature-wrong`, or why it could not be checked. Throws `internal.cancelled`.
 */
export async function checkProof(
  check: ProofCheck,
): Promise<{ readonly code: CredentialCode; readonly key?: PublicKey }> {
  const { proof, keys } = check;
  const { cryptosuite, proofValue } = proof;
  if (proof.type !== 'DataIntegrityProof' || !isCryptosuite(cryptosuite)) return { code: 'suite-unknown' };
  const signature =
    typeof proofValue === 'string' && proofValue.startsWith('z') ? readMultibase(proofValue) : undefined;
  if (signature === undefined) return { code: 'signature-malformed' };
  const signed = new Map<Hash, Uint8Array>();
  for (const key of keys) {
    const fits = cryptosuite.startsWith('eddsa')
      ? key.kind === 'Ed25519'
      : key.kind === 'P-256' || key.kind === 'P-384';
    if (!fits) continue;
    const hash = key.kind === 'P-384' ? 'SHA-384' : 'SHA-256';
    const bytes = signed.get(hash) ?? (await signedBytes(check, cryptosuite, hash));
    if (typeof bytes === 'string') return { code: bytes };
    signed.set(hash, bytes);
    if (await holds(key, hash, bytes, signature)) return { code: 'signature-fits', key };
  }
  return { code: 'signature-wrong' };
}

type Hash = 'SHA-256' | 'SHA-384';

async function signedBytes(
  { document, proof, signal, time, contexts }: Omit<ProofCheck, 'keys'>,
  suite: Cryptosuite,
  hash: Hash,
): Promise<Uint8Array | CredentialCode> {
  const digest = async (text: string): Promise<Uint8Array> =>
    new Uint8Array(await crypto.subtle.digest(hash, Uint8Array.from(utf8(text))));
  const unsecured = without(document, 'proof');
  const settings = without(proof, 'proofValue');
  if (suite.endsWith('-jcs-2022') || suite.endsWith('-jcs-2019')) {
    // A proof with contexts of its own must begin the document's with them, and the document is taken with them (step 3).
    if (settings['@context'] !== undefined) {
      const own = listOf(settings['@context']);
      const all = listOf(document['@context']);
      if (
        own.some((context, index) => encodeCanonicalJson(context) !== encodeCanonicalJson(all[index] ?? null))
      )
        return 'signature-wrong';
    }
    const taken =
      settings['@context'] === undefined ? unsecured : { ...unsecured, '@context': settings['@context'] };
    return concatBytes(await digest(encodeCanonicalJson(settings)), await digest(encodeCanonicalJson(taken)));
  }
  const common = {
    hash: hash === 'SHA-384' ? ('sha384' as const) : ('sha256' as const),
    signal,
    time,
    contexts,
  };
  const graphOfSettings = await canonicalGraph(
    { ...settings, '@context': document['@context'] ?? null },
    common,
  );
  if ('problem' in graphOfSettings) return graphOfSettings.problem;
  const graph = await canonicalGraph(unsecured, common);
  if ('problem' in graph) return graph.problem;
  return concatBytes(await digest(graphOfSettings.nquads), await digest(graph.nquads));
}

/** What a signer signs, for tests and the practice of signing: as `checkProof` takes it. */
export async function bytesToSign(
  document: JsonObject,
  proof: JsonObject,
  hash: Hash = 'SHA-256',
): Promise<Uint8Array | CredentialCode> {
  return isCryptosuite(proof.cryptosuite)
    ? signedBytes({ document, proof }, proof.cryptosuite, hash)
    : 'suite-unknown';
}

function without(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([each]) => each !== name));
}
