import { utf8 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { parseStrictJson } from '../../base/parse-json.ts';
import {
  addAuthority,
  addCardSigner,
  addCardSignerByCard,
  addDkimKey,
  addIssuer,
  addVault,
  addWitness,
  beginPolicy,
  encodePolicy,
  type AuthorityTerms,
  type TrustTerms,
} from '../../verify/change-policy.ts';
import { parsePolicy, type Policy } from '../../verify/policy.ts';
import { readSmallFile } from '../file-access.ts';
import { writeCopy } from '../out-files.ts';

/** Longest policy, and longest certificate file, in bytes. */
const longest = 4 * 1024 * 1024;

/** A policy to begin with: it trusts nobody. Throws `input.exists`, `storage.*`. */
export async function newPolicy(
  path: string,
  { name, force }: { readonly name?: string | undefined; readonly force: boolean },
): Promise<Policy> {
  const policy = beginPolicy(name);
  await writePolicy(path, policy, force);
  return policy;
}

/** Reads whom somebody trusts. Throws `input.path-*`, `input.json-invalid`, `input.policy-invalid`. */
export async function readPolicy(path: string): Promise<Policy> {
  return parsePolicy(parseStrictJson(await readSmall(path)));
}

/** Adds a time stamping authority by a file with its certificate. Throws what `readPolicy` and `addAuthority` throw. */
export async function addAuthorityToPolicy(
  path: string,
  certificatePath: string,
  terms: AuthorityTerms,
): Promise<Policy> {
  const certificate = await readSmall(certificatePath);
  return changePolicyFile(path, (policy) => addAuthority(policy, certificate, terms));
}

/** Throws what `readPolicy` and `addWitness` throw. */
export function addWitnessToPolicy(path: string, key: string, terms: TrustTerms): Promise<Policy> {
  return changePolicyFile(path, (policy) => addWitness(policy, key, terms));
}

/** Throws what `readPolicy` and `addVault` throw. */
export function addVaultToPolicy(path: string, key: string, terms: TrustTerms): Promise<Policy> {
  return changePolicyFile(path, (policy) => addVault(policy, key, terms));
}

/**
 * @param who the signer's key in base64, or the absolute path of their recipient card
 * Throws what `readPolicy`, `addCardSigner` and `addCardSignerByCard` throw.
 */
export async function addCardSignerToPolicy(
  path: string,
  who: { readonly key: string } | { readonly card: string },
  terms: TrustTerms,
): Promise<Policy> {
  if ('key' in who) return changePolicyFile(path, (policy) => addCardSigner(policy, who.key, terms));
  const card = await readSmall(who.card);
  return changePolicyFile(path, (policy) => addCardSignerByCard(policy, card, terms));
}

/** Throws what `readPolicy` and `addIssuer` throw. */
export function addIssuerToPolicy(
  path: string,
  { key, id }: { readonly key: string; readonly id?: string | undefined },
  terms: TrustTerms,
): Promise<Policy> {
  return changePolicyFile(path, (policy) => addIssuer(policy, key, id, terms));
}

/** Throws what `readPolicy` and `addDkimKey` throw. */
export function addDkimKeyToPolicy(
  path: string,
  { record, key }: { readonly record: string; readonly key: string },
  terms: TrustTerms,
): Promise<Policy> {
  return changePolicyFile(path, (policy) => addDkimKey(policy, record, key, terms));
}

async function changePolicyFile(path: string, change: (policy: Policy) => Policy): Promise<Policy> {
  const changed = change(await readPolicy(path));
  await writePolicy(path, changed, true);
  return changed;
}

async function writePolicy(path: string, policy: Policy, force: boolean): Promise<void> {
  const bytes = utf8(encodePolicy(policy));
  await writeCopy({ out: path, force }, async (file) => {
    await file.append(bytes);
  });
}

function readSmall(path: string): Promise<Uint8Array> {
  return readSmallFile(
    path,
    longest,
    () => new VaultError('input.policy-invalid', { problem: 'far too large' }),
  );
}
