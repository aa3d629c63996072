import { encodeHex } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { randomBytes } from '../crypto/random.ts';
import { launchAddress, launchEnd, readLaunch } from '../sources/portal/moodle-launch.ts';
import { getSource } from './add-source.ts';
import type { ConnectedSource } from './connectors/connector.ts';
import { signIn } from './connectors/connector-table.ts';
import { moodleSettings } from './connectors/moodle.ts';
import type { OpenVault, WritableVault } from './vault-context.ts';

/** A sign-in through the portal window that has begun. */
export interface Launch {
  readonly source: string;
  /** Where the window begins, and the beginning of the address at which it ends. */
  readonly address: string;
  readonly end: string;
  readonly passport: string;
}

/** Begins a single sign-on of a connected Moodle. Throws `input.not-found`, `source.not-supported` for another kind of source. */
export function beginLaunch(vault: OpenVault, source: string): Launch {
  const row = getSource(vault, source);
  if (row.type !== 'moodle') throw new VaultError('source.not-supported', { type: row.type });
  const passport = encodeHex(randomBytes(16));
  const { url } = moodleSettings.parse(row.settings);
  return { source: row.id, address: launchAddress(url, passport), end: launchEnd, passport };
}

/**
 * Takes the token out of the address at which the window ended, and signs the source in with it. Throws `source.login-refused` for an
 * address that belongs to another sign-in, `source.*`.
 */
export async function endLaunch(
  vault: WritableVault,
  { source, passport }: Launch,
  address: string,
  options: { readonly signal: AbortSignal },
): Promise<ConnectedSource> {
  const { url } = moodleSettings.parse(getSource(vault, source).settings);
  const token = readLaunch(address, url, passport);
  return signIn(vault, source, { secret: { token } }, options);
}
