import { listQuarantine, type QuarantinedFile } from '../../store/quarantine.ts';
import { KnownDamage } from '../damage.ts';
import type { OpenVault } from '../vault-context.ts';
import { sourcesOf } from './repair-plan.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** A damaged file that a repair kept aside, and the items that it was of. */
type KeptAside = Pick<QuarantinedFile, 'name' | 'at' | 'file' | 'size'> & {
  readonly items: readonly Named[];
};

/** What is known to be hurt before anybody looks again. */
interface RepairState {
  /** Items that a check found damaged and that nothing has mended since. */
  readonly hurt: readonly Named[];
  /** Sources that may still have them. */
  readonly sources: readonly Named[];
  /** Second copies whose place this computer knows, or another one does. */
  readonly copies: readonly Named[];
  /** The newest first. */
  readonly aside: readonly KeptAside[];
}

/** What a learner should know before a repair. Nothing is looked into but names. Throws `storage.*`. */
export async function repairState(vault: OpenVault): Promise<RepairState> {
  const { index, port, dir } = vault;
  const found = (ids: Iterable<string>) => [...ids].flatMap((id) => index.items.find(id) ?? []);
  const hurt = found(new KnownDamage(index).items());
  const aside = await listQuarantine(port, dir);
  return {
    hurt: hurt.map(named),
    sources: sourcesOf(vault, hurt),
    copies: index.replicas.list().map(named),
    aside: aside
      .map(({ name, at, file, size }) => ({
        name,
        at,
        file,
        size,
        items: found(index.blobs.itemsOfFile(sealedName(file))).map(named),
      }))
      .reverse(),
  };
}

/** SHA-256 of a sealed file by its place in the vault; empty for any other file. */
function sealedName(file: string): string {
  return /^blobs\/\d+\/([0-9a-f]{64})\.blob$/u.exec(file)?.[1] ?? '';
}

function named({ id, name }: Named): Named {
  return { id, name };
}
