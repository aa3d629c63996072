import { utf8 } from '../../base/bytes.ts';
import type { Document } from '../../evidence/records/document.ts';
import { textOfHtml } from '../html/html-text.ts';
import { inertPage } from '../html/inert-html.ts';
import { fetchImages, type PageImages } from './page-images.ts';
import type { Pull } from './pull.ts';
import type { Answered } from './web-service.ts';

/** A page that is made here out of an answer, so that people can read it; the answer itself is kept beside it. */
export interface MadePage {
  readonly key: string;
  readonly title: string;
  /** Of the document; the title, if it is left out. */
  readonly name?: string;
  /** The pieces of the site's own HTML in it, whose images it is to show. */
  readonly pieces: readonly string[];
  readonly body: (images: PageImages) => string;
  /** See `snapshotHash`: as long as it is the same, the page is not made again. */
  readonly madeOf: string | undefined;
  readonly belongs: Pick<Document, 'assignment' | 'attempt' | 'partOf' | 'ids'>;
  readonly answered: Answered;
}

/** Keeps a page that stands for itself, unless it is kept already. @returns whether all of it could be had */
export async function keepMadePage(pull: Pull, page: MadePage): Promise<boolean> {
  const { key, title, pieces, madeOf, answered } = page;
  if (pull.isMadeOf(key, madeOf)) {
    await pull.unchanged(key);
    return true;
  }
  const images = await fetchImages(pull, pieces);
  const name = page.name ?? `${title}.html`;
  const html = inertPage(title, page.body(images));
  const result = await pull.take({
    key,
    recordKind: 'document',
    name,
    record: { name, role: 'page-source', mediaTypeClaimed: 'text/html', ...page.belongs },
    content: { bytes: utf8(html) },
    mediaType: 'text/html',
    provenance: answered.provenance,
    raw: [answered.raw],
    text: textOfHtml(html.slice(html.indexOf('<body>'))),
    ...(images.complete && madeOf !== undefined ? { fingerprint: { madeOf } } : {}),
  });
  return images.complete && result.outcome !== 'failed';
}
