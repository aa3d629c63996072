import type { z } from 'zod';

import type { Method } from '../../src/contract/common.ts';
import { answerFrameSchema, type PageFrame } from '../../src/contract/frames.ts';
import type { Reply } from '../../src/contract/reply.ts';
import { CallError } from './call-error.ts';

export type Methods = Readonly<Record<string, Method>>;
type Input<Table extends Methods, Name extends keyof Table> = z.infer<Table[Name]['input']>;
type Output<Table extends Methods, Name extends keyof Table> = z.infer<Table[Name]['output']>;

/** One side of a port as screens use it: calls are typed by the contract, and every answer is parsed. */
export interface PortClient<Table extends Methods, Event> {
  /**
   * Asks, and waits for the answer. Calls made before the port is there wait for it.
   * Throws CallError; `internal.cancelled` once `signal` is aborted, `internal.bug` for an answer that breaks the contract.
   */
  call<Name extends keyof Table & string>(
    name: Name,
    input: Input<Table, Name>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Output<Table, Name>>;
  /** @returns a function that ends it */
  onEvent(listener: (event: Event) => void): () => void;
  /** The key to which this port's secrets are sealed. */
  secretKey(): Promise<string>;
  attach(port: MessagePort): void;
}

interface Waiting {
  readonly settle: (reply: Reply<unknown>) => void;
}

export function createPortClient<Table extends Methods, EventSchema extends z.ZodType>(
  methods: Table,
  eventSchema: EventSchema,
): PortClient<Table, z.infer<EventSchema>> {
  type Event = z.infer<EventSchema>;
  const waiting = new Map<number, Waiting>();
  const unsent: PageFrame[] = [];
  const listeners = new Set<(event: Event) => void>();
  const key = Promise.withResolvers<string>();
  let port: MessagePort | undefined;
  let count = 0;

  const send = (frame: PageFrame): void => {
    if (port === undefined) unsent.push(frame);
    else port.postMessage(frame);
  };

  const receive = (data: unknown): void => {
    const parsed = answerFrameSchema.safeParse(data);
    if (!parsed.success) return;
    const frame = parsed.data;
    if (frame.type === 'hello') {
      if (frame.secretKey !== undefined) key.resolve(frame.secretKey);
    } else if (frame.type === 'reply') {
      // zod's refinement does not narrow the code's type; it is one of ours.
      waiting.get(frame.id)?.settle(frame.reply);
    } else {
      const event = eventSchema.safeParse(frame.event);
      if (event.success) for (const listener of [...listeners]) listener(event.data);
    }
  };

  const closed = (): void => {
    const ended: Reply<never> = {
      ok: false,
      error: { code: 'internal.bug', details: { what: 'port-closed' } },
    };
    for (const { settle } of [...waiting.values()]) settle(ended);
  };

  return {
    call: async (name, input, { signal } = {}) => {
      if (signal?.aborted === true) throw new CallError({ code: 'internal.cancelled', details: {} });
      const id = count++;
      const reply = await new Promise<Reply<unknown>>((resolve) => {
        const giveUp = (): void => {
          send({ type: 'cancel', id });
          settle({ ok: false, error: { code: 'internal.cancelled', details: {} } });
        };
        const settle = (answer: Reply<unknown>): void => {
          waiting.delete(id);
          signal?.removeEventListener('abort', giveUp);
          resolve(answer);
        };
        waiting.set(id, { settle });
        signal?.addEventListener('abort', giveUp);
        send({ type: 'call', id, method: name, input });
      });
      if (!reply.ok) throw new CallError(reply.error);
      const output = methods[name]?.output.safeParse(reply.value);
      if (output?.success !== true)
        throw new CallError({ code: 'internal.bug', details: { what: 'answer', method: name } });
      return output.data as Output<Table, typeof name>;
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    secretKey: () => key.promise,
    attach: (given) => {
      port = given;
      given.addEventListener('message', ({ data }: MessageEvent<unknown>) => receive(data));
      given.addEventListener('close', closed);
      given.start();
      for (const frame of unsent.splice(0)) given.postMessage(frame);
    },
  };
}
