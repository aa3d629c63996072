import { X509Certificate } from 'node:crypto';

import { asJson } from '../../base/as-json.ts';
import { encodeBase64, parseBase64, utf8 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { parseStrictJson } from '../../base/parse-json.ts';
import { parseExpectedKey } from '../../verify/expected-key.ts';
import { parseVerifierKey } from '../../ledger/witness/verifier-key.ts';
import { emptyPolicy, parsePolicy, type Policy } from '../../verify/policy.ts';
import { withFile } from '../file-access.ts';
import { writeCopy } from '../get-content.ts';

/** Longest policy, and longest certificate file, in bytes. */
const longest = 4 * 1024 * 1024;

/** When somebody is trusted, and what to call them. */
export interface TrustTerms {
  readonly name?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly compromisedFrom?: string | undefined;
}

/** A policy to begin with: it trusts nobody. Throws `input.exists`, `storage.*`. */
export async function newPolicy(
  path: string,
  { name, force }: { readonly name?: string | undefined; readonly force: boolean },
): Promise<Policy> {
  const policy: Policy = { ...emptyPolicy, ...(name === undefined ? {} : { name }) };
  await writePolicy(path, policy, force);
  return policy;
}

/** Reads whom somebody trusts. Throws `input.path-*`, `input.json-invalid`, `input.policy-invalid`. */
export async function readPolicy(path: string): Promise<Policy> {
  return parsePolicy(parseStrictJson(await readSmall(path)));
}

/**
 * Adds a time stamping authority by a certificate (PEM or DER): a root that it leads to, or its own. Throws what `readPolicy` throws,
 * and `input.policy-invalid` for a file that is not one certificate, and for a name that is taken.
 */
export async function addAuthorityToPolicy(
  path: string,
  certificatePath: string,
  terms: TrustTerms & { readonly policies?: readonly string[] | undefined },
): Promise<Policy> {
  const certificate = readCertificate(await readSmall(certificatePath));
  const { policies = [], ...limits } = terms;
  const name = limits.name ?? commonNameOf(certificate);
  return changePolicy(path, (policy) => {
    if (policy.authorities.some((known) => known.name === name))
      throw new VaultError('input.policy-invalid', { problem: 'an authority of that name is there already' });
    return {
      ...policy,
      authorities: [
        ...policy.authorities,
        {
          ...limits,
          name,
          certificate: encodeBase64(certificate.raw),
          ...(policies.length === 0 ? {} : { policies: [...policies] }),
        },
      ],
    };
  });
}

/** Adds a witness by its key (`name+hash+key`). Throws what `readPolicy` throws, `format.malformed` for a key that is none. */
export async function addWitnessToPolicy(path: string, key: string, terms: TrustTerms): Promise<Policy> {
  const { name } = parseVerifierKey(key, 'cosignature');
  return changePolicy(path, (policy) => ({
    ...policy,
    witnesses: [
      ...policy.witnesses.filter((known) => known.key !== key),
      { ...terms, name: terms.name ?? name, key },
    ],
  }));
}

/** Adds a vault by its id or root key. Throws what `readPolicy` throws, `input.usage` for a key that is none. */
export async function addVaultToPolicy(path: string, key: string, terms: TrustTerms): Promise<Policy> {
  parseExpectedKey(key);
  return changePolicy(path, (policy) => ({
    ...policy,
    vaults: [...policy.vaults.filter((known) => known.key !== key), { ...terms, key }],
  }));
}

/** What a certificate in a policy says of itself, to be compared with what its owner publishes. */
export interface ShownCertificate {
  readonly subject: string;
  /** SHA-256, as certificate tools show it: pairs of digits with colons. */
  readonly fingerprint: string;
  /** ISO 8601. */
  readonly validFrom: string;
  readonly validTo: string;
}

/** Throws `input.policy-invalid` if it is no certificate. */
export function showCertificate(base64: string): ShownCertificate {
  const { subject, fingerprint256, validFromDate, validToDate } = readCertificate(parseBase64(base64));
  return {
    subject: subject.replaceAll('\n', ', '),
    fingerprint: fingerprint256,
    validFrom: validFromDate.toISOString(),
    validTo: validToDate.toISOString(),
  };
}

async function changePolicy(path: string, change: (policy: Policy) => object): Promise<Policy> {
  // Parsed again: what goes into the file can be read back, and what was left out is left out there too.
  const changed = parsePolicy(asJson(change(await readPolicy(path))));
  await writePolicy(path, changed, true);
  return changed;
}

async function writePolicy(path: string, policy: Policy, force: boolean): Promise<void> {
  const bytes = utf8(`${JSON.stringify(policy, undefined, 2)}\n`);
  await writeCopy({ out: path, force }, async (file) => {
    await file.writeFile(bytes);
  });
}

function readCertificate(bytes: Uint8Array): X509Certificate {
  try {
    const [, ...more] = Buffer.from(bytes).toString('latin1').split('-----BEGIN CERTIFICATE-----');
    if (more.length > 1)
      throw new VaultError('input.policy-invalid', { problem: 'more than one certificate' });
    return new X509Certificate(bytes);
  } catch (cause) {
    if (cause instanceof VaultError) throw cause;
    throw new VaultError('input.policy-invalid', { problem: 'that file is not a certificate' }, cause);
  }
}

function commonNameOf({ subject }: X509Certificate): string {
  const name = /^CN=(.+)$/mu.exec(subject)?.[1];
  if (name === undefined) throw new VaultError('input.usage', { problem: 'say with --name what to call it' });
  return name;
}

function readSmall(path: string): Promise<Uint8Array> {
  return withFile(path, (file) => {
    if (file.size > longest) throw new VaultError('input.policy-invalid', { problem: 'far too large' });
    return file.read(0, file.size);
  });
}
