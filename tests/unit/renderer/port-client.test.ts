import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { CallError } from '../../../renderer/app/call-error.ts';
import { createPortClient } from '../../../renderer/app/port-client.ts';
import { method } from '../../../src/contract/common.ts';
import type { AnswerFrame, PageFrame } from '../../../src/contract/frames.ts';

const methods = {
  double: method(z.strictObject({ number: z.number() }), z.object({ number: z.number() })),
  wait: method(z.strictObject({}), z.object({})),
};
const eventSchema = z.strictObject({ type: z.literal('tick'), count: z.number() });

/** The other end of a real channel: what the page sent, and answers by hand or by themselves. */
class OtherSide {
  readonly frames: PageFrame[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #port: MessagePort;

  constructor(port: MessagePort) {
    this.#port = port;
    port.addEventListener('message', ({ data }: MessageEvent<PageFrame>) => {
      this.frames.push(data);
      if (data.type === 'call' && data.method === 'double') {
        const { number } = z.object({ number: z.number() }).parse(data.input);
        this.say({ type: 'reply', id: data.id, reply: { ok: true, value: { number: number * 2 } } });
      }
      for (const go of this.#waiting.splice(0)) go();
    });
    port.start();
  }

  say(frame: AnswerFrame | object): void {
    this.#port.postMessage(frame);
  }

  /** Waits until so many frames have come. */
  async until(count: number): Promise<void> {
    while (this.frames.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    this.#port.close();
  }
}

describe('a client of a port', () => {
  let channel: MessageChannel;
  let other: OtherSide;
  const newClient = () => createPortClient(methods, eventSchema);
  beforeEach(() => {
    channel = new MessageChannel();
    other = new OtherSide(channel.port2);
  });
  afterEach(() => {
    channel.port1.close();
    channel.port2.close();
  });

  it('asks and gets the answer', async () => {
    const client = newClient();
    client.attach(channel.port1);
    await expect(client.call('double', { number: 21 })).resolves.toEqual({ number: 42 });
  });

  it('keeps calls apart that are under way together', async () => {
    const client = newClient();
    client.attach(channel.port1);
    const answers = await Promise.all([1, 2, 3].map((number) => client.call('double', { number })));
    expect(answers).toEqual([{ number: 2 }, { number: 4 }, { number: 6 }]);
  });

  it('sends calls that were made before the port was there', async () => {
    const client = newClient();
    const answer = client.call('double', { number: 4 });
    client.attach(channel.port1);
    await expect(answer).resolves.toEqual({ number: 8 });
  });

  it('throws the code and details that it was refused with', async () => {
    const client = newClient();
    client.attach(channel.port1);
    const refused = client.call('wait', {}).catch((thrown: unknown) => thrown);
    await other.until(1);
    const error = { code: 'access.wrong-passphrase', details: { tries: 2 } };
    other.say({ type: 'reply', id: 0, reply: { ok: false, error } });
    const thrown = await refused;
    expect(thrown).toBeInstanceOf(CallError);
    expect(thrown).toMatchObject(error);
  });

  it('does not believe an answer that breaks the contract', async () => {
    const client = newClient();
    client.attach(channel.port1);
    const broken = client.call('wait', {}).catch((thrown: unknown) => thrown);
    await other.until(1);
    other.say({ type: 'reply', id: 0, reply: { ok: true, value: 'nothing' } });
    expect(await broken).toMatchObject({ code: 'internal.bug', details: { method: 'wait' } });
  });

  it('gives a call up, and says so to the other side', async () => {
    const client = newClient();
    client.attach(channel.port1);
    const wish = new AbortController();
    const given = client.call('wait', {}, { signal: wish.signal }).catch((thrown: unknown) => thrown);
    await other.until(1);
    wish.abort();
    expect(await given).toMatchObject({ code: 'internal.cancelled' });
    await other.until(2);
    expect(other.frames[1]).toEqual({ type: 'cancel', id: 0 });
  });

  it('sends nothing for a call that was given up before', async () => {
    const client = newClient();
    client.attach(channel.port1);
    await expect(client.call('wait', {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'internal.cancelled',
    });
    await client.call('double', { number: 1 });
    expect(other.frames).toHaveLength(1);
  });

  it('hands on events that the contract knows, and leaves out all else', async () => {
    const client = newClient();
    client.attach(channel.port1);
    const seen: unknown[] = [];
    const end = client.onEvent((event) => seen.push(event));
    other.say({ type: 'event', event: { type: 'tick', count: 1 } });
    other.say({ type: 'event', event: { type: 'tock' } });
    other.say({ type: 'nonsense' });
    other.say({ type: 'reply', id: 99, reply: { ok: true, value: {} } });
    await client.call('double', { number: 1 });
    end();
    other.say({ type: 'event', event: { type: 'tick', count: 2 } });
    await client.call('double', { number: 1 });
    expect(seen).toEqual([{ type: 'tick', count: 1 }]);
  });

  it('learns the key for secrets from the greeting', async () => {
    const client = newClient();
    client.attach(channel.port1);
    const secretKey = 'A'.repeat(88);
    other.say({ type: 'hello', secretKey });
    await expect(client.secretKey()).resolves.toBe(secretKey);
  });

  it('leaves no call waiting once the other side is gone', async () => {
    const client = newClient();
    client.attach(channel.port1);
    const lost = client.call('wait', {}).catch((thrown: unknown) => thrown);
    await other.until(1);
    other.close();
    expect(await lost).toMatchObject({ code: 'internal.bug', details: { what: 'port-closed' } });
  });
});
