import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Changes } from '../../../electron/engine/changes.ts';
import { KeepingCopies } from '../../../electron/engine/keeping-copies.ts';
import { Lanes } from '../../../electron/engine/lanes.ts';
import { Session } from '../../../electron/engine/session.ts';
import { Tasks } from '../../../electron/engine/tasks.ts';
import type { Task } from '../../../src/contract/tasks.ts';
import { addReplica } from '../../../src/vault/replicas/add-replica.ts';
import { listReplicas } from '../../../src/vault/replicas/list-replicas.ts';
import type { ReplicaSchedule } from '../../../src/vault/replicas/replica-choice.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { testSettings } from '../../support/engine/engine-process.ts';
import { makeWorld, type VaultWorld } from '../../support/vault/vault-world.ts';
import { startWebdavServer, webdavUser, type TestServer } from '../../support/webdav/webdav-server.ts';

const hour = 3_600_000;

let now: number;
let world: VaultWorld;
let vault: WritableVault;
let stick: string;
let session: Session;
let tasks: Tasks;
/** Every task that was told of, by id; quiet ones are off the list once they end. */
let told: Map<string, Task>;
let copies: KeepingCopies;
let computer: { settings: typeof testSettings; onBattery: boolean; metered: boolean };

beforeEach(async () => {
  now = Date.UTC(2026, 10, 22, 9);
  // Only what the time is: timers and the disk go on as ever.
  vi.useFakeTimers({ toFake: ['Date'], now });
  world = await makeWorld({ clock: { now: () => new Date() } });
  vault = await world.write();
  stick = join(world.root, 'stick');
  await mkdir(stick);
  session = new Session();
  session.hold(vault);
  told = new Map();
  tasks = new Tasks((task) => told.set(task.id, task));
  computer = { settings: testSettings, onBattery: false, metered: false };
  copies = new KeepingCopies({
    computer,
    session,
    tasks,
    lanes: new Lanes(),
    changes: new Changes(() => undefined),
  });
  copies.begin();
});
afterEach(async () => {
  copies.end();
  await tasks.stopAll();
  await world.remove();
  vi.useRealTimers();
});

async function addStick(schedule: ReplicaSchedule): Promise<void> {
  await addReplica(vault, { type: 'folder', path: stick }, { name: 'Stick', schedule });
}

/** Looks what is due, and waits for it. @returns how many rounds were begun by that */
async function rounds(): Promise<number> {
  const before = told.size;
  await copies.look();
  await vi.waitFor(() => expect(tasks.isRunning('copy-vault')).toBe(false), { timeout: 30_000 });
  return told.size - before;
}

describe('second copies, kept up to date by themselves', () => {
  it('are copied to by their hours, and not before', async () => {
    await addStick({ everyHours: 24, whenPluggedIn: false });
    expect(await rounds()).toBe(1);
    expect([...told.values()]).toMatchObject([{ kind: 'copy-vault', quiet: true, state: 'done' }]);
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

  it('wait on the battery where the learner wants that, and are left alone where there is no schedule', async () => {
    await addStick({ everyHours: 1, whenPluggedIn: true });
    computer.settings = { ...testSettings, pauseOnBattery: true };
    computer.onBattery = true;
    expect(await rounds()).toBe(0);
    computer.onBattery = false;
    expect(await rounds()).toBe(1);
    await addStick({ whenPluggedIn: false });
    vi.setSystemTime(now + 1000 * hour);
    expect(await rounds()).toBe(0);
  });

  it('do not hurt a vault that is closed while they look', async () => {
    await addStick({ everyHours: 24, whenPluggedIn: true });
    const looking = copies.look();
    copies.end();
    await session.letGo();
    await looking;
    expect(told.size).toBe(0);
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
    computer.settings = { ...testSettings, pauseOnMetered: true };
    computer.metered = true;
    const asked = server.requests.length;
    expect(await rounds()).toBe(0);
    expect(server.requests).toHaveLength(asked);
    computer.metered = false;
    expect(await rounds()).toBe(1);
    const after = server.requests.length;
    expect(after).toBeGreaterThan(asked);
    expect(await rounds()).toBe(0);
    expect(server.requests).toHaveLength(after);
  });

  it('that does not answer is left alone for a while', async () => {
    await server.close();
    expect(await rounds()).toBe(1);
    expect(copies.troubleOf((await listReplicas(vault))[0]?.id ?? '')).toMatchObject({
      code: 'storage.gone',
    });
    vi.setSystemTime(now + 60_000);
    expect(await rounds()).toBe(0);
    vi.setSystemTime(now + hour);
    expect(await rounds()).toBe(1);
  }, 60_000);
});
