import { z } from 'zod';
import { asVaultError } from '../../base/errors.ts';
import { parseWith } from '../../base/zod-door.ts';
import { getSource } from '../../vault/add-source.ts';
import { syncSources } from '../../vault/sync-sources.ts';
import type { SyncReport } from '../../vault/sync.ts';
import type { StampingReport } from '../../vault/timestamps/timestamp-now.ts';
import type { WritableVault } from '../../vault/vault-context.ts';
import { watchSources } from '../../vault/watch-sources.ts';
import type { WitnessReport } from '../../vault/witnesses/witness-now.ts';
import type { Registration } from '../command.ts';
import type { CommandContext } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { reportedItemLines } from '../format/item-lines.ts';
import { stampingLines } from '../format/stamping-lines.ts';
import { witnessLines } from '../format/witness-lines.ts';
import { saySourceState } from '../format/words.ts';
import { keepParity } from '../keep-parity.ts';
import { keepSearchable } from '../keep-searchable.ts';

const optionsSchema = z.object({
  source: z.string().exactOptional(),
  acceptMassChange: z.boolean().exactOptional(),
  evenErased: z.boolean().exactOptional(),
  watch: z.boolean().exactOptional(),
  every: z.coerce
    .number()
    .min(1)
    .max(7 * 24 * 60)
    .exactOptional(),
});

/** States in which nothing could be copied at all. */
const lost: ReadonlySet<string> = new Set(['unreachable', 'login-expired', 'maintenance', 'refused']);

/** `sync`: `{sources: [{id, state, captured, changed, unchanged, gone, failed, erased, items}]}`. */
export const registerSync: Registration = (program, run) => {
  program
    .command('sync')
    .description('copy what is new from your sources; nothing in the vault is ever deleted or overwritten')
    .option('--source <id>', 'only this one')
    .option('--accept-mass-change', 'the many changes in a folder on hold are yours: copy them')
    .option('--even-erased', 'copy again what you erased from the vault and the source still has')
    .option('--watch', 'keep copying until Ctrl-C: on a schedule, and soon after a watched folder changes')
    .option('--every <minutes>', 'with --watch: minutes between two rounds over everything (else 60)')
    .action(
      run(async (context, _words, options) => {
        const { watch = false, every = 60, ...chosen } = parseWith(optionsSchema, options, 'input.usage');
        await context.writing(async (vault) => {
          if (watch) {
            await keepCopying(context, vault, every, chosen.source);
            return;
          }
          let timestamps: StampingReport | undefined;
          let witnesses: WitnessReport | undefined;
          const sources = await syncSources(vault, {
            ...chosen,
            signal: context.signal,
            onWitnesses: (report) => {
              witnesses = report;
            },
            onProgress: (_source, step) => {
              context.progress.show('Copying', step);
            },
            onTimestamps: (report) => {
              timestamps = report;
            },
          });
          context.output.report({
            document: {
              sources,
              ...(timestamps === undefined ? {} : { timestamps }),
              ...(witnesses === undefined ? {} : { witnesses }),
            },
            lines: [
              ...(sources.length === 0
                ? ['There is no source to copy from yet. Connect one with `source add`.']
                : sources.flatMap(syncLines)),
              ...(timestamps === undefined ? [] : stampingLines(timestamps)),
              ...(witnesses === undefined ? [] : witnessLines(witnesses)),
            ],
            exitCode: syncExitCode(sources),
          });
          await keepSearchable(context, vault);
          await keepParity(context, vault);
        });
      }),
    );
};

/** One line (or JSON document) for each sync of each source, until it is stopped; being stopped is how it ends well. */
async function keepCopying(
  context: CommandContext,
  vault: WritableVault,
  everyMinutes: number,
  source: string | undefined,
): Promise<void> {
  try {
    await watchSources(vault, {
      everyMinutes,
      signal: context.signal,
      ...(source === undefined ? {} : { source: getSource(vault, source).id }),
      onProgress: (_source, step) => {
        context.progress.show('Copying', step);
      },
      onReport: (report) => {
        context.output.report({ document: report, lines: syncLines(report) });
      },
      afterRound: async () => {
        await keepSearchable(context, vault);
        await keepParity(context, vault);
      },
    });
  } catch (thrown) {
    if (asVaultError(thrown).code !== 'internal.cancelled') throw thrown;
  }
}

/** What a sync says of one source. */
function syncLines(report: SyncReport): string[] {
  const { id, name, state, error, captured, changed, unchanged, gone, failed, erased } = report;
  return [
    `${name} (${id}): ${saySourceState(state)}`,
    ...(error === undefined ? [] : [`  ${error.message} [${error.code}]`]),
    `  ${captured} new, ${changed} changed, ${unchanged} as before, ${gone} gone from there, ${failed} not kept`,
    ...(erased === 0 ? [] : [sayErased(erased)]),
    ...reportedItemLines(report.items),
  ];
}

function sayErased(count: number): string {
  const what = count === 1 ? '1 item that you erased is' : `${String(count)} items that you erased are`;
  return `  ${what} still there, and stay there (sync --even-erased would copy them again)`;
}

export function syncExitCode(sources: readonly SyncReport[]): ExitCode {
  if (sources.length > 0 && sources.every(({ state }) => lost.has(state))) return 5;
  return sources.every(({ state, failed }) => state === 'ok' && failed === 0) ? 0 : 1;
}
