import { inspect } from 'node:util';

import { afterEach, describe, expect, it, vi } from 'vitest';

import type { PullProgress } from '../../../../src/sources/source.ts';
import { FaultyDurable } from '../../../../src/store/durable/faulty-durable.ts';
import { NodeDurable } from '../../../../src/store/durable/node-durable.ts';
import type { DurablePort } from '../../../../src/store/durable/port.ts';
import type { ReportedItem } from '../../../../src/vault/ingest/ingest-sink.ts';
import { openVaultToWrite } from '../../../../src/vault/open-vault.ts';
import type { WritableVault } from '../../../../src/vault/vault-context.ts';
import { codeOf, entriesOf, noStop, type VaultWorld } from '../../../support/vault/vault-world.ts';
import { worlds } from '../../../support/vault/worlds.ts';
import { listItems, showItem } from '../../../../src/vault/items.ts';
import { brokenChains, danglingNames, everythingDecoded, inventory } from './inventory.ts';
import type { PullOutcome, SourceFixture, SourceWorld } from './source-fixture.ts';

/** Requests under way at once: as many as a browser has to one host, less two. */
const politely = 4;

/**
 * What every source must hold to, whatever it is: it only reads, it goes on where it was stopped, it stops when told to, what is broken
 * spoils nothing else, it says where each item came from, it gives no secret away, it is polite, and it calls nothing gone that nobody
 * said is gone. Each test has a vault of its own and the product's real sink.
 */
