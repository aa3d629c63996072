import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

import type { FuzzResult } from './fuzz-target.ts';
import { targets } from './targets.ts';

const usage = `usage: npm run fuzz -- [--inputs N] [--nightly] [--seed S] [--only NAME [--input I]] [--json FILE]
NAME: ${targets.map(({ name }) => name).join(', ')}`;

const { values: options } = parseArgs({
  options: {
    inputs: { type: 'string' },
    nightly: { type: 'boolean', default: false },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    only: { type: 'string' },
    input: { type: 'string' },
    json: { type: 'string' },
  },
});
const { seed, only } = options;
const inputs = Number(options.inputs ?? (options.nightly ? 1_000_000 : 20_000));
const chosen = targets.filter(({ name }) => only === undefined || only === name);
if (!Number.isInteger(inputs) || inputs < 1 || chosen.length === 0) throw new Error(usage);

/** Milliseconds of processor time after which an input that is still being read will not come to an end: a busy computer only makes one wait. */
const patience = 30_000;
/** And where a reader does nothing but wait, so long by the clock. */
const longPatience = 600_000;

/** Runs a target in a thread of its own, so that a reader that never ends can be ended. */
async function runTarget(name: string, most: number): Promise<FuzzResult> {
  const place = new Int32Array(new SharedArrayBuffer(4));
  const input = options.input === undefined ? undefined : Number(options.input);
  const worker = new Worker(new URL('./fuzz-worker.ts', import.meta.url), {
    workerData: { name, inputs: most, seed, ...(input === undefined ? {} : { only: input }), place },
  });
  let last = Number.NaN;
  let since = Date.now();
  let start = process.cpuUsage();
  try {
    return await new Promise((resolve, reject) => {
      const watch = setInterval(() => {
        const now = Atomics.load(place, 0);
        if (now !== last) [since, start] = [Date.now(), process.cpuUsage()];
        last = now;
        const { user, system } = process.cpuUsage(start);
        if ((user + system) / 1000 < patience && Date.now() - since < longPatience) return;
        const problem = { target: name, seed, input: now, problem: 'never ended', bytes: '' };
        resolve({ target: name, inputs: now, refused: {}, slowest: patience, grown: 0, problems: [problem] });
      }, 500);
      worker.once('message', resolve);
      worker.once('error', reject);
      void worker.once('exit', () => {
        clearInterval(watch);
      });
    });
  } finally {
    await worker.terminate();
  }
}

const results: FuzzResult[] = [];
for (const { name } of chosen) {
  const result = await runTarget(name, inputs);
  results.push(result);
  const { refused, slowest, grown, problems } = result;
  const codes = Object.entries(refused).map(([code, count]) => `${code} ${String(count)}`);
  console.log(
    `${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${String(result.inputs)} inputs, slowest ${String(slowest)} ms, grew ${String(grown)} MB; ${codes.join(', ')}`,
  );
  for (const { input, problem, bytes } of problems)
    console.log(
      `  input ${String(input)}: ${problem}\n  again: npm run fuzz -- --only ${name} --seed ${seed} --input ${String(input)}\n  ${bytes}`,
    );
}
if (options.json !== undefined)
  writeFileSync(options.json, `${JSON.stringify({ seed, results }, undefined, 2)}\n`);
console.log(`seed ${seed}`);
if (results.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
