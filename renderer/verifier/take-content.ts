import { openEncrypted } from '../../src/bundle/encrypted/encrypted-file.ts';
import { isEncrypted } from '../../src/bundle/encrypted/is-encrypted.ts';
import { locateFile } from '../../src/verify/locate-file.ts';
import { fileAccess } from './file-access.ts';

/** What is decrypted at once, in bytes. */
const pieceSize = 1_048_576;

/**
 * The bytes of one file of a bundle, or undefined if they are not to be had: a part of the bundle itself, without a copy; out of a
 * locked bundle, decrypted.
 */
export async function takeContent(
  bundle: File,
  path: string,
  identities: readonly string[],
): Promise<Blob | undefined> {
  const outside = fileAccess(bundle);
  if (!(await isEncrypted(outside))) {
    const place = await locateFile(outside, path);
    return place && bundle.slice(place.offset, place.offset + place.length);
  }
  const opened = await openEncrypted(outside, identities);
  const place = opened.ok ? await locateFile(opened.file, path) : undefined;
  if (!opened.ok || place === undefined) return undefined;
  const pieces: BlobPart[] = [];
  for (let done = 0; done < place.length; done += pieceSize) {
    const piece = await opened.file.read(place.offset + done, Math.min(pieceSize, place.length - done));
    pieces.push(new Uint8Array(piece));
  }
  return new Blob(pieces);
}
