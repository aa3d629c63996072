import { VaultError } from '../../base/errors.ts';
import type { FoundBundle } from '../../vault/find-bundles.ts';
import type { VerifyChoice } from '../../vault/verify-file.ts';
import { verifyMany } from '../../vault/verify-many.ts';
import { SetGatherer } from '../../verify/check-sets.ts';
import { sayVerificationCode } from '../../verify/verification-codes.ts';
import type { CommandContext } from '../context.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { tallyLines } from '../format/tally-lines.ts';
import { setLines } from '../format/set-lines.ts';
import { verdictLines } from '../format/verification-lines.ts';
import { VerdictTally, type OpenReport } from '../verify-report.ts';

export interface BatchOptions {
  /** How many bundles at once. */
  readonly jobs: number;
  readonly page: OpenReport | undefined;
  /** All of them are meant to be the parts of one set. */
  readonly oneSet: boolean;
}

/**
 * Judges any number of bundles at once: `{file, …}` or `{file, error}` a bundle, in the order given, `{set}` for each export that was split, and
 * `{summary}` at the end. What was
 * found out about those before a stop has been told by then.
 */
export async function verifyBatch(
  context: CommandContext,
  bundles: readonly FoundBundle[],
  choice: VerifyChoice,
  { jobs, page, oneSet }: BatchOptions,
): Promise<void> {
  const { output, progress, signal } = context;
  const tally = new VerdictTally();
  const sets = new SetGatherer();
  let done = 0;
  const paths = bundles.map(({ path }) => path);
  for await (const verdict of verifyMany(paths, choice, { jobs, signal })) {
    const name = bundles[done]?.name ?? verdict.path;
    done += 1;
    if ('error' in verdict) {
      const { error } = verdict;
      tally.count('unreadable');
      page?.sections.addUnreadable(name, error);
      output.report({
        document: { file: verdict.path, error },
        lines: [`${'[--]'.padEnd(6)} ${name}: ${error.message} [${error.code}]`],
        exitCode: exitCodeOf(new VaultError(error.code)),
      });
    } else {
      const { report } = verdict;
      tally.count(report.verdict);
      page?.sections.add(name, report);
      sets.add(name, report);
      output.report({
        document: { file: verdict.path, ...report },
        lines: verdictLines(name, report),
        exitCode: report.ok ? 0 : 1,
      });
    }
    progress.show('Verifying', { name, done, total: bundles.length });
  }
  for (const set of sets.results())
    output.report({ document: { set }, lines: setLines(set), exitCode: set.result === 'fail' ? 1 : 0 });
  if (oneSet && (sets.isMixed || tally.unreadable > 0)) {
    const detail = sayVerificationCode('set-mixed');
    output.report({
      document: { set: { result: 'fail', code: 'set-mixed', detail } },
      lines: ['', `[NO]   ${detail} [set-mixed]`],
      exitCode: 1,
    });
  }
  await page?.write(tally);
  const { good, incomplete, failed, unreadable } = tally;
  output.report({
    document: { summary: { bundles: bundles.length, good, incomplete, failed, unreadable } },
    lines: ['', ...tallyLines(tally)],
  });
}
