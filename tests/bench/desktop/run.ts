import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';

import { setStage } from '../../desktop/support/stage.ts';
import { Arena } from '../arena.ts';
import { Report } from '../report.ts';
import { benchClicks } from './clicks.ts';
import { benchScrolling } from './scrolling.ts';
import { benchStarting } from './starting.ts';

/** The desktop app's benchmarks: `node tests/bench/desktop/run.ts [--rounds N] [--only starting|clicks|scrolling]`. */
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
  },
});
const { only } = options;

const report = new Report();
const arena = new Arena({ dir: tmpdir(), rounds: Number(options.rounds) }, report);
const { stage, end } = await setStage((sentence) => {
  process.stderr.write(`${sentence}\n`);
});
try {
  if ('unavailable' in stage) report.skip('the desktop app', stage.unavailable);
  else {
    if (only === undefined || only === 'starting') await benchStarting(stage, arena);
    if (only === undefined || only === 'scrolling') await benchScrolling(stage, arena);
    if (only === undefined || only === 'clicks') await benchClicks(stage, arena, 2e9);
  }
} finally {
  arena.close();
  await end();
}
process.stderr.write(`\n${report.table()}\n`);
process.stdout.write(`${JSON.stringify(report.document(), undefined, 1)}\n`);
