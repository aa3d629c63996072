import { performance } from 'node:perf_hooks';
import { clearTimeout, setTimeout } from 'node:timers';

import { suitesOf } from './test-tree.js';

/**
 * Runs tests one after the other, hooks of a suite when its first test comes, until one fails.
 *
 * @param tests in the order in which they are run
 * @param limitOf how many milliseconds a test may take (its hooks included), after which it counts as one that hangs
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

async function within(ms, run) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(reject, ms, hangs);
  });
  try {
    await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}
