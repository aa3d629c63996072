import { parseUtf8 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import type { JsonValue } from '../../base/json.ts';
import { parseStrictJson } from '../../base/parse-json.ts';
import { parseWith } from '../../base/zod-door.ts';
import type { Provenance } from '../../evidence/provenance.ts';
import { receptionOf, type Receiver } from '../http/receiver.ts';
import type { HttpClient } from '../http/http-client.ts';
import type { RawAnswer } from '../source.ts';
import { encodeForm, type Arguments } from './form.ts';
import { Redactor } from './redact.ts';
import { findRefusal, siteError, statusError, type Refusal } from './refusals.ts';
import { batchSchema } from './site-answers.ts';

export interface ServiceCall {
  readonly function: string;
  readonly arguments: Arguments;
}

/** A function's answer with where it came from. */
export interface Answered {
  readonly value: JsonValue;
  readonly provenance: Provenance;
  readonly raw: RawAnswer;
  /** True if the practice provider says that it is one. */
  readonly practice: boolean;
}
/** Answered, or refused for a reason that is about this one call. */
export type Reply = { readonly answered: Answered } | { readonly refusal: Refusal };

/** No answer of a web service that makes sense is larger. */
const answerLimit = 32 * 1024 * 1024;
/** As many as Moodle's own app puts into one request. */
const batchSize = 10;

const batchFunction = 'tool_mobile_call_external_functions';
/** Sent with every answer of the practice provider. */
const practiceHeader = 'x-evidence-vault-practice';
const siteInfoFunction = 'core_webservice_get_site_info';

export interface WebServiceOptions {
  /** The site's wwwroot. */
  readonly site: URL;
  readonly token: string;
  readonly client: HttpClient;
  readonly receiver: Receiver;
}

/** Moodle's web service as one account of one site sees it. The token goes into the form and nowhere else. */
export class WebService {
  readonly #options: WebServiceOptions;
  readonly #redactor: Redactor;

  constructor(options: WebServiceOptions) {
    this.#options = options;
    this.#redactor = new Redactor(options.token);
  }

  /**
   * Calls one function.
   *
   * Throws what is about the site or the account (`source.login-expired`, `source.maintenance`, `source.refused`,
   * `source.needs-attention`, `source.unreachable`, `source.timeout`, `source.protocol`) and `internal.cancelled`.
   */
  async call(call: ServiceCall, signal: AbortSignal): Promise<Reply> {
    const reply = await this.#ask(call, signal);
    if (!('refusal' in reply) || reply.refusal.errorcode !== 'accessexception') return reply;
    // Said both of a function that is not offered and, once, of a token that has just expired: the second call tells.
    await this.confirm(signal);
    return reply;
  }

  /**
   * Calls several functions in as few requests as it takes.
   * @param batching whether the site offers the function that takes several calls at once
   * @returns the replies in the order of the calls
   * Throws as `call`.
   */
  async callMany(calls: readonly ServiceCall[], batching: boolean, signal: AbortSignal): Promise<Reply[]> {
    const replies: Reply[] = [];
    while (replies.length < calls.length) {
      const next = calls.slice(replies.length, replies.length + batchSize);
      const [only] = next;
      if (only !== undefined && (next.length === 1 || !batching)) replies.push(await this.call(only, signal));
      else replies.push(...(await this.#batch(next, signal)));
    }
    return replies;
  }

  /** Returns if the site still knows the account. Throws as `call`; `source.refused` where it knows it and allows nothing. */
  async confirm(signal: AbortSignal): Promise<void> {
    const reply = await this.#ask({ function: siteInfoFunction, arguments: {} }, signal);
    if ('refusal' in reply) throw new VaultError('source.refused', { reason: 'no-access' });
  }

  async #ask(call: ServiceCall, signal: AbortSignal): Promise<Reply> {
    const { site, token, client, receiver } = this.#options;
    const url = new URL(`${site.pathname.replace(/\/$/, '')}/webservice/rest/server.php`, site);
    const form = encodeForm(call.arguments);
    form.append('wstoken', token);
    form.append('wsfunction', call.function);
    form.append('moodlewsrestformat', 'json');
    const { answer, bytes } = await client.read({ method: 'POST', url, form, signal }, answerLimit);
    const failed = statusError(answer.status);
    if (failed !== undefined) throw failed;
    const text = textOf(bytes);
    const value = parseAnswer(text);
    const refusal = findRefusal(value);
    if (refusal !== undefined) {
      const error = siteError(refusal);
      if (error !== undefined) throw error;
      return { refusal };
    }
    const provenance = {
      ...receptionOf(answer, receiver),
      method: 'web-service',
      address: url.href,
      function: call.function,
    };
    const raw = this.#redactor.rawAnswer(text, 'application/json');
    return { answered: { value, provenance, raw, practice: answer.header(practiceHeader) === '1' } };
  }

  async #batch(calls: readonly ServiceCall[], signal: AbortSignal): Promise<Reply[]> {
    const requests = calls.map((call) => ({
      function: call.function,
      arguments: JSON.stringify(call.arguments),
    }));
    const reply = await this.call({ function: batchFunction, arguments: { requests } }, signal);
    if ('refusal' in reply) throw new VaultError('source.protocol', { reason: 'batch-refused' });
    const { value, provenance, practice } = reply.answered;
    const { responses } = parseWith(batchSchema, value, 'source.protocol');
    if (responses.length === 0) throw new VaultError('source.protocol', { reason: 'batch-empty' });
    const replies: Reply[] = [];
    for (const [index, response] of responses.entries()) {
      const call = calls[index];
      if (call === undefined) break;
      const text = response.data ?? response.exception ?? '';
      const inner = parseAnswer(text);
      const refusal = findRefusal(inner);
      if (refusal === undefined) {
        const raw = this.#redactor.rawAnswer(text, 'application/json');
        replies.push({
          answered: { value: inner, provenance: { ...provenance, function: call.function }, raw, practice },
        });
        continue;
      }
      const error = siteError(refusal);
      if (error !== undefined) throw error;
      if (refusal.errorcode === 'accessexception') await this.confirm(signal);
      replies.push({ refusal });
    }
    return replies;
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return parseUtf8(bytes).replace(/^\uFEFF/, '');
  } catch {
    throw new VaultError('source.protocol', { reason: 'not-utf-8' });
  }
}

/** JSON of an answer. Throws `source.protocol` for anything else: XML, a page of HTML, a network's own sign-in page. */
export function parseAnswer(text: string): JsonValue {
  try {
    return parseStrictJson(text);
  } catch {
    throw new VaultError('source.protocol', { reason: 'not-json' });
  }
}
