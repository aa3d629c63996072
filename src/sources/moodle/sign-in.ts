import { parseUtf8 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { isJsonObject } from '../../base/json.ts';
import { HttpClient, type HttpClientOptions } from '../http/http-client.ts';
import { parseSiteAddress } from './discover.ts';
import { findRefusal, safeCode, siteError, statusError } from './refusals.ts';
import { isLoopback } from './site-address.ts';
import { parseAnswer } from './web-service.ts';

export interface MoodleSignIn {
  /** The site's own address, as `discoverMoodle` gives it. */
  readonly site: string;
  readonly username: string;
  readonly password: string;
  readonly signal: AbortSignal;
}

const mobileService = 'moodle_mobile_app';
const tokenLimit = 256 * 1024;

/**
 * Exchanges a password for a token of the site's mobile service. The password is sent once and kept nowhere; neither is the
 * `privatetoken` that comes with the token, since it could open a browser session.
 *
 * Throws `source.login-refused` (wrong name or password, suspended or locked account: Moodle says the same of all),
 * `source.not-supported`, `source.needs-attention`, `source.maintenance`, `source.refused` (also for a site that would take
 * the password unencrypted), `source.unreachable`, `source.timeout`, `source.protocol`, `internal.cancelled`.
 */
export async function signInMoodle(
  signIn: MoodleSignIn,
  options: HttpClientOptions,
): Promise<{ readonly token: string }> {
  const site = parseSiteAddress(signIn.site);
  if (site.protocol !== 'https:' && !isLoopback(site))
    throw new VaultError('source.refused', { reason: 'not-encrypted' });
  const client = new HttpClient(options);
  try {
    const url = new URL(`${site.pathname.replace(/\/$/, '')}/login/token.php`, site);
    const form = new URLSearchParams({
      username: signIn.username,
      password: signIn.password,
      service: mobileService,
    });
    // Once only: repeated wrong passwords lock an account.
    const { answer, bytes } = await client.read(
      { method: 'POST', url, form, signal: signIn.signal, tries: 1 },
      tokenLimit,
    );
    const failed = statusError(answer.status);
    if (failed !== undefined) throw failed;
    return { token: readToken(bytes) };
  } finally {
    client.close();
  }
}

function readToken(bytes: Uint8Array): string {
  const value = parseAnswer(parseUtf8(bytes));
  const refusal = findRefusal(value);
  if (refusal !== undefined) {
    if (refusal.errorcode === 'invalidlogin') throw new VaultError('source.login-refused');
    throw siteError(refusal) ?? new VaultError('source.refused', { errorcode: safeCode(refusal) });
  }
  const token = isJsonObject(value) ? value.token : undefined;
  if (typeof token !== 'string' || token === '')
    throw new VaultError('source.protocol', { reason: 'no-token' });
  return token;
}
