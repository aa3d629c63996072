import { z } from 'zod';

import { connectCanvas } from '../../../vault/connectors/canvas.ts';
import type { Registration } from '../../command.ts';
import { reportSource } from './report-source.ts';

const optionsSchema = z.object({ url: z.string() });

/** `source add canvas`: `{source, notices}`. */
export const addCanvas: Registration = (add, run) => {
  add
    .command('canvas')
    .description('a Canvas; an access token is asked for, or EVIDENCE_VAULT_SOURCE_SECRET')
    .requiredOption('--url <address>', 'the address of the Canvas')
    .action(
      run(async (context, _words, options) => {
        const { url } = optionsSchema.parse(options);
        const token = await context.secrets.sourceSecret('token');
        await context.writing(async (vault) => {
          const added = await connectCanvas(vault, { url, token }, { signal: context.signal });
          reportSource(context, added, `${added.name} is connected. Next: sync.`, { notices: added.notices });
        });
      }),
    );
};
