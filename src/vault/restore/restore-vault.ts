import { join } from 'node:path';

import { isoTime } from '../../base/clock.ts';
import { utf8 } from '../../base/bytes.ts';
import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import { blobPath, incomingName } from '../../store/blob/blob-paths.ts';
import type { Damage } from '../../store/check/check-result.ts';
import { isPlain } from '../../store/durable/node-durable.ts';
import { makeFolders, replaceFile } from '../../store/durable/replace-file.ts';
import { unlockHeader } from '../../store/header/header-changes.ts';
import { raisedTo } from '../../store/header/header-order.ts';
import { headerNames, readHeader, writeHeader } from '../../store/header/header-files.ts';
import type { Header } from '../../store/header/header-schema.ts';
import type { UnlockSecret } from '../../store/header/slots.ts';
import type { VaultKeys } from '../../store/header/vault-keys.ts';
import { installationFile } from '../../store/installation.ts';
import { VaultLock } from '../../store/lock.ts';
import { refuseUnsafePlace } from '../../store/place.ts';
import type { LogFork } from '../../store/replica/reading/assemble-log.ts';
import {
  ReplicaCatalogue,
  type ReadablePlace,
  type ReplicaDamage,
} from '../../store/replica/reading/catalogue.ts';
import { headersThere } from '../../store/replica/reading/newest-header.ts';
import type { BlobPiece } from '../../store/replica/replica-names.ts';
import { placeLedger, type PlacedLedger } from '../../store/replica/reading/place-ledger.ts';
import { receiveBlobs, type ReceivedBlobs } from '../../store/replica/reading/receive-blobs.ts';
import { BlobThreads, threadsFor } from '../../store/threads/blob-threads.ts';
import { findRestoreMarker, restoreMarkerName, writeRestoreMarker } from '../../store/restore-marker.ts';
import { assembleWritable } from '../assemble.ts';
import { vaultReadme } from '../create-vault.ts';
import { realFolder, resolvePlace, type ResolvedPlace, type VaultPlace } from '../place.ts';
import type { WritableVault } from '../vault-context.ts';
import { concludeRestore } from './conclude-restore.ts';
import { raiseForks } from './fork-alerts.ts';
import { contentsToCome } from './contents-to-come.ts';
import { replicaIdOf } from './replica-id.ts';
import { refuseWithoutRoom } from './room-for.ts';

interface RestoreRequest extends VaultPlace {
  /** Where second copies lie; what one has not is taken from the next. */
  readonly from: readonly ReadablePlace[];
  readonly unlock: UnlockSecret;
  /** Id of the vault that is meant, where the places hold copies of several. */
  readonly vault?: string;
  /** Opens only a sample of what was copied, instead of all of it. */
  readonly quick?: boolean;
  /** Threads that copy and open what lies on disks of this computer; as many as are worth it by default, none for 0. */
  readonly threads?: number;
  /** Called once the secret was the right one and there is room: what is refused before it, is refused with nothing written. */
  readonly onBegin?: () => void;
}

/** How a restore ended. */
export interface RestoreReport {
  readonly vault: string;
  readonly dir: string;
  /** Items that the history names. */
  readonly items: number;
  /** Items of which something is missing or damaged. */
  readonly missing: readonly { readonly id: string; readonly name: string }[];
  /** Contents that were opened and found to be what the history says, of how many. */
  readonly opened: number;
  readonly of: number;
  readonly sampled: boolean;
  /** Files that were copied now, and those that an earlier try had brought. */
  readonly files: number;
  readonly kept: number;
  readonly bytes: number;
  /** True if it went on where it was stopped before. */
  readonly resumed: boolean;
  /** True if nothing is missing. */
  readonly whole: boolean;
  /** What is wrong in the restored vault. */
  readonly damaged: readonly Damage[];
  /** Files of the second copies that were damaged; another place may have had them whole. */
  readonly replicaDamage: readonly ReplicaDamage[];
  readonly forks: readonly LogFork[];
}

/**
 * Puts a vault together out of second copies, into an empty or new folder, and opens what it knows before it says that it succeeded. Stopped at any step,
 * the same call goes on; what was copied is not copied again. The header is written once everything else is durable, so until then there is no vault
 * there. The restored vault begins a log of its own, which names every head that it knows.
 *
 * Throws `access.no-vault` if no place holds a copy, `access.wrong-passphrase`, `access.wrong-recovery-key`, `access.vault-exists`, `input.exists` for a
 * folder with other things in it, `integrity.vault-mismatch` if the places hold copies of several vaults, `storage.full` before anything is written,
 * `storage.gone` if a place that may have the rest can no longer be reached, `format.too-new`, `internal.cancelled`.
 */
export async function restoreVault(request: RestoreRequest): Promise<RestoreReport> {
  const { report, vault } = await restoreAndOpen(request);
  await vault.close();
  return report;
}

