import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import { isoTime } from '../../base/clock.ts';
import { asVaultError, VaultError } from '../../base/errors.ts';
import { newId } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Provenance } from '../../evidence/provenance.ts';
import type { EntryOf, KnownEntry } from '../../ledger/kinds/entry-kinds.ts';
import type { ChainPlace } from '../../ledger/kinds/item-entries.ts';
import type {
  ItemFailure,
  ItemOutcome,
  ItemResult,
  KnownItem,
  Observation,
  PullProgress,
  Sink,
  SourceAlert,
} from '../../sources/source.ts';
import type { CapturedContent } from '../../store/blob/captured-content.ts';
import { capturedEntry } from '../stored-entry.ts';
import type { WritableVault } from '../vault-context.ts';
import { chainName, nextPlace } from './attempt-chains.ts';
import { itemId } from './item-id.ts';
import { mediaTypeOfHead } from './media-type.ts';
import { completeRecord, digestOf, isSame, stopsEverything, textOf } from './observed-record.ts';
import { RawAnswers } from './raw-answers.ts';
import { Turns } from './turns.ts';

/** What happened to one item in this pull, as the command line and the screens show it. */
export interface ReportedItem {
  readonly id: string;
  readonly name: string;
  readonly outcome: ItemOutcome;
  readonly size?: number;
  readonly sha256?: string;
  readonly code?: string;
  readonly message?: string;
}

export interface IngestReporter<Item extends ReportedItem = ReportedItem> {
  item(item: Item): void;
  progress(progress: PullProgress): void;
}

/** A content that was read, with what its first bytes say it is. */
interface KeptContent {
  readonly captured: CapturedContent;
  readonly found: string | undefined;
}

/** What was observed, beside what is known. */
interface Judged {
  /** To be recorded, all or none; empty if nothing is new. */
  readonly entries: readonly KnownEntry[];
  /** To be called once they are recorded. */
  readonly finish: () => Promise<ItemResult>;
}

/** Takes what a connector observed into the vault: compares, seals, records. Nothing is ever overwritten or deleted. */
export class IngestSink implements Sink {
  readonly #vault: WritableVault;
  readonly #source: string;
  readonly #reporter: IngestReporter;
  readonly #signal: AbortSignal;
  readonly #beforeCapture: (() => Promise<void>) | undefined;
  #prepared: Promise<void> | undefined;
  readonly #turns = new Turns();
  /** Ids of keys that are not recorded yet. */
  readonly #newIds = new Map<string, string>();
  readonly #givenIds = new Set<string>();
  readonly #raw: RawAnswers;

  readonly #evenErased: boolean;

  /**
   * @param options.beforeCapture awaited once, before the first item that is new or changed is recorded
   * @param options.evenErased also keeps what the learner erased before: only where they chose it themselves
   */
  constructor(
    vault: WritableVault,
    source: string,
    reporter: IngestReporter,
    signal: AbortSignal,
    options: {
      readonly beforeCapture?: (() => Promise<void>) | undefined;
      readonly evenErased?: boolean;
    } = {},
  ) {
    this.#vault = vault;
    this.#source = source;
    this.#reporter = reporter;
    this.#signal = signal;
    this.#raw = new RawAnswers(vault, signal);
    this.#beforeCapture = options.beforeCapture;
    this.#evenErased = options.evenErased ?? false;
  }

  idOf(key: string): string {
    const known = this.#vault.index.sources.findKnown(this.#source, key)?.item ?? this.#newIds.get(key);
    if (known !== undefined) return known;
    const usual = itemId(this.#vault.hashes, this.#source, key);
    const isTaken = this.#vault.index.items.find(usual) !== undefined || this.#givenIds.has(usual);
    const id = isTaken ? newId('item') : usual;
    this.#newIds.set(key, id);
    this.#givenIds.add(id);
    return id;
  }

  take(observation: Observation): Promise<ItemResult> {
    return this.#turns.take(observation.key, async () => {
      if (this.#isErased(observation.key)) return this.#left(observation);
      try {
        return await this.#takeNow(observation);
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
        const judged: Judged[] = [];
        const left = observations.filter(({ key }) => this.#isErased(key));
        for (const observation of observations) {
          if (left.includes(observation)) continue;
          if (observation.chain !== undefined) throw new VaultError('internal.bug', { what: 'chain' });
          judged.push(await this.#judgeNow(observation));
        }
        const entries = judged.flatMap((each) => each.entries);
        if (entries.length > 0) await this.#recordWithBlobs(entries);
        const results: ItemResult[] = [];
        for (const { finish } of judged) results.push(await finish());
        return observations.flatMap((observation) =>
          left.includes(observation) ? this.#left(observation) : (results.shift() ?? []),
        );
      } catch (thrown) {
        return [await this.#failedTake(last, thrown)];
      }
    });
  }

  unchanged(key: string, fingerprint?: JsonObject): Promise<ItemResult> {
    return this.#turns.take(key, async () => {
      const known = this.#vault.index.sources.findKnown(this.#source, key);
      if (known === undefined)
        return this.#isErased(key)
          ? this.#left({ key, name: key })
          : this.#report(this.idOf(key), key, { outcome: 'unchanged' });
      if (fingerprint !== undefined) this.#remember(known, fingerprint);
      await this.#seenAgain(known);
      return this.#report(known.item, known.name, { outcome: 'unchanged', ...digestOf(known) });
    });
  }

  failed(failure: ItemFailure): Promise<ItemResult> {
    return this.#turns.take(failure.key, async () =>
      this.#isErased(failure.key) ? this.#left(failure) : this.#failedNow(failure),
    );
  }

