import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { VaultError } from '../../base/errors.ts';

/** Where a demo leaves its vault and its bundle. */
export interface DemoFolder {
  readonly folder: string;
  readonly vault: string;
  readonly state: string;
  readonly bundle: string;
  readonly damagedBundle: string;
  /** The page that checks bundles. */
  readonly verifier: string;
}

/**
 * The folder that was named, which must be new or empty, or a new one below `demo` where the caller is (git ignores it).
 * Throws `input.exists`, `storage.read-only`.
 *
 * @param keep absolute path
 */
export async function makeDemoFolder(
  callerFolder: string,
  keep: string | undefined,
  now: Date,
): Promise<DemoFolder> {
  const folder = keep ?? join(callerFolder, 'demo', stamp(now));
  try {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length > 0) throw new VaultError('input.exists');
  } catch (thrown) {
    if (thrown instanceof VaultError) throw thrown;
    throw new VaultError('storage.read-only', {}, thrown);
  }
  return {
    folder,
    vault: join(folder, 'vault'),
    state: join(folder, 'state'),
    bundle: join(folder, 'evidence.zip'),
    damagedBundle: join(folder, 'evidence-one-byte-changed.zip'),
    verifier: join(folder, 'evidence-vault-verifier.html'),
  };
}

/** `2026-11-21-223355-123`: one folder a run, in order. */
function stamp(now: Date): string {
  return now.toISOString().replace('T', '-').replace(/[:Z]/gu, '').replace('.', '-');
}
