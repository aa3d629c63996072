import { isoTime } from '../../base/clock.ts';
import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import type { EntryOf } from '../../ledger/kinds/entry-kinds.ts';
import type { PullProgress } from '../../sources/source.ts';
import type { Damage } from '../../store/check/check-result.ts';
import { setAside } from '../../store/quarantine.ts';
import { fetchBlob, healBlob, retireBlob, type BlobRepair } from '../../store/repair/put-blob.ts';
import type { ReplicaCatalogue } from '../../store/replica/reading/catalogue.ts';
import { replicaIdOf } from '../restore/replica-id.ts';
import { capturedEntry } from '../stored-entry.ts';
import type { WritableVault } from '../vault-context.ts';
import type { DamagedBlob, RepairPlan, RepairWay } from './repair-plan.ts';

export interface RepairOptions {
  /** The second copies that the plan was made with. */
  readonly replicas: ReplicaCatalogue | undefined;
  /** Asks a source again, by its id; left out if no source is to be asked. */
  readonly askSource?: (source: string) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
}

/** A file that is whole again, or whose content was kept anew. */
export interface Repaired {
  readonly file: string;
  readonly what: EntryOf<'damage-repaired'>['what'] | 'settings' | 'parity';
  readonly from: EntryOf<'damage-repaired'>['from'] | 'anew';
  /** Name of the second copy or source. */
  readonly place?: string;
  readonly items: readonly string[];
}

export interface RepairOutcome {
  readonly repaired: readonly Repaired[];
  /** What no way led to. */
  readonly left: readonly DamagedBlob[];
  /** Other damage that is left. */
  readonly others: readonly Damage[];
}

/**
 * Repairs what a plan names, one file after the other: each is whole and durable, and told in the history, before the next begins, so that a stop at any
 * step leaves what was done and never less than there was.
 * Throws `storage.*` of the vault's own disk, `internal.cancelled`.
 */
export async function repairVault(
  vault: WritableVault,
  plan: RepairPlan,
  options: RepairOptions,
): Promise<RepairOutcome> {
  const run = new RepairRun(vault, plan, options);
  const others = await run.settings(plan.others);
  let left: DamagedBlob[] = [];
  for (const [done, blob] of plan.blobs.entries()) {
    throwIfCancelled(options.signal);
    const name = blob.items[0]?.name ?? blob.file;
    options.onProgress?.({ name, done, total: plan.blobs.length });
    if (!(await run.repair(blob))) left.push(blob);
  }
  left = run.missed(await run.askSources(run.missed(left)));
  return { repaired: run.repaired, left, others };
}

class RepairRun {
  readonly #vault: WritableVault;
  readonly #options: RepairOptions;
  /** Contents that were kept anew out of given files. */
  readonly #keptAnew = new Set<string>();
  /** How many damaged files of each content are left. */
  readonly #damagedOf = new Map<string, number>();
  readonly repaired: Repaired[] = [];

  constructor(vault: WritableVault, { blobs }: RepairPlan, options: RepairOptions) {
    this.#vault = vault;
    this.#options = options;
    for (const { content } of blobs)
      this.#damagedOf.set(content.sha256, (this.#damagedOf.get(content.sha256) ?? 0) + 1);
  }

