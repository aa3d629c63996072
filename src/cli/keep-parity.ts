import { reportError } from '../base/errors.ts';
import type { WritableVault } from '../vault/vault-context.ts';
import type { CommandContext } from './context.ts';

/**
 * Makes spare data of what was just kept, if the learner has switched that on. Comes after the command's own result, and changes nothing of it:
 * Ctrl-C leaves the rest for the next time, and what goes wrong is only noted.
 */
export async function keepParity(context: CommandContext, vault: WritableVault): Promise<void> {
  if (!vault.secrets.parity || context.signal.aborted) return;
  try {
    const { makeAllParity } = await import('../vault/repair/parity.ts');
    await makeAllParity(vault, {
      signal: context.signal,
      onProgress: (step) => {
        context.progress.show('Making', step);
      },
    });
  } catch (thrown) {
    const { code, message } = reportError(thrown);
    if (code !== 'internal.cancelled')
      context.output.note(`Not all spare data for repairs could be made: ${message} [${code}]`);
  } finally {
    context.progress.clear();
  }
}
