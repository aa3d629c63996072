import { encodeHex } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { randomBytes } from '../../crypto/random.ts';
import { discoverMoodle, type MoodleSite } from '../../sources/moodle/discover.ts';
import { isLoopback } from '../../sources/moodle/site-address.ts';
import { launchAddress, launchEnd, readLaunch } from '../../sources/portal/moodle-launch.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import type { ConnectedSource } from './connector.ts';
import { connectWithToken } from './moodle.ts';

/** A sign-in in the portal window that connects a Moodle which is not connected yet. */
export interface MoodleLaunch {
  /** The site's own address. */
  readonly site: string;
  /** What it calls itself. */
  readonly name: string;
  /** How the site wants its app's users to sign in; where it says `password`, its launch page may refuse. */
  readonly signIn: MoodleSite['signIn'];
  /** Where the window begins, and the beginning of the address at which it ends. */
  readonly address: string;
  readonly end: string;
  /** Made up for this one sign-in. Not for the window: it comes back as a part of what is signed. */
  readonly passport: string;
}

/**
 * Finds the Moodle that somebody means, and where the single sign-on of its app begins (`admin/tool/mobile/launch.php`). Nothing is
 * written down yet.
 *
 * Throws `source.not-moodle`, `source.not-supported` where the site offers nothing to an app, `source.maintenance`, `source.refused`
 * (`not-encrypted`) where the token would come back over a line that anybody can read, `source.unreachable`, `source.timeout`,
 * `internal.cancelled`.
 */
export async function beginMoodleLaunch(
  vault: OpenVault,
  given: { readonly url: string },
  { signal }: { readonly signal: AbortSignal },
): Promise<MoodleLaunch> {
  const { site, name, signIn, launch, webServices, maintenance } = await discoverMoodle(given.url, {
    app: vault.app,
    signal,
  });
  if (!webServices) throw new VaultError('source.not-supported', { reason: 'mobile-service-off' });
  if (maintenance) throw new VaultError('source.maintenance', { reason: 'maintenance' });
  const url = new URL(site);
  if (url.protocol !== 'https:' && !isLoopback(url))
    throw new VaultError('source.refused', { reason: 'not-encrypted' });
  const passport = encodeHex(randomBytes(16));
  return { site, name, signIn, address: launchAddress(site, passport, launch), end: launchEnd, passport };
}

/**
 * Takes the token out of the address at which the window ended, looks whose it is, and connects that account. Throws
 * `source.login-refused` for an address that belongs to another sign-in, `source.*`, `internal.cancelled`.
 */
export async function endMoodleLaunch(
  vault: WritableVault,
  { site, passport }: Pick<MoodleLaunch, 'site' | 'passport'>,
  address: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<ConnectedSource> {
  return connectWithToken(vault, { site, token: readLaunch(address, site, passport) }, signal);
}
