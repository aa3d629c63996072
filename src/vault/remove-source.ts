import { asVaultError, type ErrorReport, reportError } from '../base/errors.ts';
import { getSource, removeSource } from './add-source.ts';
import { signOut } from './connectors/connector-table.ts';
import type { SourceStatus } from './status.ts';
import type { WritableVault } from './vault-context.ts';

export interface RemovedSource {
  readonly source: SourceStatus;
  /** True if the portal ended the sign-in; false where there was none to end or the portal offers no way. */
  readonly signedOut: boolean;
  /** Why the portal could not be asked to end it: the learner may want to do that there. */
  readonly problem?: ErrorReport;
}

/**
 * Stops asking a source: has its portal end the sign-in where it offers that, and forgets the secret whatever the portal says. Everything that
 * the source gave is kept. Throws `input.not-found`, `input.ambiguous`, `storage.*`, `internal.cancelled`.
 */
export async function endSource(
  vault: WritableVault,
  id: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<RemovedSource> {
  const row = getSource(vault, id);
  let signedOut = false;
  let problem: ErrorReport | undefined;
  try {
    signedOut = await signOut(vault, row, signal);
  } catch (thrown) {
    const error = asVaultError(thrown);
    if (!error.code.startsWith('source.')) throw error;
    problem = reportError(error);
  }
  const source = await removeSource(vault, row.id);
  return { source, signedOut, ...(problem === undefined ? {} : { problem }) };
}
