import { VaultError } from '../../base/errors.ts';
import { readReplicaFile } from '../../store/replica/replica-file.ts';
import type { ReplicaTarget } from '../../store/replica/replica-target.ts';

/** The id that a second copy gives itself; none if the file that says it is missing or damaged, which keeps nobody from reading the rest. */
export async function replicaIdOf(target: ReplicaTarget): Promise<string[]> {
  try {
    const file = await readReplicaFile(target);
    return typeof file === 'object' ? [file.replica] : [];
  } catch (error) {
    if (error instanceof VaultError && error.code !== 'internal.cancelled') return [];
    throw error;
  }
}
