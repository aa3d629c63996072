import { once } from 'node:events';
import { createWriteStream, mkdirSync, openSync, writeSync, closeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';

import type { Arena } from './arena.ts';
import { warm } from './corpus.ts';
import { memoryGoal } from './keeping.ts';
import { alternate, peakOf, secondsOf, type Run } from './timing.ts';

const printed = z.object({ seconds: z.number(), size: z.number(), parity: z.number() });

/** Parity of one file as long as a part of a blob, and healing it, against `cp` of it. */
export async function benchParity(arena: Arena, size: 'quick' | 'full'): Promise<void> {
  const dir = arena.path('parity');
  mkdirSync(dir);
  const file = join(dir, 'file');
  await fill(file, size === 'full' ? 512 : 64);
  let ratio = 0;
  const worker = async (step: 'make' | 'heal'): Promise<Run> => {
    const run = await arena.worker([step, dir, 'file'], 'parity-worker.ts');
    const { seconds, size: length, parity } = printed.parse(JSON.parse(run.stdout));
    ratio = parity / length;
    return { ...run, seconds };
  };
  const prepare = (): void => {
    arena.remove('copy');
    warm(dir);
  };
  const runs = await alternate(
    [
      { name: 'make', prepare, run: () => worker('make') },
      { name: 'cp', prepare, run: () => arena.shell('cp "$1" "$2" && sync', file, arena.path('copy')) },
    ],
    arena.rounds,
  );
  // Two columns of 32 are gone, all but a block: as much as is promised to heal.
  const descriptor = openSync(file, 'r+');
  writeSync(
    descriptor,
    Buffer.alloc((size === 'full' ? 32 : 4) * 1024 * 1024 - 4096),
    0,
    undefined,
    1_000_000,
  );
  closeSync(descriptor);
  const healing = await alternate([{ name: 'heal', prepare, run: () => worker('heal') }], arena.rounds);
  const { report } = arena;
  const copy = secondsOf(runs, 'cp');
  report.time('parity of one long file', 'cp + sync', secondsOf(runs, 'make'), copy);
  report.time('healing it, a sixteenth of it lost', 'cp + sync', secondsOf(healing, 'heal'), copy);
  report.time('bytes of parity', 'bytes of the file', ratio, 1, 0.075);
  report.memory('parity', peakOf(runs, 'make'), memoryGoal);
  arena.remove('parity', 'copy');
}

async function fill(file: string, megabytes: number): Promise<void> {
  const out = createWriteStream(file);
  for (let i = 0; i < megabytes; i += 1) if (!out.write(randomBytes(1 << 20))) await once(out, 'drain');
  await new Promise((resolve) => {
    out.end(() => {
      resolve(undefined);
    });
  });
}
