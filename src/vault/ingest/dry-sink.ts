import { encodeHex } from '../../base/bytes.ts';
import { asVaultError, throwIfCancelled, VaultError } from '../../base/errors.ts';
import { newId } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import type { ChainPlace } from '../../ledger/kinds/item-entries.ts';
import type {
  ContentInput,
  ItemFailure,
  ItemResult,
  KnownItem,
  Observation,
  PullProgress,
  Sink,
  SourceAlert,
} from '../../sources/source.ts';
import { headLength } from '../../store/blob/captured-content.ts';
import { readerOf } from '../../store/blob/content-input.ts';
import type { OpenVault } from '../vault-context.ts';
import { chainName } from './attempt-chains.ts';
import type { IngestReporter, ReportedItem } from './ingest-sink.ts';
import { itemId } from './item-id.ts';
import { mediaTypeOfHead } from './media-type.ts';
import { completeRecord, digestOf, isSame, stopsEverything, textOf } from './observed-record.ts';
import { Turns } from './turns.ts';

/** What would happen to one item. */
export interface ForeseenItem extends ReportedItem {
  readonly kind: string;
  /** Where it lies in what was given. */
  readonly path?: string;
}

export interface DrySinkOptions {
  readonly vault: OpenVault;
  /** Id of the source that it would land in; undefined for one that does not exist yet. */
  readonly source: string | undefined;
  readonly reporter: IngestReporter<ForeseenItem>;
  readonly signal: AbortSignal;
}

/** What a content came to. */
interface Drained {
  readonly sha256: string;
  readonly size: number;
  readonly found: string | undefined;
}

const bufferLength = 262_144;

/**
 * A sink that keeps nothing: it reads contents to their end, so that what fails here is what would fail, compares with what is known
 * as `IngestSink` does, and says what would come of each item. Memory: a quarter of a megabyte for each content under way.
 */
export class DrySink implements Sink {
  readonly alerts: SourceAlert[] = [];
  readonly #options: DrySinkOptions;
  readonly #turns = new Turns();
  readonly #ids = new Map<string, string>();
  readonly #givenIds = new Set<string>();
  /** What would be known by now. */
  readonly #foreseen = new Map<string, KnownItem>();
  readonly #buffers: Uint8Array[] = [];
  /** Stands for a source that does not exist yet. */
  readonly #source: string;

  constructor(options: DrySinkOptions) {
    this.#options = options;
    this.#source = options.source ?? newId('source');
  }

  idOf(key: string): string {
    const { vault } = this.#options;
    const known = vault.index.sources.findKnown(this.#source, key)?.item ?? this.#ids.get(key);
    if (known !== undefined) return known;
    const usual = itemId(vault.hashes, this.#source, key);
    const isTaken = vault.index.items.find(usual) !== undefined || this.#givenIds.has(usual);
    const id = isTaken ? newId('item') : usual;
    this.#ids.set(key, id);
    this.#givenIds.add(id);
    return id;
  }

  take(observation: Observation): Promise<ItemResult> {
    return this.#turns.take(observation.key, async () => {
      try {
        const judged = await this.#judge(observation);
        return judged();
      } catch (thrown) {
        return this.#failedTake(observation, thrown);
      }
    });
  }

  async takeTogether(observations: readonly Observation[]): Promise<readonly ItemResult[]> {
    const last = observations.at(-1);
    if (last === undefined) return [];
    return this.#turns.take(last.key, async () => {
      try {
        const judged: (() => ItemResult)[] = [];
        for (const observation of observations) {
          if (observation.chain !== undefined) throw new VaultError('internal.bug', { what: 'chain' });
          judged.push(await this.#judge(observation));
        }
        return judged.map((finish) => finish());
      } catch (thrown) {
        return [this.#failedTake(last, thrown)];
      }
    });
  }

