import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { VaultError } from '../../base/errors.ts';
import { findBundles, type FoundBundle } from '../../vault/find-bundles.ts';
import { readVerifyChoice, verifyFile, type VerifyChoice } from '../../vault/verify-file.ts';
import type { VerificationReport } from '../../verify/verification-report.ts';
import type { Registration } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { eachOf } from '../options.ts';
import { inPercent } from '../progress.ts';
import type { OpenReport } from '../verify-report.ts';
import { letYoungGenerationGrow } from '../young-generation.ts';

const optionsSchema = z.object({
  expectKey: z.string().exactOptional(),
  full: z.boolean().exactOptional(),
  policy: z.string().exactOptional(),
  at: z.string().exactOptional(),
  identity: z.array(z.string()),
  jobs: z.coerce.number().int().min(1).max(256).default(availableParallelism()),
  report: z.string().exactOptional(),
  force: z.boolean().default(false),
  set: z.boolean().default(false),
});

/**
 * `verify FILE…`: `{file, ok, verdict, signer, checks, items}` a file, and exit code 1 if a check failed. Needs no vault. Of several files
 * or a folder each has one line, and one that cannot be read does not stop the others.
 */
export const registerVerify: Registration = (program, run) => {
  program
    .command('verify')
    .description('look whether a bundle is what it says; needs no vault')
    .argument('<file...>', 'bundles, or folders of bundles')
    .option('--expect-key <key>', 'the public key or vault id that it should be signed with')
    .option('--full', 'take the second fingerprint of every file as well')
    .option('--policy <file>', 'whom you trust, as `policy new` began it')
    .option('--at <time>', 'judge as of this day or time; what was given later does not count')
    .option(
      '--identity <file>',
      'your identity of age, for bundles that are encrypted to you; may be given more than once',
      eachOf,
      [],
    )
    .option('--jobs <count>', 'how many bundles at once; one for each processor core unless told otherwise')
    .option('--report <file>', 'write what was found out as a page of its own (HTML)')
    .option('--set', 'these are the parts of one export that was split: refuse any others')
    .option('--force', 'overwrite an earlier report')
    .action(
      run(async (context, words, options) => {
        const { identity, policy, at, jobs, report, force, set, ...wanted } = parseOptions(options);
        const choice = await readVerifyChoice({
          ...wanted,
          at,
          policy: policy === undefined ? undefined : context.path(policy),
          identities: identity.map((typed) => context.path(typed)),
        });
        const page =
          report === undefined
            ? undefined
            : (await import('../verify-report.ts')).openReport(context.path(report), force);
        const { bundles, several } = await findBundles(words, (typed) => context.path(typed));
        const [only] = bundles;
        if (several || only === undefined || set) {
          const { verifyBatch } = await import('./verify-batch.ts');
          await verifyBatch(context, bundles, choice, { jobs, page, oneSet: set });
        } else await verifyOne(context, only, choice, page);
      }),
    );
};

function parseOptions(options: unknown): z.infer<typeof optionsSchema> {
  const parsed = optionsSchema.safeParse(options);
  if (!parsed.success) throw new VaultError('input.usage', { problem: '--jobs is a number from 1 to 256' });
  return parsed.data;
}

async function verifyOne(
  context: CommandContext,
  { name, path }: FoundBundle,
  choice: VerifyChoice,
  page: OpenReport | undefined,
): Promise<void> {
  letYoungGenerationGrow();
  const report = await verifyShown(context, path, choice);
  page?.sections.add(name, report);
  // First: a page that cannot be written takes no verdict away.
  context.output.report({
    document: { file: path, ...report },
    lines: context.output.json ? [] : await linesOf(name, report),
    exitCode: report.ok ? 0 : 1,
  });
  if (page === undefined) return;
  const { VerdictTally } = await import('../verify-report.ts');
  const tally = new VerdictTally();
  tally.count(report.verdict);
  await page.write(tally);
}

async function linesOf(name: string, report: VerificationReport): Promise<readonly string[]> {
  const { verificationLines } = await import('../format/verification-lines.ts');
  return verificationLines(name, report);
}

/** Judges the bundle at an absolute path, with progress on the screen. */
export async function verifyShown(
  { progress, signal }: Pick<CommandContext, 'progress' | 'signal'>,
  path: string,
  choice: VerifyChoice,
): Promise<VerificationReport> {
  return verifyFile(path, choice, {
    signal,
    onProgress: (step) => {
      progress.show('Verifying', inPercent(step));
    },
  });
}
