import { randomBytes } from 'node:crypto';

import { encodeHex, utf8 } from '../../base/bytes.ts';
import { isoTime } from '../../base/clock.ts';
import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import type { PullProgress } from '../../sources/source.ts';
import { blobPath } from '../../store/blob/blob-paths.ts';
import { BlobReader } from '../../store/blob/blob-reader.ts';
import { verifyContent, type ContentToVerify } from '../../store/check/verify-content.ts';
import { makeFolders } from '../../store/durable/replace-file.ts';
import { readHeader } from '../../store/header/header-files.ts';
import { openIndex } from '../../store/index/index-database.ts';
import { VaultIndex } from '../../store/index/vault-index.ts';
import { ReplicaCatalogue, type ReadablePlace } from '../../store/replica/reading/catalogue.ts';
import { newestHeader } from '../../store/replica/reading/newest-header.ts';
import { placeLedger } from '../../store/replica/reading/place-ledger.ts';
import { receiveBlobs } from '../../store/replica/reading/receive-blobs.ts';
import { catchUp } from '../catch-up.ts';
import { findReplica } from '../replicas/replica-status.ts';
import { reachReplica } from '../replicas/replica-place.ts';
import type { WritableVault } from '../vault-context.ts';
import { contentsByItem } from './contents-by-item.ts';
import { rehearsalFolder, removeRehearsal } from './rehearsal-folder.ts';
import { refuseWithoutRoom } from './room-for.ts';
import { ledgerToRead } from '../ledger-to-read.ts';

interface RehearsalRequest {
  /** Every item; else a sample, chosen at random within the budget. */
  readonly all?: boolean;
  /** What a sample may take: bytes that are read from the copy, and time. */
  readonly budget?: { readonly bytes: number; readonly milliseconds: number };
  /** The same seed chooses the same items; random unless told. */
  readonly seed?: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: PullProgress) => void) | undefined;
}

/** How a rehearsal ended: `readable` of `items` items that were tried, of `of` that the vault holds. */
export interface RehearsalReport {
  readonly replica: string;
  readonly name: string;
  readonly at: string;
  readonly items: number;
  readonly readable: number;
  readonly of: number;
  readonly bytes: number;
  readonly seed: string;
  readonly all: boolean;
  /** Items that were tried and could not be had back whole. */
  readonly missing: readonly { readonly id: string; readonly name: string }[];
  /** `older` if a passphrase before the present one opens the copy, `missing` if nothing would. */
  readonly header: 'current' | 'older' | 'missing';
}

/** No header there that could be opened. */
const unopened: ReadonlySet<string> = new Set(['access.no-vault', 'integrity.header-damaged']);

const usualBudget = { bytes: 256 * 1024 * 1024, milliseconds: 60_000 };

/**
 * Restores from a second copy into a temporary place, opens what came and compares it with what the vault's history says, and records how that went. What it
 * writes is as sealed as the vault, lies in the vault's folder, and is taken away at the end; what a crash leaves goes when the vault is opened next.
 * Throws `input.not-found` (also if this computer does not know the copy's place), `storage.gone`, `storage.full`, `internal.cancelled`; then nothing is
 * recorded.
 */
export async function rehearseRestore(
  vault: WritableVault,
  replica: string,
  request: RehearsalRequest = {},
): Promise<RehearsalReport> {
  const { id, name } = findReplica(vault, replica);
  const choice = vault.secrets.replicas.find((one) => one.id === id);
  if (choice === undefined) throw new VaultError('input.not-found', { what: 'replica-place' });
  const { target } = await reachReplica(vault, choice);
  await removeRehearsal(vault.port, vault.dir);
  try {
    const rehearsal = new Rehearsal(vault, { name, target }, request);
    const { missing, ...tried } = await rehearsal.run();
    const at = isoTime(vault.clock);
    const { items, readable, of, bytes, seed } = tried;
    await vault.recorder.record([
      { kind: 'restore-rehearsed', at, replica: id, items, readable, of, bytes, seed },
    ]);
    return { replica: id, name, at, ...tried, missing };
  } finally {
    await target.close();
    await removeRehearsal(vault.port, vault.dir);
  }
}

type Tried = Omit<RehearsalReport, 'replica' | 'name' | 'at'>;

class Rehearsal {
  readonly #vault: WritableVault;
  readonly #place: ReadablePlace;
  readonly #request: RehearsalRequest;
  readonly #dir: string;
  /** Whether each content could be had back, by plaintext id. */
  readonly #known = new Map<string, boolean>();
  #bytes = 0;

  constructor(vault: WritableVault, place: ReadablePlace, request: RehearsalRequest) {
    this.#vault = vault;
    this.#place = place;
    this.#request = request;
    this.#dir = rehearsalFolder(vault.dir);
  }

