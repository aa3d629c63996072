import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { killLoop } from './kills/kill-loop.ts';
import { mutations } from './mutations/list.ts';
import { runMutation, type MutationResult } from './mutations/run-mutations.ts';
import { isOpen, mutationsInWords, Report } from './report.ts';
import { makeSchedule } from './schedule/make-schedule.ts';
import { failingAt, sweptFamilies } from './schedule/every-step.ts';
import { runSchedule } from './schedule/run-schedule.ts';
import { families, type Family } from './schedule/schedule.ts';
import { shrink } from './schedule/shrink.ts';
import { useMemoryFolder } from '../support/memory-folder.ts';
import { makeTemplate } from './world.ts';

const usage = `usage: npm run faults -- [--schedules N] [--nightly] [--seed S] [--only NAME] [--minutes M] [--json FILE]
       npm run faults -- --repeat SEED [--only NAME]
       npm run faults -- --mutations [--schedules N] [--seed S] [--only NAME] [--json FILE]
       npm run faults -- --every-step [--only NAME] [--json FILE]
       npm run faults -- --kills N [--seed S] [--json FILE]
NAME is a kind of schedules (${families.join(', ')}) or, with --mutations, a mutation.`;

const { values: options } = parseArgs({
  options: {
    schedules: { type: 'string' },
    nightly: { type: 'boolean', default: false },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    only: { type: 'string' },
    minutes: { type: 'string' },
    repeat: { type: 'string' },
    mutations: { type: 'boolean', default: false },
    'every-step': { type: 'boolean', default: false },
    kills: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const { seed, only, repeat, nightly } = options;

function wholeOr(text: string | undefined, otherwise: number): number {
  const number = text === undefined ? otherwise : Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(usage);
  return number;
}

function familyNamed(name: string | undefined): Family | undefined {
  const family = families.find((each) => each === name);
  if (name !== undefined && family === undefined) throw new Error(usage);
  return family;
}

function leave(report: object, text: string, failed: boolean): void {
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, undefined, 2)}\n`);
  console.log(text);
  if (failed) process.exitCode = 1;
}

async function runSchedules(): Promise<void> {
  const most = repeat === undefined ? wholeOr(options.schedules, nightly ? 5000 : 300) : 1;
  const until = options.minutes === undefined ? Infinity : Date.now() + wholeOr(options.minutes, 1) * 60_000;
  const family = familyNamed(only);
  const report = new Report(repeat ?? seed);
  const template = await makeTemplate();
  try {
    for (let number = 1; number <= most && Date.now() < until; number += 1) {
      const schedule = makeSchedule(repeat ?? `${seed}-${String(number)}`, family);
      const outcome = await runSchedule(schedule, template);
      report.add(outcome);
      const { failure } = outcome;
      if (failure !== undefined) {
        console.log(`broken by ${schedule.seed}: ${failure.message}`);
        const again = async (smaller: typeof schedule): Promise<boolean> =>
          (await runSchedule(smaller, template)).failure !== undefined;
        const shrunk = await shrink(schedule, again, 60);
        report.fail({ seed: schedule.seed, message: failure.message, detail: failure.detail, shrunk });
      }
      if (number % 100 === 0) console.log(`${String(number)} of ${String(most)} …`);
    }
  } finally {
    await template.remove();
  }
  leave(report.toJson(), report.toText(), report.failed);
}

async function runMutations(): Promise<void> {
  const most = wholeOr(options.schedules, nightly ? 2000 : 500);
  const chosen = mutations.filter(({ name }) => only === undefined || only === name);
  if (chosen.length === 0) throw new Error(usage);
  const results: MutationResult[] = [];
  const template = await makeTemplate();
  try {
    for (const mutation of chosen) {
      results.push(await runMutation(mutation, template, { seed, most }));
      console.log(mutationsInWords(results.slice(-1)).split('\n')[0]);
    }
  } finally {
    await template.remove();
  }
  const survived = results.some(isOpen);
  leave({ seed, results }, mutationsInWords(results), survived);
}

/** Work with second copies and the like, killed at each of its steps, one after the other. */
async function runEveryStep(): Promise<void> {
  const chosen = sweptFamilies.filter((family) => only === undefined || only === family);
  if (chosen.length === 0) throw new Error(usage);
  const report = new Report('every step');
  const template = await makeTemplate();
  try {
    for (const family of chosen)
      for (let step = 1; ; step += 1) {
        const outcome = await runSchedule(failingAt(family, step, 'kill'), template);
        report.add(outcome);
        const { failure, schedule } = outcome;
        if (failure !== undefined) report.fail({ seed: schedule.seed, ...failure, shrunk: schedule });
        if (outcome.struck.length === 0) break;
      }
  } finally {
    await template.remove();
  }
  leave(report.toJson(), report.toText(), report.failed);
}

/** On the real disk: a process that is killed loses nothing that memory would not lose too, and everything else is as it is for a learner. */
async function runKills(): Promise<void> {
  const report = await killLoop(wholeOr(options.kills, 1), seed, (words) => {
    console.log(words);
  });
  const { rounds, acknowledged, skipped, failures } = report;
  const lines = [
    `${String(rounds)} runs of the command line, ${String(acknowledged)} items acknowledged, seed ${seed}`,
    ...(skipped === undefined ? [] : [`SKIPPED faults at system calls: ${skipped}`]),
    `broken promises: ${String(failures.length)}`,
    ...failures,
  ];
  leave({ seed, ...report }, lines.join('\n'), failures.length > 0);
}

if (options.kills === undefined) useMemoryFolder(512 * 1024 * 1024);
if (options.help) console.log(usage);
else if (options.kills !== undefined) await runKills();
else if (options.mutations) await runMutations();
else if (options['every-step']) await runEveryStep();
else await runSchedules();
