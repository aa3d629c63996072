import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';

import { installPackage } from '../support/installed-package.ts';
import { Arena } from './arena.ts';
import { benchAnswers } from './answering.ts';
import { benchBatch } from './batch.ts';
import { benchExport, benchVerify } from './bundles.ts';
import { corpusSizes, makeCorpus } from './corpus.ts';
import { benchImport } from './importing.ts';
import { benchFirstIngest, benchFullCheck, benchLargeFile, benchRescan } from './keeping.ts';
import { benchPageMemory } from './page-memory.ts';
import { benchParity } from './parity.ts';
import { benchReplica } from './replicating.ts';
import { Report } from './report.ts';
import { benchRestore } from './restoring.ts';
import { benchUnlock } from './unlocking.ts';

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: 'quick' },
    rounds: { type: 'string', default: '3' },
    dir: { type: 'string', default: tmpdir() },
    out: { type: 'string' },
    only: { type: 'string' },
  },
});
const { size, dir, only } = options;
const rounds = Number(options.rounds);
const parts = [
  'keeping',
  'bundle',
  'import',
  'unlock',
  'answers',
  'batch',
  'large',
  'page',
  'replica',
  'restore',
  'parity',
] as const;
if (
  (size !== 'quick' && size !== 'full') ||
  !Number.isInteger(rounds) ||
  rounds < 1 ||
  (only !== undefined && !parts.some((part) => part === only))
)
  throw new Error(
    `usage: npm run bench -- [--size quick|full] [--rounds N] [--dir DIR] [--out FILE] [--only ${parts.join('|')}]`,
  );
const isWanted = (part: (typeof parts)[number]): boolean => only === undefined || only === part;

/** Capture, check, rescan, export and verification, one after the other over the same files. */
async function benchKeeping(): Promise<void> {
  const total = makeCorpus(arena.path('corpus'), corpusSizes[size === 'full' ? 'full' : 'quick']);
  process.stderr.write(`${(total / 1e6).toFixed(0)} MB\n`);
  await benchFirstIngest(arena);
  await benchFullCheck(arena);
  await benchRescan(arena);
  await benchExport(arena);
  await benchVerify(arena);
  arena.remove('corpus', 'vault', 'vault-state', 'repository', 'restic-cache', 'bundle.zip');
}

/** Export and verification of a gigabyte alone. */
async function benchBundle(): Promise<void> {
  makeCorpus(arena.path('corpus'), corpusSizes[size === 'full' ? 'gigabyte' : 'quick']);
  await arena.newVault('vault');
  await arena.vault('vault', ['add', arena.path('corpus')]);
  await benchExport(arena);
  await benchVerify(arena);
  arena.remove('corpus', 'vault', 'vault-state', 'bundle.zip');
}

const report = new Report();
const installed = await installPackage();
const arena = new Arena({ dir, rounds, bin: installed.bin }, report);
process.stderr.write(`${size}, ${String(rounds)} rounds\n`);
try {
  if (isWanted('keeping')) await benchKeeping();
  // The same rows stand in 'keeping', of more bytes.
  if (only === 'bundle') await benchBundle();
  if (isWanted('import')) await benchImport(arena, size);
  if (isWanted('unlock')) await benchUnlock(arena);
  if (isWanted('answers')) await benchAnswers(arena);
  if (isWanted('batch')) await benchBatch(arena);
  if (isWanted('replica')) await benchReplica(arena, size);
  if (isWanted('restore')) await benchRestore(arena, size);
  if (isWanted('parity')) await benchParity(arena, size);
  if (isWanted('large') && size === 'full') await benchLargeFile(arena);
  else if (isWanted('large')) report.skip('peak memory of one file of 2 GB', 'only with --size full');
  if (isWanted('page') && size === 'full') await benchPageMemory(arena);
  else if (isWanted('page')) report.skip('memory of the verifier page, 2 GB', 'only with --size full');
} finally {
  arena.close();
  await installed.remove();
}
process.stderr.write(`\n${report.table()}\n`);
const result = JSON.stringify({ size, rounds, node: process.version, ...report.document() }, undefined, 1);
if (options.out !== undefined) writeFileSync(options.out, `${result}\n`);
process.stdout.write(`${result}\n`);
