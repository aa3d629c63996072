import { getSource } from './add-source.ts';
import { sourceStatus, type SourceStatus } from './status.ts';
import type { WritableVault } from './vault-context.ts';

/**
 * Leaves a source alone until it is asked for by name, or lets it be copied on the schedule again. Which sources are paused lies in the
 * sealed settings: it is no fact of the history, and must outlive the index. Throws `input.not-found`, `storage.*`.
 */
export async function pauseSource(
  vault: WritableVault,
  text: string,
  paused: boolean,
): Promise<SourceStatus> {
  const source = getSource(vault, text);
  await vault.secrets.pause(source.id, paused);
  return sourceStatus(source);
}
