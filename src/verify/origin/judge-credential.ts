import { idOf } from './credentials/json-view.ts';
import type { ArchivedAnswer } from './credentials/archived-answers.ts';
import type { CredentialReport } from './credentials/credential-report.ts';
import { readIssuerKey, sameKey, type PublicKey } from './credentials/keys/public-key.ts';
import type { GraphTime } from './credentials/proofs/canonical-graph.ts';
import type { ReadCredential } from './credentials/read-credential.ts';
import { verifyCredential } from './credentials/verify-credential.ts';
import type { PolicyIssuer } from '../policy.ts';
import type { ItemOrigin } from '../verification-report.ts';
import { bestTerms } from './judge-terms.ts';

/** By what and as of when a credential is judged. */
export interface JudgingCredential {
  readonly archive: readonly ArchivedAnswer[];
  readonly issuers: readonly PolicyIssuer[];
  /** When a trusted clock first saw it; ISO 8601. */
  readonly seen: string | undefined;
  /** The time to judge by: `seen`, or else what stands in for it. */
  readonly at: string;
  readonly time: GraphTime;
  readonly signal: AbortSignal | undefined;
}

/** Keys of a policy that are tried for one credential. */
const mostKeys = 64;

/**
 * Whether a provider that the reader's policy names signed a credential (rules O3 to O6). The archive may show that a signature is wrong or
 * that a credential was taken back; whose key it is only the policy says.
 */
export async function judgeCredential(read: ReadCredential, judging: JudgingCredential): Promise<ItemOrigin> {
  const { issuers, archive, at, time, signal } = judging;
  const issuer = idOf(read.credential.issuer);
  const named = issuers
    .filter(({ id }) => id === undefined || id === issuer)
    .map((line) => ({ ...line, read: line.keys.flatMap((key) => readIssuerKey(key) ?? []) }));
  const known = named.flatMap((line) => line.read).slice(0, mostKeys);
  const report = await verifyCredential(read, { archive, at: new Date(at), known, time, signal });
  const { signedBy } = report;
  const lines = named.filter((line) => signedBy !== undefined && hasKey(line.read, signedBy));
  const best = bestTerms(lines, judging.seen);
  const code = problemOf(report) ?? trustOf(best?.verdict, issuers, issuer) ?? standingOf(report);
  if (code === undefined && best !== undefined)
    return { proof: 'credential', result: 'pass', by: best.line.name, at };
  return {
    proof: 'credential',
    result: code === 'credential-forged' ? 'fail' : 'not-checked',
    code: code ?? 'credential-not-checked',
    ...(issuer === undefined ? {} : { by: issuer }),
    at,
  };
}

function hasKey(keys: readonly PublicKey[], wanted: PublicKey): boolean {
  return keys.some((key) => sameKey(key, wanted));
}

/** What keeps the signature itself from fitting. */
function problemOf({ signature }: CredentialReport): ItemOrigin['code'] {
  if (signature.codes.includes('proof-expired')) return 'credential-expired';
  if (signature.state === 'bad') return 'credential-forged';
  return signature.state === 'good' ? undefined : 'credential-not-checked';
}

function trustOf(
  verdict: 'counts' | 'not-then' | 'compromised' | undefined,
  issuers: readonly PolicyIssuer[],
  issuer: string | undefined,
): ItemOrigin['code'] {
  if (verdict === 'compromised') return 'credential-key-compromised';
  if (verdict === 'not-then') return 'credential-key-not-then';
  if (verdict === 'counts') return undefined;
  const isKnown = issuers.some(({ id }) => id !== undefined && id === issuer);
  return isKnown ? 'credential-key-differs' : 'credential-key-not-confirmed';
}

/** Whether it stood at the time, and the issuer had not taken back what it said. */
function standingOf({ key, time, status }: CredentialReport): ItemOrigin['code'] {
  if (key.codes.includes('key-withdrawn')) return 'credential-key-withdrawn';
  if (status.state === 'bad') return 'credential-revoked';
  if (time.state === 'bad') return 'credential-expired';
  return time.codes.includes('time-unreadable') ? 'credential-not-checked' : undefined;
}
