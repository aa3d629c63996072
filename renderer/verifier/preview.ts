/** What is shown of a file. Nothing that could act: no markup, no document with a program in it. */
export type Preview =
  | { readonly is: 'picture'; readonly picture: Blob }
  | { readonly is: 'text'; readonly text: string; readonly cut: boolean }
  | { readonly is: 'none' };

/** Larger pictures are saved instead, in bytes. */
const largestPicture = 32 * 1024 * 1024;
/** As much of a text as is read with ease on a page, in bytes. */
const mostText = 200_000;

const pictures: readonly (readonly [type: string, isOne: (start: string) => boolean])[] = [
  ['image/png', (start) => start.startsWith('\u0089PNG\r\n\u001a\n')],
  ['image/jpeg', (start) => start.startsWith('\u00ff\u00d8\u00ff')],
  ['image/gif', (start) => /^GIF8[79]a/u.test(start)],
  ['image/webp', (start) => start.startsWith('RIFF') && start.startsWith('WEBP', 8)],
];

/** Judges bytes by what they are, whatever their name says: a picture made of pixels, plain text, or nothing to be shown. */
export async function readPreview(bytes: Blob): Promise<Preview> {
  const start = String.fromCharCode(...new Uint8Array(await bytes.slice(0, 16).arrayBuffer()));
  const type = pictures.find(([, isOne]) => isOne(start))?.[0];
  if (type !== undefined)
    return bytes.size > largestPicture
      ? { is: 'none' }
      : { is: 'picture', picture: new Blob([bytes], { type }) };
  const text = readText(await bytes.slice(0, mostText).arrayBuffer(), bytes.size > mostText);
  return text === undefined ? { is: 'none' } : { is: 'text', text, cut: bytes.size > mostText };
}

function readText(bytes: ArrayBuffer, isCut: boolean): string | undefined {
  try {
    // A cut may fall inside a character: then the decoder waits for the rest instead of refusing it.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
    return text.includes('\u0000') ? undefined : text;
  } catch (thrown) {
    if (thrown instanceof TypeError) return undefined;
    throw thrown;
  }
}
