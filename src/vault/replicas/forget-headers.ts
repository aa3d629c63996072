import type { ErrorCode } from '../../base/error-codes.ts';
import { concatBytes } from '../../base/bytes.ts';
import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import { judgeHeader } from '../../store/header/header-codec.ts';
import { readHeader } from '../../store/header/header-files.ts';
import { orderOf } from '../../store/header/header-order.ts';
import { maxHeaderLength, type Header } from '../../store/header/header-schema.ts';
import { parseReplicaName, replicaName } from '../../store/replica/replica-names.ts';
import { contentOf } from '../../store/replica/replica-plan.ts';
import type { ReplicaTarget } from '../../store/replica/replica-target.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import { reachReplica } from './replica-place.ts';
import { findReplica } from './replica-status.ts';

interface HeadersForgotten {
  /** Second copies that nothing opens any more but what opens the vault now, and how many older headers went. */
  readonly done: readonly { readonly id: string; readonly name: string; readonly removed: number }[];
  /** Those that could not be reached: an older passphrase still opens them. */
  readonly pending: readonly { readonly id: string; readonly name: string; readonly code?: ErrorCode }[];
}

/**
 * Takes older headers out of second copies, so that older passphrases and recovery keys open them no more. Only when the learner asks: until then an older
 * header is also the way back after somebody else changed the passphrase. First the newest one is put there, durably; one that has keys of its own is left.
 * Throws `input.not-found`, `input.ambiguous`, `internal.cancelled`, `storage.*` of the vault's own disk.
 *
 * @param which ids or names; all of them if left out
 */
export async function forgetHeaders(
  vault: WritableVault,
  which: readonly string[] | undefined,
  signal?: AbortSignal,
): Promise<HeadersForgotten> {
  const { header } = await readHeader(vault.port, vault.dir);
  const rows =
    which === undefined ? vault.index.replicas.list() : which.map((word) => findReplica(vault, word));
  const done: HeadersForgotten['done'][number][] = [];
  const pending: HeadersForgotten['pending'][number][] = [];
  for (const { id, name } of rows) {
    const choice = vault.secrets.replicas.find((one) => one.id === id);
    if (choice === undefined) {
      pending.push({ id, name });
      continue;
    }
    try {
      const { target } = await reachReplica(vault, choice);
      try {
        done.push({ id, name, removed: await forgetIn(vault, target, header, signal) });
      } finally {
        await target.close();
      }
    } catch (error) {
      if (!(error instanceof VaultError) || error.code.startsWith('internal.')) throw error;
      pending.push({ id, name, code: error.code });
    }
  }
  return { done, pending };
}

async function forgetIn(
  { id }: OpenVault,
  target: ReplicaTarget,
  header: Header,
  signal: AbortSignal | undefined,
): Promise<number> {
  const content = contentOf(header.bytes);
  const own = replicaName({ type: 'header', generation: header.generation, sha256: content.sha256 });
  await target.put(own, content, signal);
  await target.settle();
  const names: string[] = [];
  for await (const { name, size } of target.list(signal))
    if (name !== own && size <= maxHeaderLength && parseReplicaName(name)?.type === 'header')
      names.push(name);
  let removed = 0;
  for (const name of names) {
    throwIfCancelled(signal);
    const pieces: Uint8Array[] = [];
    for await (const bytes of (await target.read(name)) ?? []) pieces.push(bytes);
    const judged = judgeHeader(concatBytes(...pieces));
    const older =
      judged.verdict === 'good' && judged.header.vault === id && orderOf(header, judged.header) === 'later';
    if (older && (await target.remove(name))) removed += 1;
  }
  await target.settle();
  return removed;
}
