import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { corpusSizes, makeCorpus } from './corpus.ts';
import {
  alternate,
  median,
  runOnce,
  secondsOf,
  type CommandLine,
  type Contender,
  type Run,
} from './timing.ts';

/** One line of the result: ours against a peer in the same run. Speeds are peer's time / our time, times are ours / the peer's. */
interface Row {
  readonly what: string;
  readonly peer: string;
  readonly kind: 'speed' | 'time' | 'MB';
  readonly value: number;
  readonly goal: string;
  readonly met: boolean;
}

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: 'quick' },
    rounds: { type: 'string', default: '3' },
    out: { type: 'string' },
    dir: { type: 'string' },
  },
});
const size = options.size === 'full' ? corpusSizes.full : corpusSizes.quick;
const rounds = Number(options.rounds);
const root = mkdtempSync(join(options.dir ?? tmpdir(), 'evidence-vault-bench-'));
const corpus = join(root, 'corpus');
const passphrase = 'benchmarks are not secrets';
const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const rows: Row[] = [];
const skipped: string[] = [];

try {
  mkdirSync(corpus);
  const total = makeCorpus(corpus, size);
  process.stderr.write(
    `corpus: ${(total / 1e6).toFixed(0)} MB in ${String(size.smallFiles + size.largeFiles)} files; ${String(rounds)} rounds\n`,
  );
  const restic = haveTool('restic');
  await benchIngest(restic);
  await benchCheck(restic);
  await benchRescan(restic);
  await benchBundle(haveTool('zip'), haveTool('openssl'));
  report();
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function benchIngest(restic: boolean): Promise<void> {
  const contenders = [ours(), copy()];
  if (restic) contenders.push(resticBackup());
  const runs = await alternate(contenders, rounds);
  speed('first ingest', 'cp -r + sync', runs, 'vault add', 'cp', 0.9);
  if (restic) speed('first ingest', 'restic first backup', runs, 'vault add', 'restic', 2);
  const peak = median((runs.get('vault add') ?? []).flatMap(({ peakMb }) => peakMb ?? []));
  if (!Number.isNaN(peak))
    rows.push({
      what: 'peak memory of ingest',
      peer: '',
      kind: 'MB',
      value: peak,
      goal: 'at most 300',
      met: peak <= 300,
    });
}

/** `vault` and `repository` are left by the last round of ingest. */
async function benchCheck(restic: boolean): Promise<void> {
  if (!restic) return;
  const runs = await alternate(
    [
      { name: 'check', run: () => vault(['check', '--full']) },
      { name: 'restic', run: () => runOnce(resticLine(['check', '--read-data'])) },
    ],
    rounds,
  );
  speed('full check', 'restic check --read-data', runs, 'check', 'restic', 1.5);
}

async function benchRescan(restic: boolean): Promise<void> {
  if (!restic) return;
  const runs = await alternate(
    [
      { name: 'rescan', run: () => vault(['add', corpus]) },
      { name: 'restic', run: () => runOnce(resticLine(['backup', corpus])) },
    ],
    rounds,
  );
  time('rescan without change', "restic's second run", runs, 'rescan', 'restic', 0.25);
}

async function benchBundle(zip: boolean, openssl: boolean): Promise<void> {
  const bundle = join(root, 'bundle.zip');
  if (zip) {
    const packed = join(root, 'corpus.zip');
    const runs = await alternate(
      [
        { name: 'export', prepare: () => gone(bundle), run: () => vault(['export', '--out', bundle]) },
        {
          name: 'zip',
          prepare: () => gone(packed),
          run: () => runOnce({ command: 'zip', args: ['-0', '-q', '-r', packed, corpus] }),
        },
      ],
      rounds,
    );
    time('export with decryption and digests', 'zip -0', runs, 'export', 'zip', 0.8);
    rmSync(packed, { force: true });
  } else await vault(['export', '--out', bundle]);
  if (!openssl) return;
  const runs = await alternate(
    [
      // Incomplete (nobody named a key) is not a failure: exit 0.
      { name: 'verify', run: () => runOnce(cli(['verify', bundle, '--json'])) },
      { name: 'openssl', run: () => runOnce({ command: 'openssl', args: ['dgst', '-sha256', bundle] }) },
    ],
    rounds,
  );
  time('verify a bundle', 'openssl dgst -sha256', runs, 'verify', 'openssl', 1.5);
}

function ours(): Contender {
  return {
    name: 'vault add',
    prepare: async () => {
      await gone(join(root, 'vault'));
      await gone(join(root, 'state'));
      await vault(['init']);
      flush();
    },
    run: () => vault(['add', corpus]),
  };
}

function copy(): Contender {
  const target = join(root, 'copy');
  return {
    name: 'cp',
    prepare: async () => {
      await gone(target);
      flush();
    },
    run: () => runOnce({ command: 'sh', args: ['-c', 'cp -r "$1" "$2" && sync', 'sh', corpus, target] }),
  };
}

function resticBackup(): Contender {
  return {
    name: 'restic',
    prepare: async () => {
      await gone(join(root, 'repository'));
      await runOnce(resticLine(['init']));
      flush();
    },
    run: () => runOnce(resticLine(['backup', corpus])),
  };
}

function resticLine(args: readonly string[]): CommandLine {
  const env = {
    RESTIC_PASSWORD: passphrase,
    RESTIC_REPOSITORY: join(root, 'repository'),
    RESTIC_CACHE_DIR: join(root, 'cache'),
  };
  return { command: 'restic', args: ['-q', ...args], env };
}

function cli(args: readonly string[]): CommandLine {
  return { command: process.execPath, args: [main, ...args], env: { EVIDENCE_VAULT_PASSPHRASE: passphrase } };
}

function vault(args: readonly string[]): Promise<Run> {
  const places = ['--vault', join(root, 'vault'), '--state-dir', join(root, 'state')];
  return runOnce(cli([...places, '--json', ...args]));
}

function speed(
  what: string,
  peer: string,
  runs: ReadonlyMap<string, readonly Run[]>,
  us: string,
  them: string,
  goal: number,
): void {
  const value = secondsOf(runs, them) / secondsOf(runs, us);
  rows.push({ what, peer, kind: 'speed', value, goal: `at least ${String(goal)}`, met: value >= goal });
}

function time(
  what: string,
  peer: string,
  runs: ReadonlyMap<string, readonly Run[]>,
  us: string,
  them: string,
  goal: number,
): void {
  const value = secondsOf(runs, us) / secondsOf(runs, them);
  rows.push({ what, peer, kind: 'time', value, goal: `at most ${String(goal)}`, met: value <= goal });
}

/** Finds a peer, or installs it from Debian where that is allowed; otherwise names it as skipped. */
function haveTool(name: string): boolean {
  if (spawnSync('sh', ['-c', `command -v ${name}`]).status === 0) return true;
  if (process.getuid?.() === 0 && spawnSync('sh', ['-c', 'command -v apt-get']).status === 0) {
    spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
    if (spawnSync('apt-get', ['install', '-y', '-q', name], { stdio: 'ignore' }).status === 0) return true;
  }
  skipped.push(name);
  return false;
}

function gone(path: string): Promise<void> {
  rmSync(path, { recursive: true, force: true });
  return Promise.resolve();
}

/** What is written before must not weigh on what is measured after. */
function flush(): void {
  execFileSync('sync');
}

function report(): void {
  const columns = rows.map((row) => [
    row.what,
    row.peer,
    `${row.value.toFixed(2)} ${row.kind}`,
    row.goal,
    row.met ? 'met' : 'not met',
  ]);
  const titles = ['what', 'against', 'ratio', 'goal', ''];
  const widths = titles.map((title, at) =>
    Math.max(title.length, ...columns.map((row) => row[at]?.length ?? 0)),
  );
  const lines = [titles, ...columns].map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  process.stderr.write(`${lines.join('\n')}\n`);
  for (const name of skipped)
    process.stderr.write(`SKIPPED ${name}: not installed, and it could not be installed here\n`);
  const result = JSON.stringify(
    { size: options.size, rounds, node: process.version, rows, skipped },
    undefined,
    1,
  );
  if (options.out !== undefined) writeFileSync(options.out, `${result}\n`);
  process.stdout.write(`${result}\n`);
}
