import { VaultError } from '../base/errors.ts';
import type { CommandContext } from './context.ts';
import { listenForRedirect } from './loopback-redirect.ts';

/** How long somebody may take to sign in, in milliseconds. */
const patience = 15 * 60_000;

/**
 * Lets somebody sign in with their own browser: says the address, and waits for the browser to come back to this computer. No browser is
 * started: which one, and where, is the learner's business.
 *
 * @param begin is given the address at which the sign-in shall end, and says where it begins
 * @param end is given the whole address at which the browser arrived
 * Throws `source.timeout` if nobody comes back, `internal.cancelled`, and what the two throw.
 */
export async function signInByBrowser<Begun extends { readonly address: string }, Result>(
  context: CommandContext,
  begin: (redirect: string) => Promise<Begun>,
  end: (begun: Begun, arrived: string) => Promise<Result>,
): Promise<Result> {
  const listener = await listenForRedirect();
  try {
    const begun = await begin(listener.redirect);
    context.output.note('Open this address in your browser and sign in there:');
    context.output.note(begun.address);
    const timeUp = AbortSignal.timeout(patience);
    let arrived: string;
    try {
      arrived = await listener.arrival(AbortSignal.any([context.signal, timeUp]));
    } catch (thrown) {
      if (timeUp.aborted && !context.signal.aborted)
        throw new VaultError('source.timeout', { phase: 'sign-in' }, thrown);
      throw thrown;
    }
    return await end(begun, arrived);
  } finally {
    listener.close();
  }
}
