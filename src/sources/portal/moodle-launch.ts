import { createHash } from 'node:crypto';

import { VaultError } from '../../base/errors.ts';

/** How a Moodle's app is told that somebody signed in with a browser: an address of its own scheme. */
export const launchEnd = 'moodlemobile://token=';

/**
 * Where the single sign-on of Moodle's app begins (`admin/tool/mobile/launch.php`).
 * @param site the site's wwwroot
 * @param passport made up for this one sign-in; what comes back is signed with it
 * @param told where the site says that it begins (`launchurl` of its public settings): a site may have moved its admin folder. Anything
 * outside the site itself is not gone to, since the passport would go with it
 */
export function launchAddress(site: string, passport: string, told?: string): string {
  const own = `${site.replace(/\/+$/u, '')}/`;
  const begin = told !== undefined && URL.canParse(told) ? new URL(told).href : '';
  const address = new URL(begin.startsWith(own) ? begin : `${own}admin/tool/mobile/launch.php`);
  address.search = new URLSearchParams({
    service: 'moodle_mobile_app',
    passport,
    urlscheme: 'moodlemobile',
  }).toString();
  return address.href;
}

function afterScheme(address: string): string {
  return address.startsWith(launchEnd) ? address.slice('moodlemobile://'.length) : '';
}

/**
 * The token of an address at which a sign-in ended: base64 of `md5(wwwroot + passport):::token[:::privatetoken]`. Throws
 * `source.login-refused` unless it was signed for this very sign-in, so that no page can slip in a sign-in of somebody else's.
 */
export function readLaunch(address: string, site: string, passport: string): string {
  // Base64 may come with its last signs escaped, and whatever follows another sign is no part of it.
  const [, said = ''] = /^token=((?:[\w+/=-]|%(?:2[BF]|3D))+)/iu.exec(afterScheme(address)) ?? [];
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
