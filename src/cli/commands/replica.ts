import { z } from 'zod';

import { parseWith } from '../../base/zod-door.ts';
import { addReplica } from '../../vault/replicas/add-replica.ts';
import { checkReplicaNow, type CheckedReplica } from '../../vault/replicas/check-replica.ts';
import { forgetHeaders } from '../../vault/replicas/forget-headers.ts';
import { listReplicas } from '../../vault/replicas/list-replicas.ts';
import { removeReplica } from '../../vault/replicas/remove-replica.ts';
import { syncReplicas } from '../../vault/replicas/sync-replicas.ts';
import { word, type Registration } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { replicaCheckLines, replicaLine, replicaSyncLines } from '../format/replica-lines.ts';
import { onSameDisk } from '../format/restore-lines.ts';
import { inPercent } from '../progress.ts';

const addOptionsSchema = z.object({
  name: z.string().min(1).max(200).exactOptional(),
  user: z.string().exactOptional(),
  every: z.coerce.number().positive().max(8760).exactOptional(),
  whenPluggedIn: z.boolean().default(false),
});
const checkOptionsSchema = z.object({ full: z.boolean().default(false), mend: z.boolean().default(false) });

/** `replica add|list|sync|check|remove`. */
export const registerReplica: Registration = (program, run) => {
  const replica = program
    .command('replica')
    .description('second copies of your vault: on a stick, another disk, a synced folder or a server');
  replica
    .command('add')
    .description('choose a place for a second copy; nothing is copied yet')
    .argument('<place>', 'a folder, or the https: address of a WebDAV folder')
    .option('--name <name>', 'what you call it (else the name of the folder)')
    .option(
      '--user <name>',
      'your user name at the server; the password is asked for, or EVIDENCE_VAULT_REPLICA_PASSWORD',
    )
    .option('--every <hours>', 'copy by itself every so many hours')
    .option('--when-plugged-in', 'copy by itself when this stick is plugged in')
    .action(
      run(async (context, words, options) => {
        await add(context, word(words, 0), parseWith(addOptionsSchema, options, 'input.usage'));
      }),
    );
  replica
    .command('list')
    .description('your second copies: how far each is behind, and whether it can be reached now')
    .action(
      run(async (context) => {
        await context.reading(async (vault) => {
          const replicas = await listReplicas(vault, { look: 'all' });
          context.output.report({
            document: { replicas },
            lines: replicas.length === 0 ? ['No second copies yet.'] : replicas.map(replicaLine),
          });
        });
      }),
    );
  replica
    .command('sync')
    .description('bring second copies up to date: all of them, or those you name')
    .argument('[ids...]', 'ids or names')
    .action(
      run(async (context, words) => {
        await context.writing(async (vault) => {
          const report = await syncReplicas(vault, words.length === 0 ? undefined : words, {
            signal: context.signal,
            onProgress: (step) => {
              context.progress.show('Copying', inPercent(step));
            },
          });
          context.output.report({
            document: report,
            lines: replicaSyncLines(report),
            exitCode:
              report.failed.length === 0 && report.synced.every(({ lacking }) => lacking === 0) ? 0 : 1,
          });
        });
      }),
    );
  replica
    .command('check')
    .description('look through second copies: names and lengths, or with --full every byte')
    .argument('[id]', 'its id or name; all of them if left out')
    .option('--full', 'read every byte')
    .option('--mend', 'put damaged files there again, from the vault')
    .action(
      run(async (context, words, options) => {
        const { full, mend } = checkOptionsSchema.parse(options);
        await context.writing(async (vault) => {
          const wanted = words[0] === undefined ? vault.secrets.replicas.map(({ id }) => id) : [words[0]];
          const checked: CheckedReplica[] = [];
          for (const one of wanted)
            checked.push(
              await checkReplicaNow(vault, one, {
                full,
                mend,
                signal: context.signal,
                onProgress: (step) => {
                  context.progress.show('Reading', inPercent(step));
                },
              }),
            );
          context.output.report({
            document: { checked },
            lines: checked.length === 0 ? ['No second copies yet.'] : checked.flatMap(replicaCheckLines),
            exitCode: checked.every(({ ok }) => ok) ? 0 : 1,
          });
        });
      }),
    );
  replica
    .command('forget-passphrases')
    .description('let older passphrases and recovery keys open second copies no more, as after a change')
    .argument('[ids...]', 'ids or names; all of them if left out')
    .action(
      run(async (context, words) => {
        await context.writing(async (vault) => {
          const report = await forgetHeaders(vault, words.length === 0 ? undefined : words, context.signal);
          const { done, pending } = report;
          context.output.report({
            document: report,
            lines: [
              ...done.map(({ name }) => `${name}: nothing opens it any more but what opens your vault now.`),
              ...pending.map(
                ({ name, code }) =>
                  `${name}: not done${code === undefined ? '' : ` [${code}]`}. An older passphrase may still open it.`,
              ),
            ],
            exitCode: pending.length === 0 ? 0 : 1,
          });
        });
      }),
    );
  replica
    .command('remove')
    .description('keep a second copy up to date no more; what lies there stays there')
    .argument('<id>', 'its id or name')
    .action(
      run(async (context, words) => {
        await context.writing(async (vault) => {
          const removed = await removeReplica(vault, word(words, 0));
          context.output.report({
            document: { replica: removed },
            lines: [`${removed.name} is not copied to any more. What lies there stays there.`],
          });
        });
      }),
    );
};

async function add(
  context: CommandContext,
  place: string,
  { name, user, every, whenPluggedIn }: z.output<typeof addOptionsSchema>,
): Promise<void> {
  const where = /^https?:\/\//i.test(place)
    ? {
        type: 'webdav' as const,
        url: place,
        user: user ?? '',
        password: await context.secrets.replicaPassword(),
      }
    : { type: 'folder' as const, path: context.path(place) };
  await context.writing(async (vault) => {
    const chosen = every !== undefined || whenPluggedIn;
    const added = await addReplica(vault, where, {
      signal: context.signal,
      ...(name === undefined ? {} : { name }),
      ...(chosen
        ? { schedule: { whenPluggedIn, ...(every === undefined ? {} : { everyHours: every }) } }
        : {}),
    });
    context.output.report({
      document: { replica: added },
      lines: [
        added.found
          ? `${added.name} has a second copy of this vault already. It is gone on with.`
          : `${added.name} is a place for a second copy now.`,
        ...(added.findings.includes('same-disk') ? [onSameDisk] : []),
        'Copy with `replica sync`.',
      ],
    });
  });
}
