import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { misplaced, parts } from './rooms.js';

/**
 * `npm run mutation [PART…]`: changes the code of each part in every way that Stryker knows, one at a time, and looks whether a test
 * notices. Takes hours for all parts; each part's result is kept in report/, so that the next run looks at what changed only.
 */
const here = fileURLToPath(new URL('.', import.meta.url));
const top = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(top);
const wrong = misplaced();
if (wrong.length > 0) {
  process.stderr.write(
    `Each file has to be in one part of rooms.js, and no other name: ${wrong.join(', ')}\n`,
  );
  process.exit(2);
}
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no part ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}\n`,
  );
  process.exit(2);
}
if (!existsSync(`${here}node_modules`)) run('npm', ['ci'], here);
mkdirSync(`${here}report`, { recursive: true });
for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) {
  process.stdout.write(`\n${name}\n`);
  const stryker = `${here}node_modules/@stryker-mutator/core/bin/stryker.js`;
  run(process.execPath, [stryker, 'run', `${here}stryker.config.js`], top, { MUTATION_PART: name });
}
summarise();

function run(command, words, cwd, env = {}) {
  const shell = process.platform === 'win32' && command === 'npm';
  const { status } = spawnSync(command, words, {
    cwd,
    env: { ...process.env, ...env },
    stdio: 'inherit',
    shell,
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** A line for each part, and one for all of them. */
function summarise() {
  const total = { killed: 0, all: 0 };
  for (const file of readdirSync(`${here}report`).filter((name) => !name.includes('incremental'))) {
    const { files } = JSON.parse(readFileSync(`${here}report/${file}`, 'utf8'));
    const states = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
    const killed = states.filter((state) => state === 'Killed' || state === 'Timeout').length;
    const all = killed + states.filter((state) => state === 'Survived' || state === 'NoCoverage').length;
    total.killed += killed;
    total.all += all;
    process.stdout.write(`${file.replace('.json', '').padEnd(24)} ${score(killed, all)}\n`);
  }
  process.stdout.write(`${'all'.padEnd(24)} ${score(total.killed, total.all)}\n`);
}

function score(killed, all) {
  return `${((100 * killed) / Math.max(1, all)).toFixed(1).padStart(5)} % of ${all}`;
}
