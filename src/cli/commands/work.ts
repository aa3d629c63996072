import { z } from 'zod';

import { asVaultError } from '../../base/errors.ts';
import { parseWith } from '../../base/zod-door.ts';
import type { WritableVault } from '../../vault/vault-context.ts';
import type { Job } from '../../vault/work/decide-work.ts';
import { keepWorking, workDue, workOnce, type WorkOptions } from '../../vault/work/headless.ts';
import type { Ended } from '../../vault/work/run-job.ts';
import { standingOf } from '../../vault/work/standing.ts';
import type { Registration } from '../command.ts';
import { sayWork, workLines } from '../format/work-lines.ts';
import { keepSearchable } from '../keep-searchable.ts';

const optionsSchema = z.object({
  once: z.boolean().default(false),
  every: z.coerce
    .number()
    .min(0)
    .max(7 * 24 * 60)
    .exactOptional(),
  onBattery: z.boolean().default(false),
  metered: z.boolean().default(false),
});

/** What was done, as it is told. */
interface Done extends Ended {
  readonly kind: Job['kind'];
  readonly about?: string;
  readonly name?: string;
}

/** `work`: `{kind, about?, name?, ok, error?}` for each piece of work that ended; with `--once` `{done, work}` in the end. */
export const registerWork: Registration = (program, run) => {
  program
    .command('work')
    .description(
      'do what the app does by itself: copy, bring second copies up to date, date, check and rehearse',
    )
    .option('--once', 'do what is due now, and end')
    .option('--every <minutes>', 'minutes between two rounds over a source (else 180; 0 for none)')
    .option('--on-battery', 'this computer runs on its battery: leave out what reads much')
    .option('--metered', 'data costs money here: leave out what needs the network')
    .action(
      run(async (context, _words, options) => {
        const { once, every, onBattery, metered } = parseWith(optionsSchema, options, 'input.usage');
        const how = { onBattery, metered, ...(every === undefined ? {} : { syncEveryMinutes: every }) };
        await context.writing(async (vault) => {
          const all: Done[] = [];
          const work: WorkOptions = {
            ...how,
            signal: context.signal,
            onBegin: (job) => {
              context.progress.show('Working', { name: sayWork(named(vault, job)), done: 0 });
            },
            onProgress: (step) => {
              context.progress.show('Working', step);
            },
            onEnd: (job, ended) => {
              const done = { ...named(vault, job), ...ended };
              all.push(done);
              if (!once) context.output.report({ document: done, lines: doneLines(done) });
            },
          };
          if (once) await workOnce(vault, work);
          else await untilStopped(() => keepWorking(vault, work));
          if (once) {
            const looked = await workDue(vault, how);
            const standing = await standingOf(vault, { ...looked, running: [] });
            context.output.report({
              document: { done: all, work: standing },
              lines: [
                ...(all.length === 0 ? ['Nothing was due.'] : all.flatMap(doneLines)),
                ...workLines(standing),
              ],
              exitCode: all.every(({ ok }) => ok) ? 0 : 1,
            });
          }
          await keepSearchable(context, vault);
        });
      }),
    );
};

/** Being stopped is how it ends well. */
async function untilStopped(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (asVaultError(thrown).code !== 'internal.cancelled') throw thrown;
  }
}

function named(vault: WritableVault, { kind, about }: Job): Omit<Done, 'ok' | 'error'> {
  const name = [...vault.index.sources.list(), ...vault.index.replicas.list()].find(
    ({ id }) => id === about,
  )?.name;
  return {
    kind,
    ...(about === undefined ? {} : { about }),
    ...(name === undefined ? {} : { name }),
  };
}

function doneLines(done: Done): string[] {
  const { ok, error } = done;
  return [
    `${sayWork(done)}: ${ok ? 'done' : 'not all was well'}`,
    ...(error === undefined ? [] : [`  ${error.message} [${error.code}]`]),
  ];
}
