import { equalBytes } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import { VaultError } from '../base/errors.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { logOfOrigin, parseCheckpoint, type Checkpoint } from '../ledger/checkpoint.ts';
import { logIdOf } from '../ledger/log-identity.ts';
import { emptyRoot } from '../ledger/merkle-hash.ts';
import { verifyConsistency } from '../ledger/merkle-proof.ts';
import { parseNote, verifyNoteSignature } from '../ledger/signed-note.ts';
import { parseAddCheckpoint, type AddCheckpoint } from '../ledger/witness/add-checkpoint.ts';
import { cosign } from '../ledger/witness/cosignature.ts';
import { parseVerifierKey, type VerifierKey } from '../ledger/witness/verifier-key.ts';
import type { WitnessedLog, WitnessState } from './witness-state.ts';

export interface WitnessRules {
  /**
   * True if logs of vaults are taken that nobody named before. The name of such a log is made from its key, so nobody can take
   * another's; but whose vault it is, this witness does not know then, and vouches only that its history did not change.
   */
  readonly trustOnFirstUse: boolean;
  /** No new log is taken when so many are known. */
  readonly mostLogs: number;
}

/** Why a witness does not cosign (https://c2sp.org/tlog-witness), or the line that it signed. */
export type WitnessAnswer =
  | { readonly outcome: 'cosigned'; readonly line: string; readonly checkpoint: Checkpoint }
  /** The request is not written as it should be, or asks to shrink. */
  | { readonly outcome: 'malformed' }
  | { readonly outcome: 'unknown-log' }
  | { readonly outcome: 'not-signed' }
  /** It was not asked from the size that it cosigned last, or at that size saw another root. */
  | { readonly outcome: 'conflict'; readonly size: number }
  | { readonly outcome: 'proof-wrong' }
  | { readonly outcome: 'full' };

/**
 * A witness: it cosigns a checkpoint only if that extends the largest one that it cosigned before, and remembers it durably before
 * it signs. So two of its cosignatures never contradict each other, however requests come together or the process ends.
 */
export class Witness {
  readonly #hashes: HashPort;
  readonly #state: WitnessState;
  readonly #rules: WitnessRules;
  readonly #clock: Clock;

  constructor(hashes: HashPort, state: WitnessState, rules: WitnessRules, clock: Clock) {
    this.#hashes = hashes;
    this.#state = state;
    this.#rules = rules;
    this.#clock = clock;
  }

  /** Its key, to be handed to those who shall believe it. */
  get key(): VerifierKey {
    return { name: this.#state.name, publicKey: this.#state.keys.publicKey };
  }

  /**
   * Answers the body of one request.
   * @param logKey the verifier key that the asker says its log has; looked at only for a log that is not known yet
   * Throws `storage.*`; then nothing was signed.
   */
  answer(body: string, logKey: string | undefined): WitnessAnswer {
    let request: AddCheckpoint;
    try {
      request = parseAddCheckpoint(body);
    } catch (thrown) {
      if (thrown instanceof VaultError && thrown.code === 'format.malformed') return { outcome: 'malformed' };
      throw thrown;
    }
    return this.cosign(request, logKey);
  }

  /** Cosigns, or says why not. Throws `storage.*`; then nothing was signed. */
  cosign(request: AddCheckpoint, logKey: string | undefined): WitnessAnswer {
    const checkpoint = parseCheckpoint(request.note);
    const answer = this.#state.change(checkpoint.origin, (found) => {
      const known = found ?? this.#newcomer(checkpoint.origin, logKey);
      if (known === undefined) return { result: { outcome: 'unknown-log' } as const };
      const refusal = this.#judge(request, checkpoint, known);
      if (refusal !== undefined) return { result: refusal };
      if (found === undefined && this.#state.count() >= this.#rules.mostLogs)
        return { result: { outcome: 'full' } as const };
      return { keep: { ...known, size: checkpoint.size, root: checkpoint.root }, result: undefined };
    });
    // Only here, when what it vouches for cannot be forgotten any more.
    if (answer !== undefined) return answer;
    const time = Math.floor(this.#clock.now().getTime() / 1000);
    const line = cosign({ ...this.key, seed: this.#state.keys.seed }, request.note, time);
    return { outcome: 'cosigned', line, checkpoint };
  }

  /** A log that nobody named before, if such are taken and it shows the key that its name is made from. */
  #newcomer(origin: string, logKey: string | undefined): WitnessedLog | undefined {
    const log = logOfOrigin(origin);
    if (!this.#rules.trustOnFirstUse || log === undefined || logKey === undefined) return undefined;
    const key = readKey(logKey);
    if (key?.name !== origin || logIdOf(this.#hashes, key.publicKey) !== log) return undefined;
    return { origin, publicKey: key.publicKey, size: 0, root: undefined };
  }

  /** Why not, in the order in which the protocol asks; undefined if nothing speaks against it. */
  #judge(
    { oldSize, proof, note }: AddCheckpoint,
    { origin, size, root }: Checkpoint,
    known: WitnessedLog,
  ): WitnessAnswer | undefined {
    if (!verifyNoteSignature(parseNote(note), origin, known.publicKey)) return { outcome: 'not-signed' };
    if (oldSize > size) return { outcome: 'malformed' };
    if (oldSize !== known.size) return { outcome: 'conflict', size: known.size };
    const oldRoot = known.root ?? emptyRoot(this.#hashes);
    if (oldSize === size && !equalBytes(oldRoot, root) && known.root !== undefined)
      return { outcome: 'conflict', size: known.size };
    const claim = { oldSize, oldRoot, newSize: size, newRoot: root, proof };
    return verifyConsistency(this.#hashes, claim) ? undefined : { outcome: 'proof-wrong' };
  }
}

function readKey(text: string): VerifierKey | undefined {
  try {
    return parseVerifierKey(text, 'ed25519');
  } catch (thrown) {
    if (thrown instanceof VaultError && thrown.code === 'format.malformed') return undefined;
    throw thrown;
  }
}
