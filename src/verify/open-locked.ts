import { VaultError } from '../base/errors.ts';
import { openEncrypted } from '../bundle/encrypted/encrypted-file.ts';
import type { RandomAccess } from '../bundle/zip/random-access.ts';
import { CheckSheet } from './check-sheet.ts';

/** The zip inside an encrypted bundle, or all that can be said without one. Throws what `wasAltered` knows for one that was changed. */
export async function openLocked(
  file: RandomAccess,
  identities: readonly string[],
): Promise<{ readonly file: RandomAccess } | { readonly checked: CheckSheet }> {
  const opened = await openEncrypted(file, identities);
  if (opened.ok) return opened;
  const checked = new CheckSheet();
  if (opened.problem === 'malformed') checked.fail('zip', { code: 'encrypted-malformed' });
  else checked.notChecked('zip', identities.length === 0 ? 'encrypted-not-opened' : 'encrypted-for-others');
  return { checked };
}

/** True for what opening or reading an encrypted bundle throws where it was changed. */
export function wasAltered(thrown: unknown): boolean {
  return thrown instanceof VaultError && thrown.code === 'format.encrypted-altered';
}

/** Nothing that an altered bundle seemed to say counts. */
export function alteredSheet(): CheckSheet {
  const sheet = new CheckSheet();
  sheet.fail('zip', { code: 'encrypted-altered' });
  return sheet;
}
