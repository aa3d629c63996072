import { z } from 'zod';

import type { Arena } from './arena.ts';
import { median, type Run } from './timing.ts';

const entries = 100_000;

/**
 * Opening a vault of many entries and finding something in it, beyond the key derivation: it is opened with the recovery key,
 * which needs none. Against opening the same encrypted index by itself, with the same search. Each in a fresh process, from when its
 * modules are loaded.
 */
export async function benchUnlock(arena: Arena): Promise<void> {
  const places = [arena.path('many'), arena.path('many-state')];
  const filled = await arena.worker(['fill', ...places, String(entries)]);
  const { recoveryKey, indexKey } = filledSchema.parse(JSON.parse(filled.stdout));
  const [ours, peers]: [number[], number[]] = [[], []];
  for (let round = 0; round < Math.max(5, arena.rounds); round += 1) {
    ours.push(secondsTold(await arena.worker(['unlock', ...places, recoveryKey])));
    peers.push(secondsTold(await arena.worker(['open', ...places, indexKey])));
  }
  arena.remove('many', 'many-state');
  const what = `unlock and first search, ${entries.toLocaleString('en')} entries`;
  arena.report.time(what, 'a keyed SQLite, opened and searched', median(ours), median(peers), 2);
}

const filledSchema = z.object({ recoveryKey: z.string(), indexKey: z.string() });
const timesSchema = z.object({ seconds: z.number() });

function secondsTold({ stdout }: Run): number {
  return timesSchema.parse(JSON.parse(stdout)).seconds;
}
