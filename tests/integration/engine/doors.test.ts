import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createSecretReceiver } from '../../../src/contract/sealed-secret.ts';
import { EngineComputer, EngineProcess } from '../../support/engine/engine-process.ts';

const passphrase = 'four plain test words';

describe('the doors of the engine', () => {
  let computer: EngineComputer;
  let engine: EngineProcess;
  beforeEach(async () => {
    computer = await EngineComputer.make();
    engine = await EngineProcess.start(computer);
  });
  afterEach(async () => {
    await engine.kill();
    await computer.remove();
  });

  async function create(): Promise<{
    page: Awaited<ReturnType<EngineProcess['page']>>;
    recoveryKey: string;
  }> {
    const page = await engine.page();
    const receiver = await createSecretReceiver();
    const made = await page.call('vault.create', {
      passphrase: await page.seal('vault.create/passphrase', passphrase),
      replyKey: receiver.publicKey,
    });
    return { page, recoveryKey: await receiver.open(made.recoveryKey, 'vault.create/recoveryKey') };
  }

  it('makes a vault, and hands the recovery key to the one who asked', async () => {
    const { page, recoveryKey } = await create();
    expect(recoveryKey.split(' ')).toHaveLength(12);
    expect(await page.call('app.state', {})).toEqual({ engine: 'open', vault: 'there', practice: false });
    expect(engine.frames).toContainEqual({ type: 'opened', vaultDir: computer.vaultDir, practice: false });
    expect(JSON.stringify(engine.frames)).not.toContain(recoveryKey);
    const status = await page.call('vault.status', {});
    expect(status).toMatchObject({ practice: false, units: [], sources: [], alerts: [] });
  });

  it('opens with the passphrase and with nothing else', async () => {
    const { recoveryKey } = await create();
    expect(await engine.stop()).toBe(0);
    engine = await EngineProcess.start(computer, { vaultDir: computer.vaultDir });
    const page = await engine.page();
    expect(await page.call('app.state', {})).toMatchObject({ engine: 'locked', vault: 'there' });
    expect(await page.codeOf('vault.status', {})).toBe('access.locked');
    const wrong = await page.seal('vault.open/passphrase', 'other words');
    expect(await page.codeOf('vault.open', { unlock: { passphrase: wrong } })).toBe(
      'access.wrong-passphrase',
    );
    const forSomethingElse = await page.seal('vault.uncover/passphrase', passphrase);
    expect(await page.codeOf('vault.open', { unlock: { passphrase: forSomethingElse } })).toBe(
      'input.record-invalid',
    );
    const right = await page.seal('vault.open/passphrase', passphrase);
    expect(await page.call('vault.open', { unlock: { passphrase: right } })).toMatchObject({
      engine: 'open',
    });
    const words = await page.seal('vault.open/recoveryKey', recoveryKey);
    expect(await page.call('vault.open', { unlock: { recoveryKey: words } })).toMatchObject({
      engine: 'open',
    });
  });

  it('shows nothing while it is covered', async () => {
    const { page } = await create();
    const file = join(computer.root, 'essay.txt');
    await writeFile(file, 'my own work');
    await page.result('add-files', page.call('files.add', { files: [engine.grant(file)] }));
    const [item] = (await page.call('items.page', { filter: {}, order: 'newest', offset: 0, limit: 10 }))
      .items;
    if (item === undefined) throw new Error('nothing was added');
    const { token } = await page.call('content.open', { item: item.id });
    expect((await engine.read(token)).bytes.toString()).toBe('my own work');
    expect(await page.call('vault.cover', {})).toMatchObject({ engine: 'covered' });
    expect(await page.codeOf('items.show', { item: item.id })).toBe('access.locked');
    await expect(engine.read(token)).rejects.toMatchObject({ code: 'access.locked' });
    expect(
      await page.codeOf('vault.open', {
        unlock: { passphrase: await page.seal('vault.open/passphrase', passphrase) },
      }),
    ).toBe('access.locked');
    const wrong = await page.seal('vault.uncover/passphrase', 'not these');
    expect(await page.codeOf('vault.uncover', { passphrase: wrong })).toBe('access.wrong-passphrase');
    const right = await page.seal('vault.uncover/passphrase', passphrase);
    expect(await page.call('vault.uncover', { passphrase: right })).toMatchObject({ engine: 'open' });
    await expect(engine.read(token)).rejects.toMatchObject({ code: 'input.not-found' });
    expect(await page.call('items.show', { item: item.id })).toMatchObject({ name: 'essay.txt' });
  });

  it('lets somebody look around in a practice vault', async () => {
    const page = await engine.page();
    expect(await page.call('vault.lookAround', {})).toMatchObject({ engine: 'open', practice: true });
    const { tasks } = await page.call('tasks.list', {});
    const [sync] = tasks;
    if (sync === undefined) throw new Error('no sync was begun');
    expect((await page.ended(sync.id)).state).toBe('done');
    const status = await page.call('vault.status', {});
    expect(status.units.length).toBeGreaterThan(3);
    expect(status.sources).toMatchObject([{ type: 'moodle', state: 'ok', paused: false, failed: 0 }]);
  });
});
