import { readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { VaultError } from '../base/errors.ts';
import { memoryAccess } from '../bundle/zip/random-access.ts';
import { RangeDigester } from '../platform/range-digester.ts';
import type { verifyBundle } from '../verify/verify-bundle.ts';

/** Bytes that can be read from anywhere, as the verifier wants them. */
type RandomAccess = Parameters<typeof verifyBundle>[0];

/** A shorter file is digested sooner than a second thread begins to. */
const asideFrom = 8 << 20;

/** So few bytes are read sooner than they are handed to another thread and back: a bundle has thousands of headers. */
const quickRead = 65_536;

/**
 * Opens a file to be read from anywhere, lets `use` have it, and closes it. A file that fits into `memory` is read into it at once,
 * and what was read of it is gone with the next.
 * Throws `input.path-missing`, and `input.path-unreadable` for what cannot be read or is no file.
 */
export async function withFile<Result>(
  path: string,
  use: (file: RandomAccess) => Promise<Result>,
  memory?: Uint8Array,
): Promise<Result> {
  const handle = await openToRead(path);
  const digester = new RangeDigester(handle.fd);
  try {
    const size = await sizeOf(handle);
    if (memory !== undefined && size <= memory.length)
      return await use({ ...memoryAccess(await readAt(handle, 0, size, memory)), size });
    return await use({
      size,
      read: (offset, length, into) => readAt(handle, offset, length, into),
      ...(size < asideFrom ? {} : { digest: (ranges) => digester.digest(ranges) }),
    });
  } finally {
    await digester.close();
    await handle.close();
  }
}

async function openToRead(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new VaultError(isMissing ? 'input.path-missing' : 'input.path-unreadable', {}, cause);
  }
}

async function sizeOf(handle: FileHandle): Promise<number> {
  const found = await handle.stat();
  if (!found.isFile()) throw new VaultError('input.path-unreadable', { what: 'not-a-file' });
  return found.size;
}

async function readAt(
  handle: FileHandle,
  offset: number,
  length: number,
  bytes: Uint8Array = new Uint8Array(length),
): Promise<Uint8Array> {
  let filled = 0;
  try {
    while (filled < length) {
      const count =
        length <= quickRead
          ? readSync(handle.fd, bytes, filled, length - filled, offset + filled)
          : (await handle.read(bytes, filled, length - filled, offset + filled)).bytesRead;
      if (count === 0) break;
      filled += count;
    }
  } catch (cause) {
    throw new VaultError('input.path-unreadable', {}, cause);
  }
  return bytes.subarray(0, filled);
}

/** The whole of a file that must not be larger than `longest` bytes, else what `tooLarge` gives is thrown. Throws as `withFile`. */
export function readSmallFile(path: string, longest: number, tooLarge: () => Error): Promise<Uint8Array> {
  return withFile(path, (file) => {
    if (file.size > longest) throw tooLarge();
    return file.read(0, file.size);
  });
}
