import { z } from 'zod';

import { VaultError } from '../../base/errors.ts';
import { validateProvider, type ProviderReport, type TestAccess } from '../../vault/validate-provider.ts';
import { word, type Registration } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { listenForRedirect, type LoopbackRedirect } from '../loopback-redirect.ts';

const optionsSchema = z.object({ token: z.boolean().exactOptional(), signIn: z.boolean().exactOptional() });

const marks = { pass: 'pass', fail: 'FAIL', 'not-checked': 'not checked' } as const;

/** `validate-provider URL`: `{url, provider, practice, credentials, ok, passed, failed, notChecked, checks}`. */
export const registerValidateProvider: Registration = (program, run) => {
  program
    .command('validate-provider')
    .description('hold a portal that signs and hosts credentials against the profile, check by check')
    .argument('<url>', 'the address of the portal')
    .option('--token', 'a token is asked for, or EVIDENCE_VAULT_SOURCE_SECRET; nobody signs in')
    .option(
      '--sign-in',
      'you sign in with your browser, twice; the second one is for checks that end a sign-in',
    )
    .action(
      run(async (context, words, options) => {
        const { token = false, signIn = false } = optionsSchema.parse(options);
        if (token && signIn)
          throw new VaultError('input.usage', { problem: '--token or --sign-in, not both' });
        const url = word(words, 0);
        const listener = signIn ? await listenForRedirect() : undefined;
        try {
          const access = token
            ? { token: await context.secrets.sourceSecret('token') }
            : listener === undefined
              ? undefined
              : browserAccess(context, listener);
          report(context, await validateProvider(url, { access, signal: context.signal }));
        } finally {
          listener?.close();
        }
      }),
    );
};

function browserAccess(context: CommandContext, listener: LoopbackRedirect): TestAccess {
  return {
    redirect: listener.redirect,
    signIn: async (address) => {
      context.output.note('Open this address in your browser and sign in there:');
      context.output.note(address);
      return listener.arrival(context.signal);
    },
  };
}

function report({ output }: CommandContext, found: ProviderReport): void {
  const count = (state: keyof typeof marks): number =>
    found.checks.filter((check) => check.state === state).length;
  const [passed, failed, notChecked] = [count('pass'), count('fail'), count('not-checked')];
  output.report({
    document: { ...found, ok: failed === 0, passed, failed, notChecked },
    lines: [
      `${found.provider ?? found.url}: ${passed} passed, ${failed} failed, ${notChecked} not checked`,
      ...found.checks.flatMap(({ number, name, asks, state, why }) => [
        `${String(number).padStart(2)} ${marks[state].padEnd(11)} ${name}: ${asks}`,
        ...(why === undefined ? [] : [`   ${why}`]),
      ]),
    ],
    exitCode: failed === 0 ? 0 : 1,
  });
}
