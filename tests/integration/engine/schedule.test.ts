import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ScheduledEngine } from '../../support/engine/scheduled.ts';
import { HostedWorld } from '../sources/openbadges/hosted-world.ts';

const minute = 60_000;
const everyMinutes = 60;

let hosted: HostedWorld;
let source: string;
let engine: ScheduledEngine;
beforeEach(async () => {
  // Only what the time is: timers and the network go on as ever.
  vi.useFakeTimers({ toFake: ['Date'] });
  hosted = await HostedWorld.start();
  source = await hosted.connect();
  engine = new ScheduledEngine(hosted.vault, { syncEveryMinutes: everyMinutes });
});
afterEach(async () => {
  await engine.end();
  await hosted.end();
  vi.useRealTimers();
});

function later(milliseconds: number): void {
  vi.setSystemTime(Date.now() + milliseconds);
}

/** Has the schedule look, and waits for what it begins. @returns how often the host was asked for the list of credentials or the profile */
async function look(): Promise<number> {
  hosted.provider.requests.clear();
  await engine.work();
  return hosted.provider.requests.count('/ims/ob/v3p0/profile');
}

/** When the schedule says that it copies next, in milliseconds from now. */
function nextIn(): number {
  return Date.parse(engine.scheduler.nextSync(source) ?? '') - Date.now();
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
    engine.copying.sync({ source });
    await engine.quiet();
    expect(hosted.provider.requests.count('/ims/ob/v3p0/profile')).toBe(1);
  });
});
