import type { ErrorCode } from '../../base/error-codes.ts';
import { VaultError } from '../../base/errors.ts';
import { isJsonObject, type JsonValue } from '../../base/json.ts';

/** An error answer of Moodle's, by its code; the message is translated and may hold HTML, so it is never read. */
export interface Refusal {
  /** Empty where the site named none. */
  readonly errorcode: string;
}

/**
 * Moodle's error in an answer, or undefined for an answer that is none: `exception` from the web service, `error` from
 * `token.php` and `pluginfile.php`, and `errorcode` in both, though an exception can lack it.
 */
export function findRefusal(answer: JsonValue): Refusal | undefined {
  if (!isJsonObject(answer)) return undefined;
  const { exception, error, errorcode } = answer;
  if (typeof exception !== 'string' && typeof error !== 'string' && typeof errorcode !== 'string')
    return undefined;
  return { errorcode: typeof errorcode === 'string' ? errorcode : '' };
}

interface Meaning {
  readonly code: ErrorCode;
  readonly reason: string;
}
const meaning = (code: ErrorCode, reason: string): Meaning => ({ code, reason });

/** Codes that stop a whole pull: they are about the site, the account or the sign-in, not about one thing asked for. */
const aboutTheSite: ReadonlyMap<string, Meaning> = new Map([
  ['invalidtoken', meaning('source.login-expired', 'token-unknown')],
  ['sitemaintenance', meaning('source.maintenance', 'maintenance')],
  ['upgraderunning', meaning('source.maintenance', 'upgrade')],
  ['dbconnectionfailed', meaning('source.unreachable', 'database-down')],
  ['wsaccessusersuspended', meaning('source.refused', 'account-suspended')],
  ['wsaccessuserdeleted', meaning('source.refused', 'account-deleted')],
  ['wsaccessuserunconfirmed', meaning('source.refused', 'account-unconfirmed')],
  ['wsaccessusernologin', meaning('source.refused', 'account-without-login')],
  ['wsaccessuserexpired', meaning('source.needs-attention', 'password-expired')],
  ['forcepasswordchangenotice', meaning('source.needs-attention', 'password-change')],
  ['passwordisexpired', meaning('source.needs-attention', 'password-expired')],
  ['sitepolicynotagreed', meaning('source.needs-attention', 'site-policy')],
  ['usernotfullysetup', meaning('source.needs-attention', 'profile-incomplete')],
  ['usernotconfirmed', meaning('source.needs-attention', 'account-unconfirmed')],
  ['restoredaccountresetpassword', meaning('source.needs-attention', 'password-change')],
  ['servicenotavailable', meaning('source.not-supported', 'mobile-service-off')],
  ['enablewsdescription', meaning('source.not-supported', 'web-services-off')],
  ['requirecorrectaccess', meaning('source.protocol', 'wrong-host')],
]);

/** The error for a code that is about the whole site or account; undefined for one about a single thing. */
export function siteError({ errorcode }: Refusal): VaultError | undefined {
  const found = aboutTheSite.get(errorcode);
  return found === undefined ? undefined : new VaultError(found.code, { reason: found.reason });
}

/** The code as a safe detail: a portal may answer anything. */
export function safeCode({ errorcode }: Refusal): string {
  if (errorcode === '') return 'none';
  return /^[A-Za-z0-9_]{1,60}$/.test(errorcode) ? errorcode : 'unlisted';
}

/** The error of an HTTP status that is not Moodle's doing; undefined for 2xx. */
export function statusError(status: number): VaultError | undefined {
  if (status >= 200 && status < 300) return undefined;
  // Off altogether, or another protocol than REST: an empty page, not an error of Moodle's.
  if (status === 401 || status === 403) return new VaultError('source.refused', { status });
  if (status === 503) return new VaultError('source.maintenance', { status });
  if (status === 429 || status >= 500) return new VaultError('source.unreachable', { status });
  return new VaultError('source.protocol', { status });
}
