import { z } from 'zod';

import { previewRepair, repairWhole, type WholeRepairRequest } from '../../vault/repair/repair-whole.ts';
import { syncSources } from '../../vault/sync-sources.ts';
import type { Registration } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { previewLines, repairLines } from '../format/repair-lines.ts';
import { inPercent } from '../progress.ts';

const optionsSchema = z.object({
  from: z.array(z.string()).default([]),
  replica: z.array(z.string()).exactOptional(),
  copy: z.array(z.string()).default([]),
  quick: z.boolean().default(false),
  askSources: z.boolean().default(false),
  dryRun: z.boolean().default(false),
});

/** `repair`: `{ok, repaired: [{file, what, from, place?, items}], left: [{file, code, content, items, ways}], others, places, unused, quarantine}`. */
export const registerRepair: Registration = (program, run) => {
  program
    .command('repair')
    .description('make damaged or missing files of the vault whole again')
    .option('--from <file...>', 'files of yours that may be what is missing; only the right ones are used')
    .option('--replica <id...>', 'take from these second copies only, by id or name')
    .option(
      '--copy <folder...>',
      'folders with a second copy in them, also one that this computer does not know',
    )
    .option('--ask-sources', 'ask your portals again for what nothing else gives back')
    .option(
      '--quick',
      'do not open every kept file: see only what is missing, too short, or was found before',
    )
    .option('--dry-run', 'say what could be done, and change nothing')
    .action(
      run(async (context, _words, raw) => {
        const options = optionsSchema.parse(raw);
        const request = requestOf(context, options);
        if (options.dryRun) {
          const preview = await previewRepair(request);
          if (preview.practice) context.output.markPractice();
          context.output.report({
            document: preview,
            lines: previewLines(preview),
            exitCode: preview.ok ? 0 : 1,
          });
          return;
        }
        const report = await repairWhole(request);
        if (report.practice) context.output.markPractice();
        context.output.report({
          document: report,
          lines: repairLines(report),
          exitCode: report.ok ? 0 : 1,
        });
      }),
    );
};

function requestOf(context: CommandContext, options: z.infer<typeof optionsSchema>): WholeRepairRequest {
  const { signal } = context;
  return {
    ...context.place(),
    unlock: async () => ({ passphrase: await context.secrets.passphrase() }),
    folders: options.copy.map((path) => context.path(path)),
    ...(options.replica === undefined ? {} : { replicas: options.replica }),
    files: options.from.map((path) => context.path(path)),
    quick: options.quick,
    ...(options.askSources
      ? {
          askSource: async (vault, source) => {
            await syncSources(vault, { source, signal, askOutside: false });
          },
        }
      : {}),
    signal,
    onProgress: (step) => {
      context.progress.show('Repairing', inPercent(step));
    },
  };
}
