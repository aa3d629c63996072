import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** What one run of a command took. */
export interface Run {
  readonly seconds: number;
  /** Peak of the resident memory of the process and of those it started, added up, in MB of 10^6; undefined where the system does not tell. */
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
  const peaks = new Map<number, number>();
  const watch = setInterval(() => {
    if (child.pid !== undefined) notePeaks(child.pid, peaks);
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
    const peakKib = [...peaks.values()].reduce((sum, peak) => sum + peak, 0);
    const stdout = Buffer.concat(out).toString();
    return { seconds, stdout, ...(peakKib === 0 ? {} : { peakMb: (peakKib * 1024) / 1e6 }) };
  } finally {
    clearInterval(watch);
  }
}

/** The kernel's own high-water mark of a process and of all that it started, in KiB by process. Ended processes keep theirs. */
function notePeaks(pid: number, peaks: Map<number, number>): void {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    // One that has just ended has none any more.
    const peak = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0);
    peaks.set(pid, Math.max(peak, peaks.get(pid) ?? 0));
    for (const thread of readdirSync(`/proc/${String(pid)}/task`)) {
      const children = readFileSync(`/proc/${String(pid)}/task/${thread}/children`, 'utf8');
      for (const started of children.split(' ')) if (started !== '') notePeaks(Number(started), peaks);
    }
  } catch {
    // It has just ended, or this is no Linux.
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
