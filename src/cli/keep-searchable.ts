import { reportError } from '../base/errors.ts';
import type { WritableVault } from '../vault/vault-context.ts';
import type { CommandContext } from './context.ts';

/**
 * Reads the words of what was just kept, so that search finds them. Comes after the command's own result, and changes nothing of it:
 * Ctrl-C leaves the rest for the next time, and what goes wrong is only noted.
 */
export async function keepSearchable(context: CommandContext, vault: WritableVault): Promise<void> {
  try {
    const { extractText } = await import('../vault/extract-text.ts');
    await extractText(vault, {
      signal: context.signal,
      onProgress: (step) => {
        context.progress.show('Reading words for search', step);
      },
    });
  } catch (thrown) {
    const { code, message } = reportError(thrown);
    if (code !== 'internal.cancelled')
      context.output.note(`Not all words could be read for search: ${message} [${code}]`);
  } finally {
    context.progress.clear();
  }
}
