import { equalBytes } from '../../base/bytes.ts';
import { checkpointOrigin } from '../../ledger/checkpoint.ts';
import { encodeVerifierKey } from '../../ledger/witness/verifier-key.ts';
import type { Witness } from '../../anchors/witness.ts';
import type { WitnessState } from '../../anchors/witness-state.ts';
import type { PullProgress } from '../../sources/source.ts';
import type { ProvenLog } from '../../verify/proven-logs.ts';
import type { VerificationReport } from '../../verify/verification-report.ts';
import { verifyFile } from '../verify-file.ts';
import { openWitness, refuseAbsentWitness, type WitnessPlace } from './run-witness.ts';

/**
 * Why a bundle's history was not cosigned: `extension-not-shown`, the bundle does not prove that it goes on from what was seen;
 * `other-history`, it contradicts what was seen; `older-than-seen`, more of it was seen already; `full`, the witness takes no more logs.
 */
export type CosignRefusal = 'extension-not-shown' | 'other-history' | 'older-than-seen' | 'full';

export type CosignedLog =
  | { readonly log: string; readonly size: number; readonly outcome: 'cosigned'; readonly line: string }
  | { readonly log: string; readonly size: number; readonly outcome: CosignRefusal; readonly seen: number };

export interface CosignReport {
  /** Nothing is cosigned of a bundle that fails. */
  readonly verified: VerificationReport;
  /** Logs that the bundle proves; empty where it fails, and where it cannot be opened. */
  readonly logs: readonly CosignedLog[];
}

/**
 * Verifies the bundle at an absolute path and cosigns each of its histories in a witness's own file, as an awarding organisation does
 * that wants to notice if a later bundle tells another history. Needs no vault and no network. A new witness is made only for a place
 * with a name: under a mistyped folder it would take every history for the first that it sees.
 * Throws `input.path-missing` for the bundle and for a witness that is not there, `input.path-unreadable`, `input.usage`, `format.*`, `storage.*`, `internal.cancelled`.
 */
export async function cosignBundle(
  path: string,
  place: WitnessPlace,
  options: { readonly signal: AbortSignal; readonly onProgress?: (progress: PullProgress) => void },
): Promise<CosignReport> {
  if (place.name === undefined) refuseAbsentWitness(place);
  let proven: readonly ProvenLog[] = [];
  const onProven = (logs: readonly ProvenLog[]): void => {
    proven = logs;
  };
  const verified = await verifyFile(path, {}, { ...options, onProven });
  if (!verified.ok) return { verified, logs: [] };
  const { witness, state } = openWitness(place, true);
  try {
    return { verified, logs: proven.map((log) => cosignLog(witness, state, log)) };
  } finally {
    state.close();
  }
}

function cosignLog(witness: Witness, state: WitnessState, proven: ProvenLog): CosignedLog {
  const { log, size, root, note, publicKey, earlier } = proven;
  const origin = checkpointOrigin(log);
  const known = state.find(origin);
  const seen = known?.size ?? 0;
  const refused = (outcome: CosignRefusal): CosignedLog => ({ log, size, outcome, seen });
  if (seen > size) return refused('older-than-seen');
  const step = earlier.find((one) => one.size === seen);
  if (step !== undefined && known?.root !== undefined && !equalBytes(step.root, known.root))
    return refused('other-history');
  if (seen === size && known?.root !== undefined && !equalBytes(root, known.root))
    return refused('other-history');
  if (seen > 0 && seen < size && step === undefined) return refused('extension-not-shown');
  const proof = seen === 0 || seen === size ? [] : (step?.proof ?? []);
  const logKey = encodeVerifierKey({ name: origin, publicKey }, 'ed25519');
  const answer = witness.cosign({ oldSize: seen, proof, note }, logKey);
  // Whatever else speaks against it now came in between, from another process on the same file.
  switch (answer.outcome) {
    case 'cosigned':
      return { log, size, outcome: 'cosigned', line: answer.line };
    case 'proof-wrong':
      return refused('other-history');
    case 'full':
      return refused('full');
    default:
      return refused('extension-not-shown');
  }
}
