import { VaultError } from '../base/errors.ts';
import type { SelectedEntry } from './export-selection.ts';
import type { OpenVault } from './vault-context.ts';

/**
 * The entry that tells when this vault was last put together again from a second copy, to see that it can be, and how much of it came back.
 * Throws `input.not-rehearsed` where that was never tried.
 */
export function rehearsalEntry(vault: OpenVault): SelectedEntry {
  const place = vault.index.replicas.findRehearsal();
  if (place === undefined) throw new VaultError('input.not-rehearsed');
  return { ...place, withContent: false };
}
