import { VaultError } from '../base/errors.ts';
import type { Digests } from '../evidence/digests.ts';
import type { VersionRow } from '../store/index/item-queries.ts';
import { getItem } from './resolve-item.ts';
import type { OpenVault } from './vault-context.ts';

export type VersionWithContent = VersionRow & { readonly content: Digests };

/**
 * The version of an item that somebody means, with its bytes: 1, 2, 3, …, or the latest that has any.
 * Throws `input.not-found`, `input.ambiguous`.
 */
export function getVersionWithContent(
  vault: OpenVault,
  itemText: string,
  version?: number,
): VersionWithContent {
  const item = getItem(vault, itemText);
  const versions = vault.index.items.versions(item.id);
  const chosen =
    version === undefined ? versions.findLast(({ content }) => content !== undefined) : versions[version - 1];
  if (chosen?.content === undefined) throw new VaultError('input.not-found', { what: 'version' });
  return { ...chosen, content: chosen.content };
}