export function sourceContract(name: string, fixture: SourceFixture): void {
  const newVault = worlds();
  const running: SourceWorld[] = [];
  afterEach(async () => {
    vi.restoreAllMocks();
    for (const world of running.splice(0)) await world.end();
  });

  const open = (at: VaultWorld, port?: DurablePort): Promise<WritableVault> =>
    at.track(
      openVaultToWrite({
        ...at.place,
        ...(port === undefined ? {} : { port }),
        unlock: { recoveryWords: at.recoveryWords },
      }),
    );
  const startWorld = async (): Promise<SourceWorld> => {
    const world = await fixture.start();
    running.push(world);
    return world;
  };
  /** A source that is connected and was never asked. */
  const connected = async () => {
    const [at, world] = [await newVault(), await startWorld()];
    const vault = await open(at);
    await world.connect?.(vault);
    return { at, vault, world };
  };
  const pull = (world: SourceWorld, vault: WritableVault): Promise<PullOutcome> =>
    world.pull(vault, { signal: noStop() });
  /** The keys, kinds and contents after one undisturbed pull: what there is to be had. */
  let undisturbed: ReturnType<typeof inventory> | undefined;
  const whole = async (): Promise<ReturnType<typeof inventory>> => {
    if (undisturbed !== undefined) return undisturbed;
    const { vault, world } = await connected();
    expect((await pull(world, vault)).state).toBe('ok');
    undisturbed = inventory(vault, world);
    return undisturbed;
  };
  /** Nothing lost, nothing doubled, nothing half. */
  const expectWhole = async (world: SourceWorld, vault: WritableVault): Promise<void> => {
    expect(inventory(vault, world)).toEqual(await whole());
    expect(danglingNames(vault)).toEqual([]);
    expect(await brokenChains(vault)).toEqual([]);
  };
  const stopsWithin = (count: number): number[] => {
    // Every one of them where the environment asks for it: minutes, not seconds.
    const most = process.env.EVIDENCE_VAULT_TEST_EVERY_STOP === '1' ? count : (fixture.stops ?? 6);
    const stops = Math.min(most, count);
    return [
      ...new Set(
        Array.from(
          { length: stops },
          (_, turn) => 1 + Math.floor((turn * (count - 1)) / Math.max(1, stops - 1)),
        ),
      ),
    ];
  };

  describe(`${name}, as any source`, () => {
    it('takes everything in one pull, each item once, with nothing named that is not there', async () => {
      const items = [...(await whole()).values()];
      expect(items.length).toBeGreaterThan(2);
      expect(
        items.filter(({ versions, gone, failed }) => versions !== 1 || gone || failed !== undefined),
      ).toEqual([]);
    });

    it('changes nothing at the source, and a second pull of the same records nothing new', async () => {
      const { vault, world } = await connected();
      const before = await world.snapshot();
      await pull(world, vault);
      const entries = await entriesOf(vault);
      const again = await pull(world, vault);
      expect(again.state).toBe('ok');
      expect(again.items.filter(({ outcome }) => outcome !== 'unchanged')).toEqual([]);
      const since = (await entriesOf(vault)).slice(entries.length).map(({ kind }) => kind);
      expect(since.filter((kind) => kind !== 'sync-finished')).toEqual([]);
      expect(await world.snapshot()).toBe(before);
      await expectWhole(world, vault);
    });

    it('says of every item how it came, when, and by which app', async () => {
      const { vault, world } = await connected();
      await pull(world, vault);
      for (const { id } of listItems(vault)) {
        const { key, latest } = showItem(vault, id);
        expect(latest?.provenance, key).toMatchObject({
          app: expect.stringMatching(/^evidence-vault\/\d/) as unknown,
          received: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
          timeZone: expect.stringMatching(/./) as unknown,
        });
        expect(world.methods, key).toContain(latest?.provenance.method);
        expect(latest?.provenance.address ?? '', key).not.toMatch(/^[a-z]+:\/\/[^/]*@/);
      }
    });

    it('makes a new version of what changed, or another item where that is its way, and of nothing else', async () => {
      const { vault, world } = await connected();
      await pull(world, vault);
      const before = inventory(vault, world);
      const { changed, added = [] } = await world.changeOne();
      const { state } = await pull(world, vault);
      expect(state).toBe('ok');
      const after = inventory(vault, world);
      const differing = [...after].filter(([key, { versions }]) => versions !== before.get(key)?.versions);
      expect(differing.map(([key]) => key).sort()).toEqual([...changed, ...added].sort());
      for (const key of changed) expect(after.get(key)?.versions).toBe((before.get(key)?.versions ?? 0) + 1);
      expect([...before.keys()].filter((key) => !after.has(key))).toEqual([]);
      expect([...after.values()].filter(({ gone }) => gone)).toEqual([]);
      if (world.changedIsAnother === true) {
        expect(added.length).toBeGreaterThan(0);
        expect(changed).toEqual([]);
        for (const [key, kept] of before) expect(after.get(key), key).toEqual(kept);
      }
      expect(await brokenChains(vault)).toEqual([]);
    });

    it('takes everything but a broken item, says why, and takes it once it is mended', async () => {
      const all = await whole();
      const { vault, world } = await connected();
      const broken = await world.breakOne();
      const first = await pull(world, vault);
      expect(first.state).toBe('partial');
      const failed = first.items.filter(({ outcome }) => outcome === 'failed');
      expect(failed.map(({ code }) => code)).toEqual([broken.code]);
      const there = inventory(vault, world);
      expect(there.get(broken.key)).toMatchObject({ versions: 0, failed: broken.code });
      const spoilt = new Set([broken.key, ...(broken.alongside ?? [])]);
      for (const [key, kept] of all) if (!spoilt.has(key)) expect(there.get(key), key).toEqual(kept);
      await broken.mend();
      expect((await pull(world, vault)).state).toBe('ok');
      const mended = inventory(vault, world);
      const stillFailed = [...mended].filter(([, { failed: code }]) => code !== undefined);
      expect(stillFailed.map(([key]) => key)).toEqual(world.changedIsAnother === true ? [broken.key] : []);
      for (const [key, { sha256 }] of all) expect(mended.get(key)?.sha256, key).toBe(sha256);
      expect(danglingNames(vault)).toEqual([]);
    });

    it('does nothing when it was cancelled before it began', async () => {
      const { vault, world } = await connected();
      const entries = await entriesOf(vault);
      expect(await codeOf(world.pull(vault, { signal: AbortSignal.abort() }))).toBe('internal.cancelled');
      const since = (await entriesOf(vault)).slice(entries.length).map(({ kind }) => kind);
      expect(since.filter((kind) => kind !== 'source-added')).toEqual([]);
    });

    it('stops at any item when told to, keeps what it took, and the next pull takes the rest', async () => {
      const all = await whole();
      for (const at of stopsWithin(all.size - 1)) {
        const { vault, world } = await connected();
        const before = await world.snapshot();
        const stop = new AbortController();
        const reported: ReportedItem[] = [];
        const cut = world.pull(vault, {
          signal: stop.signal,
          onItem: (item) => {
            reported.push(item);
            if (reported.length === at) stop.abort();
          },
        });
        expect(await codeOf(cut), `at item ${at}`).toBe('internal.cancelled');
        const kept = inventory(vault, world);
        for (const { id } of reported)
          expect(kept.get((world.plainKey ?? String)(showItem(vault, id).key))).toMatchObject({
            versions: 1,
          });
        for (const [key, item] of kept) expect(item, key).toEqual(all.get(key));
        // What was under way when it was told to stop may come to its end.
        if (at === 1 && all.size > 50) expect(kept.size).toBeLessThan(all.size);
        expect((await pull(world, vault)).state).toBe('ok');
        await expectWhole(world, vault);
        expect(await world.snapshot()).toBe(before);
      }
    });

    it('goes on after the program was killed at any step, with nothing lost and nothing doubled', async () => {
      const dry = await connected();
      await dry.at.closeAll();
      const counting = new FaultyDurable(new NodeDurable());
      const counted = await open(dry.at, counting);
      const opened = counting.steps.length;
      await pull(dry.world, counted);
      const steps = counting.steps.length;
      for (const step of stopsWithin(steps - opened).map((each) => each + opened)) {
        const { at, world } = await connected();
        await at.closeAll();
        const reported: string[] = [];
        const port = new FaultyDurable(new NodeDurable(), { at: step, fault: 'kill' });
        const killed = await open(at, port).catch(() => undefined);
        const pulling =
          killed === undefined
            ? undefined
            : world.pull(killed, {
                signal: noStop(),
                onItem: ({ id, outcome }) => {
                  if (outcome === 'captured') reported.push(id);
                },
              });
        await pulling?.catch(() => undefined);
        await at.closeAll().catch(() => undefined);
        const vault = await open(at);
        for (const id of reported) expect(showItem(vault, id).versions, `at step ${step}`).toBe(1);
        expect((await pull(world, vault)).state).toBe('ok');
        await expectWhole(world, vault);
      }
    });

    it('gives no secret away: not in the history, in raw answers, in errors, in what it says, or on the screen', async () => {
      const { vault, world } = await connected();
      const said: unknown[] = [];
      const written: string[] = [];
      for (const stream of [process.stdout, process.stderr])
        vi.spyOn(stream, 'write').mockImplementation((text) => {
          written.push(String(text));
          return true;
        });
      const listening = (signal: AbortSignal) => ({
        signal,
        onItem: (item: ReportedItem) => said.push(item),
        onProgress: (progress: PullProgress) => said.push(progress),
      });
      const pulled = async (signal = noStop()): Promise<void> => {
        said.push(await world.pull(vault, listening(signal)).catch((thrown: unknown) => thrown));
      };
      const broken = await world.breakOne();
      await pulled();
      await broken.mend();
      world.server?.failNext(500, 2);
      await pulled();
      world.server?.dieAt(2);
      await pulled();
      await world.server?.revive();
      await pulled(AbortSignal.abort());
      await pulled();
      await world.changeOne();
      await pulled();
      vi.restoreAllMocks();
      const everything = [
        await everythingDecoded(vault),
        inspect(said, { depth: 20, maxArrayLength: null, maxStringLength: null, showHidden: true }),
        JSON.stringify(said),
        JSON.stringify(
          vault.index.sources
            .list()
            .map(({ id }) => [vault.index.sources.cursor(id), vault.index.sources.listKnown(id, '')]),
        ),
        process.argv.join(' '),
        ...written,
      ].join('\n');
      expect(everything.length).toBeGreaterThan(1_000);
      for (const secret of world.secrets) {
        expect(secret.length).toBeGreaterThan(5);
        // Also as it looks in an address, and in base64 as in a header.
        for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
          expect(everything.includes(form)).toBe(false);
      }
    });

    it('calls nothing gone that nobody said is gone', async (test) => {
      const { vault, world } = await connected();
      if (world.fallSilent === undefined) {
        test.skip('this source cannot fall silent');
        return;
      }
      await pull(world, vault);
      const before = inventory(vault, world);
      await world.fallSilent();
      await world.pull(vault, { signal: noStop() }).catch(() => undefined);
      expect([...inventory(vault, world)].filter(([, { gone }]) => gone)).toEqual([]);
      expect([...inventory(vault, world).keys()].sort()).toEqual([...before.keys()].sort());
    });

    it('calls gone what the source affirms to be gone, and keeps it', async (test) => {
      const { vault, world } = await connected();
      await pull(world, vault);
      const before = inventory(vault, world);
      if (world.removeOne === undefined) {
        test.skip('this source never says that something is gone');
        return;
      }
      const gone = await world.removeOne();
      await pull(world, vault);
      const after = inventory(vault, world);
      expect(
        [...after]
          .filter(([, item]) => item.gone)
          .map(([key]) => key)
          .sort(),
      ).toEqual([...gone].sort());
      for (const key of gone) expect(after.get(key), key).toEqual({ ...before.get(key), gone: true });
    });

    it('is polite: few requests at once, and it only asks', async (test) => {
      const { vault, world } = await connected();
      if (world.server === undefined) {
        test.skip('this source asks no server');
        return;
      }
      await pull(world, vault);
      expect(world.server.mostAtOnce).toBeLessThanOrEqual(politely);
      const asks = world.server.asks ?? /^(?:GET|HEAD|POST) /;
      expect(world.server.lines.filter((line) => !asks.test(line))).toEqual([]);
    });

    it.for([429, 503])(
      'waits as long as a server that answers %i asks for, and then goes on',
      async (status, test) => {
        const { vault, world } = await connected();
        if (world.server === undefined) {
          test.skip('this source asks no server');
          return;
        }
        if (world.server.saysWhenToComeBack === false) {
          test.skip('a server of this kind cannot say when to come back');
          return;
        }
        world.server.failNext(status, 1, { 'Retry-After': '7' });
        expect((await pull(world, vault)).state).toBe('ok');
        expect(Math.max(0, ...world.server.waits)).toBeGreaterThanOrEqual(7_000);
        await expectWhole(world, vault);
      },
    );

    it('goes on after the server went away at any request, with nothing lost and nothing doubled', async (test) => {
      const first = await connected();
      if (first.world.server === undefined) {
        test.skip('this source asks no server');
        return;
      }
      first.world.server.clear();
      await pull(first.world, first.vault);
      for (const request of stopsWithin(first.world.server.count)) {
        const { vault, world } = await connected();
        world.server?.dieAt(request);
        const cut = await pull(world, vault);
        expect(cut, `at request ${request}`).toMatchObject({
          state: 'unreachable',
          error: { code: 'source.unreachable' },
        });
        expect([...inventory(vault, world).values()].filter(({ gone }) => gone)).toEqual([]);
        await world.server?.revive();
        expect((await pull(world, vault)).state).toBe('ok');
        await expectWhole(world, vault);
      }
    });
  });
}
