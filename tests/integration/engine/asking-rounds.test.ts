import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { Asking } from '../../../electron/engine/asking.ts';
import { Changes } from '../../../electron/engine/changes.ts';
import { Copying } from '../../../electron/engine/copying.ts';
import { Lanes } from '../../../electron/engine/lanes.ts';
import { Session } from '../../../electron/engine/session.ts';
import { Tasks } from '../../../electron/engine/tasks.ts';
import type { Task } from '../../../src/contract/tasks.ts';
import { connectFolder } from '../../../src/vault/connectors/folder.ts';
import { setStampingConsent } from '../../../src/vault/timestamps/stamping-settings.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { testSettings } from '../../support/engine/engine-process.ts';
import { askOnly, Authorities } from '../../support/vault/dated-world.ts';
import { noStop } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const hour = 3_600_000;
const world = worlds();
const authorities = new Authorities();
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await authorities.closeAll();
  vi.useRealTimers();
});

interface Engine {
  readonly vault: WritableVault;
  readonly copying: Copying;
  readonly asking: Asking;
  readonly tasks: Tasks;
  /** Tasks that ended, in their order. */
  readonly ended: Task[];
  readonly folders: readonly string[];
}

/** The parts of the engine that copy and ask by themselves, and a vault with three folders. */
async function engine(): Promise<Engine> {
  // Only what the time is: timers and the network go on as ever.
  vi.useFakeTimers({ toFake: ['Date'] });
  const at = await world();
  const vault = await at.write();
  const folders = ['one', 'two', 'three'].map((name) => join(at.root, name));
  for (const folder of folders) {
    await mkdir(folder);
    await connectFolder(vault, folder, { signal: noStop() });
  }
  const session = new Session();
  session.hold(vault);
  const ended: Task[] = [];
  const tasks: Tasks = new Tasks((task) => {
    if (task.state === 'running') return;
    ended.push(task);
    asking.ended(task);
  });
  const parts = {
    computer: {
      settings: { ...testSettings, syncEveryMinutes: 60 as const },
      onBattery: false,
      metered: false,
    },
    session,
    tasks,
    lanes: new Lanes(),
    changes: new Changes(() => undefined),
    tellState: () => undefined,
  };
  const asking = new Asking(parts);
  const copying = new Copying(parts);
  copying.begin();
  asking.begin();
  closing.push(
    () => tasks.stopAll(),
    () => copying.end(),
    () => {
      asking.end();
    },
  );
  return { vault, copying, asking, tasks, ended, folders };
}

async function quiet({ tasks }: Engine): Promise<void> {
  await vi.waitFor(() => {
    expect(tasks.isRunning('sync', 'ask-outside', 'ask-dates', 'ask-witnesses')).toBe(false);
  }, 30_000);
}

const kindsOf = ({ ended }: Engine): string[] => ended.map(({ kind }) => kind);

describe('after a round of copying', () => {
  it('the authorities are asked once, and not once for each source', async () => {
    const own = await engine();
    const authority = await authorities.start();
    await askOnly(own.vault, authority);
    await setStampingConsent(own.vault, 'on');
    for (const folder of own.folders) await writeFile(join(folder, 'essay.txt'), `an essay in ${folder}`);
    own.copying.look();
    await quiet(own);
    expect(kindsOf(own)).toEqual(['sync', 'sync', 'sync', 'ask-outside']);
    expect(own.ended.at(-1)).toMatchObject({ state: 'done', result: { dates: { stamped: [{}] } } });
    expect(own.vault.index.proofs.coverage(new Map([[own.vault.recorder.log, 1e9]]))).toMatchObject({
      items: 3,
    });
    // A mark before the first source captured something, and once afterwards.
    expect(authority.requests()).toBe(2);
  });

  it('nobody is asked where the learner has not said yes', async () => {
    const own = await engine();
    const authority = await authorities.start();
    await askOnly(own.vault, authority);
    for (const folder of own.folders) await writeFile(join(folder, 'essay.txt'), 'an essay');
    own.copying.look();
    await quiet(own);
    expect(kindsOf(own)).toEqual(['sync', 'sync', 'sync']);
    expect(authority.requests()).toBe(0);
  });

  it('what could not be dated waits, and is asked for by itself once its time has come', async () => {
    const own = await engine();
    const authority = await authorities.start({ flaw: 'unavailable' });
    await askOnly(own.vault, authority);
    await setStampingConsent(own.vault, 'on');
    await writeFile(join(own.folders[0] ?? '', 'essay.txt'), 'an essay');
    own.copying.look();
    await quiet(own);
    expect(own.ended.at(-1)).toMatchObject({
      kind: 'ask-outside',
      result: { dates: { stamped: [], failed: [{ error: { code: 'proof.authority-unreachable' } }] } },
    });
    authority.flaw(undefined);
    const before = own.ended.length;
    // Left alone for now.
    own.asking.look();
    await quiet(own);
    expect(own.ended.length).toBe(before);
    vi.setSystemTime(Date.now() + hour);
    own.asking.look();
    await quiet(own);
    expect(own.ended.slice(before)).toMatchObject([
      { kind: 'ask-outside', quiet: true, result: { dates: { stamped: [{}], failed: [] } } },
    ]);
  });
});
