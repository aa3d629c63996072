import { createHash } from 'node:crypto';

import { asVaultError } from '../../../src/base/errors.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { itemHistory, listItems } from '../../../src/vault/items.ts';
import type { OpenVault } from '../../../src/vault/vault-context.ts';
import { BrokenPromise, demand } from './broken-promise.ts';
import type { PromisedItem } from './promises.ts';

/**
 * Every acknowledged version is there, and every version of every item is there byte for byte and was offered once. Throws `BrokenPromise`.
 * @param missing items that were named as missing: they are listed, and need not be readable
 */
export async function expectItems(
  vault: OpenVault,
  promised: Iterable<PromisedItem>,
  offered: ReadonlyMap<string, ReadonlySet<string>>,
  missing: ReadonlySet<string> = new Set(),
): Promise<void> {
  const listed = listItems(vault);
  const ids = new Set(listed.map(({ id }) => id));
  for (const { id, name, sha256 } of promised) {
    demand(ids.has(id), `${name} is not there`);
    const versions = itemHistory(vault, id).versions.map(({ content }) => content?.sha256);
    demand(versions.includes(sha256), `the acknowledged version of ${name} is not there`);
  }
  const read = new Set<string>();
  for (const { id, name } of listed)
    for (const { content } of itemHistory(vault, id).versions) {
      if (content === undefined) continue;
      const { sha256, size } = content;
      demand(offered.get(name)?.has(sha256) === true, `${name} holds bytes that were never offered`);
      if (read.has(sha256) || missing.has(id)) continue;
      read.add(sha256);
      const hash = createHash('sha256');
      try {
        for await (const piece of openContent(vault, { sha256, size })) hash.update(piece);
      } catch (thrown) {
        throw new BrokenPromise(`${name} cannot be read: ${asVaultError(thrown).code}`, { cause: thrown });
      }
      demand(hash.digest('hex') === sha256, `${name} is not as it was`);
    }
}
