import { failure, type Reply } from '../../src/contract/reply.ts';
import { VaultError } from '../../src/base/errors.ts';
import type { EngineEvent } from '../../src/contract/engine-contract.ts';
import { pageFrameSchema, type AnswerFrame } from '../../src/contract/frames.ts';
import {
  createSecretReceiver,
  type SealedSecret,
  type SecretReceiver,
} from '../../src/contract/sealed-secret.ts';

/** What a call knows of where it came from. */
export interface Call {
  /** Aborted once the page gives the call up, or is gone. */
  readonly signal: AbortSignal;
  /** Opens a secret that the page sealed for `METHOD/FIELD`. Throws `input.record-invalid`. */
  readonly openSecret: (sealed: SealedSecret, purpose: string) => Promise<string>;
}

export type Answer = (method: string, input: unknown, call: Call) => Promise<Reply<unknown>>;

/** Most calls of one page under way at a time: far more than any screen makes. */
const mostCalls = 1000;

/** One page: its calls are answered once each, and it is told what happens. */
export class PageConnection {
  readonly #send: (frame: AnswerFrame) => void;
  readonly #answer: Answer;
  readonly #calls = new Map<number, AbortController>();
  readonly #receiver: Promise<SecretReceiver>;
  #closed = false;

  /** Says hello, with a key of this connection's own for the page's secrets. */
  constructor(send: (frame: AnswerFrame) => void, answer: Answer) {
    this.#answer = answer;
    this.#send = (frame) => {
      if (!this.#closed) send(frame);
    };
    this.#receiver = createSecretReceiver();
    void this.#receiver.then(
      ({ publicKey }) => {
        this.#send({ type: 'hello', secretKey: publicKey });
      },
      // Without a key of this computer's own no secret can be taken; calls that need one say so.
      () => {
        this.#send({ type: 'hello' });
      },
    );
  }

  /** Takes a frame as it came. What is no frame of ours is left alone: there is nobody to answer. */
  receive(message: unknown): void {
    const parsed = pageFrameSchema.safeParse(message);
    if (!parsed.success || this.#closed) return;
    const frame = parsed.data;
    if (frame.type === 'cancel') this.#calls.get(frame.id)?.abort();
    else void this.#call(frame.id, frame.method, frame.input);
  }

  tell(event: EngineEvent): void {
    this.#send({ type: 'event', event });
  }

  /** The page is gone: its calls are given up, its tasks go on. */
  close(): void {
    this.#closed = true;
    for (const call of this.#calls.values()) call.abort();
  }

  async #call(id: number, method: string, input: unknown): Promise<void> {
    if (this.#calls.has(id) || this.#calls.size >= mostCalls) {
      // The number is taken: answering would end the call that has it.
      if (!this.#calls.has(id))
        this.#send({
          type: 'reply',
          id,
          reply: failure(new VaultError('input.usage', { what: 'too-many' })),
        });
      return;
    }
    const cancel = new AbortController();
    this.#calls.set(id, cancel);
    let reply: Reply<unknown>;
    try {
      const receiver = await this.#receiver;
      reply = await this.#answer(method, input, {
        signal: cancel.signal,
        openSecret: (sealed, purpose) => receiver.open(sealed, purpose),
      });
    } catch (thrown) {
      reply = failure(thrown);
    }
    this.#calls.delete(id);
    try {
      this.#send({ type: 'reply', id, reply });
    } catch (thrown) {
      // A value that cannot travel is our mistake; the page still hears something.
      this.#send({ type: 'reply', id, reply: failure(thrown) });
    }
  }
}
