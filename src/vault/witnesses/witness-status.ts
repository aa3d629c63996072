import type { SeenCheckpointRow } from '../../store/index/proof-queries.ts';
import { askingFailures } from '../outside/asking-patience.ts';
import { ownLogOf } from '../own-log.ts';
import type { OpenVault } from '../vault-context.ts';
import { witnessesDue } from './witness-now.ts';
import { readWitnesses, sayWitness } from './witness-settings.ts';

export interface WitnessStatus {
  readonly url: string;
  /** The name that its key bears; the address where the key is none. */
  readonly name: string;
  readonly key: string;
  /** True if there is something new that it has not cosigned. */
  readonly due: boolean;
  /** What it cosigned last of this installation's log, and when this vault heard of it. */
  readonly last?: { readonly size: number; readonly at: string };
  /** How the last attempt failed, and when it is asked again by itself. */
  readonly failure?: { readonly code: string; readonly at: string; readonly retryAt: string };
}

/** The witnesses of the list, and what each saw last. Throws `format.too-new`, `storage.*`. */
export async function witnessStatus(vault: OpenVault): Promise<WitnessStatus[]> {
  const witnesses = await readWitnesses(vault);
  const log = ownLogOf(vault);
  const due = new Set(log === undefined ? [] : witnessesDue(vault, log, witnesses).map(({ key }) => key));
  const newest = new Map<string, SeenCheckpointRow>();
  for (const row of vault.index.proofs.cosigned()) if (row.of === log) newest.set(row.by, row);
  const failures = askingFailures(vault, 'witnesses');
  return witnesses.map((witness) => {
    const { url, key } = witness;
    const [last, failure] = [newest.get(key), failures.get(key)];
    return {
      url,
      name: sayWitness(witness),
      key,
      due: due.has(key),
      ...(last === undefined ? {} : { last: { size: last.size, at: last.at } }),
      ...(failure === undefined
        ? {}
        : { failure: { code: failure.code, at: failure.at, retryAt: failure.retryAt } }),
    };
  });
}
