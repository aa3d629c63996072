import { afterEach, beforeEach, expect, test } from 'vitest';

import { VaultError } from '../../../../src/base/errors.ts';
import { FaultyDurable, type Fault } from '../../../../src/store/durable/faulty-durable.ts';
import type { Loss } from '../../../../src/store/durable/unsynced-memory.ts';
import type { LogWriter } from '../../../../src/store/ledger-files/log-writer.ts';
import { append, expectKept, newModel, type Model } from './crash-model.ts';
import { disk, LedgerWorld, saying } from './ledger-world.ts';
import { NoteRecorder } from '../../../support/store/note-recorder.ts';

let world: LedgerWorld;
let notes: NoteRecorder;
beforeEach(async () => {
  world = await LedgerWorld.make();
  notes = new NoteRecorder();
});
afterEach(async () => {
  await world.remove();
});

/** One run of an installation: opens, appends, crosses an epoch so that a segment closes, appends again. */
async function work(port: FaultyDurable, model: Model): Promise<void> {
  for (const epoch of [world.epoch, world.epoch + 1]) {
    world.epoch = epoch;
    let writer: LogWriter | undefined;
    try {
      writer = (await world.openWriter(port)).writer;
      await append(writer, model, `${epoch}-a`, `${epoch}-b`);
      if (epoch === 2) await append(writer, model, `${epoch}-c`);
    } catch (error) {
      if (error instanceof VaultError) expect(error.code).toMatch(/^storage\./);
    } finally {
      await writer?.close().catch(() => undefined);
    }
  }
}

async function stepsOf(
  prepare: () => Promise<void>,
): Promise<{ steps: readonly string[]; restore: () => Promise<void> }> {
  await prepare();
  const epoch = world.epoch;
  const back = await world.snapshot();
  const restore = async (): Promise<void> => {
    await back();
    world.epoch = epoch;
    notes = new NoteRecorder();
  };
  const port = new FaultyDurable(notes.watch(disk));
  await work(port, newModel());
  await restore();
  return { steps: port.steps, restore };
}

async function prepareTwo(): Promise<string[]> {
  const { writer } = await world.openWriter();
  await writer.append([saying('one')]);
  await writer.append([saying('two')]);
  await writer.close();
  return ['one', 'two'];
}

const beginnings = { 'an empty vault': async () => [], 'a vault with entries': prepareTwo };

async function atEveryStep(
  prepare: () => Promise<string[]>,
  run: (at: number, model: Model) => Promise<void>,
): Promise<void> {
  let before: string[] = [];
  const { steps, restore } = await stepsOf(async () => void (before = await prepare()));
  expect(steps.length).toBeGreaterThan(40);
  for (let at = 1; at <= steps.length; at += 1) {
    const model = newModel();
    await run(at, model);
    await expectKept(
      world,
      notes,
      { ...model, acknowledged: [...before, ...model.acknowledged] },
      `step ${at}: ${steps[at - 1] ?? ''}`,
    );
    await restore();
  }
}

const disks: [Fault, keyof typeof beginnings][] = [
  ['ENOSPC', 'an empty vault'],
  ['short-write', 'a vault with entries'],
];
test.each(disks)('%s at every step in %s loses nothing', async (fault, beginning) => {
  await atEveryStep(beginnings[beginning], async (at, model) => {
    await work(new FaultyDurable(notes.watch(disk), { at, fault }), model);
  });
});

test.each(Object.keys(beginnings) as (keyof typeof beginnings)[])(
  'a kill at every step in %s loses nothing acknowledged',
  async (beginning) => {
    await atEveryStep(beginnings[beginning], async (at, model) => {
      const port = new FaultyDurable(notes.watch(disk), { at, fault: at % 2 === 0 ? 'kill' : 'torn-kill' });
      await work(port, model);
      expect(port.struck).toBe(true);
    });
  },
);

const losses: [Loss, keyof typeof beginnings][] = [
  ['names-and-content', 'a vault with entries'],
  ['names', 'a vault with entries'],
  ['content', 'a vault with entries'],
];
test.each(losses)(
  'a power failure that takes unsynced %s at every step in %s loses nothing acknowledged',
  async (loss, beginning) => {
    await atEveryStep(beginnings[beginning], async (at, model) => {
      const plan = { at, fault: 'torn-kill' } as const;
      const port = new FaultyDurable(notes.watch(disk), plan, { forgets: true });
      await work(port, model);
      port.crash(loss);
    });
  },
);
