import type { ErrorDetails } from '../../src/base/errors.ts';
import type { VerificationReport } from '../../src/verify/verification-report.ts';
import {
  ready,
  type CheckChoice,
  type PolicyEdit,
  type Question,
  type Reply,
  type Request,
  type ShownPolicy,
} from './messages.ts';

/** Why there is no answer, in a sentence for people. `stopped` is no trouble: the reader wanted it. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly code: string;
  readonly details: ErrorDetails;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

interface Waiting {
  readonly settle: (reply: Reply) => void;
  readonly refuse: (error: NoAnswer) => void;
}

let program: string | undefined;

/**
 * The worker's program as an address of the page's own: nothing is loaded from anywhere. A page opened from disk may start only
 * classic workers so, no modules (Chromium). Throws `NoAnswer` in a browser that starts none.
 */
function startWorker(): Worker {
  try {
    program ??= URL.createObjectURL(new Blob([__CHECK_WORKER__], { type: 'text/javascript' }));
    return new Worker(program);
  } catch (thrown) {
    throw new NoAnswer('worker', thrown instanceof Error ? thrown.message : '');
  }
}

/** Has bundles judged in a worker, so that the page stays alive; stopping ends the worker, and the next question starts another. */
export class Checker {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  /** Asked before the worker could hear; undefined from then on. */
  #unheard: Question[] | undefined;
  #last = 0;

  /** Throws `NoAnswer`. */
  async check(
    file: File,
    choice: CheckChoice,
    onProgress: (done: number, total: number) => void,
  ): Promise<VerificationReport> {
    const reply = await this.#ask({ ask: 'check', file, choice }, onProgress);
    if (reply.say !== 'report') throw unexpected(reply);
    return reply.report;
  }

  /** The bytes of a file of the bundle; undefined if they are not to be had. Throws `NoAnswer`. */
  async takeContent(file: File, path: string, identities: readonly string[]): Promise<Blob | undefined> {
    const reply = await this.#ask({ ask: 'content', file, path, identities });
    if (reply.say !== 'content') throw unexpected(reply);
    return reply.content;
  }

  /** Whom a policy trusts. Throws `NoAnswer` for what is no policy. */
  readPolicy(text: string): Promise<ShownPolicy> {
    return this.#policy({ ask: 'policy', text });
  }

  beginPolicy(): Promise<ShownPolicy> {
    return this.#policy({ ask: 'policy-begin' });
  }

  /** Throws `NoAnswer` for what no policy may hold. */
  editPolicy(text: string, edit: PolicyEdit): Promise<ShownPolicy> {
    return this.#policy({ ask: 'policy-edit', text, edit });
  }

  /** A day or a time that was typed, as ISO 8601 in UTC; of a day its end. Throws `NoAnswer` for what is neither. */
  async readMoment(text: string): Promise<string> {
    const reply = await this.#ask({ ask: 'moment', text });
    if (reply.say !== 'moment') throw unexpected(reply);
    return reply.moment;
  }

  /** The keys of age that a file of keys lists. Throws `NoAnswer` for what is no such file. */
  async readIdentities(text: string): Promise<readonly string[]> {
    const reply = await this.#ask({ ask: 'identities', text });
    if (reply.say !== 'identities') throw unexpected(reply);
    return reply.identities;
  }

  /** Throws `NoAnswer` for what is neither a vault id nor a public key. */
  async checkKey(text: string): Promise<void> {
    const reply = await this.#ask({ ask: 'key', text });
    if (reply.say !== 'key') throw unexpected(reply);
  }

  /** Ends whatever is under way; each that waits is refused with the code `stopped`. */
  stop(): void {
    this.#end(new NoAnswer('stopped', ''));
  }

  async #policy(request: Request): Promise<ShownPolicy> {
    const reply = await this.#ask(request);
    if (reply.say !== 'policy') throw unexpected(reply);
    return reply.policy;
  }

  #ask(request: Request, onProgress?: (done: number, total: number) => void): Promise<Reply> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      const worker = this.#running();
      this.#waiting.set(id, {
        settle: (reply) => {
          if (reply.say === 'progress') {
            onProgress?.(reply.done, reply.total);
            return;
          }
          this.#waiting.delete(id);
          if (reply.say === 'error') reject(new NoAnswer(reply.code, reply.message, reply.details));
          else resolve(reply);
        },
        refuse: reject,
      });
      const question: Question = { ...request, id };
      if (this.#unheard === undefined) worker.postMessage(question);
      else this.#unheard.push(question);
    });
  }

  #running(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = startWorker();
    this.#unheard = [];
    worker.addEventListener('message', ({ data }: MessageEvent<Reply | typeof ready>) => {
      if (data !== ready) {
        this.#waiting.get(data.id)?.settle(data);
        return;
      }
      for (const question of this.#unheard ?? []) worker.postMessage(question);
      this.#unheard = undefined;
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#end(new NoAnswer('worker', event.message));
    });
    this.#worker = worker;
    return worker;
  }

  #end(error: NoAnswer): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { refuse } of waiting) refuse(error);
  }
}

function unexpected({ say }: Reply): NoAnswer {
  return new NoAnswer('worker', say);
}
