import { equalBytes } from '../base/bytes.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { BundleModel } from '../bundle/bundle-model.ts';
import { renderClr } from '../bundle/clr.ts';
import { renderIndexCsv } from '../bundle/index-csv.ts';
import { folders, listings, paths } from '../bundle/layout.ts';
import type { PageInput } from '../bundle/page/page-context.ts';
import { renderPage } from '../bundle/page/render-page.ts';
import { renderRoCrate } from '../bundle/ro-crate.ts';
import type { History } from './check-history.ts';
import type { CheckSheet } from './check-sheet.ts';
import type { BundleLayout } from './read-layout.ts';

/** Makes `data/index.pdf`, or undefined where there is too much for one. */
export type RenderPdf = (input: PageInput) => Uint8Array | undefined;

/** How the page and the listings came out when they were made again. */
export interface PageComparison {
  readonly agree: boolean;
  readonly pdf: 'none' | 'same' | 'differs' | 'open';
}

/**
 * The page and the listings are made from the records alone, so they can be made again and compared; those of another version look
 * different.
 * @param pages bytes of those that are as they were signed
 * @param renderPdf makes the PDF again; without it a PDF stays open (rule G4)
 */
export function comparePages(
  hashes: HashPort,
  layout: BundleLayout,
  history: History,
  pages: ReadonlyMap<string, Uint8Array>,
  renderPdf: RenderPdf | undefined,
): PageComparison {
  const { document, payload } = layout;
  const views = history.rows.map(({ view }) => view).filter((view) => view !== undefined);
  const input = { document, model: new BundleModel(views) };
  const made: Readonly<Record<(typeof madeAgain)[number], () => Uint8Array>> = {
    [paths.page]: () => renderPage(hashes, input),
    [listings.index]: () => renderIndexCsv(input),
    [listings.clr]: () => renderClr(input) ?? new Uint8Array(),
    [listings.crate]: () => renderRoCrate(input, { pdf: payload.sha256.has(listings.pdf) }),
  };
  const agree = madeAgain.every((path) => {
    if (path !== paths.page && !payload.sha256.has(path)) return true;
    const bytes = pages.get(path);
    return bytes !== undefined && equalBytes(bytes, made[path]());
  });
  return { agree, pdf: agree ? comparePdf(layout, pages, () => renderPdf?.(input)) : 'none' };
}

const madeAgain = [paths.page, listings.index, listings.clr, listings.crate] as const;

/**
 * What the comparison is worth: nothing where the records are not sound, and where anything else lies beside the pages they are open (rules G1
 * to G5).
 */
export function checkPage(
  { payload }: BundleLayout,
  compared: PageComparison | undefined,
  sheet: CheckSheet,
): void {
  const sound = !sheet.hasFailed('history', 'integrity', 'tag-integrity');
  const { agree, pdf } = sound && compared !== undefined ? compared : { agree: false, pdf: 'none' };
  const known = [folders.records, folders.evidence];
  const own: readonly string[] = [...madeAgain, listings.pdf];
  const others = [...payload.sha256.keys()].some(
    (path) => !known.some((start) => path.startsWith(start)) && !own.includes(path),
  );
  if (agree && !others && pdf === 'open') sheet.notChecked('page', 'pdf-not-compared');
  else if (agree && !others && pdf !== 'differs')
    sheet.pass('page', 'The page and the lists inside say what the records say.');
  else sheet.notChecked('page', 'page-not-compared');
}

function comparePdf(
  { payload }: BundleLayout,
  pages: ReadonlyMap<string, Uint8Array>,
  make: () => Uint8Array | undefined,
): PageComparison['pdf'] {
  if (!payload.sha256.has(listings.pdf)) return 'none';
  const bytes = pages.get(listings.pdf);
  const made = bytes === undefined ? undefined : make();
  if (bytes === undefined || made === undefined) return 'open';
  return equalBytes(bytes, made) ? 'same' : 'differs';
}
