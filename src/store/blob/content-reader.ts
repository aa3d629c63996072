import { VaultError } from '../../base/errors.ts';
import type { FileStatus } from '../durable/port.ts';
import type { RawFile, RawFiles } from '../durable/raw-files.ts';
import { systemCode } from '../durable/system-errors.ts';

/** Bytes that are captured, from wherever they come, read once from the beginning to the end. */
export interface ContentReader {
  /** How many bytes there are, where that is certain from the beginning. */
  readonly length?: number;
  /** Fills `into` and returns how many bytes there were: fewer than it holds only at the end. */
  fill(into: Uint8Array): Promise<number>;
  /** To be asked at the end: throws if what was read is not one whole state of the content. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

export function readBytes(bytes: Uint8Array): ContentReader {
  let at = 0;
  return {
    length: bytes.length,
    fill: async (into) => {
      const next = bytes.subarray(at, at + into.length);
      into.set(next);
      at += next.length;
      return next.length;
    },
    finish: async () => undefined,
    close: async () => undefined,
  };
}

/**
 * A stream of chunks of any sizes. With an expected size, throws `source.download-incomplete` if it ends early and
 * `source.download-wrong-size` if it goes on too long; what the stream throws passes through.
 */
export function readStream(chunks: AsyncIterable<Uint8Array>, expectedSize?: number): ContentReader {
  const iterator = chunks[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  let size = 0;
  let ended = false;
  return {
    fill: async (into) => {
      let filled = 0;
      while (filled < into.length) {
        if (rest.length === 0) {
          const next = await iterator.next();
          ended = next.done === true;
          if (next.done === true) break;
          rest = next.value;
          size += rest.length;
          if (expectedSize !== undefined && size > expectedSize)
            throw new VaultError('source.download-wrong-size', { expected: expectedSize });
          continue;
        }
        const taken = rest.subarray(0, into.length - filled);
        into.set(taken, filled);
        filled += taken.length;
        rest = rest.subarray(taken.length);
      }
      return filled;
    },
    finish: async () => {
      if (expectedSize !== undefined && size < expectedSize)
        throw new VaultError('source.download-incomplete', { expected: expectedSize, size });
    },
    close: async () => {
      if (!ended) await iterator.return?.();
    },
  };
}

/**
 * A file of the learner's. Throws `input.path-missing`, `input.path-unreadable`, `input.not-a-file`, `input.file-busy` (another
 * program keeps it to itself), and at the end `input.changed-while-reading` if size or time are no longer what they were.
 */
export async function readFileContent(files: RawFiles, path: string): Promise<ContentReader> {
  // Looked at before it is opened: opening a pipe would wait for its other end.
  const found = await reading(() => files.status(path));
  if (found.type !== 'file') throw new VaultError('input.not-a-file');
  const file = await reading(() => files.open(path, 'r'));
  try {
    const before = await reading(() => file.status());
    if (before.type !== 'file') throw new VaultError('input.not-a-file');
    return fileReader(file, before);
  } catch (error) {
    await file.close();
    throw error;
  }
}

function fileReader(file: RawFile, before: FileStatus): ContentReader {
  let at = 0;
  return {
    fill: async (into) => {
      let filled = 0;
      while (filled < into.length) {
        const start = filled;
        const count = await reading(() => file.read(into, start, into.length - start, at));
        if (count === 0) break;
        filled += count;
        at += count;
      }
      return filled;
    },
    finish: async () => {
      const after = await reading(() => file.status());
      if (after.size !== before.size || after.modified !== before.modified || at !== before.size)
        throw new VaultError('input.changed-while-reading');
    },
    close: () => file.close(),
  };
}

async function reading<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (thrown) {
    const system = systemCode(thrown);
    if (system === undefined) throw thrown;
    if (system === 'EBUSY') throw new VaultError('input.file-busy', {}, thrown);
    const missing = system === 'ENOENT' || system === 'ENOTDIR';
    throw new VaultError(missing ? 'input.path-missing' : 'input.path-unreadable', { system }, thrown);
  }
}
