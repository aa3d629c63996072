import { claimedType, isTextual } from '../disk/claimed-types.ts';
import { isText, typeOfHead } from '../disk/found-type.ts';
import type { KnownItem } from '../source.ts';

/** Shorter heads say nothing of how evenly their bytes are spread. */
const tellingLength = 64;
/** Of the most that so many bytes can have; random bytes come to 0.9 at the least, machine code to 0.8. */
const evenShare = 0.86;

/**
 * True if a file seems to have been encrypted since it was captured: the mark of its type is gone and no other type is found, and
 * what is there is not text; or it was text, and its bytes are now spread as evenly as chance.
 *
 * @param head the file's first bytes now
 */
export async function isScrambled(known: KnownItem, head: Uint8Array): Promise<boolean> {
  if (head.length === 0 || (await typeOfHead(head)) !== undefined || isText(head)) return false;
  const before = knownType(known);
  return before !== undefined && !isTextual(before) ? true : isEven(head);
}

/** What the bytes were found to be when they were captured; failing that, what the name claims. */
function knownType(known: KnownItem): string | undefined {
  const found = known.record?.mediaTypeFound;
  return typeof found === 'string' ? found : claimedType(known.name);
}

/** True if bytes are spread as those of a cipher: their entropy (Shannon) is near the most that so many bytes can have. */
export function isEven(bytes: Uint8Array): boolean {
  if (bytes.length < tellingLength) return false;
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  let entropy = 0;
  for (const count of counts) {
    if (count === 0) continue;
    const share = count / bytes.length;
    entropy -= share * Math.log2(share);
  }
  return entropy / Math.min(8, Math.log2(bytes.length)) > evenShare;
}
