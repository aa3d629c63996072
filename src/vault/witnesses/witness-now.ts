import { parseBase64 } from '../../base/bytes.ts';
import { isoTime } from '../../base/clock.ts';
import { asVaultError, reportError, throwIfCancelled, type ErrorReport } from '../../base/errors.ts';
import { newId } from '../../base/ids.ts';
import { askForCosignature, type CosignatureWanted } from '../../anchors/witness-client.ts';
import { checkpointOrigin } from '../../ledger/checkpoint.ts';
import type { EntryOf, KnownEntry } from '../../ledger/kinds/entry-kinds.ts';
import { MerkleTree } from '../../ledger/merkle-tree.ts';
import { encodeVerifierKey, parseVerifierKey } from '../../ledger/witness/verifier-key.ts';
import { readLogOpening } from '../log-opening.ts';
import { mayAsk, rememberAsking } from '../outside/asking-patience.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import type { ChosenWitness } from './witness-choice.ts';

export interface WitnessReport {
  /** What was shown: this installation's log as it stood. */
  readonly log: string;
  readonly size: number;
  /** Witnesses that cosigned it, and when by their clocks. */
  readonly cosigned: readonly { readonly witness: string; readonly time: string }[];
  /** Witnesses that did not, by name, or by address where the key is none or nobody could be asked; they stay due. */
  readonly failed: readonly { readonly witness: string; readonly error: ErrorReport }[];
}

export interface WitnessOptions {
  readonly signal: AbortSignal;
  /** Those to ask; the learner's whole list if left out. */
  readonly witnesses?: readonly ChosenWitness[];
  /** Milliseconds for each witness. */
  readonly timeout?: number;
  /** True if the timeout is too short for a failure to say anything of the witness: then it is not remembered. */
  readonly hurried?: boolean;
}

interface GoodAnswer {
  readonly witness: string;
  readonly key: string;
  readonly line: string;
  readonly time: string;
}

/** What a witness says of a history that is not the one it saw: the learner has to hear of it. */
const alarming: ReadonlySet<string> = new Set(['proof.witness-saw-more', 'proof.witness-saw-other']);

/**
 * Shows the newest checkpoint of this vault's own log to each witness, with the proof that it extends what the witness cosigned last,
 * and keeps the cosignatures that verify as one batch of entries. What fails is reported and is due again at the next sync; a witness
 * that saw another history, or more of it, raises an alert as well.
 * Throws `storage.*`, `integrity.*`, `internal.cancelled`; then nothing was kept.
 */
export async function witnessNow(vault: WritableVault, options: WitnessOptions): Promise<WitnessReport> {
  const { signal, timeout, hurried = false, witnesses = vault.secrets.witnesses } = options;
  const { log, size, root } = vault.writer.head();
  const note = vault.writer.checkpoint();
  const asked: Omit<CosignatureWanted, 'lastSize'> = {
    note,
    logKey: await logKeyOf(vault, log),
    proofFrom: proofsTo(vault, log, size),
    ...(timeout === undefined ? {} : { timeout }),
  };
  const lastSizes = vault.index.proofs.cosignedTo(log);
  const good: GoodAnswer[] = [];
  const failed: (WitnessReport['failed'][number] & { readonly key: string })[] = [];
  const ask = async ({ url, key }: ChosenWitness): Promise<void> => {
    let witness = url;
    try {
      // Settings can hold a key that is none: that is this witness's failure, and keeps no other from being asked.
      const parsed = parseVerifierKey(key, 'cosignature');
      witness = parsed.name;
      const wanted = { ...asked, lastSize: lastSizes.get(key) ?? 0 };
      good.push({ witness, key, ...(await askForCosignature({ url, key: parsed }, wanted, signal)) });
    } catch (thrown) {
      const error = asVaultError(thrown);
      const own = ['input.usage', 'format.malformed'].includes(error.code);
      if (!error.code.startsWith('proof.') && !own) throw error;
      failed.push({ witness, key, error: reportError(error) });
    }
  };
  await Promise.all(witnesses.map(ask));
  throwIfCancelled(signal);
  const at = isoTime(vault.clock);
  const entries = good.map(({ witness, key, line }): EntryOf<'checkpoint-cosigned'> => ({
    kind: 'checkpoint-cosigned',
    at,
    log,
    size,
    root,
    note,
    witness,
    key,
    line,
  }));
  const kept: KnownEntry[] = [...entries, ...alertsOf(vault, failed, at)];
  if (kept.length > 0) await vault.recorder.record(kept);
  rememberAsking(vault, 'witnesses', [
    ...good.map(({ key }) => ({ who: key, error: undefined })),
    ...(hurried ? [] : failed.map(({ key, error }) => ({ who: key, error }))),
  ]);
  return {
    log,
    size,
    cosigned: good.map(({ witness, time }) => ({ witness, time })),
    failed: failed.map(({ witness, error }) => ({ witness, error })),
  };
}

/** Shows what is new to the witnesses that have not seen it and did not fail lately. Undefined if there was nothing to do. Throws as `witnessNow`. */
export async function witnessIfDue(
  vault: WritableVault,
  options: Pick<WitnessOptions, 'signal'>,
): Promise<WitnessReport | undefined> {
  const due = witnessesDue(vault, vault.recorder.log, vault.secrets.witnesses).filter(({ key }) =>
    mayAsk(vault, 'witnesses', key),
  );
  return due.length === 0 ? undefined : witnessNow(vault, { ...options, witnesses: due });
}

/** Witnesses that have not yet cosigned what is new in a log, as far as it is worth showing. */
export function witnessesDue(
  vault: OpenVault,
  log: string,
  witnesses: readonly ChosenWitness[],
): readonly ChosenWitness[] {
  const newest = vault.index.proofs.newestWorthStamping(log);
  if (newest === undefined) return [];
  const seen = vault.index.proofs.cosignedTo(log);
  return witnesses.filter(({ key }) => (seen.get(key) ?? 0) <= newest);
}

/** Consistency proofs to a log's head; its leaves are read only if a witness needs one. */
function proofsTo(vault: OpenVault, log: string, size: number): CosignatureWanted['proofFrom'] {
  let tree: Promise<MerkleTree> | undefined;
  return async (oldSize) => {
    if (oldSize === 0 || oldSize === size) return [];
    tree ??= vault.ledger.leaves(log, size).then((leaves) => new MerkleTree(vault.hashes, leaves));
    return (await tree).consistencyProof(oldSize, size);
  };
}

/** The verifier key of a log, out of its first entry. */
async function logKeyOf(vault: OpenVault, log: string): Promise<string> {
  const { key } = readLogOpening(await vault.ledger.getEntry(log, 0));
  return encodeVerifierKey({ name: checkpointOrigin(log), publicKey: parseBase64(key) }, 'ed25519');
}

/** An alert for each kind of contradiction that is not before the learner's eyes already. */
function alertsOf(vault: OpenVault, failed: WitnessReport['failed'], at: string): EntryOf<'alert-raised'>[] {
  const open = new Set(vault.index.statements.openAlerts().map(({ code }) => code));
  const alerts: EntryOf<'alert-raised'>[] = [];
  for (const { witness, error } of failed) {
    const code = error.code.slice('proof.'.length);
    if (!alarming.has(error.code) || open.has(code)) continue;
    open.add(code);
    alerts.push({
      kind: 'alert-raised',
      at,
      alert: newId('alert'),
      code,
      details: { ...error.details, witness },
    });
  }
  return alerts;
}
