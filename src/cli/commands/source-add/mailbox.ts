import { z } from 'zod';

import { connectMailbox } from '../../../vault/connectors/mailbox.ts';
import type { Registration } from '../../command.ts';
import { eachOf, wholeNumber } from '../../options.ts';
import { askSecret, reportSource } from './report-source.ts';

const optionsSchema = z.object({
  host: z.string(),
  username: z.string(),
  port: z.int().exactOptional(),
  security: z.enum(['tls', 'starttls', 'none']).exactOptional(),
  folder: z.array(z.string()),
  from: z.array(z.string()),
  token: z.boolean().exactOptional(),
});

/** `source add mailbox`: `{source, notices}`. */
export const addMailbox: Registration = (add, run) => {
  add
    .command('mailbox')
    .description(
      'a mailbox (IMAP), which is only read; the app password is asked for, or EVIDENCE_VAULT_SOURCE_SECRET',
    )
    .requiredOption('--host <name>', 'the mail server')
    .requiredOption('--username <name>', 'your user name there, most often your address')
    .option(
      '--from <sender>',
      'keep mail from ann@college.example or @college.example; may be given again',
      eachOf,
      [],
    )
    .option('--folder <path>', 'read this folder; may be given again', eachOf, [])
    .option('--port <number>', 'if it is not the usual one', wholeNumber)
    .option('--security <kind>', 'tls (usual), starttls, or none on this computer')
    .option('--token', 'what you give is an access token (OAuth), not a password')
    .action(
      run(async (context, _words, options) => {
        const { token = false, folder: folders, from: senders, ...account } = optionsSchema.parse(options);
        const secret = await askSecret(context, token);
        await context.writing(async (vault) => {
          const connection = { ...account, secret, folders, senders };
          const added = await connectMailbox(vault, connection, { signal: context.signal });
          reportSource(context, added, `${added.name} is connected. Next: sync.`, { notices: added.notices });
        });
      }),
    );
};
