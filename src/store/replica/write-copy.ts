import type { DurablePort } from '../durable/port.ts';
import { pour } from './pour.ts';
import type { SyncTogether } from './sync-together.ts';

interface CopyWriting {
  readonly port: DurablePort;
  readonly together: SyncTogether;
  /** See `pour`. */
  readonly ahead: boolean;
  /** False for a place that is thrown away: then nothing waits for the disk. */
  readonly durable?: boolean;
  readonly onBytes?: (bytes: Uint8Array) => void;
  readonly onWritten?: ((length: number) => void) | undefined;
  /** Looks at what was written, before it is synced and the file is closed; given its length as the system tells it. What it throws ends the writing. */
  readonly written?: (length: number) => Promise<void> | void;
}

/**
 * Writes a new file with all of `content`, under a name that nothing leans on yet, and syncs it. Throws what `content` and `written` throw, and `storage.*`;
 * then a part of the file may be there.
 *
 * @returns its length
 */
export async function writeCopy(
  { port, together, ahead, durable = true, onBytes, onWritten, written }: CopyWriting,
  path: string,
  content: AsyncIterable<Uint8Array>,
): Promise<number> {
  const file = await port.createFile(path);
  try {
    const length = await pour(file, content, { ahead, onBytes, onWritten });
    await written?.(await file.size());
    if (durable) await together.sync(file);
    return length;
  } finally {
    await file.close();
  }
}
