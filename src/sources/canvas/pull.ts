import { throwIfCancelled, type ErrorDetails } from '../../base/errors.ts';
import type { JsonValue } from '../../base/json.ts';
import type { RecordByKind, RecordKind } from '../../evidence/record-kinds.ts';
import type {
  ItemFailure,
  ItemResult,
  KnownItem,
  Observation,
  PreviousState,
  PullResult,
  Sink,
} from '../source.ts';
import type { Answered } from './canvas-api.ts';
import type { DownloadPort } from './download.ts';

export interface PullParts extends DownloadPort {
  readonly previous: PreviousState;
  readonly sink: Sink;
  readonly signal: AbortSignal;
}

/** A record to report: what it says, the answers it was made from (the first one is its provenance), and how it is found. */
export interface Report<Kind extends RecordKind> {
  readonly key: string;
  readonly kind: Kind;
  readonly name: string;
  /** The name is made of another item's: when that is renamed, this one keeps the name that it has, since it did not change. */
  readonly namedAfterAnother?: true;
  readonly record: RecordByKind[Kind];
  readonly from: readonly [Answered, ...Answered[]];
  readonly more?: Partial<Pick<Observation, 'content' | 'mediaType' | 'chain' | 'text'>>;
}

/** One pull of a Canvas under way: what it reported so far, and how it is going to end. */
export class Pull {
  readonly parts: PullParts;
  /** The learner's id at the site. */
  readonly account: string;
  readonly #reported = new Set<string>();
  readonly #alertsBefore: ReadonlySet<string>;
  readonly #alerts = new Set<string>();
  #failed = false;
  #showsLess = false;
  #done = 0;
  #total = 0;

  constructor(parts: PullParts, account: string, alertsBefore: readonly string[]) {
    this.parts = parts;
    this.account = account;
    this.#alertsBefore = new Set(alertsBefore);
  }

  idOf(key: string): string {
    return this.parts.sink.idOf(key);
  }

  /** Known items below a prefix that are not gone. */
  listHere(prefix: string): KnownItem[] {
    return this.parts.previous.list(prefix).filter(({ gone }) => !gone);
  }

  async record<Kind extends RecordKind>(report: Report<Kind>): Promise<ItemResult> {
    const known = report.namedAfterAnother && this.parts.previous.find(report.key)?.name;
    return this.take({
      key: report.key,
      recordKind: report.kind,
      name: known ?? report.name,
      record: report.record,
      provenance: report.from[0].provenance,
      raw: report.from.map(({ raw }) => raw),
      ...report.more,
    });
  }

  async take(observation: Observation): Promise<ItemResult> {
    this.#reported.add(observation.key);
    return this.#counted(await this.parts.sink.take(observation));
  }

  async unchanged(key: string, fingerprint?: KnownItem['fingerprint']): Promise<void> {
    this.#reported.add(key);
    this.#counted(await this.parts.sink.unchanged(key, fingerprint));
  }

  async failed(failure: ItemFailure): Promise<void> {
    this.#reported.add(failure.key);
    this.#counted(await this.parts.sink.failed(failure));
  }

  /** Marks what is known below a prefix, and was not reported in this pull, as gone; `reasonOf` may spare an item. */
  async sweep(prefix: string, reasonOf: (item: KnownItem) => string | undefined): Promise<void> {
    for (const item of this.listHere(prefix)) {
      if (this.#reported.has(item.key)) continue;
      const reason = reasonOf(item);
      if (reason !== undefined) await this.parts.sink.gone(item.key, reason);
    }
  }

  /** Something is out of sight and nobody says that it is gone: it stays as it is, and the learner is told once. */
  async showsLess(key: string | undefined, reasons: string, details: ErrorDetails = {}): Promise<void> {
    this.#showsLess = true;
    await this.#alert('shows-less', key, { ...details, reasons });
  }

  /** Something could not be looked at; the pull cannot call itself complete. */
  incomplete(): void {
    this.#failed = true;
  }

  expect(more: number): void {
    this.#total += more;
  }

  /** Says what is being looked at. */
  at(name: string): void {
    throwIfCancelled(this.parts.signal);
    this.parts.sink.progress({ name, done: this.#done, total: this.#total });
  }

  finished(): void {
    this.#done += 1;
  }

  end(): PullResult {
    const state = this.#showsLess ? 'shows-less' : this.#failed ? 'partial' : 'ok';
    const cursor: JsonValue = { account: this.account, alerts: [...this.#alerts].sort() };
    return { state, ...(this.#showsLess ? { code: 'source.shows-less' as const } : {}), cursor };
  }

  #counted(result: ItemResult): ItemResult {
    throwIfCancelled(this.parts.signal);
    if (result.outcome === 'failed') this.#failed = true;
    return result;
  }

  /** Raised when it is new; while it lasts it is not said again at every pull. */
  async #alert(code: string, key: string | undefined, details: ErrorDetails): Promise<void> {
    const name = [code, key ?? '', ...Object.values(details).map(String)].join(' ');
    if (this.#alerts.has(name)) return;
    this.#alerts.add(name);
    if (this.#alertsBefore.has(name)) return;
    await this.parts.sink.alert({ code, ...(key === undefined ? {} : { key }), details });
  }
}
