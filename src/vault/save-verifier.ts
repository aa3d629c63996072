import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { VaultError } from '../base/errors.ts';
import type { SavedCopy, SaveOptions } from './get-content.ts';
import { writeCopy } from './out-files.ts';

/** From `src/vault` in a checkout, from `dist/cli` in an installed package and from `engine/electron/engine` in an installed app alike. */
const inPackage = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const builtPage = inPackage('dist/verifier/evidence-vault-verifier.html');
const builder = inPackage('electron/tooling/build-verifier.ts');

/**
 * Saves the verifier page: one file that checks bundles in a browser, with no network and nothing beside it. A checkout builds it
 * first, unless that is already done; an installed package or app brings it.
 *
 * Throws `internal.page-missing` where it is not and cannot be built; `input.exists`, `storage.*`, `internal.cancelled`.
 */
export async function saveVerifier(
  options: Pick<SaveOptions, 'out' | 'force' | 'signal'>,
): Promise<SavedCopy> {
  if (existsSync(builder)) await build(options.signal);
  else if (!existsSync(builtPage)) throw new VaultError('internal.page-missing');
  const page = await readFile(builtPage);
  await writeCopy(options, (file) => file.append(page));
  return { out: options.out, sha256: createHash('sha256').update(page).digest('hex'), size: page.length };
}

async function build(signal: AbortSignal | undefined): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, [builder], { signal });
  } catch (cause) {
    if (signal?.aborted === true) throw new VaultError('internal.cancelled', {}, cause);
    throw new VaultError('internal.page-missing', {}, cause);
  }
}
