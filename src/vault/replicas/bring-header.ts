import type { ErrorCode } from '../../base/error-codes.ts';
import { VaultError } from '../../base/errors.ts';
import { readHeader } from '../../store/header/header-files.ts';
import type { UnlockSecret } from '../../store/header/slots.ts';
import { replicaName } from '../../store/replica/replica-names.ts';
import { contentOf } from '../../store/replica/replica-plan.ts';
import { openVaultToWrite } from '../open-vault.ts';
import type { VaultPlace } from '../place.ts';
import type { WritableVault } from '../vault-context.ts';
import { reachReplica } from './replica-place.ts';

export interface HeaderBrought {
  /** Second copies that open with the new passphrase or recovery key from now on. */
  readonly done: readonly { readonly id: string; readonly name: string }[];
  /** Those that could not be reached: they get the new header at their next round. */
  readonly pending: readonly { readonly id: string; readonly name: string; readonly code?: ErrorCode }[];
}

/**
 * Puts the header as it is now into every second copy that can be reached, and nothing else: after a change of passphrase or recovery key. One that cannot
 * be reached is named. Older headers stay there. Throws as `openVaultToWrite`.
 */
export async function bringHeader(place: VaultPlace, unlock: UnlockSecret): Promise<HeaderBrought> {
  const vault = await openVaultToWrite({ ...place, unlock });
  try {
    const done: HeaderBrought['done'][number][] = [];
    const pending: HeaderBrought['pending'][number][] = [];
    for (const { id, name } of vault.index.replicas.list()) {
      const code = await bringTo(vault, id);
      if (code === 'done') done.push({ id, name });
      else pending.push({ id, name, ...(code === undefined ? {} : { code }) });
    }
    return { done, pending };
  } finally {
    await vault.close();
  }
}

/** Undefined where this computer does not know the place. */
async function bringTo(vault: WritableVault, id: string): Promise<'done' | ErrorCode | undefined> {
  const choice = vault.secrets.replicas.find((one) => one.id === id);
  if (choice === undefined) return undefined;
  const { header } = await readHeader(vault.port, vault.dir);
  try {
    const { target } = await reachReplica(vault, choice);
    try {
      const content = contentOf(header.bytes);
      const { generation } = header;
      await target.put(replicaName({ type: 'header', generation, sha256: content.sha256 }), content);
      await target.settle();
    } finally {
      await target.close();
    }
    return 'done';
  } catch (error) {
    if (error instanceof VaultError && error.code !== 'internal.bug') return error.code;
    throw error;
  }
}
