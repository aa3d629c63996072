import { z } from 'zod';
import { reportError } from '../../base/errors.ts';
import { parseWith } from '../../base/zod-door.ts';
import { cosignBundle } from '../../vault/witnesses/cosign-bundle.ts';
import { runWitness } from '../../vault/witnesses/run-witness.ts';
import { witnessNow } from '../../vault/witnesses/witness-now.ts';
import { addWitness, removeWitness, witnessName } from '../../vault/witnesses/witness-settings.ts';
import { witnessStatus, type WitnessStatus } from '../../vault/witnesses/witness-status.ts';
import { word, type Registration } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { sayTime } from '../format/times.ts';
import { cosignedLines, witnessLines } from '../format/witness-lines.ts';
import { inPercent } from '../progress.ts';

const serveOptionsSchema = z.object({
  dir: z.string(),
  host: z.string().default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65_535).default(8617),
  name: z.string().exactOptional(),
  log: z.array(z.string()).default([]),
  trustOnFirstUse: z.boolean().default(false),
});

const placeOptionsSchema = z.object({ dir: z.string(), name: z.string().exactOptional() });

/** `witness serve|cosign|add|remove|list|now`. */
export const registerWitness: Registration = (program, run) => {
  const witness = program
    .command('witness')
    .description('others who sign that your history only ever grows, and running one yourself');
  witness
    .command('serve')
    .description('run a witness until Ctrl-C; it sees hashes only, and needs no vault')
    .requiredOption('--dir <folder>', 'where its key and what it saw are kept')
    .option('--port <number>', 'the port to listen on; 0 for any that is free (else 8617)')
    .option('--host <address>', 'the address to listen on (else 127.0.0.1: this computer alone)')
    .option('--name <name>', 'the name of a new witness, such as example.org/witness')
    .option('--log <key>', 'the key of a log that it shall know; may come again', collect)
    .option(
      '--trust-on-first-use',
      'also take vaults that nobody named; it does not know then whose they are',
    )
    .action(
      run(async (context, _words, options) => {
        await serve(context, parseWith(serveOptionsSchema, options, 'input.usage'));
      }),
    );
  witness
    .command('cosign')
    .description(
      'verify a bundle and sign its history in your own witness, so that a later one must go on from it',
    )
    .argument('<bundle>', 'the bundle')
    .requiredOption('--dir <folder>', 'where your witness’s key and what it saw are kept')
    .option('--name <name>', 'make a new witness of this name if there is none; else there must be one')
    .action(
      run(async (context, words, options) => {
        const { dir, ...rest } = parseWith(placeOptionsSchema, options, 'input.usage');
        const file = context.path(word(words, 0));
        const { verified, logs } = await cosignBundle(
          file,
          { ...rest, dir: context.path(dir) },
          {
            signal: context.signal,
            onProgress: (step) => {
              context.progress.show('Verifying', inPercent(step));
            },
          },
        );
        const { ok, verdict } = verified;
        context.output.report({
          document: { file, ok, verdict, logs },
          lines: ok
            ? cosignedLines(logs)
            : ['This bundle fails its checks, so nothing was signed. See `verify`.'],
          exitCode: logs.length > 0 && logs.every(({ outcome }) => outcome === 'cosigned') ? 0 : 1,
        });
      }),
    );
  witness
    .command('add')
    .description(
      'have a witness sign after each sync; it is shown how long your history is and its hash, no more',
    )
    .argument('<url>', 'its address')
    .argument('<key>', 'its key, as whoever runs it gave it to you')
    .action(
      run(async (context, words) => {
        await context.writing(async (vault) => {
          const { url, key } = await addWitness(vault, word(words, 0), word(words, 1));
          const name = witnessName(key);
          context.output.report({
            document: { witness: { url, name, key } },
            lines: [`${name} is asked after each sync from now on.`],
          });
        });
      }),
    );
  witness
    .command('remove')
    .description('ask a witness no more; what it signed is kept')
    .argument('<witness>', 'its address, name or key')
    .action(
      run(async (context, words) => {
        await context.writing(async (vault) => {
          const { url, key } = await removeWitness(vault, word(words, 0));
          const name = witnessName(key);
          context.output.report({
            document: { witness: { url, name, key } },
            lines: [`${name} is not asked any more. What it signed is kept.`],
          });
        });
      }),
    );
  witness
    .command('list')
    .description('the witnesses of this vault, and what each signed last')
    .action(
      run(async (context) => {
        await context.reading(async (vault) => {
          const witnesses = await witnessStatus(vault);
          context.output.report({
            document: { witnesses },
            lines: witnesses.length === 0 ? ['No witnesses yet.'] : witnesses.flatMap(statusLines),
          });
        });
      }),
    );
  witness
    .command('now')
    .description('show the history as it is now to every witness')
    .action(
      run(async (context) => {
        await context.writing(async (vault) => {
          const report = await witnessNow(vault, { signal: context.signal });
          context.output.report({
            document: report,
            lines: vault.secrets.witnesses.length === 0 ? ['No witnesses yet.'] : witnessLines(report),
            exitCode: report.failed.length === 0 ? 0 : 1,
          });
        });
      }),
    );
};

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** Serves until the signal says stop, which is how it ends well. */
async function serve(context: CommandContext, options: z.output<typeof serveOptionsSchema>): Promise<void> {
  const { dir, log, trustOnFirstUse, ...rest } = options;
  const served = await runWitness({
    ...rest,
    dir: context.path(dir),
    logs: log,
    trustOnFirstUse,
    onProblem: (error) => {
      const { code, message } = reportError(error);
      context.output.note(`${message} [${code}]`);
    },
  });
  const { url, name, key, logs } = served;
  try {
    context.output.report({
      document: { witness: { url, name, key }, logs, trustOnFirstUse },
      lines: [
        `Witness ${name} listens on ${url}`,
        `Its key, for learners and for policies: ${key}`,
        trustOnFirstUse
          ? 'It takes the history of any vault. It vouches that the history only grows, not whose it is.'
          : `It knows ${String(logs)} ${logs === 1 ? 'log' : 'logs'} and takes no others.`,
        'Ctrl-C ends it.',
      ],
    });
    await untilStopped(context.signal);
  } finally {
    await served.close();
  }
}

function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}

function statusLines({ name, url, key, due, last }: WitnessStatus): string[] {
  const seen =
    last === undefined
      ? 'has signed nothing yet'
      : `signed ${String(last.size)} entries, kept ${sayTime(last.at)}`;
  return [`${name} (${url}): ${seen}${due ? '; there is something new for it' : ''}`, `  ${key}`];
}