  unchanged(key: string): Promise<ItemResult> {
    return this.#turns.take(key, async () => {
      const known = this.#known(key);
      if (known === undefined)
        return this.#report({ key, name: key, recordKind: 'document' }, { outcome: 'unchanged' });
      this.#foresee(seen(known));
      return this.#report(known, { outcome: 'unchanged', ...digestOf(known) });
    });
  }

  failed(failure: ItemFailure): Promise<ItemResult> {
    return this.#turns.take(failure.key, async () => this.#failedNow(failure));
  }

  gone(key: string): Promise<ItemResult> {
    return this.#turns.take(key, async () => {
      const known = this.#known(key);
      if (known === undefined || known.gone) return { item: this.idOf(key), outcome: 'gone' };
      this.#foresee({ ...known, gone: true });
      return this.#report(known, { outcome: 'gone', ...digestOf(known) });
    });
  }

  async alert(alert: SourceAlert): Promise<void> {
    this.alerts.push(alert);
  }

  progress(progress: PullProgress): void {
    this.#options.reporter.progress(progress);
  }

  /** @returns what is to be done once nothing else can fail */
  async #judge(observation: Observation): Promise<() => ItemResult> {
    const { key, name, recordKind, content } = observation;
    const item = this.idOf(key);
    const drained = content === undefined ? undefined : await this.#drain(content);
    const known = this.#known(key);
    const record = completeRecord(observation, drained?.found, this.#place(observation, item));
    const digests = drained === undefined ? {} : { sha256: drained.sha256, size: drained.size };
    if (known !== undefined && isSame(known, name, record, drained?.sha256))
      return () => {
        this.#foresee(seen(known));
        return this.#report(observation, { outcome: 'unchanged', ...digestOf(known) });
      };
    return () => {
      const version = (known?.version ?? 0) + 1;
      this.#foresee({ key, item, name, recordKind, version, record, gone: false, ...digests });
      return this.#report(observation, { outcome: version === 1 ? 'captured' : 'changed', ...digests });
    };
  }

  /** The place in its chain that it has, or would get; only its number shows in a record. */
  #place({ chain }: Observation, item: string): ChainPlace | undefined {
    if (chain === undefined) return undefined;
    const { vault } = this.#options;
    const { chains } = vault.index;
    const name = chainName(vault.hashes, this.#source, chain.account, chain.assignment);
    // Highest of all logs: which one would be written matters to the sequence alone.
    const number = chains.numberOf(name, item) ?? chains.state(name, '').highest + 1;
    return { chain: name, number, sequence: 1, previous: null };
  }

  async #drain(content: ContentInput): Promise<Drained> {
    const { vault, signal } = this.#options;
    throwIfCancelled(signal);
    const hash = vault.hashes.createSha256();
    const buffer = this.#buffers.pop() ?? new Uint8Array(bufferLength);
    let size = 0;
    let head = new Uint8Array(0);
    let digest: Uint8Array;
    try {
      const reader = await readerOf(content);
      try {
        for (;;) {
          throwIfCancelled(signal);
          const count = await reader.fill(buffer);
          if (size === 0) head = buffer.slice(0, Math.min(count, headLength));
          hash.update(buffer.subarray(0, count));
          size += count;
          if (count < buffer.length) break;
        }
        await reader.finish();
      } finally {
        await reader.close();
      }
    } finally {
      // A hash that is never asked keeps memory.
      digest = hash.digest();
      this.#buffers.push(buffer);
    }
    return { sha256: encodeHex(digest), size, found: await mediaTypeOfHead(head) };
  }

  /** What is wrong with one item would be that item's failure. */
  #failedTake({ key, recordKind, name }: Observation, thrown: unknown): ItemResult {
    const error = asVaultError(thrown);
    if (stopsEverything(error)) throw error;
    return this.#failedNow({ key, recordKind, name, code: error.code, details: error.details });
  }

  #failedNow(failure: ItemFailure): ItemResult {
    const { key, name, recordKind, code } = failure;
    // What was never captured is known from now on all the same.
    const known = this.#known(key) ?? {
      key,
      item: this.idOf(key),
      name,
      recordKind,
      version: 0,
      gone: false,
    };
    this.#foresee({ ...known, failed: code });
    return this.#report(failure, { outcome: 'failed', code: failure.code });
  }

  #known(key: string): KnownItem | undefined {
    return this.#foreseen.get(key) ?? this.#options.vault.index.sources.findKnown(this.#source, key);
  }

  #foresee(known: KnownItem): void {
    this.#foreseen.set(known.key, known);
  }

  #report(
    of: { key: string; name: string; recordKind: string; record?: JsonObject },
    result: Omit<ItemResult, 'item'>,
  ): ItemResult {
    const item = this.idOf(of.key);
    const path = textOf(of.record?.path);
    this.#options.reporter.item({
      id: item,
      name: of.name,
      kind: of.recordKind,
      ...(path === undefined ? {} : { path }),
      ...result,
    });
    return { item, ...result };
  }
}

function seen({ failed: _failed, ...known }: KnownItem): KnownItem {
  return { ...known, gone: false };
}
