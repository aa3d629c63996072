import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** What one run of a command took. */
export interface Run {
  readonly seconds: number;
  /** Highest resident memory of the process and its threads, in MB; undefined where the system does not tell. */
  readonly peakMb?: number;
  readonly stdout: string;
}

export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs a command to its end; throws with what it printed if it fails. Memory is looked at every 20 ms under Linux. */
export async function runOnce(line: CommandLine, allowedExits: readonly number[] = [0]): Promise<Run> {
  const started = performance.now();
  const child = spawn(line.command, [...line.args], {
    env: { ...process.env, ...line.env },
    cwd: line.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  let peakKb = 0;
  const watch = setInterval(() => {
    if (child.pid !== undefined) peakKb = Math.max(peakKb, peakOf(child.pid));
  }, 20);
  try {
    const exit = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const seconds = (performance.now() - started) / 1000;
    if (exit === null || !allowedExits.includes(exit)) {
      throw new Error(
        `${line.command} ${line.args.join(' ')} ended with ${String(exit)}: ${Buffer.concat(err).toString()}`,
      );
    }
    const stdout = Buffer.concat(out).toString();
    return { seconds, stdout, ...(peakKb === 0 ? {} : { peakMb: peakKb / 1024 }) };
  } finally {
    clearInterval(watch);
  }
}

/** The kernel's own high-water mark, or 0 where it is not to be had. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export interface Contender {
  readonly name: string;
  /** Everything that does not count. */
  prepare?(): Promise<void>;
  run(): Promise<Run>;
}

/** Runs the contenders in turn, `rounds` times each, so that a busy machine is unfair to nobody. */
export async function alternate(
  contenders: readonly Contender[],
  rounds: number,
): Promise<Map<string, Run[]>> {
  const runs = new Map<string, Run[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of contenders) {
      await contender.prepare?.();
      runs.get(contender.name)?.push(await contender.run());
    }
  }
  return runs;
}

/** Median seconds of a contender's runs. */
export function secondsOf(runs: ReadonlyMap<string, readonly Run[]>, name: string): number {
  return median((runs.get(name) ?? []).map(({ seconds }) => seconds));
}
