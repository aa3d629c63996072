import type { RandomAccess } from '../bundle/zip/random-access.ts';
import { localHeaderLength } from '../bundle/zip/zip-headers.ts';
import { openZip } from '../bundle/zip/zip-reader.ts';
import { BundleFiles } from './bundle-files.ts';

/** Where the bytes of a file lie in a bundle: nothing in it is compressed. */
export interface FilePlace {
  readonly offset: number;
  readonly length: number;
}

/**
 * Where a file of a bundle lies, so that a page can show it without a copy; undefined if there is no such file. It says nothing of
 * whether the file is whole: that is the report's to say.
 *
 * @param path inside the base folder
 * Throws `format.zip-unsafe`, and what `file.read` throws.
 */
export async function locateFile(file: RandomAccess, path: string): Promise<FilePlace | undefined> {
  const member = BundleFiles.find(await openZip(file))?.find(path);
  if (member === undefined) return undefined;
  return { offset: member.offset + localHeaderLength(member.name, member.size), length: member.size };
}
