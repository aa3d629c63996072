import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { readEntryFields } from '../../../src/ledger/kinds/entry-kinds.ts';
import { encodeVerifierKey } from '../../../src/ledger/witness/verifier-key.ts';
import { connectFolder } from '../../../src/vault/connectors/folder.ts';
import { syncSources } from '../../../src/vault/sync-sources.ts';
import { setStampingConsent } from '../../../src/vault/timestamps/stamping-settings.ts';
import { runWitness, type ServedWitness } from '../../../src/vault/witnesses/run-witness.ts';
import { addWitness } from '../../../src/vault/witnesses/witness-settings.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { emptyPolicy, type Policy } from '../../../src/verify/policy.ts';
import { verifyBytes } from '../../support/bundle/verify-memory.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import {
  askOnly,
  Authorities,
  bundleOf,
  findingsOf,
  policyOf,
  resultOf,
  SetClock,
  trusting,
} from '../../support/vault/dated-world.ts';
import { entriesOf, noStop, type VaultWorld } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

describe('the bracket around what a sync captures', () => {
  const authorities = new Authorities();
  const clock = new SetClock('2026-03-12T10:00:00.000Z');
  /** What authorities and witnesses take for the time. */
  const outsideClock = new SetClock('2026-03-12T10:00:00.000Z');
  const makeWorld = worlds(undefined, { clock: new SetClock('2026-03-01T10:00:00.000Z') });
  const folder = temporaryFolders();
  const open: (() => Promise<void>)[] = [];
  let world: VaultWorld;
  let vault: WritableVault;
  const setBoth = (time: string): void => {
    clock.set(time);
    outsideClock.set(time);
  };
  beforeEach(async () => {
    setBoth('2026-03-12T10:00:00.000Z');
    world = await makeWorld();
    world.clock = clock;
    vault = await world.write();
    await world.file('college/one.txt', 'one');
    await connectFolder(vault, join(world.root, 'files', 'college'), { signal: noStop() });
  });
  afterEach(async () => {
    await authorities.closeAll();
    for (const close of open.splice(0)) await close();
  });

  const sync = () => syncSources(vault, { signal: noStop() });
  const kinds = async () => (await entriesOf(vault)).map(({ kind }) => kind);
  const datesOf = async (policy: Policy) => {
    const report = await verifyBytes(await bundleOf(vault), { policy });
    return {
      report,
      dates: Object.fromEntries(
        report.items.flatMap(({ name, version, dated }) =>
          name === undefined || version === undefined ? [] : [[name, dated]],
        ),
      ),
    };
  };
  async function witness(): Promise<{ readonly served: ServedWitness; readonly policy: Policy }> {
    const served = await runWitness({
      dir: await folder(),
      ...{ host: '127.0.0.1', port: 0, logs: [], trustOnFirstUse: true, clock: outsideClock },
      onProblem: (error) => {
        throw error;
      },
    });
    open.push(() => served.close());
    return { served, policy: { ...emptyPolicy, witnesses: [{ name: 'Exams', key: served.key }] } };
  }

  it('is drawn by an authority’s token before it and one after it', async () => {
    const authority = await authorities.start({ clock: outsideClock, name: 'Dates' });
    await askOnly(vault, authority);
    await setStampingConsent(vault, 'on');
    await sync();
    const first = await kinds();
    expect(first.indexOf('checkpoint-stamped')).toBeLessThan(first.indexOf('item-captured'));
    setBoth('2026-04-01T09:00:00.000Z');
    await world.file('college/two.txt', 'two');
    await sync();
    const { report, dates } = await datesOf(policyOf(trusting(authority)));
    expect(resultOf(report, 'time')).toEqual({ result: 'pass' });
    expect(dates).toMatchObject({
      'one.txt': { after: '2026-03-12T10:00:00.000Z', by: '2026-03-12T10:00:00.000Z', authority: 'Dates' },
      'two.txt': { after: '2026-04-01T09:00:00.000Z', by: '2026-04-01T09:00:00.000Z', authority: 'Dates' },
    });
  });

  it('is drawn by a witness’s cosignatures alone, which it gives twice for one size', async () => {
    const { served, policy } = await witness();
    await addWitness(vault, served.url, served.key);
    await sync();
    setBoth('2026-04-01T09:00:00.000Z');
    await world.file('college/two.txt', 'two');
    await sync();
    const { report, dates } = await datesOf(policy);
    expect(resultOf(report, 'time')).toEqual({ result: 'pass' });
    expect(resultOf(report, 'witnesses')).toEqual({ result: 'pass' });
    expect(dates).toMatchObject({
      'one.txt': { after: '2026-03-12T10:00:00.000Z', by: '2026-03-12T10:00:00.000Z', authority: 'Exams' },
      'two.txt': { after: '2026-04-01T09:00:00.000Z', by: '2026-04-01T09:00:00.000Z', authority: 'Exams' },
    });
  });

  it('asks nobody where nothing came, nor again within a quarter of an hour', async () => {
    const authority = await authorities.start({ clock: outsideClock, name: 'Dates' });
    await askOnly(vault, authority);
    await setStampingConsent(vault, 'on');
    await sync();
    const asked = authority.requests();
    setBoth('2026-04-01T09:00:00.000Z');
    await sync();
    expect(authority.requests()).toBe(asked);
    setBoth('2026-03-12T10:14:59.000Z');
    await world.file('college/two.txt', 'two');
    await sync();
    expect(authority.requests()).toBe(asked + 1);
  });

  it('asks nobody without consent, and a learner who said no has no mark', async () => {
    const authority = await authorities.start({ clock: outsideClock, name: 'Dates' });
    await askOnly(vault, authority);
    await sync();
    await setStampingConsent(vault, 'off');
    await world.file('college/two.txt', 'two');
    await sync();
    expect(authority.requests()).toBe(0);
    expect(await kinds()).not.toContain('checkpoint-stamped');
  });

  it('is left open offline, and copying goes on', async () => {
    const authority = await authorities.start({ clock: outsideClock, name: 'Dates', flaw: 'unavailable' });
    const { served } = await witness();
    await addWitness(vault, served.url, served.key);
    await served.close();
    await askOnly(vault, authority);
    await setStampingConsent(vault, 'on');
    expect(await sync()).toMatchObject([{ state: 'ok', captured: 1 }]);
    expect(await kinds()).not.toContain('checkpoint-stamped');
    // The mark is not asked for again at once, and what was captured is dated as soon as there is a network.
    authority.flaw(undefined);
    setBoth('2026-03-12T10:02:00.000Z');
    await world.file('college/two.txt', 'two');
    await sync();
    const { dates } = await datesOf(policyOf(trusting(authority)));
    expect(dates).toMatchObject({ 'one.txt': { by: '2026-03-12T10:02:00.000Z' }, 'two.txt': {} });
    expect(dates['one.txt']).not.toHaveProperty('after');
  });

  it('does not wait for a witness that never answers', async () => {
    const silent = await startScriptedServer(() => undefined);
    open.push(() => silent.close());
    const { publicKey } = createKeyPair(new Uint8Array(32).fill(9));
    await addWitness(
      vault,
      silent.url,
      encodeVerifierKey({ name: 'silent.example', publicKey }, 'cosignature'),
    );
    const stop = new AbortController();
    const captured: string[] = [];
    const syncing = syncSources(vault, {
      signal: stop.signal,
      askOutside: false,
      onItem: (_source, { name }) => captured.push(name),
    });
    expect(await syncing).toMatchObject([{ state: 'ok', captured: 1 }]);
    expect(captured).toEqual(['one.txt']);
  });

  it('shows a clock that was set back between the mark and the capture', async () => {
    const authority = await authorities.start({ clock: outsideClock, name: 'Dates' });
    await askOnly(vault, authority);
    await setStampingConsent(vault, 'on');
    clock.set('2025-09-01T09:00:00.000Z');
    await sync();
    const { report } = await datesOf(policyOf(trusting(authority)));
    expect(findingsOf(report, 'time')).toContain('time-earlier-than-token');
    expect(report.ok).toBe(false);
  });

  it('shows by a witness’s cosignatures alone that a clock was set back, or on', async () => {
    const { served, policy } = await witness();
    await addWitness(vault, served.url, served.key);
    for (const [time, code] of [
      ['2025-09-01T09:00:00.000Z', 'time-earlier-than-token'],
      ['2027-09-01T09:00:00.000Z', 'time-later-than-token'],
    ] as const) {
      clock.set(time);
      await world.file('college/two.txt', `written with the clock at ${time}`);
      await sync();
      const { report } = await datesOf(policy);
      expect(findingsOf(report, 'time')).toContain(code);
      expect(report.ok).toBe(false);
    }
  });

  it('shows that a witness and an authority contradict each other', async () => {
    const authority = await authorities.start({ clock, name: 'Dates' });
    await askOnly(vault, authority);
    await setStampingConsent(vault, 'on');
    await sync();
    const { served, policy } = await witness();
    await addWitness(vault, served.url, served.key);
    // By the witness's clock the history, with the token in it, was there before the token was given.
    outsideClock.set('2026-03-01T10:00:00.000Z');
    await world.file('college/two.txt', 'two');
    await sync();
    const { report } = await datesOf({ ...policy, authorities: [trusting(authority)] });
    expect(findingsOf(report, 'time')).toContain('time-tokens-contradict');
    expect(report.ok).toBe(false);
  });

  it('is no later for an old token that is put in front as a mark', async () => {
    const authority = await authorities.start({ clock: outsideClock, name: 'Dates' });
    await askOnly(vault, authority);
    await setStampingConsent(vault, 'on');
    await sync();
    const found = (await entriesOf(vault)).find(({ kind }) => kind === 'checkpoint-stamped');
    const old = readEntryFields(found ?? {});
    if (!old.known || old.entry.kind !== 'checkpoint-stamped') throw new Error('no stamp');
    const stamp = old.entry;
    setBoth('2026-06-01T09:00:00.000Z');
    await setStampingConsent(vault, 'off');
    await vault.recorder.record([{ ...stamp, at: '2026-06-01T09:00:00.000Z' }]);
    await world.file('college/two.txt', 'two');
    await sync();
    const { dates } = await datesOf(policyOf(trusting(authority)));
    expect(dates['two.txt']).toBeUndefined();
    await setStampingConsent(vault, 'on');
    await sync();
    const later = await datesOf(policyOf(trusting(authority)));
    expect(later.dates['two.txt']).toMatchObject({
      after: '2026-03-12T10:00:00.000Z',
      by: '2026-06-01T09:00:00.000Z',
    });
  });
});
