import type { LedgerPiece } from '../../store/replica/replica-names.ts';
import type { ReplicaCatalogue } from '../../store/replica/reading/catalogue.ts';
import { entriesOfOtherTrees, type OtherTreeEntry } from '../../store/replica/reading/other-trees.ts';
import type { OpenVault } from '../vault-context.ts';

/** What second copies hold of the other half of a log that went on in two ways. */
interface OtherHalf {
  readonly entries: readonly OtherTreeEntry[];
  /** How many entries the log had where a segment was closed there: the other half may have ended so, where this one goes on. */
  readonly closed: ReadonlySet<number>;
}

/** @param pieces all pieces of this log. Throws as `entriesOfOtherTrees`, `storage.*`. */
export async function readOtherHalf(
  { ledger }: Pick<OpenVault, 'ledger'>,
  catalogue: ReplicaCatalogue,
  log: string,
  pieces: readonly LedgerPiece[],
  signal?: AbortSignal,
): Promise<OtherHalf> {
  const own = ledger.logs().includes(log) ? await ledger.leaves(log) : [];
  const entries: OtherTreeEntry[] = [];
  const closed = new Set<number>();
  const onClosed = (size: number): void => {
    closed.add(size);
  };
  const { environment } = ledger;
  for await (const entry of entriesOfOtherTrees(environment, catalogue, log, pieces, own, {
    onClosed,
    signal,
  }))
    entries.push(entry);
  return { entries, closed };
}
