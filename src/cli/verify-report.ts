import { systemClock } from '../base/clock.ts';
import { appName } from '../vault/app.ts';
import { refuseExisting } from '../vault/out-files.ts';
import { writeReport } from '../vault/write-report.ts';
import { ReportPage, type Tally } from '../verify/report-page/report-page.ts';
import type { VerificationReport } from '../verify/verification-report.ts';

/** A report that is being gathered. */
export interface OpenReport {
  readonly sections: ReportPage;
  write(tally: Tally): Promise<void>;
}

/** Throws `input.exists` before anything is looked at. */
export function openReport(out: string, force: boolean): OpenReport {
  // Thousands of bundles are not looked at for a report that cannot be written.
  refuseExisting({ out, force });
  const sections = new ReportPage();
  return {
    sections,
    write: (tally) => writeReport(sections, tally, { out, force }, { clock: systemClock, app: appName }),
  };
}

/** Counts how bundles come out. */
export class VerdictTally implements Tally {
  good = 0;
  incomplete = 0;
  failed = 0;
  unreadable = 0;

  count(outcome: VerificationReport['verdict'] | 'unreadable'): void {
    if (outcome === 'pass') this.good += 1;
    else if (outcome === 'fail') this.failed += 1;
    else this[outcome] += 1;
  }
}
