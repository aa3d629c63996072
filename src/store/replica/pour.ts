import { releaseBytes } from '../../platform/release-bytes.ts';
import type { WritableFile } from '../durable/port.ts';

/** After so many bytes the disk is asked to begin with them, so that it does not stand idle while a long file comes and has all of it to do at the end. */
const passedOn = 33_554_432;

interface Pouring {
  /** Fetches what comes next while something is written, and has the disk begin with a long file before all of it is there. False where steps are counted. */
  readonly ahead: boolean;
  /** Given the bytes while they are being written. */
  readonly onBytes?: ((bytes: Uint8Array) => void) | undefined;
  /** Told how many bytes were written. */
  readonly onWritten?: ((length: number) => void) | undefined;
}

/**
 * Writes what comes into a new file from its beginning, and gives each array up once it is written. Nothing is under way any more when this returns or
 * throws, and nothing is durable yet.
 *
 * @param content in arrays that belong to whoever reads them
 * @returns how many bytes there were. Throws what `content` throws, `storage.*`
 */
export async function pour(
  file: WritableFile,
  content: AsyncIterable<Uint8Array>,
  { ahead, onBytes, onWritten }: Pouring,
): Promise<number> {
  let position = 0;
  let asked = 0;
  let writing: Promise<void> = Promise.resolve();
  let syncing: Promise<void> = Promise.resolve();
  try {
    for await (const bytes of content) {
      await writing;
      if (ahead && position - asked >= passedOn) {
        await syncing;
        asked = position;
        syncing = file.sync();
        // Told when it is waited for.
        syncing.catch(() => undefined);
      }
      const { length } = bytes;
      writing = write(file, bytes, position, onWritten);
      writing.catch(() => undefined);
      // While the system writes: the array is there until this thread waits for something.
      onBytes?.(bytes);
      position += length;
      if (!ahead) await writing;
    }
  } finally {
    await Promise.allSettled([writing, syncing]);
  }
  await writing;
  await syncing;
  return position;
}

async function write(
  file: WritableFile,
  bytes: Uint8Array,
  position: number,
  onWritten: ((length: number) => void) | undefined,
): Promise<void> {
  const { length } = bytes;
  await file.write(bytes, position);
  // The collector would come for it only after hundreds of megabytes of its kind.
  releaseBytes(bytes);
  onWritten?.(length);
}
