import { datedCoverage } from '../../vault/dated-coverage.ts';
import {
  addAuthority,
  removeAuthority,
  setStampingConsent,
} from '../../vault/timestamps/stamping-settings.ts';
import { timestampNow, type StampingReport } from '../../vault/timestamps/timestamp-now.ts';
import { refreshTimestamps } from '../../vault/timestamps/timestamp-refresh.ts';
import { timestampStatus } from '../../vault/timestamps/timestamp-status.ts';
import type { OpenVault, WritableVault } from '../../vault/vault-context.ts';
import { word, type Registration } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { coverageLines, datesLines } from '../format/dates-lines.ts';
import { refreshLines } from '../format/refresh-lines.ts';
import { stampingLines } from '../format/stamping-lines.ts';

/** `timestamp add|remove|on|off|list`: `{consent, due, authorities, coverage}`; `timestamp now`: `{log, size, stamped, failed}`; `timestamp refresh`: `{signers, unreadable, stamping}`. */
export const registerTimestamp: Registration = (program, run) => {
  const timestamp = program
    .command('timestamp')
    .description(
      'independent dates for what you keep; those who give them see a fingerprint and nothing else',
    );
  const changing = (change: (vault: WritableVault, words: readonly string[]) => Promise<unknown>) =>
    run(async (context, words) => {
      await context.writing(async (vault) => {
        await change(vault, words);
        await reportDates(context, vault);
      });
    });
  timestamp
    .command('add')
    .description('ask this authority as well')
    .argument('<url>', 'its address (RFC 3161 over http or https)')
    .action(changing((vault, words) => addAuthority(vault, word(words, 0))));
  timestamp
    .command('remove')
    .description('ask this authority no more; the dates that it gave are kept')
    .argument('<url>', 'its address')
    .action(changing((vault, words) => removeAuthority(vault, word(words, 0))));
  timestamp
    .command('on')
    .description('have what is new dated after each sync')
    .action(changing((vault) => setStampingConsent(vault, 'on')));
  timestamp
    .command('off')
    .description('ask nobody after a sync')
    .action(changing((vault) => setStampingConsent(vault, 'off')));
  timestamp
    .command('now')
    .description('have everything that is kept dated now')
    .action(
      run(async (context) => {
        await context.writing(async (vault) => {
          reportStamping(context, await timestampNow(vault, { signal: context.signal }));
        });
      }),
    );
  timestamp
    .command('refresh')
    .description(
      'keep what the issuers say now of the certificates behind your dates, and have it all dated anew; once a year is enough',
    )
    .action(
      run(async (context) => {
        await context.writing(async (vault) => {
          const report = await refreshTimestamps(vault, { signal: context.signal });
          context.output.report({
            document: report,
            lines: refreshLines(report),
            exitCode: report.stamping.some(({ failed }) => failed.length > 0) ? 1 : 0,
          });
        });
      }),
    );
  timestamp
    .command('list')
    .description('who is asked for dates, and what came of it')
    .action(
      run(async (context) => {
        await context.reading(async (vault) => {
          await reportDates(context, vault);
        });
      }),
    );
};

async function reportDates(context: CommandContext, vault: OpenVault): Promise<void> {
  const status = await timestampStatus(vault);
  const coverage = await datedCoverage(vault);
  context.output.report({
    document: { ...status, coverage },
    lines: [...datesLines(status), ...coverageLines(coverage)],
  });
}

function reportStamping(context: CommandContext, report: StampingReport): void {
  const { stamped, failed } = report;
  const none = stamped.length + failed.length === 0;
  context.output.report({
    document: report,
    lines: none ? ['There is nobody to ask. Add an authority with `timestamp add`.'] : stampingLines(report),
    exitCode: failed.length > 0 ? 1 : 0,
  });
}
