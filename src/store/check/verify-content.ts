import { encodeHex } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import { releaseBytes } from '../../platform/release-bytes.ts';
import type { BlobReader } from '../blob/blob-reader.ts';
import type { StoredContent } from '../blob/captured-content.ts';
import { isLostToDisk } from '../ledger-files/lost-to-disk.ts';
import type { BlobProblem } from './blob-presence.ts';

/** A content and what the ledger says of it. */
export interface ContentToVerify extends StoredContent {
  /** SHA-256 of the content, hexadecimal. */
  readonly sha256: string;
}

/** A blob file that is not what it was. */
export interface BadBlob {
  readonly file: string;
  readonly code: BlobProblem;
}

/**
 * Opens every byte of a content and hashes it anew. The sealed files are not hashed as well: sealing is deterministic under
 * a part's own key, so bytes that open to the same content are the bytes whose SHA-256 is the file's name. Only where
 * something does not open do the digests say which file it is.
 *
 * @param onBytes told of bytes looked into; may throw to stop
 * @returns nothing if all is well
 * Throws `storage.*` and what `onBytes` throws.
 */
export async function verifyContent(
  reader: BlobReader,
  content: ContentToVerify,
  onBytes: (count: number) => void,
): Promise<readonly BadBlob[]> {
  const hash = nodeHashes.createSha256();
  let size = 0;
  try {
    for await (const bytes of reader.read(content)) {
      const { length } = bytes;
      hash.update(bytes);
      releaseBytes(bytes);
      size += length;
      onBytes(length);
    }
  } catch (error) {
    hash.digest();
    if (problemOf(error) === undefined) throw error;
    return badParts(reader, content);
  }
  return size === content.size && encodeHex(hash.digest()) === content.sha256
    ? []
    : content.parts.map(({ file }) => ({ file, code: 'integrity.blob-corrupt' }));
}

/** The parts whose sealed bytes are not those of their names; all parts if each is and the content does not open. */
async function badParts(reader: BlobReader, content: ContentToVerify): Promise<readonly BadBlob[]> {
  const bad: BadBlob[] = [];
  for (const part of content.parts) {
    const code = await findProblem(reader, part);
    if (code !== undefined) bad.push({ file: part.file, code });
  }
  return bad.length > 0
    ? bad
    : content.parts.map(({ file }) => ({ file, code: 'integrity.blob-corrupt' as const }));
}

/** What is wrong with a sealed file, found by its digest; undefined if nothing. Throws `storage.*`, `internal.cancelled`. */
export async function findProblem(
  reader: BlobReader,
  place: { readonly shelf: number; readonly file: string },
  signal?: AbortSignal,
): Promise<BlobProblem | undefined> {
  try {
    await reader.verifySealed(place, signal);
    return undefined;
  } catch (error) {
    const code = problemOf(error);
    if (code === undefined) throw error;
    return code;
  }
}

function problemOf(error: unknown): BlobProblem | undefined {
  // What the disk cannot read any more is lost like what was changed.
  if (isLostToDisk(error)) return 'integrity.blob-corrupt';
  if (!(error instanceof VaultError)) return undefined;
  return error.code === 'integrity.blob-missing' || error.code === 'integrity.blob-corrupt'
    ? error.code
    : undefined;
}
