import fc from 'fast-check';
import { test } from 'vitest';

import { FaultyDurable, type Fault } from '../../../../src/store/durable/faulty-durable.ts';
import type { Loss } from '../../../../src/store/durable/unsynced-memory.ts';
import type { LogWriter } from '../../../../src/store/ledger-files/log-writer.ts';
import { append, expectKept, newModel, type Model } from './crash-model.ts';
import { disk, LedgerWorld } from './ledger-world.ts';
import { NoteRecorder } from '../../../support/store/note-recorder.ts';

interface Session {
  /** Sizes of calls; those of one inner list are made at once. */
  readonly calls: readonly (readonly number[])[];
  readonly newEpoch: boolean;
  /** Entries of about this length. */
  readonly length: number;
  readonly at: number;
  readonly fault: Fault;
  readonly loss: Loss;
}

const session: fc.Arbitrary<Session> = fc.record({
  calls: fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }), { maxLength: 4 }),
  newEpoch: fc.boolean(),
  length: fc.constantFrom(1, 100, 5_000, 300_000),
  at: fc.integer({ min: 1, max: 120 }),
  fault: fc.constantFrom<Fault>('ENOSPC', 'EIO', 'EROFS', 'short-write', 'kill', 'torn-kill'),
  loss: fc.constantFrom<Loss>('nothing', 'names', 'content', 'names-and-content'),
});

let counter = 0;

/** One life of the app, ended by a fault or by itself, and perhaps by the power. */
async function live(world: LedgerWorld, notes: NoteRecorder, model: Model, life: Session): Promise<void> {
  const { at, fault, loss, calls, newEpoch, length } = life;
  const port = new FaultyDurable(notes.watch(disk), { at, fault }, { forgets: true });
  if (newEpoch) world.epoch += 1;
  let writer: LogWriter | undefined;
  try {
    writer = (await world.openWriter(port)).writer;
  } catch {
    // What opening did with the fault is seen in what is left.
  }
  for (const together of calls) {
    if (writer === undefined) break;
    const open = writer;
    const named = together.map((count) =>
      Array.from({ length: count }, () => `${(counter += 1)} `.padEnd(length, '.')),
    );
    await Promise.all(named.map((texts) => append(open, model, ...texts)));
  }
  await writer?.close().catch(() => undefined);
  port.crash(loss);
}

test('whatever is appended, wherever it fails and whatever a power failure takes, nothing acknowledged is lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(session, { minLength: 1, maxLength: 4 }), async (sessions) => {
      const world = await LedgerWorld.make();
      const notes = new NoteRecorder();
      const model = newModel();
      try {
        for (const each of sessions) await live(world, notes, model, each);
        await expectKept(world, notes, model, 'after all');
      } finally {
        await world.remove();
      }
    }),
    { numRuns: 40 },
  );
});
