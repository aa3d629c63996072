import { VaultError } from '../base/errors.ts';
import type { ItemRow } from '../store/index/item-queries.ts';
import type { OpenVault } from './vault-context.ts';

/**
 * The item that a person means: its id, or enough of the beginning of it to be the only one.
 * Throws `input.not-found` or `input.ambiguous`.
 */
export function getItem(vault: OpenVault, text: string): ItemRow {
  const exact = vault.index.items.find(text);
  if (exact !== undefined) return exact;
  const ids = text === '' ? [] : vault.index.items.idsBeginning(text);
  const [only, another] = ids;
  if (another !== undefined) throw new VaultError('input.ambiguous', { what: 'item' });
  const found = only === undefined ? undefined : vault.index.items.find(only);
  if (found === undefined) throw new VaultError('input.not-found', { what: 'item' });
  return found;
}
