import { z } from 'zod';

import { connectMoodle } from '../../../vault/connectors/moodle.ts';
import type { Registration } from '../../command.ts';
import { askSecret, reportSource } from './report-source.ts';

const optionsSchema = z.object({
  url: z.string(),
  username: z.string(),
  token: z.boolean().exactOptional(),
});

/** `source add moodle`: `{source, notices}`. */
export const addMoodle: Registration = (add, run) => {
  add
    .command('moodle')
    .description('a Moodle portal; the password is asked for, or EVIDENCE_VAULT_SOURCE_SECRET')
    .requiredOption('--url <address>', 'the address of the portal')
    .requiredOption('--username <name>', 'your user name there')
    .option('--token', 'what you give is a token, not a password')
    .action(
      run(async (context, _words, options) => {
        const { url, username, token = false } = optionsSchema.parse(options);
        const secret = await askSecret(context, token);
        await context.writing(async (vault) => {
          const added = await connectMoodle(vault, { url, username, secret }, { signal: context.signal });
          reportSource(context, added, `${added.name} is connected. Next: sync.`, { notices: added.notices });
        });
      }),
    );
};
