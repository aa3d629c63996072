import { ownLogOf } from '../own-log.ts';
import type { OpenVault } from '../vault-context.ts';
import { witnessesDue } from './witness-now.ts';
import { readWitnesses, witnessName } from './witness-settings.ts';

export interface WitnessStatus {
  readonly url: string;
  readonly name: string;
  readonly key: string;
  /** True if there is something new that it has not cosigned. */
  readonly due: boolean;
  /** What it cosigned last of this installation's log, and when this vault heard of it. */
  readonly last?: { readonly size: number; readonly at: string };
}

/** The witnesses of the list, and what each saw last. Throws `format.too-new`, `storage.*`. */
export async function witnessStatus(vault: OpenVault): Promise<WitnessStatus[]> {
  const witnesses = await readWitnesses(vault);
  const log = ownLogOf(vault);
  const due = new Set(log === undefined ? [] : witnessesDue(vault, log, witnesses).map(({ key }) => key));
  return witnesses.map(({ url, key }) => {
    const last = vault.index.proofs.cosigned().findLast(({ of, by }) => of === log && by === key);
    return {
      url,
      name: witnessName(key),
      key,
      due: due.has(key),
      ...(last === undefined ? {} : { last: { size: last.size, at: last.at } }),
    };
  });
}
