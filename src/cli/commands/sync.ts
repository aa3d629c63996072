import { z } from 'zod';
import { syncSources } from '../../vault/sync-sources.ts';
import type { SyncReport } from '../../vault/sync.ts';
import type { Registration } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { reportedItemLines } from '../format/item-lines.ts';
import { saySourceState } from '../format/words.ts';

const optionsSchema = z.object({
  source: z.string().exactOptional(),
  acceptMassChange: z.boolean().exactOptional(),
});

/** States in which nothing could be copied at all. */
const lost: ReadonlySet<string> = new Set(['unreachable', 'login-expired', 'maintenance', 'refused']);

/** `sync`: `{sources: [{id, state, captured, changed, unchanged, gone, failed, items}]}`. */
export const registerSync: Registration = (program, run) => {
  program
    .command('sync')
    .description('copy what is new from your sources; nothing in the vault is ever deleted or overwritten')
    .option('--source <id>', 'only this one')
    .option('--accept-mass-change', 'the many changes in a folder on hold are yours: copy them')
    .action(
      run(async (context, _words, options) => {
        const chosen = optionsSchema.parse(options);
        await context.writing(async (vault) => {
          const sources = await syncSources(vault, {
            ...chosen,
            signal: context.signal,
            onProgress: (_source, step) => {
              context.progress.show('Copying', step);
            },
          });
          context.output.report({
            document: { sources },
            lines:
              sources.length === 0
                ? ['There is no source to copy from yet. Connect one with `source add`.']
                : sources.flatMap(syncLines),
            exitCode: syncExitCode(sources),
          });
        });
      }),
    );
};

/** What a sync says of one source. */
function syncLines(report: SyncReport): string[] {
  const { id, name, state, error, captured, changed, unchanged, gone, failed } = report;
  return [
    `${name} (${id}): ${saySourceState(state)}`,
    ...(error === undefined ? [] : [`  ${error.message} [${error.code}]`]),
    `  ${captured} new, ${changed} changed, ${unchanged} as before, ${gone} gone from there, ${failed} not kept`,
    ...reportedItemLines(report.items),
  ];
}

export function syncExitCode(sources: readonly SyncReport[]): ExitCode {
  if (sources.length > 0 && sources.every(({ state }) => lost.has(state))) return 5;
  return sources.every(({ state, failed }) => state === 'ok' && failed === 0) ? 0 : 1;
}
