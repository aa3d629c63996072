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

/**
 * The page and the listings are made from the records alone, so they can be made again and compared; those of another version look
 * different, and are then open, as is anything else beside them (rules G1 to G5).
 * @param pages bytes of those that are as they were signed
 * @param renderPdf makes the PDF again; without it a PDF stays open (rule G4)
 */
export function checkPage(
  hashes: HashPort,
  layout: BundleLayout,
  history: History,
  pages: ReadonlyMap<string, Uint8Array>,
  renderPdf: RenderPdf | undefined,
  sheet: CheckSheet,
): void {
  const { document, payload } = layout;
  const views = history.rows.map(({ view }) => view).filter((view) => view !== undefined);
  const input = { document, model: new BundleModel(views) };
  const made: readonly (readonly [path: string, make: () => Uint8Array])[] = [
    [paths.page, () => renderPage(hashes, input)],
    [listings.index, () => renderIndexCsv(input)],
    [listings.clr, () => renderClr(input) ?? new Uint8Array()],
    [listings.crate, () => renderRoCrate(input, { pdf: payload.sha256.has(listings.pdf) })],
  ];
  const sound = !sheet.hasFailed('history', 'integrity', 'tag-integrity');
  const agree = made.every(([path, make]) => {
    if (path !== paths.page && !payload.sha256.has(path)) return true;
    const bytes = pages.get(path);
    return sound && bytes !== undefined && equalBytes(bytes, make());
  });
  const known = [folders.records, folders.evidence];
  const others = [...payload.sha256.keys()].some(
    (path) =>
      path !== listings.pdf &&
      !known.some((start) => path.startsWith(start)) &&
      !made.some(([own]) => own === path),
  );
  const pdf = agree ? comparePdf(layout, pages, () => renderPdf?.(input)) : 'none';
  if (agree && !others && pdf === 'open') sheet.notChecked('page', 'pdf-not-compared');
  else if (agree && !others && pdf !== 'differs')
    sheet.pass('page', 'The page and the lists inside say what the records say.');
  else sheet.notChecked('page', 'page-not-compared');
}

function comparePdf(
  { payload }: BundleLayout,
  pages: ReadonlyMap<string, Uint8Array>,
  make: () => Uint8Array | undefined,
): 'none' | 'same' | 'differs' | 'open' {
  if (!payload.sha256.has(listings.pdf)) return 'none';
  const bytes = pages.get(listings.pdf);
  const made = bytes === undefined ? undefined : make();
  if (bytes === undefined || made === undefined) return 'open';
  return equalBytes(bytes, made) ? 'same' : 'differs';
}
