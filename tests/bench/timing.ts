import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** What one run of a command took. */
export interface Run {
  readonly seconds: number;
  /** Peak of the resident memory of the process and of those it started that live at one time, in MB of 10^6; undefined where the system does not tell. */
  readonly peakMb?: number;
  readonly stdout: string;
}

export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command to its end; throws with what it printed if it fails. Memory is looked at every 20 ms under Linux. */
export async function runOnce({ command, args, env }: CommandLine): Promise<Run> {
  const started = performance.now();
  const child = spawn(command, [...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  let peakKib = 0;
  const watch = setInterval(() => {
    if (child.pid !== undefined) peakKib = Math.max(peakKib, memoryOf(child.pid));
  }, 20);
  try {
    const exit = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const seconds = (performance.now() - started) / 1000;
    if (exit !== 0) {
      const said = Buffer.concat(err).toString();
      throw new Error(`${command} ${args.join(' ')} ended with ${String(exit)}: ${said}`);
    }
    const stdout = Buffer.concat(out).toString();
    return { seconds, stdout, ...(peakKib === 0 ? {} : { peakMb: (peakKib * 1024) / 1e6 }) };
  } finally {
    clearInterval(watch);
  }
}

/**
 * The kernel's own high-water mark of a process and of all that it started and that live now, in KiB. One that was split off and does not run a program of
 * its own yet is its parent once more, page for page, and is not counted.
 */
function memoryOf(pid: number, parent?: string): number {
  const folder = `/proc/${String(pid)}`;
  try {
    const program = readFileSync(`${folder}/cmdline`, 'utf8');
    if (program === parent) return 0;
    let sum = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`${folder}/status`, 'utf8'))?.[1] ?? 0);
    for (const thread of readdirSync(`${folder}/task`))
      for (const started of readFileSync(`${folder}/task/${thread}/children`, 'utf8').split(' '))
        if (started !== '') sum += memoryOf(Number(started), program);
    return sum;
  } catch {
    // It has just ended, or this is no Linux.
    return 0;
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export interface Contender {
  readonly name: string;
  /** Everything that does not count. */
  readonly prepare?: () => Promise<void> | void;
  readonly run: () => Promise<Run>;
}

export type Runs = ReadonlyMap<string, readonly Run[]>;

/**
 * Runs the contenders in turn, `rounds` times each, so that a busy machine is unfair to nobody; each round begins with another
 * one.
 */
export async function alternate(contenders: readonly Contender[], rounds: number): Promise<Runs> {
  const runs = new Map<string, Run[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const first = round % contenders.length;
    for (const { name, prepare, run } of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      await prepare?.();
      runs.get(name)?.push(await run());
    }
  }
  return runs;
}

/** Median seconds of a contender's runs. */
export function secondsOf(runs: Runs, name: string): number {
  return median((runs.get(name) ?? []).map(({ seconds }) => seconds));
}

/** Highest memory of any of a contender's runs, in MB; undefined where the system does not tell. */
export function peakOf(runs: Runs, name: string): number | undefined {
  const peaks = (runs.get(name) ?? []).flatMap(({ peakMb }) => peakMb ?? []);
  return peaks.length === 0 ? undefined : Math.max(...peaks);
}
