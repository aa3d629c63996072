import { PassThrough, type Readable } from 'node:stream';

import { fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';

import { systemCode } from '../reading-problem.ts';
import type { OpenFile } from '../disk.ts';

/** Lets yauzl read from our own open file, so that only one door opens files. */
class FileReader extends RandomAccessReader {
  readonly #file: OpenFile;
  /** What the disk itself refused, as yauzl's errors do not tell it from a broken archive. */
  diskError: Error | undefined;

  constructor(file: OpenFile) {
    super();
    this.#file = file;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#file.read(buffer.subarray(offset, offset + length), position).then(
      (count) => callback(count === length ? null : new Error('the archive ends before its time')),
      (thrown: unknown) => {
        const error = thrown instanceof Error ? thrown : new Error('reading failed');
        if (systemCode(error) !== undefined) this.diskError = error;
        callback(error);
      },
    );
  }

  override close(callback: (error: Error | null) => void): void {
    // The file is closed by whoever opened it.
    callback(null);
  }

  /** Members are read by their place in the file (see member-head.ts). */
  override _readStreamForRange(): Readable {
    return new PassThrough().end();
  }
}

export interface OpenZip {
  readonly zip: ZipFile;
  /** Throws the disk's own error, if there was one. */
  throwDiskError(): void;
}

/** The directory of an archive; undefined if there is none that can be read. Errors of the disk are thrown. */
export async function openZip(file: OpenFile, size: number): Promise<OpenZip | undefined> {
  const reader = new FileReader(file);
  const throwDiskError = () => {
    if (reader.diskError !== undefined) throw reader.diskError;
  };
  try {
    const zip = await fromRandomAccessReaderPromise(reader, size, {
      decodeStrings: false,
      // Sizes that do not fit are told as a problem of the one member.
      validateEntrySizes: false,
    });
    // Errors come out of the iteration; without a listener the same event would end the process.
    zip.on('error', () => undefined);
    return { zip, throwDiskError };
  } catch {
    throwDiskError();
    return undefined;
  }
}
