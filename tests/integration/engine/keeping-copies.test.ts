import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { addReplica } from '../../../src/vault/replicas/add-replica.ts';
import { listReplicas } from '../../../src/vault/replicas/list-replicas.ts';
import type { ReplicaSchedule } from '../../../src/vault/replicas/replica-choice.ts';
import { WorkMemory } from '../../../src/vault/work/work-memory.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { ScheduledEngine } from '../../support/engine/scheduled.ts';
import { makeWorld, type VaultWorld } from '../../support/vault/vault-world.ts';
import { startWebdavServer, webdavUser, type TestServer } from '../../support/webdav/webdav-server.ts';

const hour = 3_600_000;

let now: number;
let world: VaultWorld;
let vault: WritableVault;
let stick: string;
let engine: ScheduledEngine;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 22, 9);
  // Only what the time is: timers and the disk go on as ever.
  vi.useFakeTimers({ toFake: ['Date'], now });
  world = await makeWorld({ clock: { now: () => new Date() } });
  vault = await world.write();
  stick = join(world.root, 'stick');
  await mkdir(stick);
  engine = new ScheduledEngine(vault);
});
afterEach(async () => {
  await engine.end();
  await world.remove();
  vi.useRealTimers();
});

async function addStick(schedule: ReplicaSchedule): Promise<void> {
  await addReplica(vault, { type: 'folder', path: stick }, { name: 'Stick', schedule });
}

/** Looks what is due, and waits for it. @returns how many rounds of second copies were begun by that */
async function rounds(): Promise<number> {
  return (await engine.work()).filter(({ kind }) => kind === 'copy-vault').length;
}

describe('second copies, kept up to date by themselves', () => {
  it('are copied to by their hours, and not before', async () => {
    await addStick({ everyHours: 24, whenPluggedIn: false });
    expect(await rounds()).toBe(1);
    expect([...engine.told.values()]).toMatchObject([{ kind: 'copy-vault', quiet: true, state: 'done' }]);
    expect((await listReplicas(vault))[0]?.syncedAt).toBeDefined();
    vi.setSystemTime(now + 23 * hour);
    expect(await rounds()).toBe(0);
    vi.setSystemTime(now + 25 * hour);
    expect(await rounds()).toBe(1);
  });

  it('are copied to when their stick comes, once each time', async () => {
    await addStick({ whenPluggedIn: true });
    expect(await rounds()).toBe(1);
    expect(await rounds()).toBe(0);
    await rename(stick, `${stick} away`);
    expect(await rounds()).toBe(0);
    await rename(`${stick} away`, stick);
    expect(await rounds()).toBe(1);
  });

  it('are not copied to once more where a person just had that done', async () => {
    await addStick({ everyHours: 24, whenPluggedIn: true });
    const [stickId = ''] = (await listReplicas(vault)).map(({ id }) => id);
    engine.copies.sync(vault, [stickId]);
    await engine.quiet();
    expect(await rounds()).toBe(0);
  });

  it('wait on the battery where the learner wants that, and are left alone where there is no schedule', async () => {
    await addStick({ everyHours: 1, whenPluggedIn: true });
    engine.computer.settings = { ...engine.computer.settings, pauseOnBattery: true };
    engine.computer.onBattery = true;
    expect(await rounds()).toBe(0);
    engine.computer.onBattery = false;
    expect(await rounds()).toBe(1);
    await addStick({ whenPluggedIn: false });
    vi.setSystemTime(now + 1000 * hour);
    expect(await rounds()).toBe(0);
  });

  it('give way to a person, who does not wait for what goes on by itself', async () => {
    await addStick({ whenPluggedIn: false });
    const which = (await listReplicas(vault)).map(({ id }) => id);
    const byItself = engine.copies.sync(vault, which, true);
    const asked = engine.copies.sync(vault, which);
    await engine.quiet();
    expect(engine.told.get(byItself)).toMatchObject({ state: 'cancelled' });
    expect(engine.told.get(asked)).toMatchObject({ state: 'done', result: { failed: [] } });
  });

  it('do not hurt a vault that is closed while they look', async () => {
    await addStick({ everyHours: 24, whenPluggedIn: true });
    const looking = engine.scheduler.look();
    const ended = engine.scheduler.end();
    await engine.session.letGo();
    await Promise.all([looking, ended]);
    expect(engine.told.size).toBe(0);
  });
});

describe('a second copy on a server', () => {
  let server: TestServer;
  beforeEach(async () => {
    await mkdir(join(world.root, 'cloud'));
    server = await startWebdavServer(join(world.root, 'cloud'));
    const { username: user, password } = webdavUser;
    await addReplica(
      vault,
      { type: 'webdav', url: server.address, user, password },
      { schedule: { everyHours: 24, whenPluggedIn: false } },
    );
  });
  afterEach(() => server.close());

  it('is spoken to when a round is due alone, and never where data costs money and the learner waits for that', async () => {
    engine.computer.settings = { ...engine.computer.settings, pauseOnMetered: true };
    engine.computer.metered = true;
    const asked = server.requests.length;
    expect(await rounds()).toBe(0);
    expect(server.requests).toHaveLength(asked);
    engine.computer.metered = false;
    expect(await rounds()).toBe(1);
    const after = server.requests.length;
    expect(after).toBeGreaterThan(asked);
    expect(await rounds()).toBe(0);
    expect(server.requests).toHaveLength(after);
  });

  it('that does not answer is left alone for a while', async () => {
    await server.close();
    expect(await rounds()).toBe(1);
    const about = (await listReplicas(vault))[0]?.id ?? '';
    expect(WorkMemory.read(vault).troubleOf({ kind: 'copy', about })).toMatchObject({ code: 'storage.gone' });
    vi.setSystemTime(now + 60_000);
    expect(await rounds()).toBe(0);
    vi.setSystemTime(now + hour);
    expect(await rounds()).toBe(1);
  }, 60_000);
});
