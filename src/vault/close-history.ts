import { isoTime } from '../base/clock.ts';
import { VaultError } from '../base/errors.ts';
import { randomBytes } from '../crypto/random.ts';
import { chainFields, type ClosedChain } from '../ledger/kinds/closing-entry.ts';
import { MerkleTree } from '../ledger/merkle-tree.ts';
import type { OpenVault, WritableVault } from './vault-context.ts';

/** The closing entry of an export, and the checkpoint that ends with it. */
export interface ClosedHistory {
  readonly log: string;
  readonly index: number;
  /** Tree size of the checkpoint: the closing entry is its last leaf. */
  readonly size: number;
  /** The signed note. */
  readonly checkpoint: string;
  /** Names of the fields that say how many attempts there are at what is shown. */
  readonly opens: ReadonlySet<string>;
}

/**
 * Appends a `history-closed` entry that counts the attempts of every chain, and signs the tree that it ends. Whatever is recorded at the
 * same time comes to stand before it or after its checkpoint.
 * @param shown ids of the items that the bundle shows
 */
export async function closeHistory(vault: WritableVault, shown: ReadonlySet<string>): Promise<ClosedHistory> {
  const chains = inRandomOrder(chainsOf(vault));
  const fields = chainFields(chains.map(({ closed }) => closed));
  const opens = new Set(
    Object.keys(fields).filter((_, place) => chains[place]?.about.some((id) => shown.has(id)) === true),
  );
  const [place] = await vault.recorder.record([
    { kind: 'history-closed', at: isoTime(vault.clock), ...fields },
  ]);
  if (place === undefined) throw new VaultError('internal.bug', { what: 'history-closed' });
  const { log, index } = place;
  return { log, index, size: index + 1, checkpoint: await checkpointOf(vault, log, index + 1), opens };
}

interface CountedChain {
  readonly closed: ClosedChain;
  /** The attempts and their assignment: who shows one of these shows something of the chain. */
  readonly about: readonly string[];
}

function chainsOf(vault: OpenVault): CountedChain[] {
  return vault.index.chains.all().map(({ chain, items, ends }) => {
    const assignment = items
      .map((item) => vault.index.items.find(item)?.assignmentItem)
      .find((each) => each !== undefined);
    const about = assignment === undefined ? items : [...items, assignment];
    return {
      about,
      closed: {
        chain,
        ...(assignment === undefined ? {} : { assignment }),
        count: items.length,
        ends: ends.map((end) => ({ ...end })),
      },
    };
  });
}

function inRandomOrder<Each>(list: readonly Each[]): Each[] {
  return list
    .map((each) => ({ each, lot: new DataView(randomBytes(8).buffer).getBigUint64(0) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .map(({ each }) => each);
}

/** The note of the tree of `size` of this installation's own log, also where more was recorded since. */
export async function checkpointOf(vault: WritableVault, log: string, size: number): Promise<string> {
  for (;;) {
    if (vault.writer.head().size === size) return vault.writer.checkpoint();
    const tree = new MerkleTree(vault.hashes, await vault.ledger.leaves(log));
    const checkpoint = vault.writer.earlierCheckpoint(tree, size);
    if (checkpoint !== undefined) return checkpoint;
  }
}
