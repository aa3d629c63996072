import { z } from 'zod';

import { beginOpenBadgesSignIn, endOpenBadgesSignIn } from '../../../vault/connectors/openbadges.ts';
import type { ConnectedSource } from '../../../vault/connectors/connector.ts';
import type { WritableVault } from '../../../vault/vault-context.ts';
import { signInByBrowser } from '../../browser-sign-in.ts';
import type { Registration } from '../../command.ts';
import type { CommandContext } from '../../context.ts';
import { reportSource } from './report-source.ts';

const optionsSchema = z.object({ url: z.string() });

/** `source add openbadges`: `{source, notices}`. */
export const addOpenBadges: Registration = (add, run) => {
  add
    .command('openbadges')
    .description('a portal that hosts signed credentials (Open Badges 3.0); you sign in with your browser')
    .requiredOption('--url <address>', 'the address of the portal')
    .action(
      run(async (context, _words, options) => {
        const { url } = optionsSchema.parse(options);
        await context.writing(async (vault) => {
          const added = await signInToHost(context, vault, { url });
          reportSource(context, added, `${added.name} is connected. Next: sync.`, { notices: added.notices });
        });
      }),
    );
};

/** Signs in to a host of credentials with the learner's own browser: a new one, or one that is connected already. */
export function signInToHost(
  context: CommandContext,
  vault: WritableVault,
  given: { readonly url: string } | { readonly source: string },
): Promise<ConnectedSource> {
  const { signal } = context;
  return signInByBrowser(
    context,
    (redirect) => beginOpenBadgesSignIn(vault, given, { signal, redirect }),
    (launch, arrived) => endOpenBadgesSignIn(vault, launch, arrived, { signal }),
  );
}
