import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Changes } from '../../../electron/engine/changes.ts';
import { Copying } from '../../../electron/engine/copying.ts';
import { Lanes } from '../../../electron/engine/lanes.ts';
import { Session } from '../../../electron/engine/session.ts';
import { Tasks } from '../../../electron/engine/tasks.ts';
import { testSettings } from '../../support/engine/engine-process.ts';
import { HostedWorld } from '../sources/openbadges/hosted-world.ts';

const minute = 60_000;
const everyMinutes = 60;

let hosted: HostedWorld;
let source: string;
let copying: Copying;
let tasks: Tasks;
beforeEach(async () => {
  // Only what the time is: timers and the network go on as ever.
  vi.useFakeTimers({ toFake: ['Date'] });
  hosted = await HostedWorld.start();
  source = await hosted.connect();
  tasks = new Tasks(() => undefined);
  copying = schedule();
  copying.begin();
});
afterEach(async () => {
  await copying.end();
  await tasks.stopAll();
  await hosted.end();
  vi.useRealTimers();
});

/** The part of the engine that copies by itself, for the one vault. */
function schedule(): Copying {
  const session = new Session();
  session.hold(hosted.vault);
  return new Copying({
    computer: {
      settings: { ...testSettings, syncEveryMinutes: everyMinutes },
      onBattery: false,
      metered: false,
    },
    session,
    tasks,
    lanes: new Lanes(),
    changes: new Changes(() => undefined),
    tellState: () => undefined,
  });
}

function later(milliseconds: number): void {
  vi.setSystemTime(Date.now() + milliseconds);
}

/** Has the schedule look, and waits for what it begins. @returns how often the host was asked for the list of credentials or the profile */
async function look(): Promise<number> {
  hosted.provider.requests.clear();
  copying.look();
  await vi.waitFor(() => {
    expect(tasks.isRunning('sync')).toBe(false);
  }, 20_000);
  return hosted.provider.requests.count('/ims/ob/v3p0/profile');
}

/** When the schedule says that it copies next, in milliseconds from now. */
function nextIn(): number {
  return Date.parse(copying.nextSync(hosted.vault, source) ?? '') - Date.now();
}

describe('the schedule of the desktop app', () => {
  it('copies again when its time has come, and not before', async () => {
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
    later(everyMinutes * minute * 1.2);
    expect(await look()).toBe(1);
  });

  it('leaves a host alone for as long as that asked, though its time has come', async () => {
    const asked = 3 * everyMinutes * minute;
    const headers = { 'Retry-After': String(asked / 1000) };
    hosted.provider.switches.failNext('/ims/ob/v3p0/profile', 503, 1, headers);
    expect(await look()).toBe(1);
    later(2 * everyMinutes * minute);
    expect(await look()).toBe(0);
    expect(nextIn()).toBeGreaterThan(everyMinutes * minute - minute);
    later(everyMinutes * minute + minute);
    expect(await look()).toBe(1);
    expect(nextIn()).toBeLessThanOrEqual(everyMinutes * minute * 1.1);
  });

  it('asks at once where somebody asks, whatever the host said', async () => {
    hosted.provider.switches.failNext('/ims/ob/v3p0/profile', 503, 1, { 'Retry-After': '7200' });
    await look();
    hosted.provider.requests.clear();
    copying.sync({ source });
    await vi.waitFor(() => {
      expect(tasks.isRunning('sync')).toBe(false);
    }, 20_000);
    expect(hosted.provider.requests.count('/ims/ob/v3p0/profile')).toBe(1);
  });
});
