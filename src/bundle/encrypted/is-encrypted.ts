import { equalBytes, utf8 } from '../../base/bytes.ts';
import type { RandomAccess } from '../zip/random-access.ts';

const firstWord = utf8('age-encryption.org/');

/** True for a file that begins as age files do, of whichever version; armoured ones (text) do not. */
export async function isEncrypted(file: RandomAccess): Promise<boolean> {
  return equalBytes(await file.read(0, firstWord.length), firstWord);
}
