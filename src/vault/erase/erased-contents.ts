import type { ItemRow } from '../../store/index/item-queries.ts';
import type { OpenVault } from '../vault-context.ts';

/** A content that an erasure touches. */
export interface ErasedContent {
  readonly sha256: string;
  readonly size: number;
  /** `kept`: bytes of a version; `raw`: what a portal answered, out of which it was read. */
  readonly type: 'kept' | 'raw';
  /** Other items that need the same bytes, or were read out of the same answer. */
  readonly sharedWith: readonly { readonly id: string; readonly name: string }[];
  /** False where it stays for those. */
  readonly goes: boolean;
}

/**
 * The contents of items, each once. One that another item needs stays for it; a raw answer that mentions others too goes only if that
 * was chosen.
 */
export function contentsOf(vault: OpenVault, items: readonly ItemRow[], rawToo: boolean): ErasedContent[] {
  const ids = new Set(items.map(({ id }) => id));
  const versions = items.flatMap(({ id }) => vault.index.items.versions(id));
  const found = new Map<string, Pick<ErasedContent, 'sha256' | 'size' | 'type'>>();
  for (const { content, provenance } of versions) {
    for (const { sha256, size } of provenance.raw ?? [])
      if (!found.has(sha256)) found.set(sha256, { sha256, size, type: 'raw' });
    if (content !== undefined)
      found.set(content.sha256, { sha256: content.sha256, size: content.size, type: 'kept' });
  }
  return [...found.values()].map((content) => {
    const others = vault.index.items.usesOf(content.sha256).filter((id) => !ids.has(id));
    return {
      ...content,
      sharedWith: others.map((id) => ({ id, name: vault.index.items.find(id)?.name ?? id })),
      goes: others.length === 0 || (rawToo && content.type === 'raw'),
    };
  });
}
