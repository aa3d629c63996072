import { contentsOf } from '../../store/check/check-contents.ts';
import type { ContentToVerify } from '../../store/check/verify-content.ts';
import type { DurablePort } from '../../store/durable/port.ts';
import type { VaultKeys } from '../../store/header/vault-keys.ts';
import { ledgerToRead } from '../ledger-to-read.ts';

/**
 * What the history in a folder says of blob files that hold a whole content each, by their names, whether or not they are there yet. Contents of several
 * files are left out, and so is what nobody can read any more. Throws `storage.*`, `format.too-new`.
 */
export async function contentsToCome(
  port: DurablePort,
  dir: string,
  keys: VaultKeys,
): Promise<ReadonlyMap<string, ContentToVerify>> {
  const ledger = await ledgerToRead(port, dir, keys);
  const contents = new Map<string, ContentToVerify>();
  for await (const { content } of contentsOf(ledger)) {
    const [part, ...others] = content.parts;
    if (part !== undefined && others.length === 0) contents.set(part.file, content);
  }
  return contents;
}
