import { z } from 'zod';

import type { Arena } from './arena.ts';
import { median } from './timing.ts';

const items = 100_000;
/** What an answer may cost, in key derivations. */
const goal = 0.2;

/** Home, the list and search in an open vault of many items, against the key derivation that opened it. */
export async function benchAnswers(arena: Arena): Promise<void> {
  const places = [arena.path('answers'), arena.path('answers-state')];
  const filled = await arena.worker(['fill', ...places, String(items)], 'answer-worker.ts');
  const { recoveryKey } = z.object({ recoveryKey: z.string() }).parse(JSON.parse(filled.stdout));
  const rounds: Record<string, number>[] = [];
  for (let round = 0; round < Math.max(3, arena.rounds); round += 1) {
    const told = await arena.worker(['answer', ...places, recoveryKey], 'answer-worker.ts');
    rounds.push(z.record(z.string(), z.number()).parse(JSON.parse(told.stdout)));
  }
  arena.remove('answers', 'answers-state');
  const secondsOf = (what: string): number => median(rounds.map((round) => round[what] ?? Number.NaN));
  const derivation = secondsOf('derivation');
  for (const what of Object.keys(rounds[0] ?? {})) {
    if (what === 'derivation') continue;
    const named = `${what}, ${items.toLocaleString('en')} items`;
    arena.report.time(named, 'the key derivation', secondsOf(what), derivation, goal);
  }
}