/** The same for whoever goes on with the vault: it is open, and theirs to close. Throws as `restoreVault`. */
export async function restoreAndOpen(
  request: RestoreRequest,
): Promise<{ readonly report: RestoreReport; readonly vault: WritableVault }> {
  const place = resolvePlace(request);
  const { signal } = request;
  if (request.allowUnsafePlace !== true) refuseUnsafePlace(place.dir);
  tell(request, 'Reading the second copies', 0);
  const catalogue = await ReplicaCatalogue.read(request.from, signal);
  const { newest, generation } = await headersThere(catalogue, request.vault, signal);
  const { resumed, header: chosen } = await lookAtFolder(place, newest);
  const keys = await unlockHeader(chosen, request.unlock, signal);
  const header = chosen === newest ? keys.rootSeed.use((seed) => raisedTo(chosen, generation, seed)) : chosen;
  let lock: VaultLock | undefined;
  let vault: WritableVault | undefined;
  try {
    const here = resumed ? await bytesHere(place, catalogue) : 0;
    await refuseWithoutRoom(place.dir, bytesToCome(catalogue) - here);
    request.onBegin?.();
    await makeFolders(place.port, place.dir);
    lock = VaultLock.take(place.dir);
    const restore = new Restore(request, place, catalogue, header, keys);
    const copied = await restore.copy(resumed);
    vault = await restore.open(lock);
    return { report: await restore.finish(vault, copied, resumed), vault };
  } catch (error) {
    if (vault === undefined) {
      keys.destroy();
      lock?.release();
    } else await vault.close();
    throw error;
  }
}

interface Copied {
  readonly ledger: PlacedLedger;
  readonly blobs: ReceivedBlobs;
}

class Restore {
  readonly #request: RestoreRequest;
  readonly #place: ResolvedPlace;
  readonly #catalogue: ReplicaCatalogue;
  readonly #header: Header;
  readonly #keys: VaultKeys;

  constructor(
    request: RestoreRequest,
    place: ResolvedPlace,
    catalogue: ReplicaCatalogue,
    header: Header,
    keys: VaultKeys,
  ) {
    this.#request = request;
    this.#place = place;
    this.#catalogue = catalogue;
    this.#header = header;
    this.#keys = keys;
  }

