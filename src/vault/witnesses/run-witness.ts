import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { systemClock, type Clock } from '../../base/clock.ts';
import { VaultError } from '../../base/errors.ts';
import { serveWitness, type RunningWitness } from '../../anchors/witness-server.ts';
import { WitnessState } from '../../anchors/witness-state.ts';
import { Witness } from '../../anchors/witness.ts';
import { isKeyName } from '../../ledger/signed-note.ts';
import { encodeVerifierKey, parseVerifierKey } from '../../ledger/witness/verifier-key.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';

/** The one file of a witness inside its folder. */
const fileName = 'witness.db';
const mostLogs = 100_000;

export interface WitnessPlace {
  /** Absolute path of its folder. */
  readonly dir: string;
  /** Name of the key, for a new witness. */
  readonly name?: string;
  readonly clock?: Clock;
}

export interface WitnessService extends WitnessPlace {
  readonly host: string;
  readonly port: number;
  /** Verifier keys of logs that it shall know from now on. */
  readonly logs: readonly string[];
  /** Also takes the logs of vaults that nobody named before. */
  readonly trustOnFirstUse: boolean;
  readonly onProblem: (error: unknown) => void;
}

/** A witness that is running; it may be closed more than once. */
export interface ServedWitness extends RunningWitness {
  readonly name: string;
  /** To be handed to learners, and put into the policies of those who shall believe it. */
  readonly key: string;
  /** How many logs it knows. */
  readonly logs: number;
}

/**
 * Runs a witness: its file, its key and its server. Needs no vault.
 * Throws `input.usage`, `format.*`, `proof.key-mismatch` for a log that is known under another key, `storage.*`.
 */
export async function runWitness(service: WitnessService): Promise<ServedWitness> {
  const { witness, state, key } = openWitness(service, service.trustOnFirstUse);
  try {
    for (const log of service.logs) {
      const { name, publicKey } = readLogKey(log);
      state.learn(name, publicKey);
    }
    const server = await serveWitness(witness, service);
    let closing: Promise<void> | undefined;
    const end = async (): Promise<void> => {
      await server.close();
      state.close();
    };
    return { url: server.url, close: () => (closing ??= end()), name: state.name, key, logs: state.count() };
  } catch (error) {
    state.close();
    throw error;
  }
}

/** Throws `input.path-missing` unless there is a witness in the folder. */
export function refuseAbsentWitness({ dir }: Pick<WitnessPlace, 'dir'>): void {
  if (!existsSync(join(dir, fileName))) throw new VaultError('input.path-missing', { what: 'witness' });
}

/** A witness with its file open; whoever opens it closes the state. Throws `input.usage`, `format.*`, `storage.*`. */
export function openWitness(
  { dir, name, clock = systemClock }: WitnessPlace,
  trustOnFirstUse: boolean,
): { readonly witness: Witness; readonly state: WitnessState; readonly key: string } {
  if (name !== undefined && (!isKeyName(name) || name.length > 200))
    throw new VaultError('input.usage', { problem: 'a name has no blanks and no plus sign' });
  const state = WitnessState.open(join(dir, fileName), name);
  const witness = new Witness(nodeHashes, state, { trustOnFirstUse, mostLogs }, clock);
  return { witness, state, key: encodeVerifierKey(witness.key, 'cosignature') };
}

function readLogKey(text: string): { readonly name: string; readonly publicKey: Uint8Array } {
  try {
    return parseVerifierKey(text, 'ed25519');
  } catch (thrown) {
    if (!(thrown instanceof VaultError)) throw thrown;
    throw new VaultError('input.usage', { problem: 'that is not the key of a log' }, thrown);
  }
}
