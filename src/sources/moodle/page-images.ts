import { VaultError } from '../../base/errors.ts';
import { encodeBase64 } from '../../base/bytes.ts';
import { download } from './download.ts';
import { endsThePull, maybeThePortal } from './files.ts';
import { imagesOfHtml } from '../html/html-text.ts';
import type { ImageInPlace } from '../html/inert-html.ts';
import type { Pull } from './pull.ts';
import { fileAddress } from './site-files.ts';

/** One image and all images of one page, in bytes: what is larger stays an item of its own, or out. They are held in memory. */
const imageLimit = 8 * 1024 * 1024;
const pageLimit = 24 * 1024 * 1024;

const imageTypes = /^image\/(?:png|jpeg|gif|webp|bmp|avif|svg\+xml)$/;

export interface PageImages {
  readonly at: (address: string) => ImageInPlace;
  /** True if each image that the site has was had: then the page will be the same the next time. */
  readonly complete: boolean;
}

/**
 * Fetches the images that pieces of HTML show, as far as they lie on the site itself and it lists them there: nothing of another host
 * is ever asked for. Throws what ends a pull; an image that cannot be had is said to be missing.
 */
export async function fetchImages(pull: Pull, pieces: readonly string[]): Promise<PageImages> {
  const images = new Map<string, ImageInPlace>();
  let complete = true;
  let room = pageLimit;
  for (const address of new Set(pieces.flatMap(imagesOfHtml))) {
    const url = fileAddress(pull.parts.site, address);
    if (url === undefined) {
      images.set(address, isDecoration(pull.parts.site, address) ? 'decoration' : dataOf(address));
      continue;
    }
    const found = await fetchImage(pull, url, Math.min(imageLimit, room));
    if (found === undefined) complete = false;
    else room -= found.length;
    images.set(address, found === undefined ? 'not-kept' : { data: found });
  }
  return { at: (address) => images.get(address) ?? 'not-kept', complete };
}

/** Buttons and ticks of the site's own look. */
function isDecoration(site: URL, address: string): boolean {
  if (!URL.canParse(address, site.href)) return false;
  const url = new URL(address, site);
  return url.origin === site.origin && /\/(?:theme|pix)\//.test(url.pathname);
}

function dataOf(address: string): ImageInPlace {
  const type = /^data:([\w/+.-]+)[;,]/.exec(address)?.[1] ?? '';
  return imageTypes.test(type) && address.length <= imageLimit ? { data: address } : 'not-kept';
}

async function fetchImage(pull: Pull, url: URL, limit: number): Promise<string | undefined> {
  const { client, token, receiver, service, signal } = pull.parts;
  try {
    const got = await download(
      { client, token, receiver },
      { url, size: undefined, mediaType: undefined, knownEtag: undefined, signal },
    );
    if (got.unchanged) return undefined;
    try {
      const type = (got.mediaType?.split(';')[0] ?? '').trim().toLowerCase();
      if (!imageTypes.test(type)) return undefined;
      const pieces: Uint8Array[] = [];
      let size = 0;
      for await (const piece of got.bytes()) {
        size += piece.length;
        if (size > limit) return undefined;
        pieces.push(piece);
      }
      return `data:${type};base64,${encodeBase64(Buffer.concat(pieces))}`;
    } finally {
      got.discard();
    }
  } catch (thrown) {
    if (!(thrown instanceof VaultError) || endsThePull.has(thrown.code)) throw thrown;
    // Where it is the whole site that is away, a page without its images would be kept for a version of its own.
    if (maybeThePortal.has(thrown.code)) await service.confirm(signal);
    return undefined;
  }
}
