/** Text as bytes say it: by its mark, as UTF-8 where it is that, else in the code page that Windows still writes. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

/** Name of the encoding of a text, for `TextDecoder`. A character that a cut took apart at the end does not count. */
export function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const unmarked = unmarkedUtf16(bytes);
  if (unmarked !== undefined) return unmarked;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** Western text in UTF-16 has a zero in every second byte, and text in another encoding has none at all. */
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const zeros = [0, 0];
  const looked = Math.min(bytes.length, 512) & ~1;
  for (let at = 0; at < looked; at += 1) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (looked < 4) return undefined;
  if (even === 0 && odd > looked / 4) return 'utf-16le';
  return odd === 0 && even > looked / 4 ? 'utf-16be' : undefined;
}
