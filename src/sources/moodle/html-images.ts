import { moodleFileSchema } from './assignment-answers.ts';
import type { ListedFile } from './files.ts';
import { imagesOfHtml } from '../html/html-text.ts';
import type { Pull } from './pull.ts';
import { fileAddress } from './site-files.ts';

/**
 * The images on the site itself that a text shows whose answer lists no files, so that only their addresses are known. They are to be
 * kept below `key`, as parts of what it is the text of.
 */
export function imagesIn(
  pull: Pull,
  key: string,
  html: string,
  kind: Pick<ListedFile, 'role' | 'belongs'>,
): ListedFile[] {
  return imagesOfHtml(html).flatMap((src): ListedFile[] => {
    const url = fileAddress(pull.parts.site, src);
    if (url === undefined) return [];
    let filename = url.pathname.split('/').at(-1) ?? '';
    try {
      filename = decodeURIComponent(filename);
    } catch {
      // An address that is no UTF-8 stays the name as it is written.
    }
    const file = moodleFileSchema.parse({ filename, fileurl: src });
    return [{ key: `${key}/image${url.pathname}`, ...kind, file }];
  });
}
