import type { ContentToVerify } from '../../store/check/verify-content.ts';
import type { OpenVault } from '../vault-context.ts';

/**
 * The contents that belong to each item: the bytes of all its versions, and the raw answers that they were read out of. An item that never could be
 * copied has none. A content of which no blob was recorded is left out.
 */
export function contentsByItem({
  index,
}: Pick<OpenVault, 'index'>): ReadonlyMap<string, readonly ContentToVerify[]> {
  const found = new Map<string, readonly ContentToVerify[]>();
  for (const { id } of index.items.list()) {
    const contents = new Map<string, ContentToVerify>();
    for (const { content, provenance } of index.items.versions(id))
      for (const digest of [...(content === undefined ? [] : [content]), ...(provenance.raw ?? [])]) {
        // What was stored again counts as it was stored last.
        const [latest] = index.blobs.allByDigest(digest.sha256, digest.size);
        if (latest !== undefined) contents.set(latest.plaintextId, latest);
      }
    found.set(id, [...contents.values()]);
  }
  return found;
}
