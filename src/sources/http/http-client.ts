import {
  Agent as PlainAgent,
  request as plainRequest,
  type ClientRequest,
  type RequestOptions,
} from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { isIP } from 'node:net';

import { VaultError } from '../../base/errors.ts';
import { utf8 } from '../../base/bytes.ts';
import { askedWaits } from './asked-waits.ts';
import { askedWait, defaultBackOff, waitBefore, type BackOff } from './back-off.ts';
import { Gate } from './gate.ts';
import { HttpAnswer } from './http-answer.ts';
import { mayPass, networkError, timedOut } from './http-errors.ts';
import { lookupAllowed, refusedAddress, type AddressRule } from './address-rule.ts';
import { defaultTimeouts, within, type HttpTimeouts } from './timeouts.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: URLSearchParams;
  /** Sent as `application/json`. */
  readonly json?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly timeouts?: Partial<HttpTimeouts>;
  /** Fewer tries than usual: 1 for what must not be sent twice. */
  readonly tries?: number;
}

export interface HttpClientOptions {
  /** `evidence-vault/0.1.0`, sent as User-Agent. */
  readonly app: string;
  /** Requests under way at a time; 4 unless told. */
  readonly atOnce?: number;
  readonly timeouts?: Partial<HttpTimeouts>;
  readonly backOff?: Partial<BackOff>;
  /** Asked of the IP address of every host before it is spoken to; what it refuses fails with `source.unsafe-address`. */
  readonly mayConnect?: AddressRule;
}

/** An answer read to its end. */
export interface WholeAnswer {
  readonly answer: HttpAnswer;
  readonly bytes: Uint8Array;
}

/** Statuses that a later try may get past (RFC 9110 sections 15.6, RFC 6585 section 4). */
const passingStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * The one way of the connectors to the network: polite (a few requests at a time, waiting longer after each refusal), bounded
 * in time and size, and never following a redirect, since that may carry a secret to another host.
 */
export class HttpClient {
  readonly #app: string;
  readonly #gate: Gate;
  readonly #timeouts: HttpTimeouts;
  readonly #backOff: BackOff;
  readonly #mayConnect: AddressRule | undefined;
  readonly #plain: PlainAgent;
  readonly #tls: TlsAgent;

  constructor(options: HttpClientOptions) {
    const atOnce = options.atOnce ?? 4;
    this.#app = options.app;
    this.#gate = new Gate(atOnce);
    this.#timeouts = { ...defaultTimeouts, ...options.timeouts };
    this.#backOff = { ...defaultBackOff, ...options.backOff };
    this.#mayConnect = options.mayConnect;
    this.#plain = new PlainAgent({ keepAlive: true, maxSockets: atOnce });
    // A resumed TLS session does not show the certificates again, and each answer must name them.
    this.#tls = new TlsAgent({ keepAlive: true, maxSockets: atOnce, maxCachedSessions: 0 });
  }

  /**
   * Sends a request and waits for the headers of the answer, whatever its status. Tries again after 429, 502, 503, 504, a
   * timeout or a broken connection; after the last try the answer is handed over as it is.
   *
   * Throws `source.unreachable`, `source.timeout`, `internal.cancelled`.
   */
  async request(request: HttpRequest): Promise<HttpAnswer> {
    return this.#trying(request, async (answer) => Promise.resolve(answer));
  }

  /** As `request`, with the body read too, so that a body that is cut off is tried again. Throws also `source.too-large`. */
  async read(request: HttpRequest, limit: number): Promise<WholeAnswer> {
    return this.#trying(request, async (answer) => ({ answer, bytes: await answer.bytes(limit) }));
  }

  /** Closes the connections that are kept open. */
  close(): void {
    this.#plain.destroy();
    this.#tls.destroy();
  }

  async #trying<Result>(request: HttpRequest, use: (answer: HttpAnswer) => Promise<Result>): Promise<Result> {
    const tries = request.tries ?? this.#backOff.tries;
    for (let tried = 1; ; tried += 1) {
      let wait: number | undefined;
      try {
        const answer = await this.#once(request);
        wait =
          tried < tries && passingStatuses.has(answer.status)
            ? waitBefore(tried, answer.header('retry-after'), this.#backOff)
            : undefined;
        if (wait === undefined) {
          this.#noteAskedWait(request.url, answer);
          return await use(answer);
        }
        answer.discard();
      } catch (thrown) {
        const error = networkError(thrown, request.signal);
        wait = tried < tries && mayPass(error) ? waitBefore(tried, undefined, this.#backOff) : undefined;
        if (wait === undefined) throw error;
      }
      await this.#backOff.sleep(wait, request.signal);
    }
  }

  /** A server that is not waited for any longer has said when to come back. */
  #noteAskedWait(url: URL, answer: HttpAnswer): void {
    const asked = passingStatuses.has(answer.status) ? askedWait(answer.header('retry-after')) : undefined;
    if (asked !== undefined) askedWaits.note(url, asked, Date.now());
  }

  async #once(request: HttpRequest): Promise<HttpAnswer> {
    const leave = await this.#gate.enter(request.signal);
    const timeouts = { ...this.#timeouts, ...request.timeouts };
    const deadline = performance.now() + timeouts.total;
    let sent: ClientRequest | undefined;
    try {
      const sending = this.#send(request);
      sent = sending;
      return await within(
        new Promise<HttpAnswer>((resolve, reject) => {
          // Stays for good: an abort after the answer is told to the answer, and must not end the process from here.
          sending.on('error', reject);
          sending.once('response', (message) => {
            resolve(new HttpAnswer(message, { timeouts, deadline, signal: request.signal, done: leave }));
          });
        }),
        Math.min(timeouts.answer, timeouts.total),
        () => timedOut('answer'),
      );
    } catch (thrown) {
      sent?.destroy();
      leave();
      throw networkError(thrown, request.signal);
    }
  }

  #send(request: HttpRequest): ClientRequest {
    const { url } = request;
    const mayConnect = this.#mayConnect;
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (mayConnect !== undefined && isIP(literal) !== 0 && !mayConnect(literal)) throw refusedAddress();
    const body = bodyOf(request);
    const options: RequestOptions = {
      method: request.method,
      signal: request.signal,
      ...(mayConnect === undefined ? {} : { lookup: lookupAllowed(mayConnect) }),
      headers: {
        'User-Agent': this.#app,
        Accept: '*/*',
        // What is kept is what the portal has, byte for byte.
        'Accept-Encoding': 'identity',
        ...(body === undefined ? {} : { 'Content-Type': body.type, 'Content-Length': body.bytes.length }),
        ...request.headers,
      },
    };
    const sent =
      url.protocol === 'https:'
        ? tlsRequest(url, { ...options, agent: this.#tls })
        : url.protocol === 'http:'
          ? plainRequest(url, { ...options, agent: this.#plain })
          : undefined;
    if (sent === undefined) throw new VaultError('source.unreachable', { reason: 'scheme' });
    sent.end(body?.bytes);
    return sent;
  }
}

function bodyOf(request: HttpRequest): { readonly type: string; readonly bytes: Uint8Array } | undefined {
  if (request.form !== undefined)
    return { type: 'application/x-www-form-urlencoded', bytes: utf8(request.form.toString()) };
  return request.json === undefined ? undefined : { type: 'application/json', bytes: utf8(request.json) };
}
