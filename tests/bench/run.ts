import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';

import { Arena } from './arena.ts';
import { benchAnswers } from './answering.ts';
import { benchExport, benchVerify } from './bundles.ts';
import { corpusSizes, makeCorpus } from './corpus.ts';
import { benchImport } from './importing.ts';
import { benchFirstIngest, benchFullCheck, benchLargeFile, benchRescan } from './keeping.ts';
import { Report } from './report.ts';
import { benchUnlock } from './unlocking.ts';

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: 'quick' },
    rounds: { type: 'string', default: '3' },
    dir: { type: 'string', default: tmpdir() },
    out: { type: 'string' },
  },
});
const { size, dir } = options;
const rounds = Number(options.rounds);
if ((size !== 'quick' && size !== 'full') || !Number.isInteger(rounds) || rounds < 1)
  throw new Error('usage: npm run bench -- [--size quick|full] [--rounds N] [--dir DIR] [--out FILE]');

const report = new Report();
const arena = new Arena({ dir, rounds }, report);
try {
  const total = makeCorpus(arena.path('corpus'), corpusSizes[size]);
  process.stderr.write(`${size}: ${(total / 1e6).toFixed(0)} MB, ${String(rounds)} rounds\n`);
  await benchFirstIngest(arena);
  await benchFullCheck(arena);
  await benchRescan(arena);
  await benchExport(arena);
  await benchVerify(arena);
  arena.remove('corpus', 'vault', 'vault-state', 'repository', 'restic-cache', 'bundle.zip');
  await benchImport(arena, size);
  await benchUnlock(arena);
  await benchAnswers(arena);
  if (size === 'full') await benchLargeFile(arena);
  else report.skip('peak memory of one file of 2 GB', 'only with --size full');
} finally {
  arena.close();
}
process.stderr.write(`\n${report.table()}\n`);
const result = JSON.stringify({ size, rounds, node: process.version, ...report.document() }, undefined, 1);
if (options.out !== undefined) writeFileSync(options.out, `${result}\n`);
process.stdout.write(`${result}\n`);