  /** Nobody has another copy of the settings: they begin anew, and what can be read of the old file is set aside. */
  async settings(others: readonly Damage[]): Promise<Damage[]> {
    const left: Damage[] = [];
    for (const damage of others) {
      const { file, code } = damage;
      if (code !== 'integrity.settings-damaged' || file === undefined) {
        // What opening or checking put right at once is told as repaired from the copy.
        if (!damage.mended) left.push(damage);
        continue;
      }
      await setAside(this.#vault.port, this.#vault.dir, file, this.#vault.clock.now());
      await this.#vault.secrets.reseal();
      this.repaired.push({ file, what: 'settings', from: 'anew', items: [] });
    }
    return left;
  }

  async repair(blob: DamagedBlob): Promise<boolean> {
    for (const way of blob.ways) if (await this.#try(blob, way)) return true;
    return false;
  }

  /** What is left of it that is missed: a content that was stored more than once is whole where all files of one of those times are. */
  missed(left: readonly DamagedBlob[]): DamagedBlob[] {
    const bad = new Set(left.map(({ sealed }) => sealed));
    return left.filter(({ content: { sha256, size } }) =>
      this.#vault.index.blobs
        .allByDigest(sha256, size)
        .every(({ parts }) => parts.some(({ file }) => bad.has(file))),
    );
  }

  /** Asks the sources of what is left, each once. @returns what is left then */
  async askSources(left: readonly DamagedBlob[]): Promise<DamagedBlob[]> {
    const { askSource } = this.#options;
    if (askSource === undefined) return [...left];
    const sources = left.flatMap(({ ways }) =>
      ways.flatMap((way) => (way.from === 'source' ? [way.source] : [])),
    );
    for (const source of new Set(sources)) {
      throwIfCancelled(this.#options.signal);
      await askSource(source);
    }
    const still: DamagedBlob[] = [];
    for (const blob of left) {
      const way = blob.ways.find((each) => each.from === 'source');
      const [latest] = this.#vault.index.blobs.allByDigest(blob.content.sha256, blob.content.size);
      const again = latest !== undefined && !latest.parts.some(({ file }) => file === blob.sealed);
      if (way === undefined || !again) still.push(blob);
      else {
        await retireBlob(this.#of(blob));
        await this.#done(blob, { from: 'source', place: way.name });
      }
    }
    return still;
  }

  async #try(blob: DamagedBlob, way: RepairWay): Promise<boolean> {
    switch (way.from) {
      case 'parity':
        if (!(await healBlob(this.#of(blob), this.#vault.id))) return false;
        await this.#done(blob, { from: 'parity' });
        return true;
      case 'replica': {
        const { replicas } = this.#options;
        const place = replicas === undefined ? undefined : await fetchBlob(this.#of(blob), replicas);
        if (place === undefined) return false;
        const [replica] = await replicaIdOf(place.target);
        await this.#done(blob, {
          from: 'replica',
          place: place.name,
          ...(replica === undefined ? {} : { replica }),
        });
        return true;
      }
      case 'file':
        if (!(await this.#keep(blob, way.path))) return false;
        await retireBlob(this.#of(blob));
        await this.#done(blob, { from: 'file' });
        return true;
      case 'source':
        return false;
    }
  }

  /** Seals a given file anew, under a key of its own, as any capture. */
  async #keep({ content }: DamagedBlob, path: string): Promise<boolean> {
    if (this.#keptAnew.has(content.sha256)) return true;
    const { blobs, recorder } = this.#vault;
    const captured = await blobs.capture({ path }, { signal: this.#options.signal });
    await blobs.settle();
    const { sha256, size } = captured.digests;
    // It changed since the plan was made; what was sealed of it belongs to no entry, and the next check clears it away.
    if (sha256 !== content.sha256 || size !== content.size) return false;
    // Only what a check found damaged is sealed again: a content that is thought to be whole is not.
    if (captured.known) return false;
    await recorder.record([capturedEntry(this.#vault, captured)]);
    blobs.recorded(captured.plaintextId);
    this.#keptAnew.add(sha256);
    return true;
  }

  async #done(
    blob: DamagedBlob,
    how: {
      readonly from: EntryOf<'damage-repaired'>['from'];
      readonly place?: string;
      readonly replica?: string;
    },
  ): Promise<void> {
    const { from, place, replica } = how;
    const { sha256 } = blob.content;
    const rest = (this.#damagedOf.get(sha256) ?? 1) - 1;
    this.#damagedOf.set(sha256, rest);
    await this.#vault.recorder.record([
      {
        kind: 'damage-repaired',
        at: isoTime(this.#vault.clock),
        what: 'blob',
        // A content is whole once the last of its files is.
        ...(rest > 0 ? {} : { content: sha256 }),
        from,
        ...(replica === undefined ? {} : { replica }),
      },
    ]);
    this.repaired.push({
      file: blob.file,
      what: 'blob',
      from,
      items: blob.items.map(({ id }) => id),
      ...(place === undefined ? {} : { place }),
    });
  }

  #of({ shelf, sealed }: DamagedBlob): BlobRepair {
    const { port, dir, clock } = this.#vault;
    if (this.#vault.index.erasures.erasedBlobs().has(sealed))
      throw new VaultError('internal.bug', { what: 'erased' });
    return { port, dir, place: { shelf, file: sealed }, at: clock.now(), signal: this.#options.signal };
  }
}
