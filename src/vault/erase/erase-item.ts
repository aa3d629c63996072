import { isoTime } from '../../base/clock.ts';
import { VaultError } from '../../base/errors.ts';
import type { PullProgress } from '../../sources/source.ts';
import type { WritableVault } from '../vault-context.ts';
import { finishErasures, type FinishedErasures } from './finish-erasures.ts';
import { planErasure, type ErasurePlan } from './plan-erasure.ts';

export interface EraseOptions {
  /** Why, in the learner's words; may be empty. Stays in the history. */
  readonly reason: string;
  /** The plan's code, given back by whoever read the plan. */
  readonly confirmed: string;
  readonly onProgress?: ((progress: PullProgress) => void) | undefined;
}

export interface ErasedReport extends FinishedErasures {
  readonly item: string;
  readonly at: string;
  readonly entries: number;
  readonly blobs: number;
}

/**
 * Erases what a plan names from the vault's folder, for good. First the history says so, durably and signed for; then sealed parts,
 * keys and blobs go. If it is interrupted, the next opening goes on: the entry says what is to go. Copies elsewhere are brought up to
 * it by their own next round. Only while nothing is being captured, and never by a sync.
 *
 * Throws `input.not-confirmed` before anything is changed, also where the plan would be another by now, `input.record-invalid` for a reason over 2,000 characters, `storage.*`.
 */
export async function eraseItem(
  vault: WritableVault,
  agreed: Pick<ErasurePlan, 'item' | 'along'>,
  { reason, confirmed, onProgress }: EraseOptions,
): Promise<ErasedReport> {
  // Made anew: what was captured since the learner read it would otherwise be left, or go unseen.
  const plan = await planErasure(vault, agreed.item, agreed.along);
  if (confirmed.trim().toLowerCase() !== plan.code) throw new VaultError('input.not-confirmed');
  const at = isoTime(vault.clock);
  const others = plan.items.map(({ id }) => id).filter((id) => id !== plan.item);
  await vault.recorder.record([
    {
      kind: 'item-erased',
      at,
      item: plan.item,
      ...(others.length === 0 ? {} : { with: others }),
      ...(plan.within.length === 0 ? {} : { within: [...plan.within] }),
      reason,
      entries: [...plan.entries],
      blobs: [...plan.blobs],
    },
  ]);
  const finished = await finishErasures(vault, { onProgress });
  return { item: plan.item, at, entries: plan.entries.length, blobs: plan.blobs.length, ...finished };
}
