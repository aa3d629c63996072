import { encodeBase64 } from '../../base/bytes.ts';
import { typeOfHead } from '../disk/found-type.ts';
import { imagesOfHtml } from '../html/html-text.ts';
import type { ImageInPlace } from '../html/inert-html.ts';
import type { TreeFile } from './file-tree.ts';

/** Bytes of one image, and characters of all images of a page, that are put into it; others are named in their place. */
const imageLimit = 2_097_152;
const pageLimit = 16_777_216;
const imageTypes = /^image\/(?:png|jpeg|gif|webp)$/;

/**
 * The images that pieces of HTML show, by their address, as far as they came in the same export: as bytes to stand in the page itself.
 * Nothing is fetched. @param find the file that an address means, if it came with the export
 */
export async function embedImages(
  html: readonly string[],
  find: (address: string) => TreeFile | undefined,
): Promise<(address: string) => ImageInPlace> {
  const images = new Map<string, ImageInPlace>();
  let room = pageLimit;
  for (const address of new Set(html.flatMap(imagesOfHtml))) {
    const file = find(address);
    const data = file === undefined ? undefined : await dataOf(file, Math.min(room, imageLimit));
    room -= data?.length ?? 0;
    images.set(address, data === undefined ? 'not-kept' : { data });
  }
  return (address) => images.get(address) ?? 'not-kept';
}

async function dataOf(file: TreeFile, limit: number): Promise<string | undefined> {
  if (file.size > limit) return undefined;
  try {
    const bytes = await file.read(limit);
    const type = (await typeOfHead(bytes.subarray(0, 16_384))) ?? '';
    return imageTypes.test(type) ? `data:${type};base64,${encodeBase64(bytes)}` : undefined;
  } catch {
    // The image is an item of its own, which says what is wrong with it.
    return undefined;
  }
}
