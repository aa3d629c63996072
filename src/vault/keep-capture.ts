import type { PortalCapture } from '../sources/portal/portal-capture.ts';
import { createPortalSource } from '../sources/portal/portal-source.ts';
import { findPortal, getPortal, type PortalName } from './portals.ts';
import { pullSource, type PullOptions, type SyncReport } from './sync.ts';
import type { WritableVault } from './vault-context.ts';

export type { PortalCapture } from '../sources/portal/portal-capture.ts';

/**
 * Keeps one thing that the learner kept in the portal window: a file, or a page with its parts, all or none. Bytes go straight into
 * the vault as they come, in the memory of a few blocks. What cannot be had whole is a failed item with its reason.
 *
 * The last item of the report is the file or the page.
 * @param portal what the window was opened for
 * Throws as `findPortal`, `storage.*`, and `internal.cancelled` when stopped; then nothing is kept.
 */
export async function keepCapture(
  vault: WritableVault,
  portal: PortalName,
  capture: PortalCapture,
  options: PullOptions,
): Promise<SyncReport> {
  const { site } = findPortal(vault, portal);
  const row = await getPortal(vault, portal);
  const source = createPortalSource({ site, capture, app: vault.app, timeZone: vault.timeZone });
  // Kept by the learner's own hand, so also what they erased before.
  return pullSource(vault, row, source, { ...options, evenErased: true });
}
