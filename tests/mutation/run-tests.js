import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';

import { suitesOf } from './test-tree.js';

/**
 * Runs tests one after the other, hooks of a suite when its first test comes, until one fails.
 *
 * @param tests in the order in which they are run
 * @param limitOf how many milliseconds of the processor a test may take (its hooks included), after which it counts as one that hangs
 * @param around told of each test, and of each suite whose `beforeAll` runs, before and after
 * @returns for each test that ran its time and its error, if there was one; `hung` where it ran into its limit
 */
export async function runTests(tests, { limitOf, around, bail = true }) {
  const open = new Set();
  const results = [];
  for (const test of tests) {
    const started = performance.now();
    const error = await within(limitOf(test), () => runTest(test, open, around)).catch(asError);
    results.push({ test, error, hung: error === hangs, ms: performance.now() - started });
    if (error !== undefined && bail) break;
  }
  for (const suite of [...open].reverse())
    await within(closingMs, () => inTurn(suite.afterAll)).catch(asError);
  return results;
}

const closingMs = 10_000;
const mostIdleMs = 4_000;
const hangs = new Error('it does not end');
const asError = (error) => error ?? new Error('thrown: nothing');

async function runTest(test, open, around) {
  const suites = suitesOf(test);
  for (const suite of suites.filter((one) => !open.has(one))) {
    open.add(suite);
    around?.({ suite });
    await inTurn(suite.beforeAll);
  }
  around?.({ test });
  try {
    for (const suite of suites) await inTurn(suite.beforeEach);
    await test.run();
  } finally {
    for (const suite of suites.toReversed()) await inTurn(suite.afterEach);
    around?.({});
  }
}

async function inTurn(hooks) {
  for (const hook of hooks) await hook({});
}

/** Time is the processor's, and that in which the process waits with nothing to do: other programs may keep the machine busy. */
async function within(ms, run) {
  const cpuOf = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;
  const idleOf = () => performance.eventLoopUtilization().idle;
  const [cpu, idle] = [cpuOf(), idleOf()];
  let timer;
  const late = new Promise((_, reject) => {
    timer = setInterval(() => {
      if (cpuOf() - cpu > ms || idleOf() - idle > mostIdleMs) reject(hangs);
    }, 200);
  });
  try {
    await Promise.race([run(), late]);
  } finally {
    clearInterval(timer);
  }
}