  /** History, blobs, header, each durable before the next: what a file holds is known as soon as it comes. */
  async copy(resumed: boolean): Promise<Copied> {
    const { dir, port } = this.#place;
    if (!resumed) {
      const began = isoTime(this.#place.clock);
      await writeRestoreMarker(port, dir, { vault: this.#header.vault, began });
    }
    await emptyIncoming(this.#place);
    const threads = this.#startThreads();
    try {
      return await this.#copyAll(threads);
    } finally {
      await threads?.close();
    }
  }

  async #copyAll(threads: BlobThreads | undefined): Promise<Copied> {
    const { dir, port } = this.#place;
    const catalogue = this.#catalogue;
    const { signal } = this.#request;
    const ledger = await placeLedger({
      port,
      dir,
      vault: this.#header.vault,
      root: this.#keys.rootPublicKey,
      hashes: nodeHashes,
      catalogue,
      signal,
      onProgress: (done, total) => {
        tell(this.#request, 'Copying the history', done, total);
      },
    });
    const blobs = await this.#copyBlobs(threads);
    // Nothing is called missing that may lie where a stick was pulled out.
    if (catalogue.lostPlace && (blobs.missing.length > 0 || !ledger.whole))
      throw new VaultError('storage.gone');
    throwIfCancelled(signal);
    await this.#writeHeader();
    return { ledger, blobs };
  }

  /** Threads for many bytes between disks of this computer; they come up while the history is copied. */
  #startThreads(): BlobThreads | undefined {
    const { dir, port } = this.#place;
    const count = isPlain(port) ? (this.#request.threads ?? threadsFor(this.#blobBytes())) : 0;
    return count === 0 ? undefined : new BlobThreads(dir, this.#header.vault, count);
  }

  #blobBytes(): number {
    return this.#catalogue.blobs().reduce((sum, piece) => sum + this.#catalogue.sizeOf(piece), 0);
  }

  async #copyBlobs(threads: BlobThreads | undefined): Promise<ReceivedBlobs> {
    const { dir, port } = this.#place;
    const { signal } = this.#request;
    const pieces = this.#catalogue.blobs().sort((a, b) => a.shelf - b.shelf);
    const total = this.#blobBytes();
    // A sample is chosen and opened once all is there.
    const contents =
      threads === undefined || this.#request.quick === true
        ? undefined
        : await contentsToCome(port, dir, this.#keys);
    let done = 0;
    const cancel = (): void => {
      threads?.cancel();
    };
    signal?.addEventListener('abort', cancel, { once: true });
    return receiveBlobs(
      {
        port,
        dir,
        catalogue: this.#catalogue,
        signal,
        threads,
        contents,
        onProgress: (bytes) => {
          done += bytes;
          tell(this.#request, 'Copying files', done, total);
        },
      },
      pieces,
    ).finally(() => signal?.removeEventListener('abort', cancel));
  }

  /** What the history names and no place has under a name of its own may be there under another, which only its digest tells. */
  async #findByDigest(vault: WritableVault, copied: ReceivedBlobs): Promise<ReceivedBlobs> {
    const tried = new Set(this.#catalogue.blobs().map(({ sha256 }) => sha256));
    const erased = vault.index.erasures.erasedBlobs();
    const wanted = vault.index.blobs
      .files()
      .filter(({ file }) => !tried.has(file) && !erased.has(file))
      .map(({ file, shelf }): BlobPiece => ({ type: 'blob', shelf, sha256: file }));
    if (wanted.length === 0) return copied;
    const { dir, port } = this.#place;
    const { signal } = this.#request;
    const found = await receiveBlobs({ port, dir, catalogue: this.#catalogue, signal }, wanted);
    if (this.#catalogue.lostPlace && found.missing.length > 0) throw new VaultError('storage.gone');
    return { ...copied, files: copied.files + found.files, bytes: copied.bytes + found.bytes };
  }

  async #writeHeader(): Promise<void> {
    const { dir, port, stateDir } = this.#place;
    if ((await port.findStatus(join(dir, headerNames[0]))) !== undefined) return;
    await replaceFile(port, join(dir, 'README.txt'), utf8(vaultReadme));
    // What is remembered of a vault that lay here before is not of this one, and its log is not gone on with.
    await port.unlink(installationFile(stateDir, this.#header.vault, realFolder(dir)));
    await writeHeader(port, dir, this.#header);
  }

  async open(lock: VaultLock): Promise<WritableVault> {
    const { signal, onProgress } = this.#request;
    return assembleWritable({
      place: this.#place,
      lock,
      header: this.#header,
      keys: this.#keys,
      findings: [],
      reason: 'restored',
      signal,
      onProgress,
    });
  }

  /** Opens what is known, records how it went, and takes the marker away. */
  async finish(vault: WritableVault, copied: Copied, resumed: boolean): Promise<RestoreReport> {
    const { ledger } = copied;
    const blobs = await this.#findByDigest(vault, copied.blobs);
    const replicas: string[] = [];
    for (const { target } of this.#catalogue.places) replicas.push(...(await replicaIdOf(target)));
    await raiseForks(vault, ledger.forks);
    const { quick = false, signal, onProgress } = this.#request;
    const justOpened = blobs.opened;
    const known = await concludeRestore(vault, { replicas, quick, justOpened, signal, onProgress });
    const { items, missing } = known;
    return {
      vault: vault.id,
      dir: vault.dir,
      items,
      missing,
      opened: known.opened,
      of: known.of,
      sampled: known.sampled,
      files: blobs.files,
      kept: blobs.kept,
      bytes: blobs.bytes + ledger.bytes,
      resumed,
      whole: known.ok && ledger.whole && missing.length === 0,
      damaged: known.damaged,
      replicaDamage: this.#catalogue.damage,
      forks: ledger.forks,
    };
  }
}

/** Whether a restore of this vault was begun here, and the header that counts: the one that lies here may have been made newer meanwhile. */
async function lookAtFolder(
  { port, dir }: ResolvedPlace,
  found: Header,
): Promise<{ resumed: boolean; header: Header }> {
  const marker = await findRestoreMarker(port, dir);
  const names = ((await port.listFolder(dir)) ?? []).map(({ name }) => name);
  const hasHeader = headerNames.some((name) => names.includes(name));
  if (marker === undefined) {
    if (hasHeader) throw new VaultError('access.vault-exists');
    if (names.some((name) => !harmless.has(name)))
      throw new VaultError('input.exists', { what: 'folder-not-empty' });
    return { resumed: false, header: found };
  }
  if (marker.vault !== found.vault) throw new VaultError('integrity.vault-mismatch', { what: 'restore' });
  if (!hasHeader) return { resumed: true, header: found };
  const { header } = await readHeader(port, dir);
  if (header.vault !== found.vault) throw new VaultError('integrity.vault-mismatch', { what: 'restore' });
  return { resumed: true, header };
}

/** What a try leaves that was stopped before its marker was there. */
const harmless: ReadonlySet<string> = new Set(['lock.db', 'lock.json', `${restoreMarkerName}.new`]);

/** Blobs once, history twice. */
function bytesToCome(catalogue: ReplicaCatalogue): number {
  const blobs = catalogue.blobs().reduce((sum, piece) => sum + catalogue.sizeOf(piece), 0);
  const ledger = catalogue.ledger().reduce((sum, { length }) => sum + length, 0);
  return blobs + 2 * ledger;
}

/** What an earlier try brought. */
async function bytesHere({ port, dir }: ResolvedPlace, catalogue: ReplicaCatalogue): Promise<number> {
  let bytes = 0;
  for (const { shelf, sha256 } of catalogue.blobs())
    bytes += (await port.findStatus(blobPath(dir, { shelf, file: sha256 })))?.size ?? 0;
  return bytes;
}

async function emptyIncoming({ port, dir }: ResolvedPlace): Promise<void> {
  const incoming = join(dir, incomingName);
  for (const { name, type } of (await port.listFolder(incoming)) ?? [])
    if (type === 'file') await port.unlink(join(incoming, name));
}

function tell({ onProgress }: RestoreRequest, name: string, done: number, total?: number): void {
  onProgress?.({ name, done, ...(total === undefined ? {} : { total }) });
}
