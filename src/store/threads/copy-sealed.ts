import { BlobReader } from '../blob/blob-reader.ts';
import { verifyContent, type BadBlob, type ContentToVerify } from '../check/verify-content.ts';
import type { DurablePort, ReadableFile } from '../durable/port.ts';
import { PortOver } from '../durable/port-over.ts';
import { readInSteps } from '../replica/file-steps.ts';
import { SourceFailed, verified } from '../replica/reading/verified-bytes.ts';
import type { SyncTogether } from '../replica/sync-together.ts';
import { writeCopy } from '../replica/write-copy.ts';
import type { CopyTask } from './blob-thread-messages.ts';

interface Copying {
  readonly port: DurablePort;
  readonly together: SyncTogether;
  /** Over the same port. */
  readonly staged: StagedContents;
  /** Told how many bytes were written; may throw to stop. */
  readonly onWritten: (length: number) => void;
  /** Asked while a content is opened; may throw to stop. */
  readonly onRead: () => void;
  /** Called once nothing is left to do but to wait for the disk. */
  readonly done: (value: undefined) => void;
}

/** Looks into contents that lie in one file, which has not been given its name yet. One at a time. */
export class StagedContents extends PortOver {
  readonly #reader: BlobReader;
  #path = '';

  /**
   * @param folder the vault's folder
   * @param vault vault id
   */
  constructor(port: DurablePort, folder: string, vault: string) {
    super(port);
    this.#reader = new BlobReader(this, folder, vault, 1);
  }

  /** See `verifyContent`. */
  verify(path: string, content: ContentToVerify, onRead: () => void): Promise<readonly BadBlob[]> {
    this.#path = path;
    return verifyContent(this.#reader, content, onRead);
  }

  override openForReading(): Promise<ReadableFile | undefined> {
    return super.openForReading(this.#path);
  }
}

/** See `BlobThreads.copy`. */
export async function copySealed(
  { port, together, staged, onWritten, onRead, done }: Copying,
  { from, to, size, sha256, content }: CopyTask,
): Promise<boolean> {
  const source = {
    read: async (path: string) => {
      const file = await port.openForReading(path);
      return file === undefined ? undefined : readInSteps(file, undefined, (call) => call());
    },
  };
  const written = async (length: number): Promise<void> => {
    if (length !== size) throw new SourceFailed('damaged');
    if (content !== undefined && (await staged.verify(to, content, onRead)).length > 0)
      throw new SourceFailed('damaged');
    done(undefined);
  };
  try {
    const bytes = verified(source, from, content === undefined ? sha256 : undefined, undefined);
    await writeCopy({ port, together, ahead: true, onWritten, written }, to, bytes);
    return true;
  } catch (error) {
    if (error instanceof SourceFailed) return false;
    throw error;
  }
}
