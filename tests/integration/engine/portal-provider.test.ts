import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createSecretReceiver } from '../../../src/contract/sealed-secret.ts';
import { startPracticeProvider, type PracticeProvider } from '../../../src/practice/provider.ts';
import {
  EngineComputer,
  EngineProcess,
  testSettings,
  type EnginePage,
} from '../../support/engine/engine-process.ts';

const passphrase = 'four plain test words';

describe('the engine and a portal', () => {
  let computer: EngineComputer;
  let engine: EngineProcess;
  let page: EnginePage;
  let provider: PracticeProvider;
  let recoveryKey = '';

  beforeEach(async () => {
    provider = await startPracticeProvider();
    computer = await EngineComputer.make();
    engine = await EngineProcess.start(computer);
    page = await engine.page();
    const receiver = await createSecretReceiver();
    const made = await page.call('vault.create', {
      passphrase: await page.seal('vault.create/passphrase', passphrase),
      replyKey: receiver.publicKey,
    });
    recoveryKey = await receiver.open(made.recoveryKey, 'vault.create/recoveryKey');
  });
  afterEach(async () => {
    await engine.kill();
    await provider.close();
    await computer.remove();
  });

  async function connect(): Promise<string> {
    const { username, password } = provider.learner;
    const { source } = await page.call('sources.connectMoodle', {
      url: provider.url,
      username,
      secret: { password: await page.seal('sources.connectMoodle/password', password) },
    });
    return source.id;
  }
  async function reopen(): Promise<void> {
    engine = await EngineProcess.start(computer, { vaultDir: computer.vaultDir });
    page = await engine.page();
    await page.call('vault.open', {
      unlock: { passphrase: await page.seal('vault.open/passphrase', passphrase) },
    });
  }

  it('connects, copies, tells of a portal that is gone, and keeps what was kept', async () => {
    const source = await connect();
    const first = await page.result('sync', page.call('sources.sync', { source }));
    expect(first.reports).toMatchObject([{ id: source, state: 'ok', failed: 0 }]);
    const { total } = await page.call('items.page', { filter: {}, order: 'newest', offset: 0, limit: 1 });
    expect(total).toBeGreaterThan(20);
    await provider.switches.die();
    const second = await page.result('sync', page.call('sources.sync', {}));
    expect(second.reports).toMatchObject([{ state: 'unreachable', error: { code: 'source.unreachable' } }]);
    const [listed] = (await page.call('sources.list', {})).sources;
    expect(listed).toMatchObject({ state: 'unreachable', address: provider.url, paused: false });
    const log = (await page.call('sources.log', { source })).text;
    expect(log).toContain('source.unreachable');
    for (const personal of [provider.learner.username, provider.url, provider.siteName, computer.root])
      expect(log).not.toContain(personal);
  });

  it('leaves a paused source alone unless it is asked for by name', async () => {
    const source = await connect();
    await page.call('sources.pause', { source, paused: true });
    expect((await page.call('sources.list', {})).sources).toMatchObject([{ paused: true }]);
    expect((await page.result('sync', page.call('sources.sync', {}))).reports).toEqual([]);
    await engine.stop();
    await reopen();
    expect((await page.call('sources.list', {})).sources).toMatchObject([{ paused: true }]);
    const named = await page.result('sync', page.call('sources.sync', { source }));
    expect(named.reports).toMatchObject([{ state: 'ok' }]);
  });

  it('copies by itself on the schedule, also while covered if the learner chose so', async () => {
    await connect();
    const copied = engine.next((frame) => frame.type === 'outlook' && frame.lastCopied !== undefined);
    await page.call('vault.cover', {});
    engine.send({
      type: 'settings',
      settings: {
        ...testSettings,
        copyWhileCovered: true,
        syncEveryMinutes: 60,
        pauseOnBattery: true,
        pauseOnMetered: true,
      },
    });
    expect(await copied).toMatchObject({ engine: 'covered', practice: false });
    for (const event of page.events)
      if (event.type === 'task') {
        expect(event.task.result).toBeUndefined();
        expect(event.task.progress?.name ?? '').toBe('');
      }
  });

  it('loses nothing when it is killed in the middle of a copy', async () => {
    const source = await connect();
    provider.switches.slow({ msPerRequest: 60 });
    const { task } = await page.call('sources.sync', { source });
    await page.event(
      (event): event is Extract<typeof event, { type: 'task' }> =>
        event.type === 'task' && event.task.id === task && (event.task.progress?.done ?? 0) >= 1,
    );
    const before = await page.call('items.page', { filter: {}, order: 'oldest', offset: 0, limit: 500 });
    await engine.kill();
    provider.switches.slow('off');
    await reopen();
    const after = await page.call('items.page', { filter: {}, order: 'oldest', offset: 0, limit: 500 });
    expect(after.items.map(({ id }) => id)).toEqual(
      expect.arrayContaining(before.items.filter(({ versions }) => versions > 0).map(({ id }) => id)),
    );
    const report = await page.result('sync', page.call('sources.sync', { source }));
    expect(report.reports).toMatchObject([{ state: 'ok', failed: 0 }]);
    expect(await page.result('check', page.call('check.run', { full: true }))).toMatchObject({ ok: true });
  });

  it('opens with what this computer keeps, until that is revoked', async () => {
    const wrong = await page.seal('quickUnlock.enable/passphrase', 'not this one');
    expect(await page.codeOf('quickUnlock.enable', { passphrase: wrong })).toBe('access.wrong-passphrase');
    const kept = engine.next(({ type }) => type === 'quick-unlock');
    await page.call('quickUnlock.enable', {
      passphrase: await page.seal('quickUnlock.enable/passphrase', passphrase),
    });
    const frame = await kept;
    const secret = frame.type === 'quick-unlock' ? (frame.secret ?? '') : '';
    await engine.stop();

    const unlockQuickly = async (): Promise<unknown> => {
      const result = engine.next(({ type }) => type === 'quick-unlock-result');
      engine.send({ type: 'quick-unlock', secret });
      return result;
    };
    engine = await EngineProcess.start(computer, { vaultDir: computer.vaultDir });
    page = await engine.page();
    expect(await unlockQuickly()).toEqual({ type: 'quick-unlock-result', ok: true });
    expect(await page.call('app.state', {})).toMatchObject({ engine: 'open' });
    await page.call('vault.cover', {});
    expect(await unlockQuickly()).toMatchObject({ ok: true });
    await page.call('vault.status', {});

    await page.call('passphrase.change', {
      old: await page.seal('passphrase.change/old', passphrase),
      new: await page.seal('passphrase.change/new', 'other plain test words'),
    });
    await page.call('quickUnlock.disable', {});
    await engine.stop();
    engine = await EngineProcess.start(computer, { vaultDir: computer.vaultDir });
    page = await engine.page();
    expect(await unlockQuickly()).toMatchObject({ ok: false, error: { code: 'access.keyring-unavailable' } });
    expect(await page.call('app.state', {})).toMatchObject({ engine: 'locked' });
    const next = await page.seal('passphrase.recover/new', passphrase);
    const words = await page.seal('passphrase.recover/recoveryKey', recoveryKey);
    expect(await page.call('passphrase.recover', { recoveryKey: words, new: next })).toMatchObject({
      engine: 'open',
    });
    expect(engine.output).toBe('');
  });
});
