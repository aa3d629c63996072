import type { Life, Schedule } from './schedule.ts';

/**
 * Makes a failing schedule smaller as long as it goes on failing: fewer lives, fewer works, no strike.
 * @param fails plays a schedule; true if a promise breaks again
 * @param most how many schedules may be played
 */
export async function shrink(
  schedule: Schedule,
  fails: (smaller: Schedule) => Promise<boolean>,
  most: number,
): Promise<Schedule> {
  let smallest = schedule;
  let left = most;
  for (;;) {
    let shrunk = false;
    for (const smaller of smallerOnes(smallest)) {
      if (left === 0) return smallest;
      left -= 1;
      if (!(await fails(smaller))) continue;
      smallest = smaller;
      shrunk = true;
      break;
    }
    if (!shrunk) return smallest;
  }
}

function* smallerOnes(schedule: Schedule): Generator<Schedule> {
  const { lives } = schedule;
  for (const at of lives.keys()) if (lives.length > 1) yield { ...schedule, lives: lives.toSpliced(at, 1) };
  for (const [at, life] of lives.entries())
    for (const smaller of smallerLives(life)) yield { ...schedule, lives: lives.with(at, smaller) };
}

function* smallerLives(life: Life): Generator<Life> {
  const { works, strike, end } = life;
  for (const at of works.keys()) {
    const before = strike === undefined ? 0 : strike.before > at ? strike.before - 1 : strike.before;
    yield {
      ...life,
      works: works.toSpliced(at, 1),
      ...(strike === undefined ? {} : { strike: { ...strike, before } }),
    };
  }
  if (strike !== undefined) yield { works, end };
  for (const [at, work] of works.entries())
    if (work.do === 'add' && work.files.length > 1)
      yield { ...life, works: works.with(at, { ...work, files: work.files.slice(1) }) };
}
