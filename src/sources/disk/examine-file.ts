import type { ArchiveContents } from '../../evidence/records/archive-contents.ts';
import type { OpenFile } from './disk.ts';
import { headLength, typeOfHead } from './found-type.ts';
import { inspectZip } from './zip/inspect-zip.ts';

/** What a file's bytes say of it. */
export interface FileNature {
  /** Absent where the bytes say nothing. */
  readonly mediaTypeFound?: string;
  /** For a ZIP archive that is no document. */
  readonly contents?: ArchiveContents;
}

/** The first bytes of a file of so many bytes. */
export async function readHead(file: OpenFile, size: number): Promise<Uint8Array> {
  const head = new Uint8Array(Math.min(headLength, size));
  return head.subarray(0, await file.read(head, 0));
}

/**
 * Tells what a file is by its bytes.
 *
 * @param claimed the type that its name claims: some documents cannot be told apart otherwise
 */
export async function examineFile(
  file: OpenFile,
  size: number,
  claimed: string | undefined,
  signal: AbortSignal,
): Promise<FileNature> {
  const head = await readHead(file, size);
  const found = await typeOfHead(head);
  const startsAsZip = head[0] === 0x50 && head[1] === 0x4b;
  if (found !== 'application/zip' && !(found === undefined && startsAsZip))
    return found === undefined ? {} : { mediaTypeFound: found };
  const zip = await inspectZip({ file, size, claimed, signal });
  if (zip.is === 'document') return { mediaTypeFound: zip.mediaType };
  // Two letters alone make no archive of a text that begins with them.
  if (found === undefined && !zip.contents.complete) return {};
  return { mediaTypeFound: 'application/zip', contents: zip.contents };
}
