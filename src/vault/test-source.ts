import { getSource } from './add-source.ts';
import { connectorOf } from './connectors/connector-table.ts';
import { isKeptByHand } from './sources-kept-by-hand.ts';
import { VaultError } from '../base/errors.ts';
import type { ProbeResult } from '../sources/source.ts';
import { sourceStatus, type SourceStatus } from './status.ts';
import type { WritableVault } from './vault-context.ts';

export interface TestedSource {
  readonly source: SourceStatus;
  readonly found: ProbeResult;
}

/**
 * Looks whether a source can be reached and whose it is, and changes nothing: neither there nor in the vault's history. (A token that has ended
 * is refreshed, as at every sync.) Throws `input.not-found`, `source.not-supported` for what the learner keeps by hand, `source.*`.
 */
export async function testSource(
  vault: WritableVault,
  id: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<TestedSource> {
  const row = getSource(vault, id);
  if (isKeptByHand(row)) throw new VaultError('source.not-supported', { type: row.type });
  return { source: sourceStatus(row), found: await connectorOf(vault, row).probe(signal) };
}
