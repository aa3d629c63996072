import { VaultError } from '../../base/errors.ts';
import { readEntryFields } from '../../ledger/kinds/entry-kinds.ts';
import { FindingList, type LedgerEnvironment } from './ledger-environment.ts';
import type { LedgerFinding } from './ledger-finding.ts';
import type { LedgerOpening, OwnLogState } from './ledger-opening.ts';
import type { LogFiles } from './log-files.ts';
import { listLogs } from './log-layout.ts';
import { openLog } from './open-log.ts';
import type { LedgerHead, StoredEntry } from './stored-entry.ts';

/**
 * The ledger of a vault: all its logs, each file read from the better of its two copies. It holds no file open.
 * What is damaged becomes a finding, and everything else goes on working.
 */
export class LedgerFiles {
  /** For the writer and for checks in this room. */
  readonly environment: LedgerEnvironment;
  readonly #logs: Map<string, LogFiles>;
  #own: OwnLogState;

  private constructor(environment: LedgerEnvironment, logs: Map<string, LogFiles>, own: OwnLogState) {
    this.environment = environment;
    this.#logs = logs;
    this.#own = own;
  }

  /**
   * Opens the ledger: the ends of closed segments are looked at, the last segment of each log is read wholly. For writing,
   * bad copies are mended and the tail of this installation's log is repaired.
   *
   * Throws `format.too-new` for files of a newer version, `storage.gone` if the vault's folder is not there, and other
   * `storage.*` if a file may not be read or a repair could not be made durable.
   */
  static async open(opening: LedgerOpening): Promise<LedgerFiles> {
    const { dir, vault, root, keys, hashes, port, access, installation } = opening;
    // A drive that was unplugged is not a history that was lost.
    if ((await port.findStatus(dir)) === undefined) throw new VaultError('storage.gone');
    const findings = new FindingList();
    const environment = { dir, vault, root, keys, hashes, port, access, findings };
    const logs = new Map<string, LogFiles>();
    let own: OwnLogState = { state: 'none' };
    const ids = new Set(await listLogs(environment));
    const ownLog = installation?.head.log;
    if (ownLog !== undefined) ids.add(ownLog);
    for (const log of [...ids].sort()) {
      const opened = await openLog(environment, log, log === ownLog ? installation : undefined);
      if (opened.files !== undefined) logs.set(log, opened.files);
      own = opened.own ?? own;
    }
    const ledger = new LedgerFiles(environment, logs, own);
    await ledger.#compareHeads();
    return ledger;
  }

  /** What was found wrong so far; reading on may add to it. */
  get findings(): readonly LedgerFinding[] {
    return this.environment.findings.all();
  }

  /** Whether this installation can go on with its log. */
  get own(): OwnLogState {
    if (this.#own.state !== 'ready') return this.#own;
    return { state: 'ready', head: this.files(this.#own.head.log).head };
  }

  /** Ids of all logs that hold an entry, in order. */
  logs(): readonly string[] {
    return this.heads().map(({ log }) => log);
  }

  /** The last checkpoint of each log, in the order of their ids. */
  heads(): readonly LedgerHead[] {
    return [...this.#logs.values()]
      .map((files) => files.head)
      .filter(({ size }) => size > 0)
      .sort((a, b) => (a.log < b.log ? -1 : 1));
  }

  /** The signed note of a log's head. Throws `input.not-found`, or `integrity.ledger-unsigned` if its signature is lost. */
  checkpoint(log: string): string {
    const { text } = this.files(log).reached;
    if (text === undefined) throw new VaultError('integrity.ledger-unsigned');
    return text;
  }

  /** The log's public key and the root key's certificate of it. Throws `input.not-found`. */
  certificate(log: string): { readonly logPublicKey: Uint8Array; readonly certificate: Uint8Array } {
    const certified = this.files(log).identity.certified;
    if (certified === undefined) throw new VaultError('input.not-found');
    return certified;
  }

  /**
   * The entries of a log in order, one segment in memory at a time. What was erased or damaged is yielded as such.
   * Throws `input.not-found` for an unknown log, `internal.cancelled`.
   *
   * @param range from the entry `from` (0 by default) to before `to` (by default the head at the time of the call); with `only`, those of them
   * alone: opening an entry that nobody looks at takes as long as any other
   */
  entries(range: {
    readonly log: string;
    readonly from?: number;
    readonly to?: number;
    readonly only?: ReadonlySet<number>;
    readonly signal?: AbortSignal;
  }): AsyncIterable<StoredEntry> {
    const files = this.files(range.log);
    const size = files.head.size;
    return files.entries(range.from ?? 0, Math.min(range.to ?? size, size), range);
  }

  /** One entry. Throws `input.not-found` beyond the head or for an unknown log. */
  async getEntry(log: string, index: number): Promise<StoredEntry> {
    return this.files(log).entry(index);
  }

  /**
   * The first `size` leaf hashes of a log (all by default), for proofs. Throws `input.not-found` for an unknown log or
   * beyond its head, `integrity.ledger-damaged` if a leaf is lost in both copies.
   */
  async leaves(log: string, size?: number): Promise<Uint8Array[]> {
    const files = this.files(log);
    const most = files.head.size;
    if (size !== undefined && size > most) throw new VaultError('input.not-found');
    return files.leaves(size ?? most);
  }

  /** For the writer and for checks in this room. Throws `input.not-found`. */
  files(log: string): LogFiles {
    const files = this.#logs.get(log);
    if (files === undefined) throw new VaultError('input.not-found');
    return files;
  }

  /** For checks in this room. */
  allFiles(): readonly LogFiles[] {
    return [...this.#logs.values()];
  }

  /**
   * Files of a log that others write came from elsewhere, or grew: it is opened anew, as far as it goes now. Never for this installation's own log.
   * Throws as `open` does.
   */
  async takeIn(log: string): Promise<void> {
    if (this.#own.state === 'ready' && this.#own.head.log === log)
      throw new VaultError('internal.bug', { what: 'own-log' });
    const { files } = await openLog(this.environment, log, undefined);
    if (files !== undefined) this.#logs.set(log, files);
  }

  /** For the writer in this room: a log was begun, and is this installation's from now on. */
  addOwn(files: LogFiles): void {
    this.#logs.set(files.identity.log, files);
    this.#own = { state: 'ready', head: files.head };
  }

  /** Each log's first entry names the heads known when it began: a log that is shorter now, or gone, was rolled back. */
  async #compareHeads(): Promise<void> {
    for (const log of this.logs()) {
      for (const known of headsIn(await this.getEntry(log, 0))) {
        const found = this.#logs.get(known.log)?.head;
        if (found !== undefined && found.size >= known.size) continue;
        const code = found === undefined ? 'integrity.ledger-missing' : 'integrity.ledger-rolled-back';
        const entries = { from: found?.size ?? 0, to: known.size };
        this.environment.findings.add({ code, log: known.log, entries, mended: false });
      }
    }
  }
}

function headsIn(entry: StoredEntry): readonly { log: string; size: number }[] {
  if (!entry.readable) return [];
  const read = readEntryFields(entry.fields);
  return read.known && read.entry.kind === 'log-opened' ? read.entry.heads : [];
}
