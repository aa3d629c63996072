import { folders } from '../bundle/layout.ts';
import type { RandomAccess } from '../bundle/zip/random-access.ts';
import { openZip } from '../bundle/zip/zip-reader.ts';
import { BundleFiles } from './bundle-files.ts';

/** Digests that are being taken on another thread, by path. */
export type DigestsAhead = ReadonlyMap<string, Promise<Uint8Array>>;

/** A bundle whose zip was found safe; nothing of it is believed yet. */
export interface OpenedBundle {
  /** Undefined unless all files lie in one folder. */
  readonly files: BundleFiles | undefined;
  /** SHA-256 of the evidence, the bulk of a bundle and all that is long in coming; undefined where there is no second thread. */
  readonly ahead: DigestsAhead | undefined;
}

/**
 * Opens a bundle and begins to digest its evidence on another thread, where there is one.
 *
 * @param full more than one digest of each file is wanted, so that none is taken ahead: one reading gives all
 * Throws `format.zip-unsafe`, and what `file.read` throws.
 */
export async function openBundle(file: RandomAccess, full: boolean): Promise<OpenedBundle> {
  const files = BundleFiles.find(await openZip(file));
  const ahead = full
    ? undefined
    : files?.digest(files.paths.filter((path) => path.startsWith(folders.evidence)));
  return { files, ahead };
}
