import { createHash } from 'node:crypto';

import { encodeCanonicalJson } from '../../../src/base/canonical-json.ts';
import { asJson } from '../../../src/base/as-json.ts';
import { itemHistory, listItems } from '../../../src/vault/items.ts';
import type { OpenVault } from '../../../src/vault/vault-context.ts';

export interface VaultDescription {
  readonly vault: string;
  readonly entries: number;
  readonly heads: readonly { readonly log: string; readonly size: number; readonly root: string }[];
  readonly items: readonly {
    readonly id: string;
    readonly kind: string;
    readonly name: string;
    readonly versions: readonly { readonly record: string; readonly sha256?: string }[];
  }[];
  readonly sources: readonly { readonly id: string; readonly type: string; readonly name: string }[];
  readonly statements: readonly { readonly id: string; readonly kind: string; readonly record: string }[];
}

const kinds = ['profile', 'enrolment', 'unit', 'criterion', 'mapping', 'note', 'flag'];

/** What a vault answers when it is asked for everything; records by the SHA-256 of their canonical JSON. */
export async function describeVault(vault: OpenVault): Promise<VaultDescription> {
  let entries = 0;
  for (const log of vault.ledger.logs())
    for await (const entry of vault.ledger.entries({ log })) if (entry.readable) entries += 1;
  return {
    vault: vault.id,
    entries,
    heads: vault.ledger.heads().map(({ log, size, root }) => ({ log, size, root })),
    items: listItems(vault).map(({ id, kind, name }) => ({
      id,
      kind,
      name,
      versions: itemHistory(vault, id).versions.map(({ record, content }) => ({
        record: digestOf(record),
        ...(content === undefined ? {} : { sha256: content.sha256 }),
      })),
    })),
    sources: vault.index.sources.list().map(({ id, type, name }) => ({ id, type, name })),
    statements: kinds.flatMap((kind) =>
      vault.index.statements.list(kind).map(({ id, record }) => ({ id, kind, record: digestOf(record) })),
    ),
  };
}

function digestOf(record: unknown): string {
  return createHash('sha256')
    .update(encodeCanonicalJson(asJson(record) ?? null))
    .digest('hex');
}
