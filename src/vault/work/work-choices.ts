import type { z } from 'zod';

import { readSettingsLeniently } from '../outside/lenient-settings.ts';
import { vaultSettingsSchema } from '../source-secrets.ts';
import type { OpenVault } from '../vault-context.ts';

/** What the learner chose of work, out of the sealed settings; damaged ones are as if nothing had been chosen. Throws `format.too-new`, `storage.*`. */
export async function readWorkChoices(
  vault: OpenVault,
): Promise<Pick<z.infer<typeof vaultSettingsSchema>, 'paused' | 'stamping' | 'witnesses' | 'parity'>> {
  const read = await readSettingsLeniently(vault);
  const value = read === 'damaged' ? undefined : read?.value;
  return vaultSettingsSchema.safeParse(value ?? {}).data ?? vaultSettingsSchema.parse({});
}
