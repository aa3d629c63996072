import type { WritableVault } from '../../../../src/vault/vault-context.ts';

/** The source of a type that was connected to the vault, and what it signs in with. */
export function connectedSource(vault: WritableVault, type: string) {
  const row = vault.index.sources.list().find((each) => each.type === type);
  const secret = row === undefined ? undefined : vault.secrets.find(row.id);
  if (row === undefined || secret === undefined) throw new Error('not connected');
  return { row, secret };
}
