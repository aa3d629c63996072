import { throwIfCancelled, type ErrorDetails } from '../base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../base/json.ts';
import type { Provenance } from '../evidence/provenance.ts';
import type { RecordByKind, RecordKind } from '../evidence/record-kinds.ts';
import type {
  ItemFailure,
  ItemResult,
  KnownItem,
  Observation,
  PreviousState,
  PullResult,
  RawAnswer,
  Sink,
} from './source.ts';

export interface PortalPullParts {
  readonly previous: PreviousState;
  readonly sink: Sink;
  readonly signal: AbortSignal;
}

/** An answer of a portal that a record was made from. */
interface CitedAnswer {
  readonly provenance: Provenance;
  readonly raw: RawAnswer;
}

/** A record to report: what it says, the answers it was made from (the first one is its provenance), and how it is found. */
export interface Report<Kind extends RecordKind> {
  readonly key: string;
  readonly kind: Kind;
  readonly name: string;
  /** The name is made of another item's: when that is renamed, this one keeps the name that it has, since it did not change. */
  readonly namedAfterAnother?: true;
  readonly record: RecordByKind[Kind];
  readonly from: readonly [CitedAnswer, ...CitedAnswer[]];
  readonly more?: Partial<Pick<Observation, 'content' | 'mediaType' | 'chain' | 'text' | 'fingerprint'>>;
}

/** One pull of a portal under way: what it reported so far, how far it is, and how it is going to end. */
export class PortalPull<Parts extends PortalPullParts = PortalPullParts> {
  readonly parts: Parts;
  readonly #reported = new Set<string>();
  readonly #failures = new Set<string>();
  readonly #alertsBefore: ReadonlySet<string>;
  readonly #alerts = new Set<string>();
  #failed = false;
  #showsLess = false;
  #done = 0;
  #total: number | undefined;

  constructor(parts: Parts, alertsBefore: readonly string[]) {
    this.parts = parts;
    this.#alertsBefore = new Set(alertsBefore);
  }

  idOf(key: string): string {
    return this.parts.sink.idOf(key);
  }

  /** The known item, unless it is gone. */
  findHere(key: string): KnownItem | undefined {
    const known = this.parts.previous.find(key);
    return known?.gone === false ? known : undefined;
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
    const result = this.counted(await this.parts.sink.take(observation));
    if (result.outcome === 'failed') this.#failures.add(observation.key);
    else this.#failures.delete(observation.key);
    return result;
  }

  async unchanged(key: string, fingerprint?: KnownItem['fingerprint']): Promise<void> {
    this.#reported.add(key);
    this.counted(await this.parts.sink.unchanged(key, fingerprint));
  }

  async failed(failure: ItemFailure): Promise<void> {
    this.#reported.add(failure.key);
    this.#failures.add(failure.key);
    this.counted(await this.parts.sink.failed(failure));
  }

  /** True if the item could not be had in this pull. */
  hasFailed(key: string): boolean {
    return this.#failures.has(key);
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
    await this.alert('shows-less', key, { ...details, reasons });
  }

  /** Something could not be looked at; the pull cannot call itself complete. */
  incomplete(): void {
    this.#failed = true;
  }

  /** How much there is in all; undefined while nobody knows. */
  expect(total: number | undefined): void {
    this.#total = total;
  }

  /** So much more came to light. */
  expectMore(more: number): void {
    this.#total = (this.#total ?? 0) + more;
  }

  /** Says what is being looked at. */
  at(name: string): void {
    throwIfCancelled(this.parts.signal);
    const total = this.#total === undefined ? {} : { total: this.#total };
    this.parts.sink.progress({ name, done: this.#done, ...total });
  }

  finished(): void {
    this.#done += 1;
  }

  /** Takes an item's result into account. Throws `internal.cancelled`. */
  counted(result: ItemResult): ItemResult {
    throwIfCancelled(this.parts.signal);
    if (result.outcome === 'failed') this.#failed = true;
    return result;
  }

  /** Raised when it is new; while it lasts it is not said again at every pull. */
  protected async alert(code: string, key: string | undefined, details: ErrorDetails): Promise<void> {
    const name = [code, key ?? '', ...Object.values(details).map(String)].join(' ');
    if (this.#alerts.has(name)) return;
    this.#alerts.add(name);
    if (this.#alertsBefore.has(name)) return;
    await this.parts.sink.alert({ code, ...(key === undefined ? {} : { key }), details });
  }

  /**
   * How the pull ended.
   * @param remembered goes into the cursor, beside the alerts that last
   * @param code why it is not complete, where it is not that less is shown
   */
  protected ending(remembered: JsonObject, code?: PullResult['code']): PullResult {
    const state = this.#showsLess ? 'shows-less' : this.#failed ? 'partial' : 'ok';
    const why = code ?? (this.#showsLess ? ('source.shows-less' as const) : undefined);
    const cursor = { ...remembered, alerts: [...this.#alerts].sort() };
    return { state, ...(why === undefined ? {} : { code: why }), cursor };
  }
}

/** The alerts that lasted when the last pull ended, out of its cursor; none if it was lost. */
export function alertsOf(cursor: JsonValue): readonly string[] {
  const alerts = isJsonObject(cursor) ? cursor.alerts : undefined;
  const list: readonly JsonValue[] = Array.isArray(alerts) ? (alerts as readonly JsonValue[]) : [];
  return list.filter((alert) => typeof alert === 'string');
}
