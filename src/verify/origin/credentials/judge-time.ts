import type { JsonValue } from '../../../base/json.ts';
import { timeSaidInIso } from '../../../evidence/values/times.ts';
import { bad, good, open, type CredentialAnswer } from './credential-report.ts';
import type { ReadCredential } from './read-credential.ts';

/** Whether a credential was valid at a time (VC data model 2.0 section 4.9; `issuanceDate` and `expirationDate` of 1.1). */
export function judgeTime({ credential, jws }: ReadCredential, at: Date): CredentialAnswer {
  const from = timeOf(credential.validFrom ?? credential.issuanceDate ?? secondsOf(jws?.payload.nbf));
  const until = timeOf(credential.validUntil ?? credential.expirationDate ?? secondsOf(jws?.payload.exp));
  if (from === 'unreadable' || until === 'unreadable') return open('time-unreadable');
  if (until !== undefined && at.getTime() > until) return bad('expired');
  if (from !== undefined && at.getTime() < from) return bad('not-yet-valid');
  return from === undefined ? open('time-not-stated') : good('in-time');
}

function timeOf(said: JsonValue | undefined): number | 'unreadable' | undefined {
  if (said === undefined) return undefined;
  const means = typeof said === 'string' ? timeSaidInIso(said).means : undefined;
  return means === undefined ? 'unreadable' : Date.parse(means);
}

/** A NumericDate of RFC 7519 section 2 as ISO 8601. */
function secondsOf(said: JsonValue | undefined): string | undefined {
  return typeof said === 'number' && Math.abs(said) < 8_640_000_000_000
    ? new Date(said * 1000).toISOString()
    : undefined;
}
