import { format } from 'node:util';

/**
 * What test files say when they are loaded: their suites and tests, to be run again and again in this process. Files import it in
 * vitest's place (see load-tests.js), whose own runner starts every worker and every module anew for each run.
 */

// The project's, which this folder's own package.json does not name.
const vitest = 'vitest';
export const { expect, vi } = await import(vitest);

const hookKinds = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'];
const newSuite = (name, parent, file) => ({
  name,
  parent,
  file,
  ...Object.fromEntries(hookKinds.map((kind) => [kind, []])),
});

let suite;
let found = [];

/** Loads one file by `load` and gives its tests. */
export async function collect(file, load) {
  suite = newSuite('', undefined, file);
  found = [];
  await load();
  const seen = new Map();
  return found.map((test) => {
    const times = (seen.get(test.id) ?? 0) + 1;
    seen.set(test.id, times);
    return times === 1 ? test : { ...test, id: `${test.id} (${times})` };
  });
}

/** From the outermost to that of the test. */
export function suitesOf(test) {
  const suites = [];
  for (let at = test.suite; at !== undefined; at = at.parent) suites.unshift(at);
  return suites;
}

export const describe = withEach((name, make) => {
  const outer = suite;
  suite = newSuite(name, outer, outer.file);
  const made = make();
  if (made instanceof Promise) throw new Error(`a suite that waits is not known here: ${name}`);
  suite = outer;
});

/** Options may come before the test, or a limit after it. */
export const it = withEach((name, ...rest) => {
  const run = rest.find((one) => typeof one === 'function');
  const names = [...suitesOf({ suite }).map((one) => one.name), name].filter((word) => word !== '');
  found.push({
    id: `${suite.file}#${names.join(' > ')}`,
    name: names.join(' > '),
    file: suite.file,
    suite,
    run,
  });
});

export const [beforeAll, beforeEach, afterEach, afterAll] = hookKinds.map(
  (kind) => (hook) => void suite[kind].push(hook),
);

function withEach(say) {
  const each =
    (rows) =>
    (name, ...rest) => {
      const run = rest.find((one) => typeof one === 'function');
      for (const [index, row] of rows.entries()) {
        const values = Array.isArray(row) ? row : [row];
        say(fill(name, values, index), () => run(...values));
      }
    };
  return Object.assign((...said) => say(...said), { each });
}

/** A name with its row's values: `%s` and the like in order, `$key` of the first. */
function fill(name, values, index) {
  const places = name.match(/%[sdifjoO]/gu)?.length ?? 0;
  const filled = format(name.replaceAll('%#', String(index)), ...values.slice(0, places));
  return filled.replace(/\$(\w+)/gu, (whole, key) => String(values[0]?.[key] ?? whole));
}
