import { fileTypeFromBuffer } from 'file-type';

/** As many first bytes as tell every type that we know of. */
export const headLength = 16_384;

/** The media type that the first bytes of a file give away; undefined where they say nothing, as for plain text. */
export async function typeOfHead(head: Uint8Array): Promise<string | undefined> {
  if (head.length === 0) return undefined;
  return (await fileTypeFromBuffer(head))?.mime ?? (isHtml(head) ? 'text/html' : undefined);
}

/** The openings of a page by https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type. */
const htmlOpening =
  /^(?:\u00ef\u00bb\u00bf)?[\t\n\f\r ]*<(?:!doctype html|html|head|body|script|iframe|title|!--)[ >]/i;

/** A page of a portal that was saved as something else is worth noticing, and file-type does not know pages. */
function isHtml(head: Uint8Array): boolean {
  return htmlOpening.test(Buffer.from(head.subarray(0, 512)).toString('latin1'));
}

/** True if these first bytes are text: UTF-16 with its mark, or UTF-8 without control characters. */
export function isText(head: Uint8Array): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  // A character may be cut off at the end of the head: `stream` lets that pass.
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    // eslint-disable-next-line no-control-regex -- control characters are what tells bytes from text
    return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text);
  } catch {
    return false;
  }
}
