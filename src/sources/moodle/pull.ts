import type { z } from 'zod';

import { VaultError, throwIfCancelled, type ErrorDetails } from '../../base/errors.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { RecordByKind, RecordKind } from '../../evidence/record-kinds.ts';
import type { HttpClient } from '../http/http-client.ts';
import type {
  ItemFailure,
  ItemResult,
  KnownItem,
  Observation,
  PreviousState,
  PullResult,
  Sink,
} from '../source.ts';
import type { Answered, Receiver, Reply, ServiceCall, WebService } from './web-service.ts';
import type { Arguments } from './form.ts';
import { safeCode } from './refusals.ts';
import type { SiteInfo } from './site-answers.ts';

export interface PullParts {
  readonly site: URL;
  readonly token: string;
  readonly client: HttpClient;
  readonly service: WebService;
  readonly receiver: Receiver;
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
  readonly more?: Partial<Pick<Observation, 'content' | 'mediaType' | 'chain' | 'text' | 'fingerprint'>>;
}

/** One pull under way: the questions it may ask, what it reported so far, and how it is going to end. */
export class Pull {
  readonly parts: PullParts;
  readonly siteInfo: SiteInfo;
  readonly #functions: ReadonlySet<string> | undefined;
  readonly #reported = new Set<string>();
  readonly #alertsBefore: ReadonlySet<string>;
  readonly #alerts = new Set<string>();
  readonly #lacking = new Set<string>();
  readonly #failures = new Set<string>();
  /** What the last pull noted for this one, and this one for the next: hints that may be lost. */
  readonly notedBefore: JsonObject;
  readonly noted: Record<string, JsonValue> = {};
  #failed = false;
  #showsLess = false;
  #done = 0;
  #total: number | undefined;

  constructor(
    parts: PullParts,
    siteInfo: SiteInfo,
    before: { readonly alerts: readonly string[]; readonly noted: JsonObject },
  ) {
    this.parts = parts;
    this.siteInfo = siteInfo;
    const functions = siteInfo.functions;
    this.#functions = functions === undefined ? undefined : new Set(functions.map(({ name }) => name));
    this.#alertsBefore = new Set(before.alerts);
    this.notedBefore = before.noted;
  }

  /** True if the site's service offers the function; sites differ by version and by what their staff switched on. */
  offers(name: string): boolean {
    return this.#functions?.has(name) ?? true;
  }

  async call(name: string, given: Arguments): Promise<Reply> {
    return this.parts.service.call({ function: name, arguments: given }, this.parts.signal);
  }

  async callMany(calls: readonly ServiceCall[]): Promise<Reply[]> {
    const batching = this.offers('tool_mobile_call_external_functions');
    return this.parts.service.callMany(calls, batching, this.parts.signal);
  }

  /** An answer by its schema; undefined where it was refused, or has another shape, which leaves the pull incomplete. */
  read<Schema extends z.ZodType>(
    reply: Reply | undefined,
    schema: Schema,
  ): { readonly value: z.output<Schema>; readonly answered: Answered } | undefined {
    if (reply === undefined || 'refusal' in reply) return undefined;
    const parsed = schema.safeParse(reply.answered.value);
    if (parsed.success) return { value: parsed.data, answered: reply.answered };
    this.#failed = true;
    return undefined;
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
    const [first] = report.from;
    const known = report.namedAfterAnother && this.parts.previous.find(report.key)?.name;
    return this.take({
      key: report.key,
      recordKind: report.kind,
      name: known ?? report.name,
      record: report.record,
      provenance: first.provenance,
      raw: report.from.map(({ raw }) => raw),
      ...report.more,
    });
  }

  async take(observation: Observation): Promise<ItemResult> {
    this.#reported.add(observation.key);
    const result = this.#counted(await this.parts.sink.take(observation));
    if (result.outcome === 'failed') this.#failures.add(observation.key);
    else this.#failures.delete(observation.key);
    return result;
  }

  async unchanged(key: string, fingerprint?: KnownItem['fingerprint']): Promise<void> {
    this.#reported.add(key);
    this.#counted(await this.parts.sink.unchanged(key, fingerprint));
  }

  /**
   * True if an item, with all below it, is kept whole and was made of just this (see `snapshotHash`): then what it is made of need not
   * be asked for again.
   */
  isMadeOf(key: string, made: string | undefined): boolean {
    if (made === undefined || this.findHere(key)?.fingerprint?.madeOf !== made) return false;
    return this.#itemsOf(key).every(
      ({ failed, recordKind, sha256 }) =>
        failed === undefined && (recordKind !== 'document' || sha256 !== undefined),
    );
  }

  #itemsOf(key: string): KnownItem[] {
    return this.listHere(key).filter((item) => item.key === key || item.key.startsWith(`${key}/`));
  }

  /** The known items of a key and below it are as they were. */
  async allUnchanged(key: string): Promise<void> {
    for (const item of this.#itemsOf(key)) await this.unchanged(item.key);
  }

  async failed(failure: ItemFailure): Promise<void> {
    this.#reported.add(failure.key);
    this.#failures.add(failure.key);
    this.#counted(await this.parts.sink.failed(failure));
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
    await this.#alert('shows-less', key, { ...details, reasons });
  }

  /** The site lacks something that newer ones offer: the pull goes on without it, and says so at its end. */
  lacks(name: string): void {
    this.#lacking.add(name);
  }

  /** Something could not be looked at; the pull cannot call itself complete. */
  incomplete(): void {
    this.#failed = true;
  }

  expect(total: number): void {
    this.#total = total;
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

  async end(code?: PullResult['code']): Promise<PullResult> {
    const functions = [...this.#lacking].sort().join(' ');
    if (functions !== '') await this.#alert('not-offered', undefined, { functions });
    const state = this.#showsLess ? 'shows-less' : this.#failed ? 'partial' : 'ok';
    const shownLess = this.#showsLess ? ('source.shows-less' as const) : undefined;
    const why = code ?? shownLess;
    return { state, ...(why === undefined ? {} : { code: why }), cursor: this.#cursor() };
  }

  #cursor(): JsonValue {
    const noted = Object.keys(this.noted).length === 0 ? {} : { noted: { ...this.noted } };
    return { account: this.siteInfo.userid, alerts: [...this.#alerts].sort(), ...noted };
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

/** The answer of a reply. Throws `source.refused` with the site's own code where there is none. */
export function answerOf(reply: Reply): Answered {
  if ('answered' in reply) return reply.answered;
  throw new VaultError('source.refused', { errorcode: safeCode(reply.refusal) });
}
