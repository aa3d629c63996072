import { VaultError } from '../../src/base/errors.ts';
import type { ConnectedSource } from '../../src/vault/connectors/connector.ts';
import {
  beginOpenBadgesSignIn,
  endOpenBadgesSignIn,
  type OpenBadgesLaunch,
} from '../../src/vault/connectors/openbadges.ts';
import { getSource } from '../../src/vault/add-source.ts';
import { beginMoodleLaunch, endMoodleLaunch } from '../../src/vault/connectors/moodle-launch.ts';
import { beginLaunch, endLaunch } from '../../src/vault/portal-launch.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';

/** A sign-in through the portal window that has begun; what it was begun with stays here. */
export interface PortalSignIn {
  /** Where the window begins, and the beginning of the address at which it ends. */
  readonly address: string;
  readonly end: string;
  /** Of the source that is signed in again; undefined where a new one is connected. */
  readonly source: string | undefined;
  /** Takes what the window brought out of the address at which it ended. Throws `source.*`, `internal.cancelled`. */
  readonly finish: (vault: WritableVault, ended: string, signal: AbortSignal) => Promise<ConnectedSource>;
}

export interface SignInWish {
  /** A source to sign in again … */
  readonly source?: string;
  /** … or what to connect, and where. */
  readonly connect?: 'moodle' | 'openbadges';
  readonly url?: string;
}

/** Finds where a sign-in begins; for a new source, by asking its server. Throws `source.*`, `input.not-found`. */
export async function beginSignIn(
  vault: WritableVault,
  { source, connect, url = '' }: SignInWish,
  signal: AbortSignal,
): Promise<PortalSignIn> {
  if (source !== undefined) {
    if (getSource(vault, source).type === 'openbadges')
      return atBadgeHost(await beginOpenBadgesSignIn(vault, { source }, { signal }));
    const launch = beginLaunch(vault, source);
    const { address, end } = launch;
    return {
      address,
      end,
      source: launch.source,
      finish: (open, ended, stop) => endLaunch(open, launch, ended, { signal: stop }),
    };
  }
  if (connect === 'openbadges') return atBadgeHost(await beginOpenBadgesSignIn(vault, { url }, { signal }));
  if (connect === undefined) throw new VaultError('input.usage', { what: 'connect' });
  const launch = await beginMoodleLaunch(vault, { url }, { signal });
  const { address, end } = launch;
  return {
    address,
    end,
    source: undefined,
    finish: (open, ended, stop) => endMoodleLaunch(open, launch, ended, { signal: stop }),
  };
}

function atBadgeHost(launch: OpenBadgesLaunch): PortalSignIn {
  const { address, end, source } = launch;
  return {
    address,
    end,
    source,
    finish: (open, ended, stop) => endOpenBadgesSignIn(open, launch, ended, { signal: stop }),
  };
}
