import { getPortal, findPortal, type PortalName } from './portals.ts';
import type { WritableVault } from './vault-context.ts';

/** The sign-in that the learner let us keep for a portal's next visit; undefined if they did not. Throws as `findPortal`. */
export function findSignIn(vault: WritableVault, portal: PortalName): string | undefined {
  const { source } = findPortal(vault, portal);
  return source === undefined ? undefined : vault.secrets.find(source.id);
}

/**
 * Keeps a portal's cookies, sealed in the vault's settings and never in its history, with the learner's consent. Throws as
 * `findPortal`, `storage.*`.
 */
export async function rememberSignIn(
  vault: WritableVault,
  portal: PortalName,
  cookies: string,
): Promise<void> {
  const { id } = await getPortal(vault, portal);
  await vault.secrets.set(id, cookies);
}

/** Forgets them. Throws as `findPortal`, `storage.*`. */
export async function forgetSignIn(vault: WritableVault, portal: PortalName): Promise<void> {
  const { source } = findPortal(vault, portal);
  if (source !== undefined) await vault.secrets.remove(source.id);
}
