import { loadTests } from './load-tests.js';
import { parts } from './rooms.js';
import { runTests } from './run-tests.js';
import { suitesOf } from './test-tree.js';

/** As @stryker-mutator/api has it, which is installed in this folder alone: nothing here may import it, or the check of imports fails. */
const testStatus = { success: 0, failed: 1 };

/**
 * A runner for Stryker that loads everything once and then switches mutants, so that one costs as long as the tests that reach it, and
 * not a new process with all its modules (seconds). What that takes:
 *
 * - Everything runs once without a mutant, before the first: what tests keep for one another is then made, and never by a mutant.
 * - A test that fails under a mutant has to pass without it at once; otherwise the mutant has spoilt what is kept, and Stryker starts
 *   the process anew and asks again.
 */
class RunnerInPlace {
  #tests = [];
  #usual = new Map();
  #stryker = (globalThis.__stryker__ ??= {});

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init() {
    const part = parts[process.env.MUTATION_PART];
    this.#stryker.mutantCoverage = { static: {}, perTest: {} };
    let loaded;
    this.#tests = await loadTests(part, () => {
      loaded = this.#stryker.mutantCoverage.static;
      // What test files and support run when they are loaded: no mutant is on then, so it is no coverage.
      this.#stryker.mutantCoverage.static = {};
    });
    const warm = await this.#run(this.#tests, { bail: false, limitOf: () => 120_000 });
    for (const { test, ms } of warm) this.#usual.set(test, ms);
    this.#stryker.mutantCoverage.static = loaded;
    this.#stryker.mutantCoverage.perTest = {};
    this.#tests = this.#tests.toSorted((a, b) => this.#usual.get(a) - this.#usual.get(b));
  }

  async dryRun() {
    const coverage = this.#stryker.mutantCoverage;
    const around = ({ suite, test }) => {
      this.#stryker.currentTestId = test?.id ?? (suite === undefined ? undefined : hooksOf(suite));
    };
    const results = await this.#run(this.#tests, { bail: false, limitOf: () => 120_000, around });
    return {
      status: 'complete',
      tests: results.map(({ test, error, ms }) => ({
        id: test.id,
        name: test.name,
        fileName: test.file,
        timeSpentMs: ms,
        ...(error === undefined
          ? { status: testStatus.success }
          : { status: testStatus.failed, failureMessage: String(error.stack ?? error) }),
      })),
      mutantCoverage: { static: coverage.static, perTest: withHooks(this.#tests, coverage.perTest) },
    };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    const wanted = new Set(testFilter);
    const tests = this.#tests.filter(({ id }) => wanted.size === 0 || wanted.has(id));
    this.#stryker.hitCount = hitLimit === undefined ? undefined : 0;
    this.#stryker.hitLimit = hitLimit;
    this.#stryker.activeMutant = activeMutant.id;
    const results = await this.#run(tests, {});
    const endless = this.#stryker.hitCount > hitLimit;
    this.#stryker.activeMutant = undefined;
    this.#stryker.hitCount = undefined;
    const last = results.at(-1);
    if (last?.error === undefined && !endless) return { status: 'survived', nrOfTests: results.length };
    const [again] = await this.#run([last.test], {});
    if (again.error !== undefined)
      throw new Error(`mutant ${activeMutant.id} has left something behind: ${last.test.id}: ${again.error}`);
    // What noticed this one often notices the next.
    this.#tests = [last.test, ...this.#tests.filter((test) => test !== last.test)];
    if (endless) return { status: 'timeout', reason: 'it is reached without end' };
    if (last.hung) return { status: 'timeout', reason: `${last.test.id} does not end` };
    return {
      status: 'killed',
      killedBy: [last.test.id],
      failureMessage: String(last.error?.message ?? last.error),
      nrOfTests: results.length,
    };
  }

  /** A test may take ten times as long as usual, and three seconds more. */
  #run(tests, { limitOf = (test) => 3_000 + 10 * this.#usual.get(test), ...rest }) {
    return runTests(tests, { limitOf, ...rest });
  }
}

const hooksOf = (suite) => `hooks of ${suite.file}#${suite.name}`;

/** What a suite's `beforeAll` reaches, each of its tests reaches. */
function withHooks(tests, perTest) {
  const own = {};
  for (const test of tests) {
    own[test.id] = {};
    for (const id of [test.id, ...suitesOf(test).map(hooksOf)])
      for (const [mutant, hits] of Object.entries(perTest[id] ?? {}))
        own[test.id][mutant] = (own[test.id][mutant] ?? 0) + hits;
  }
  return own;
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-place', injectableClass: RunnerInPlace }];
