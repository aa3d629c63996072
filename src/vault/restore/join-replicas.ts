import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import { readEntryFields } from '../../ledger/kinds/entry-kinds.ts';
import type { PullProgress } from '../../sources/source.ts';
import { ReferencedBlobs } from '../../store/check/referenced-blobs.ts';
import { writeHeader } from '../../store/header/header-files.ts';
import { piecesByLog, type LogFork } from '../../store/replica/reading/assemble-log.ts';
import {
  ReplicaCatalogue,
  type ReadablePlace,
  type ReplicaDamage,
} from '../../store/replica/reading/catalogue.ts';
import { addNews, findNews, type LogNews } from '../../store/replica/reading/join-log.ts';
import { receiveBlobs } from '../../store/replica/reading/receive-blobs.ts';
import type { BlobPiece } from '../../store/replica/replica-names.ts';
import { catchUp } from '../catch-up.ts';
import { finishErasures } from '../erase/finish-erasures.ts';
import type { WritableVault } from '../vault-context.ts';
import { raiseForks, unsettledForks } from './fork-alerts.ts';
import { recordMended } from './record-mended.ts';
import { findHeaderNews, type HeaderNews } from './join-header.ts';
import { allIsKept, keepWhatCame, somethingComes } from './keep-what-came.ts';

/** Runs some work while nothing else goes on in the vault. */
export type RunAlone = <Result>(work: () => Promise<Result>) => Promise<Result>;

interface JoinOptions {
  /** For whoever lets others work meanwhile: what is there is looked at beside them, and only taking in goes through this, if there is anything. */
  readonly alone?: RunAlone | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: PullProgress) => void) | undefined;
}

/** An item that came, or of which another computer kept versions that this one had not. */
interface JoinedItem {
  readonly id: string;
  readonly name: string;
  /** False if this computer knew it already: then versions of both stand side by side. */
  readonly new: boolean;
}

/** What was taken in from other computers that copy to the same places. */
export interface JoinReport {
  /** Logs of other computers of which something came, and how many entries. */
  readonly logs: readonly { readonly log: string; readonly new: boolean; readonly entries: number }[];
  readonly items: readonly JoinedItem[];
  /** Files that came, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  /** Contents that were missing here, as a check had found, and are whole again. */
  readonly mended: number;
  /** Files that the history names and neither this computer nor the places have. */
  readonly missing: number;
  /** Logs that went on in two ways although they have one key, until the learner has seen to it. Nothing of theirs was taken in beyond where they part. */
  readonly forks: readonly LogFork[];
  /**
   * A place knows more of this computer's own log than this computer: an older vault was put back here. Then, and where this computer's own log is a
   * fork, the log is left: the vault has to be opened again, begins a new one, and takes the rest in.
   */
  readonly ahead?: { readonly log: string; readonly size: number };
  /** A newer header came: passphrase or recovery key were changed on another computer, and count here as well. */
  readonly newHeader: boolean;
  /** True if the keys were changed there and here before either heard of the other: what was sealed there since cannot be opened here. */
  readonly keysApart: boolean;
  /** True if the vault has to be opened again before anything more is recorded or taken in. */
  readonly reopen: boolean;
  readonly replicaDamage: readonly ReplicaDamage[];
}

/**
 * Takes in what other computers left in second copies and this vault has not: their logs, as far as they go, and their files. The vault is the union of all
 * logs; no tree is changed but by what its own computer added, and nothing that is here is replaced. What was erased here or there is not brought back.
 * Taking in is only for while nothing is being captured (`alone`). Two trees under one key are a fork: it is told and raises an alert, and neither is merged.
 *
 * Throws `storage.*`, `integrity.vault-mismatch` for copies of another vault, `format.too-new`, `internal.cancelled`; what was taken in by then stays.
 */
export async function joinFromReplicas(
  vault: WritableVault,
  places: readonly ReadablePlace[],
  options: JoinOptions = {},
): Promise<JoinReport> {
  const catalogue = await ReplicaCatalogue.read(places, options.signal);
  const { alone } = options;
  const join = (): Join => new Join(vault, catalogue, options);
  if (alone === undefined) return join().run();
  const idle = await join().nothingToTake();
  return idle ?? alone(() => join().run());
}

