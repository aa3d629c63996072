import { isoTime } from '../base/clock.ts';
import { nodeHashes } from '../platform/node-hashes.ts';
import type { ReportPage, Tally } from '../verify/report-page/report-page.ts';
import type { Surroundings } from './app.ts';
import { writeCopy } from './get-content.ts';

/** Where a report goes. */
export interface ReportPlace {
  /** Absolute path. */
  readonly out: string;
  readonly force: boolean;
}

/** Writes the page; it appears under its name once it is whole. Throws `input.exists`, `storage.*`. */
export async function writeReport(
  page: ReportPage,
  tally: Tally,
  place: ReportPlace,
  { clock, app }: Pick<Surroundings, 'clock' | 'app'>,
): Promise<void> {
  const bytes = page.render(nodeHashes, { madeAt: isoTime(clock), app }, tally);
  await writeCopy(place, (file) => file.writeFile(bytes));
}
