import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isErrorCode } from '../../../src/base/error-codes.ts';
import {
  answeredWhenLocked,
  engineMethods,
  type EngineMethod,
} from '../../../src/contract/engine-contract.ts';
import { EngineComputer, EngineProcess, type EnginePage } from '../../support/engine/engine-process.ts';

const passphrase = 'four plain test words';
const methods = Object.keys(engineMethods) as EngineMethod[];
/** Methods that would rightly do something with an empty input, and end what the test looks at or ask somebody on the internet. */
const notNow: ReadonlySet<string> = new Set([
  'vault.lookAround',
  'vault.cover',
  'quickUnlock.disable',
  'dates.ask',
]);

const texts = fc.oneof(
  fc.string(),
  fc.constantFrom('__proto__', 'constructor', 'toString', '../../etc/passwd', 'i-0000000000', '\ud800', ''),
);
const anything = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withTypedArray: true,
    withNullPrototype: true,
    maxDepth: 3,
  }),
  fc.jsonValue({ maxDepth: 4 }),
);
/** Inputs that look right here and there. */
const almost = fc.dictionary(
  fc.oneof(
    texts,
    fc.constantFrom(
      'item',
      'filter',
      'offset',
      'limit',
      'order',
      'passphrase',
      'place',
      'task',
      'to',
      'files',
    ),
  ),
  fc.oneof(anything, texts, fc.integer(), fc.constant({}), fc.constant({ key: 'A'.repeat(88), box: '' })),
);

describe('hostile frames', () => {
  let computer: EngineComputer;
  let engine: EngineProcess;
  let page: EnginePage;
  beforeAll(async () => {
    computer = await EngineComputer.make();
    engine = await EngineProcess.start(computer);
    page = await engine.page();
  });
  afterAll(async () => {
    await engine.kill();
    await computer.remove();
  });

  async function expectAlive(): Promise<void> {
    expect(await page.call('app.state', {})).toMatchObject({ practice: false });
    expect(engine.child.exitCode).toBeNull();
    expect(engine.output).toBe('');
  }

  it('that are no frames are left alone', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (frame) => {
        page.raw(frame);
        await Promise.resolve();
      }),
      { numRuns: 300 },
    );
    page.raw({ type: 'call', id: -1, method: 'app.state', input: {} });
    page.raw({ type: 'call', id: 1e9, method: 'x'.repeat(65), input: {} });
    page.raw({ type: 'cancel', id: 12345 });
    await expectAlive();
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'vault', 'vault.open '])(
    'that call the method "%s" are refused',
    async (method) => {
      expect(await page.reply(method, {})).toEqual({
        ok: false,
        error: { code: 'input.usage', details: { what: 'method' } },
      });
    },
  );

  it('reach nothing while the vault is locked', async () => {
    const open: ReadonlySet<string> = new Set(answeredWhenLocked);
    for (const method of methods.filter((name) => !open.has(name)))
      expect(await page.reply(method, {}), method).toEqual({
        ok: false,
        error: { code: 'access.locked', details: {} },
      });
  });

  it('are answered with a code and nothing else, whatever the method and whatever the input', async () => {
    await page.createVault(passphrase);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...methods.filter((name) => !notNow.has(name))),
        fc.oneof(anything, almost),
        async (method, input) => {
          let reply;
          try {
            reply = await page.reply(method, input);
          } catch {
            // Not even Node can send it.
            return;
          }
          // An input may happen to be right; then its answer is what the contract says.
          if (reply.ok)
            expect(engineMethods[method].output.safeParse(reply.value).success, method).toBe(true);
          else {
            expect(isErrorCode(reply.error.code), reply.error.code).toBe(true);
            expect(reply.error.code, `${method} ${JSON.stringify(reply)}`).not.toBe('internal.bug');
          }
        },
      ),
      { numRuns: 600 },
    );
    await expectAlive();
    expect(await page.call('app.state', {})).toMatchObject({ engine: 'open' });
  });

  it('on the channel of main are left alone too', async () => {
    for (const frame of [
      null,
      'stop',
      { type: 'stop', now: true },
      { type: 'grant', id: 'g-1', path: '/etc/passwd' },
      { type: 'page-frame', page: 99, frame: { type: 'call', id: 1, method: 'app.state', input: {} } },
      { type: 'content-read', id: -1, token: 'x' },
      { type: 'content-more', id: 77 },
      { type: 'content-stop', id: 77 },
      { type: 'capture-bytes', id: 5, bytes: 'text' },
    ])
      engine.child.send(frame ?? 'null');
    await expectAlive();
  });
});