class Join {
  readonly #vault: WritableVault;
  readonly #catalogue: ReplicaCatalogue;
  readonly #options: JoinOptions;
  readonly #forks: LogFork[] = [];
  #ahead: { readonly log: string; readonly size: number } | undefined;

  constructor(vault: WritableVault, catalogue: ReplicaCatalogue, options: JoinOptions) {
    this.#vault = vault;
    this.#catalogue = catalogue;
    this.#options = options;
  }

  async run(): Promise<JoinReport> {
    const { newHeader, newKeys, keysApart } = await this.#takeHeader();
    const none = { files: 0, bytes: 0, mended: 0, missing: 0, logs: [], items: [] };
    const taken = newKeys ? none : await this.#takeLogs();
    // Anything more under that key would be another tree.
    const { log } = this.#vault.recorder;
    if (this.#ahead === undefined) await raiseForks(this.#vault, this.#forks);
    if (this.#ahead !== undefined) await this.#vault.leaveLog('integrity.ledger-rolled-back');
    else if (this.#forks.some((fork) => fork.log === log)) await this.#vault.leaveLog('integrity.fork');
    return {
      ...taken,
      forks: unsettledForks(this.#vault, this.#forks),
      ...(this.#ahead === undefined ? {} : { ahead: this.#ahead }),
      newHeader,
      keysApart,
      reopen: newKeys || this.#ahead !== undefined || this.#forks.some((fork) => fork.log === log),
      replicaDamage: this.#catalogue.damage,
    };
  }

  /** What there is to say if there is nothing to take in; undefined if there may be. Changes nothing. */
  async nothingToTake(): Promise<JoinReport | undefined> {
    const { next, keysApart } = await this.#headerNews();
    if (next !== undefined) return undefined;
    const news = await this.#findNews();
    if (news.length > 0 || this.#forks.length > 0 || this.#ahead !== undefined) return undefined;
    const wanted = await this.#blobsWanted(news);
    if (wanted.some((piece) => this.#catalogue.sizeOf(piece) > 0)) return undefined;
    const none = { files: 0, bytes: 0, mended: 0, logs: [], items: [], forks: [] };
    const same = { newHeader: false, reopen: false };
    return { ...none, ...same, keysApart, missing: wanted.length, replicaDamage: this.#catalogue.damage };
  }

  /** A history that tells of a newer header than lies here would keep this vault from opening, so the header comes first. */
  async #takeHeader(): Promise<HeaderNews> {
    const { port, dir, newestHeader } = this.#vault;
    const news = await this.#headerNews();
    if (news.next === undefined) return news;
    await writeHeader(port, dir, news.next);
    newestHeader.generation = news.next.generation;
    return news;
  }

  #headerNews(): Promise<HeaderNews> {
    return findHeaderNews(this.#vault, this.#catalogue, this.#options.signal);
  }

  async #takeLogs(): Promise<Pick<JoinReport, 'logs' | 'items' | 'files' | 'bytes' | 'mended' | 'missing'>> {
    const vault = this.#vault;
    const { signal } = this.#options;
    const news = await this.#findNews();
    const wanted = await this.#blobsWanted(news);
    if (news.length > 0 || wanted.length > 0) somethingComes(vault);
    const received = await this.#receive(wanted);
    // What came stays, and a history is not taken in before what it tells of, if that may lie where a stick was pulled out.
    if (this.#catalogue.lostPlace && received.missing.length > 0) throw new VaultError('storage.gone');
    const logs: JoinReport['logs'][number][] = [];
    const items = new Map<string, JoinedItem>();
    for (const each of news) {
      throwIfCancelled(signal);
      const { log } = each;
      const before = sizeOf(vault, log);
      await addNews(vault.ledger.environment, each);
      await vault.ledger.takeIn(log);
      const after = sizeOf(vault, log);
      for (const item of await this.#itemsIn(log, before, after)) items.set(item.id, item);
      await catchUp(vault.ledger, vault.index.projection, {
        ...this.#options,
        heads: [{ log, size: after }],
      });
      if (after > before) logs.push({ log, new: before === 0, entries: after - before });
    }
    allIsKept(vault);
    // Entries of others may say that something was erased for good, or older pieces may have brought back what was.
    if (news.length > 0 || received.files > 0) await finishErasures(vault, { again: true, signal });
    const { places } = this.#catalogue;
    const mended = received.files === 0 ? 0 : await recordMended(vault, wanted, received.missing, places);
    return {
      logs,
      items: [...items.values()],
      files: received.files,
      bytes: received.bytes,
      mended,
      missing: received.missing.length,
    };
  }

  async #findNews(): Promise<LogNews[]> {
    await keepWhatCame(this.#vault);
    const { ledger, recorder } = this.#vault;
    const found: LogNews[] = [];
    const logs = piecesByLog(this.#catalogue);
    let done = 0;
    for (const [log, pieces] of logs) {
      this.#options.onProgress?.({ name: 'Comparing histories', done, total: logs.size });
      done += 1;
      const news = await findNews(
        ledger.environment,
        this.#catalogue,
        log,
        pieces,
        sizeOf(this.#vault, log),
        this.#options.signal,
      );
      if (news === undefined) continue;
      if (news.fork !== undefined) this.#forks.push(news.fork);
      if (log !== recorder.log) found.push(news);
      else if (news.fork === undefined && news.growth.length > 0) this.#ahead = { log, size: news.size };
    }
    return found.filter(({ growth }) => growth.length > 0);
  }

  /** What the history names, or will, and is not here; nothing that was erased, unless what comes needs it too. */
  async #blobsWanted(news: readonly LogNews[]): Promise<BlobPiece[]> {
    const { blobs, index } = this.#vault;
    const here = new Set((await blobs.listBlobs()).blobs.map(({ file }) => file));
    const erased = index.erasures.erasedBlobs();
    const coming = new ReferencedBlobs();
    for (const { growth } of news)
      for (const { number, entries } of growth)
        coming.addSegment({ number, epoch: 0, firstIndex: 0, entries });
    const named = index.blobs.files().filter(({ file }) => !erased.has(file));
    const wanted = new Map<string, number>();
    for (const { file, shelf } of named) if (!here.has(file)) wanted.set(file, shelf);
    for (const { name, shelf } of coming.parts.values()) if (!here.has(name)) wanted.set(name, shelf);
    return Array.from(wanted, ([sha256, shelf]): BlobPiece => ({ type: 'blob', shelf, sha256 }));
  }

  async #receive(wanted: readonly BlobPiece[]): Promise<Awaited<ReturnType<typeof receiveBlobs>>> {
    const { port, dir } = this.#vault;
    const total = wanted.reduce((sum, piece) => sum + this.#catalogue.sizeOf(piece), 0);
    let done = 0;
    return receiveBlobs(
      {
        port,
        dir,
        catalogue: this.#catalogue,
        signal: this.#options.signal,
        onProgress: (bytes) => {
          done += bytes;
          this.#options.onProgress?.({ name: 'Copying files from other computers', done, total });
        },
      },
      wanted,
    );
  }

  async #itemsIn(log: string, from: number, to: number): Promise<JoinedItem[]> {
    const { ledger, index } = this.#vault;
    const found: JoinedItem[] = [];
    for await (const entry of ledger.entries({ log, from, to })) {
      const read = entry.readable ? readEntryFields(entry.fields) : undefined;
      if (read?.known !== true || read.entry.kind !== 'item-captured') continue;
      const { item: id, name } = read.entry;
      found.push({ id, name, new: index.items.find(id) === undefined });
    }
    return found;
  }
}

function sizeOf({ ledger }: WritableVault, log: string): number {
  return ledger.heads().find((head) => head.log === log)?.size ?? 0;
}
