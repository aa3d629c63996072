import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { datesDueAt } from '../../../src/vault/timestamps/dates-end.ts';
import { setStampingConsent } from '../../../src/vault/timestamps/stamping-settings.ts';
import { timestampNow } from '../../../src/vault/timestamps/timestamp-now.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { workOnce } from '../../../src/vault/work/headless.ts';
import { askOnly, Authorities, SetClock } from '../../support/vault/dated-world.ts';
import { noStop } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const day = 86_400_000;
const begun = '2026-03-12T10:00:00.000Z';
const later = (days: number): string => new Date(Date.parse(begun) + days * day).toISOString();

describe('renewing dates by itself', () => {
  const authorities = new Authorities();
  const clock = new SetClock(begun);
  const makeWorld = worlds(async (made) => {
    await made.using((open) => made.add(open, { 'essay.docx': 'an essay' }));
  });
  let vault: WritableVault;
  beforeEach(async () => {
    clock.set(begun);
    const world = await makeWorld();
    world.clock = clock;
    vault = await world.write();
  });
  afterEach(() => authorities.closeAll());

  /** @returns kinds of what was done of it */
  async function work(): Promise<string[]> {
    const done: string[] = [];
    await workOnce(vault, {
      signal: noStop(),
      onEnd: ({ kind }) => {
        if (kind === 'refresh') done.push(kind);
      },
    });
    return done;
  }

  it('is never due where nothing was dated', async () => {
    expect(await datesDueAt(vault, Date.parse(begun))).toBe(Infinity);
  });

  it('is due sixty days before a certificate ends, and not once it has ended', async () => {
    const notAfter = new Date(later(100));
    await askOnly(vault, await authorities.start({ clock, name: 'One', notAfter }));
    await timestampNow(vault, { signal: noStop() });
    expect(await datesDueAt(vault, Date.parse(begun))).toBe(Date.parse(later(40)));
    expect(await datesDueAt(vault, Date.parse(later(101)))).toBe(Infinity);
  });

  it('is due a year after the first date, done by itself with dates on, and then rests', async () => {
    await askOnly(vault, await authorities.start({ clock, name: 'One' }));
    await timestampNow(vault, { signal: noStop() });
    const dueAt = await datesDueAt(vault, Date.parse(begun));
    expect(dueAt).toBeGreaterThan(Date.parse(begun));
    expect(dueAt).toBeLessThanOrEqual(Date.parse(later(365)));
    const days = Math.ceil((dueAt - Date.parse(begun)) / day);
    clock.set(later(days + 1));
    // Nobody is asked before the learner said so.
    expect(await work()).toEqual([]);
    await setStampingConsent(vault, 'on');
    expect(await work()).toEqual(['refresh']);
    expect(await work()).toEqual([]);
    expect(await datesDueAt(vault, Date.parse(later(days + 2)))).toBeGreaterThan(Date.parse(later(days + 2)));
  });
});
