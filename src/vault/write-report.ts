import { isoTime } from '../base/clock.ts';
import { nodeHashes } from '../platform/node-hashes.ts';
import { ReportPage, type Tally } from '../verify/report-page/report-page.ts';
import type { VerificationReport } from '../verify/verification-report.ts';
import type { Surroundings } from './app.ts';
import { writeCopy } from './out-files.ts';

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
  await writeCopy(place, (file) => file.append(bytes));
}

/**
 * Saves the report on one bundle: as a page that stands alone, or as JSON, with the name of the bundle's file as `file`.
 * Throws `input.exists`, `storage.*`.
 */
export async function saveReport(
  name: string,
  report: VerificationReport,
  as: 'page' | 'json',
  place: ReportPlace,
  surroundings: Pick<Surroundings, 'clock' | 'app'>,
): Promise<void> {
  if (as === 'json') {
    const text = `${JSON.stringify({ file: name, ...report }, undefined, 2)}\n`;
    await writeCopy(place, (file) => file.append(text));
    return;
  }
  const page = new ReportPage();
  page.add(name, report);
  const tally = {
    good: Number(report.verdict === 'pass'),
    incomplete: Number(report.verdict === 'incomplete'),
    failed: Number(report.verdict === 'fail'),
    unreadable: 0,
  };
  await writeReport(page, tally, place, surroundings);
}
