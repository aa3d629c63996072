import type { z } from 'zod';

import { VaultError } from '../../base/errors.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { HttpClient } from '../http/http-client.ts';
import type { Receiver } from '../http/receiver.ts';
import { PortalPull, type PortalPullParts } from '../portal-pull.ts';
import type { KnownItem, PullResult } from '../source.ts';
import type { Arguments } from './form.ts';
import { safeCode } from './refusals.ts';
import type { SiteInfo } from './site-answers.ts';
import type { Answered, Reply, ServiceCall, WebService } from './web-service.ts';

export interface PullParts extends PortalPullParts {
  readonly site: URL;
  readonly token: string;
  readonly client: HttpClient;
  readonly service: WebService;
  readonly receiver: Receiver;
}

/** One pull of a Moodle under way: besides what it reported, the questions it may ask. */
export class Pull extends PortalPull<PullParts> {
  readonly siteInfo: SiteInfo;
  readonly #functions: ReadonlySet<string> | undefined;
  readonly #lacking = new Set<string>();
  /** What the last pull noted for this one, and this one for the next: hints that may be lost. */
  readonly notedBefore: JsonObject;
  readonly noted: Record<string, JsonValue> = {};

  constructor(
    parts: PullParts,
    siteInfo: SiteInfo,
    before: { readonly alerts: readonly string[]; readonly noted: JsonObject },
  ) {
    super(parts, before.alerts);
    this.siteInfo = siteInfo;
    const functions = siteInfo.functions;
    this.#functions = functions === undefined ? undefined : new Set(functions.map(({ name }) => name));
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
    this.incomplete();
    return undefined;
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

  /** The site lacks something that newer ones offer: the pull goes on without it, and says so at its end. */
  lacks(name: string): void {
    this.#lacking.add(name);
  }

  async end(code?: PullResult['code']): Promise<PullResult> {
    const functions = [...this.#lacking].sort().join(' ');
    if (functions !== '') await this.alert('not-offered', undefined, { functions });
    const noted = Object.keys(this.noted).length === 0 ? {} : { noted: { ...this.noted } };
    return this.ending({ account: this.siteInfo.userid, ...noted }, code);
  }
}

/** The answer of a reply. Throws `source.refused` with the site's own code where there is none. */
export function answerOf(reply: Reply): Answered {
  if ('answered' in reply) return reply.answered;
  throw new VaultError('source.refused', { errorcode: safeCode(reply.refusal) });
}
