import { parseUtf8 } from '../../base/bytes.ts';
import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import type { JsonValue } from '../../base/json.ts';
import { parseStrictJson } from '../../base/parse-json.ts';
import type { Provenance } from '../../evidence/provenance.ts';
import { defaultBackOff, waitBefore, type BackOff } from '../http/back-off.ts';
import { receptionOf, type Receiver } from '../http/receiver.ts';
import type { HttpClient, WholeAnswer } from '../http/http-client.ts';
import type { RawAnswer } from '../source.ts';
import { nextLink } from './next-link.ts';
import { Redactor } from './redact.ts';
import { refusalOf, isThrottled, waitForRoom, type Refusal } from './refusals.ts';

/** One answer, with where it came from. */
export interface Answered {
  readonly value: JsonValue;
  readonly provenance: Provenance;
  readonly raw: RawAnswer;
  /** True if the practice Canvas says that it is one. */
  readonly practice: boolean;
  /** Verbatim address of the next page. */
  readonly next: string | undefined;
}
/** Answered, or refused for a reason that is about this one thing. */
export type Reply = { readonly answered: Answered } | { readonly refusal: Refusal };

export interface CanvasApiOptions {
  /** The Canvas, without a path. */
  readonly site: URL;
  readonly token: string;
  readonly client: HttpClient;
  readonly receiver: Receiver;
  readonly backOff?: Partial<BackOff>;
}

/** No page of answers that makes sense is larger. */
const answerLimit = 32 * 1024 * 1024;
/** Pages of one list; a list that goes on for longer does not end. */
const mostPages = 2_000;
/** Tries of a throttled request: their waits come to a minute, in which Canvas's bucket of 600 empties at 10 a second. */
const throttledTries = 7;

/**
 * The REST API of a Canvas as one learner sees it: reads only, one request at a time (Canvas says that who asks so is hardly ever
 * throttled), and slower still when little of the quota is left. The token goes into a header, to this Canvas and nowhere else.
 *
 * https://canvas.instructure.com/doc/api/ (Pagination, Throttling, OAuth2, SIS IDs and object ids)
 */
export class CanvasApi {
  readonly redactor: Redactor;
  readonly #options: CanvasApiOptions;
  readonly #backOff: BackOff;
  #turn: Promise<unknown> = Promise.resolve();
  #remaining: number | undefined;

  constructor(options: CanvasApiOptions) {
    this.#options = options;
    this.#backOff = { ...defaultBackOff, ...options.backOff };
    this.redactor = new Redactor(options.token);
  }

  /** An address of this API. */
  address(path: string, query: readonly (readonly [string, string])[] = []): URL {
    const url = new URL(`/api/v1/${path}`, this.#options.site);
    for (const [name, value] of query) url.searchParams.append(name, value);
    return url;
  }

  /**
   * Asks once.
   * @param asked the request without its numbers, for provenance: `courses/:id/assignments`
   *
   * Throws what is about the site or the account (`source.login-expired`, `source.maintenance`, `source.unreachable`,
   * `source.timeout`, `source.protocol`) and `internal.cancelled`.
   */
  async get(url: URL, asked: string, signal: AbortSignal): Promise<Reply> {
    const { answer, bytes } = await this.#inTurn(() => this.#read(url, signal), signal);
    const text = textOf(bytes);
    const refusal = refusalOf(answer);
    if (refusal !== undefined) return { refusal };
    const { site, receiver } = this.#options;
    return {
      answered: {
        value: parseAnswer(text),
        provenance: {
          ...receptionOf(answer, receiver),
          method: 'web-service',
          address: `${site.origin}${url.pathname}`,
          function: `GET ${asked}`,
        },
        raw: this.redactor.rawAnswer(text, 'application/json'),
        practice: answer.header(practiceHeader) === '1',
        next: nextLink(answer.header('link')),
      },
    };
  }

  /**
   * All pages of a list, one after the other, as long as the site names a next one.
   *
   * Throws as `get`; `source.protocol` for a next page that lies elsewhere, was there before or never ends. A refusal in the middle is
   * the last reply.
   */
  async *pages(first: URL, asked: string, signal: AbortSignal): AsyncGenerator<Reply, void, undefined> {
    const seen = new Set<string>();
    for (let url = first; ;) {
      if (seen.has(url.href)) throw new VaultError('source.protocol', { reason: 'pages-in-a-circle' });
      if (seen.size >= mostPages) throw new VaultError('source.protocol', { reason: 'pages-without-end' });
      seen.add(url.href);
      const reply = await this.get(url, asked, signal);
      yield reply;
      const next = 'answered' in reply ? reply.answered.next : undefined;
      if (next === undefined) return;
      url = this.#nextPage(next, first);
    }
  }

  /** Waits as Canvas asks after it throttled a request that was not made here. @returns false once it was tried often enough */
  async afterThrottling(
    tried: number,
    retryAfter: string | undefined,
    signal: AbortSignal,
  ): Promise<boolean> {
    const wait = tried < throttledTries ? waitBefore(tried, retryAfter, this.#backOff) : undefined;
    if (wait === undefined) return false;
    await this.#backOff.sleep(wait, signal);
    return true;
  }

  #nextPage(next: string, first: URL): URL {
    const url = URL.canParse(next) ? new URL(next) : undefined;
    if (url?.origin !== first.origin || url.username !== '' || !url.pathname.startsWith('/api/v1/'))
      throw new VaultError('source.protocol', { reason: 'next-page-elsewhere' });
    return url;
  }

  async #read(url: URL, signal: AbortSignal): Promise<WholeAnswer> {
    const { client, token } = this.#options;
    const headers = {
      Authorization: `Bearer ${token}`,
      // Numbers as text: those of Canvases that share their data are longer than numbers may be.
      Accept: 'application/json+canvas-string-ids',
    };
    const room = waitForRoom(this.#remaining);
    if (room > 0) await this.#backOff.sleep(room, signal);
    for (let tried = 1; ; tried += 1) {
      const whole = await client.read({ method: 'GET', url, headers, signal }, answerLimit);
      const left = whole.answer.header('x-rate-limit-remaining');
      this.#remaining = left === undefined ? undefined : Number.parseFloat(left);
      if (!isThrottled(whole.answer, whole.bytes)) return whole;
      if (!(await this.afterThrottling(tried, whole.answer.header('retry-after'), signal)))
        throw new VaultError('source.unreachable', { reason: 'throttled' });
    }
  }

  async #inTurn<Result>(ask: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    const mine = this.#turn.then(async () => {
      throwIfCancelled(signal);
      return ask();
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

/** Sent with every answer of a practice server. */
const practiceHeader = 'x-evidence-vault-practice';

function textOf(bytes: Uint8Array): string {
  try {
    return parseUtf8(bytes);
  } catch {
    throw new VaultError('source.protocol', { reason: 'not-utf-8' });
  }
}

/** Some Canvases put `while(1);` in front of JSON, against pages that read it where they should not. */
function parseAnswer(text: string): JsonValue {
  try {
    return parseStrictJson(text.replace(/^while\(1\);/, ''));
  } catch {
    throw new VaultError('source.protocol', { reason: 'not-json' });
  }
}
