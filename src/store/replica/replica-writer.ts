import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import type { PieceToSend, ReplicaPlan } from './replica-plan.ts';
import type { ReplicaTarget } from './replica-target.ts';

/** What a round brought to a place. */
export interface SentPieces {
  readonly files: number;
  readonly bytes: number;
  /** Names of pieces whose file in the vault is missing or damaged. */
  readonly unsendable: readonly string[];
}

interface SendOptions {
  readonly signal?: AbortSignal | undefined;
  /** Before each piece. */
  readonly onPiece?: ((piece: PieceToSend) => void) | undefined;
  /** Pieces that are under way at once; as many as is good for the place by default. */
  readonly atOnce?: number;
}

/**
 * Sends what a plan names, step by step, each step durable before the next begins. A round that was cut short is gone on with by planning anew.
 * Throws as `ReplicaTarget.put` does, once nothing is under way any more; then everything that was put before stays there.
 */
export async function sendPlan(
  target: ReplicaTarget,
  plan: ReplicaPlan,
  options: SendOptions = {},
): Promise<SentPieces> {
  const sent = { files: 0, bytes: 0 };
  const unsendable: string[] = [];
  if (plan.steps.every((step) => step.length === 0)) return { ...sent, unsendable };
  for (const step of plan.steps) {
    await sendStep(target, step, options, (piece, good) => {
      if (!good) unsendable.push(piece.name);
      else {
        sent.files += 1;
        sent.bytes += piece.content.size;
      }
    });
    // Also where a step sends nothing: what a round before put there and did not live to settle is leaned on by the next step.
    await target.settle();
  }
  return { ...sent, unsendable };
}

/** Several at once: while one file waits for the disk, others are read and hashed. */
async function sendStep(
  target: ReplicaTarget,
  step: readonly PieceToSend[],
  { signal, onPiece, atOnce = target.atOnce ?? 4 }: SendOptions,
  done: (piece: PieceToSend, good: boolean) => void,
): Promise<void> {
  const rest = step.values();
  const stop = new AbortController();
  const lane = async (): Promise<void> => {
    for (const piece of rest) {
      throwIfCancelled(signal);
      if (stop.signal.aborted) return;
      onPiece?.(piece);
      try {
        await target.put(piece.name, piece.content, signal);
        done(piece, true);
      } catch (error) {
        if (isUnsendable(error)) done(piece, false);
        else {
          stop.abort();
          throw error;
        }
      }
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: atOnce }, lane));
  for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
}

/** What is damaged in the vault cannot be sent, and keeps nothing else from being sent. */
function isUnsendable(error: unknown): boolean {
  return (
    error instanceof VaultError && error.code === 'integrity.replica-damaged' && error.details.what === 'sent'
  );
}
