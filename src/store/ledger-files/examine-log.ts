import { throwIfCancelled } from '../../base/errors.ts';
import { checkKeys } from './keys-mending.ts';
import type { LedgerEnvironment } from './ledger-environment.ts';
import type { LogFiles } from './log-files.ts';
import type { SegmentContent } from './segment-content.ts';

/**
 * Looks at every byte of both copies of a log's files, up to its head: structure, chain of segments, tree, every signature,
 * every key. What it finds goes to the environment's findings; with write access closed segments are mended.
 *
 * @param onSegment called with what was read of each segment
 * Throws `internal.cancelled`.
 */
export async function examineLog(
  environment: LedgerEnvironment,
  files: LogFiles,
  signal: AbortSignal | undefined,
  onSegment: (content: SegmentContent) => void | Promise<void>,
): Promise<void> {
  for (const place of files.places) {
    throwIfCancelled(signal);
    if ('lost' in place) continue;
    const content = await files.read(place, 'both');
    await checkKeys(environment, files.identity, place, content.entries);
    await onSegment(content);
  }
}