  async run(): Promise<Tried> {
    const { signal, all = false, seed = encodeHex(randomBytes(8)), budget = usualBudget } = this.#request;
    const vault = this.#vault;
    const catalogue = await ReplicaCatalogue.read([this.#place], signal);
    const header = await this.#headerThere(catalogue);
    const ledger = catalogue.ledger().reduce((sum, { length }) => sum + length, 0);
    await refuseWithoutRoom(vault.dir, 2 * ledger);
    const restored = header === 'missing' ? undefined : await this.#restoreHistory(catalogue);
    const there = restored === undefined ? new Map<string, never>() : contentsByItem({ index: restored });
    restored?.close();
    const here = contentsByItem(vault);
    const chosen = inOrderOf(seed, [...here.keys()]);
    const until = performance.now() + budget.milliseconds;
    const missing: { readonly id: string; readonly name: string }[] = [];
    let items = 0;
    for (const id of chosen) {
      throwIfCancelled(signal);
      const spent = this.#bytes >= budget.bytes || performance.now() >= until;
      if (!all && items > 0 && spent) break;
      const name = vault.index.items.find(id)?.name ?? id;
      this.#request.onProgress?.({ name, done: items, total: chosen.length });
      if (!(await this.#canBeHad(catalogue, here.get(id) ?? [], there.get(id)))) missing.push({ id, name });
      items += 1;
    }
    // What may lie on a stick that was pulled out is not called missing.
    if (catalogue.lostPlace) throw new VaultError('storage.gone');
    return {
      items,
      readable: items - missing.length,
      of: chosen.length,
      bytes: this.#bytes,
      seed,
      all,
      missing,
      header,
    };
  }

  async #headerThere(catalogue: ReplicaCatalogue): Promise<RehearsalReport['header']> {
    const { port, dir, id } = this.#vault;
    try {
      const there = await newestHeader(catalogue, id, this.#request.signal);
      const { header } = await readHeader(port, dir);
      return there.digest === header.digest ? 'current' : 'older';
    } catch (error) {
      if (error instanceof VaultError && unopened.has(error.code)) return 'missing';
      throw error;
    }
  }

  /** Puts the history together in the temporary place, opens it from there and lists what it names. */
  async #restoreHistory(catalogue: ReplicaCatalogue): Promise<VaultIndex> {
    const { port, keys, id: vault, rootPublicKey: root } = this.#vault;
    const { signal } = this.#request;
    const dir = this.#dir;
    await makeFolders(port, dir);
    await placeLedger({ port, dir, vault, root, hashes: nodeHashes, catalogue, signal });
    const ledger = await ledgerToRead(port, dir, keys);
    const index = new VaultIndex(openIndex(':memory:', keys.index()).database);
    await catchUp(ledger, index.projection, { signal });
    return index;
  }

  /** True if the copy knows the item and every content that it has here can be had back. */
  async #canBeHad(
    catalogue: ReplicaCatalogue,
    here: readonly ContentToVerify[],
    there: readonly ContentToVerify[] | undefined,
  ): Promise<boolean> {
    if (there === undefined) return false;
    const known = new Map(there.map((content) => [content.sha256, content]));
    for (const { sha256 } of here) {
      const content = known.get(sha256);
      if (content === undefined || !(await this.#opens(catalogue, content))) return false;
    }
    return true;
  }

  async #opens(catalogue: ReplicaCatalogue, content: ContentToVerify): Promise<boolean> {
    const known = this.#known.get(content.plaintextId);
    if (known !== undefined) return known;
    const { port, id } = this.#vault;
    const { signal } = this.#request;
    const pieces = content.parts.map(({ shelf, file }) => ({ type: 'blob' as const, shelf, sha256: file }));
    const received = await receiveBlobs({ port, dir: this.#dir, catalogue, signal, durable: false }, pieces);
    this.#bytes += received.bytes;
    const bad =
      received.missing.length > 0
        ? received.missing
        : await verifyContent(new BlobReader(port, this.#dir, id), content, () => {
            throwIfCancelled(signal);
          });
    // One content at a time lies there, so that a rehearsal of everything takes no second vault's room.
    for (const { shelf, file } of content.parts) await port.unlink(blobPath(this.#dir, { shelf, file }));
    this.#known.set(content.plaintextId, bad.length === 0);
    return bad.length === 0;
  }
}

/** The same order for the same seed, and no other way to foretell it. */
function inOrderOf(seed: string, ids: readonly string[]): string[] {
  const rank = (id: string): string => encodeHex(nodeHashes.sha256(utf8(`${seed}\0${id}`)));
  return ids
    .map((id) => [rank(id), id] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, id]) => id);
}
