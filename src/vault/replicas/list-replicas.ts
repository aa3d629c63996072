import { VaultError } from '../../base/errors.ts';
import type { OpenVault } from '../vault-context.ts';
import type { ReplicaChoice } from './replica-choice.ts';
import { reachReplica, readReplicaChoices } from './replica-place.ts';
import { replicaStatus, type ReplicaStatus } from './replica-status.ts';

interface ListReplicasOptions {
  /** Also looks which can be reached: `folders` looks for sticks alone, `all` asks servers as well. */
  readonly look?: 'folders' | 'all';
}

/** The second copies of a vault, in the order in which they were added. Throws `format.too-new`, `storage.*` of the vault's own disk. */
export async function listReplicas(
  vault: OpenVault,
  { look }: ListReplicasOptions = {},
): Promise<readonly ReplicaStatus[]> {
  const choices = new Map((await readReplicaChoices(vault)).map((choice) => [choice.id, choice]));
  const rows = vault.index.replicas.list();
  return Promise.all(
    rows.map(async (row) => {
      const choice = choices.get(row.id);
      const status = replicaStatus(vault, row, choice);
      return look === 'all' || (look === 'folders' && row.type === 'folder')
        ? { ...status, reachable: choice !== undefined && (await isReachable(vault, choice)) }
        : status;
    }),
  );
}

async function isReachable(vault: OpenVault, choice: ReplicaChoice): Promise<boolean> {
  try {
    const { target } = await reachReplica(vault, choice);
    await target.close();
    return true;
  } catch (error) {
    if (error instanceof VaultError) return false;
    throw error;
  }
}