  gone(key: string, reason: string): Promise<ItemResult> {
    return this.#turns.take(key, async () => {
      const known = this.#vault.index.sources.findKnown(this.#source, key);
      if (known === undefined) return { item: this.idOf(key), outcome: 'gone' };
      if (known.gone) return { item: known.item, outcome: 'gone' };
      await this.#vault.recorder.record([
        { kind: 'item-gone', at: this.#now(), item: known.item, source: this.#source, reason },
      ]);
      return this.#report(known.item, known.name, { outcome: 'gone', ...digestOf(known) });
    });
  }

  async alert(alert: SourceAlert): Promise<void> {
    if (alert.key !== undefined && this.#isErased(alert.key)) return;
    const item = alert.key === undefined ? undefined : this.idOf(alert.key);
    const open = this.#vault.index.statements.openAlerts();
    if (
      open.some((known) => known.code === alert.code && known.source === this.#source && known.item === item)
    )
      return;
    const entry: EntryOf<'alert-raised'> = {
      kind: 'alert-raised',
      at: this.#now(),
      alert: newId('alert'),
      code: alert.code,
      source: this.#source,
      ...(item === undefined ? {} : { item }),
      details: { ...alert.details },
    };
    await this.#vault.recorder.record([entry]);
  }

  progress(progress: PullProgress): void {
    this.#reporter.progress(progress);
  }

  /** What the learner erased comes back only by their own choice. */
  #isErased(key: string): boolean {
    return !this.#evenErased && this.#vault.index.erasures.erasedAt(this.idOf(key)) !== undefined;
  }

  /** Not read, not kept, not written down: neither its name nor that it is still there. */
  #left({ key, name }: Pick<Observation, 'key' | 'name'>): ItemResult {
    return this.#report(this.idOf(key), name, { outcome: 'erased' });
  }

  /** What is wrong with one item becomes that item's failure. */
  async #failedTake(observation: Observation, thrown: unknown): Promise<ItemResult> {
    const error = asVaultError(thrown);
    if (stopsEverything(error)) throw error;
    const { key, recordKind, name, record } = observation;
    const belongs = { assignment: textOf(record.assignment), attempt: textOf(record.attempt) };
    return this.#failedNow({ key, recordKind, name, code: error.code, details: error.details, belongs });
  }

  async #takeNow(observation: Observation): Promise<ItemResult> {
    if (observation.chain === undefined) return this.#settle(await this.#judgeNow(observation));
    const known = this.#vault.index.sources.findKnown(this.#source, observation.key);
    const item = this.idOf(observation.key);
    const content = observation.content === undefined ? undefined : await this.#keep(observation);
    const { account, assignment } = observation.chain;
    const chain = chainName(this.#vault.hashes, this.#source, account, assignment);
    return this.#turns.take(`chain ${chain}`, async () => {
      const place = nextPlace(this.#vault.index.chains, chain, item, this.#vault.recorder.log);
      return this.#settle(await this.#judge(observation, item, known, content, place));
    });
  }

  async #judgeNow(observation: Observation): Promise<Judged> {
    const known = this.#vault.index.sources.findKnown(this.#source, observation.key);
    const item = this.idOf(observation.key);
    const content = observation.content === undefined ? undefined : await this.#keep(observation);
    return this.#judge(observation, item, known, content, undefined);
  }

  async #settle({ entries, finish }: Judged): Promise<ItemResult> {
    if (entries.length > 0) await this.#recordWithBlobs(entries);
    return finish();
  }

  async #keep(observation: Observation): Promise<KeptContent | undefined> {
    if (observation.content === undefined) return undefined;
    const captured = await this.#vault.blobs.capture(observation.content, {
      signal: this.#signal,
      onProgress: () => {
        this.#reporter.progress({ name: observation.name, done: 0 });
      },
    });
    return { captured, found: await mediaTypeOfHead(captured.head) };
  }

  /** Compares with what is known: the entries that are to be recorded, and what to do once they are. */
  async #judge(
    observation: Observation,
    item: string,
    known: KnownItem | undefined,
    content: KeptContent | undefined,
    place: ChainPlace | undefined,
  ): Promise<Judged> {
    const record = completeRecord(observation, content?.found, place);
    const digests = content?.captured.digests;
    if (known !== undefined && isSame(known, observation.name, record, digests?.sha256)) {
      // The same content as before, whose blob was missing or damaged: from now on it is read from where it lies now.
      const again =
        content === undefined || content.captured.known ? [] : [capturedEntry(this.#vault, content.captured)];
      return {
        entries: again,
        finish: async () => {
          if (observation.fingerprint !== undefined) this.#remember(known, observation.fingerprint);
          await this.#seenAgain(known);
          return this.#report(item, observation.name, { outcome: 'unchanged', ...digestOf(known) });
        },
      };
    }
    const entries: KnownEntry[] = [];
    if (content !== undefined && !content.captured.known)
      entries.push(capturedEntry(this.#vault, content.captured));
    const raw = await this.#raw.keep(observation.raw ?? [], entries);
    const provenance: Provenance = { ...observation.provenance, ...(raw.length === 0 ? {} : { raw }) };
    // A connector that saw the whole file knows better than its first bytes do.
    const mediaType = textOf(record.mediaTypeFound) ?? content?.found ?? observation.mediaType;
    entries.push({
      kind: 'item-captured',
      at: this.#now(),
      item,
      source: this.#source,
      key: observation.key,
      name: observation.name,
      'record-kind': observation.recordKind,
      version: (known?.version ?? 0) + 1,
      record: { ...record },
      provenance,
      ...(digests === undefined ? {} : { content: digests }),
      ...(mediaType === undefined ? {} : { 'media-type': mediaType }),
      ...(place === undefined ? {} : { chain: place }),
      ...(observation.fingerprint === undefined ? {} : { fingerprint: { ...observation.fingerprint } }),
      ...(observation.text === undefined ? {} : { text: observation.text }),
    });
    const finish = async (): Promise<ItemResult> => {
      // The entry holds the fingerprint; only a hint from before must be put right.
      if (known !== undefined && observation.fingerprint !== undefined) {
        this.#vault.index.sources.rememberHint(this.#source, observation.key, observation.fingerprint);
      }
      await this.#warnIfLess(observation.key, known, digests?.size);
      const outcome = (known?.version ?? 0) === 0 ? 'captured' : 'changed';
      return this.#report(item, observation.name, {
        outcome,
        ...(digests === undefined ? {} : { sha256: digests.sha256, size: digests.size }),
      });
    };
    return { entries, finish };
  }

  /** A file that became empty, or shorter, is news: the version before it is the one to keep an eye on. */
  async #warnIfLess(key: string, known: KnownItem | undefined, size: number | undefined): Promise<void> {
    if (known?.size === undefined || size === undefined || size >= known.size) return;
    await this.alert({
      code: size === 0 ? 'file-emptied' : 'file-shrank',
      key,
      details: { before: known.size, now: size },
    });
  }

  async #failedNow(failure: ItemFailure): Promise<ItemResult> {
    const known = this.#vault.index.sources.findKnown(this.#source, failure.key);
    const item = this.idOf(failure.key);
    if (known?.failed !== failure.code) {
      await this.#vault.recorder.record([
        {
          kind: 'item-failed',
          at: this.#now(),
          item,
          source: this.#source,
          key: failure.key,
          name: failure.name,
          'record-kind': failure.recordKind,
          code: failure.code,
          details: { ...failure.details },
          ...(failure.belongs?.assignment === undefined ? {} : { assignment: failure.belongs.assignment }),
          ...(failure.belongs?.attempt === undefined ? {} : { attempt: failure.belongs.attempt }),
        },
      ]);
    }
    return this.#report(item, failure.name, { outcome: 'failed', code: failure.code });
  }

  /** Blobs are durable before an entry names them. */
  async #recordWithBlobs(entries: readonly KnownEntry[]): Promise<void> {
    if (entries.some(({ kind }) => kind === 'item-captured'))
      await (this.#prepared ??= this.#beforeCapture?.());
    await this.#vault.blobs.settle();
    await this.#vault.recorder.record(entries);
    for (const entry of entries)
      if (entry.kind === 'blob-stored') this.#vault.blobs.recorded(entry.plaintext);
  }

  async #seenAgain(known: KnownItem): Promise<void> {
    if (!known.gone && known.failed === undefined) return;
    await this.#vault.recorder.record([
      { kind: 'item-seen', at: this.#now(), item: known.item, source: this.#source },
    ]);
  }

  #remember(known: KnownItem, fingerprint: JsonObject): void {
    if (
      known.fingerprint !== undefined &&
      encodeCanonicalJson(known.fingerprint) === encodeCanonicalJson(fingerprint)
    )
      return;
    this.#vault.index.sources.rememberHint(this.#source, known.key, fingerprint);
  }

  #report(item: string, name: string, result: Omit<ItemResult, 'item'>): ItemResult {
    this.#reporter.item({ id: item, name, ...result });
    return { item, ...result };
  }

  #now(): string {
    return isoTime(this.#vault.clock);
  }
}
