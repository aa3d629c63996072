import { createHash } from 'node:crypto';

import { VaultError } from '../../base/errors.ts';

/** How a Moodle's app is told that somebody signed in with a browser: an address of its own scheme. */
export const launchEnd = 'moodlemobile://token=';

/**
 * Where the single sign-on of Moodle's app begins (`admin/tool/mobile/launch.php`).
 * @param site the site's wwwroot
 * @param passport made up for this one sign-in; what comes back is signed with it
 */
export function launchAddress(site: string, passport: string): string {
  const address = new URL(`${site.replace(/\/+$/u, '')}/admin/tool/mobile/launch.php`);
  address.search = new URLSearchParams({
    service: 'moodle_mobile_app',
    passport,
    urlscheme: 'moodlemobile',
  }).toString();
  return address.href;
}

/**
 * The token of an address at which a sign-in ended: base64 of `md5(wwwroot + passport):::token[:::privatetoken]`. Throws
 * `source.login-refused` unless it was signed for this very sign-in, so that no page can slip in a sign-in of somebody else's.
 */
export function readLaunch(address: string, site: string, passport: string): string {
  const said = address.startsWith(launchEnd) ? address.slice(launchEnd.length) : '';
  const [signature, token = ''] = Buffer.from(decodeURIComponent(said), 'base64')
    .toString('utf8')
    .split(':::');
  const expected = createHash('md5')
    .update(`${site.replace(/\/+$/u, '')}${passport}`)
    .digest('hex');
  if (signature !== expected || !/^[0-9a-zA-Z]{16,128}$/u.test(token))
    throw new VaultError('source.login-refused', { reason: 'launch' });
  return token;
}
