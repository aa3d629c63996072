import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Report } from './report.ts';
import { runOnce, type CommandLine, type Run } from './timing.ts';

export type Tool = 'restic' | 'zip' | 'openssl' | 'rsync';

export interface ArenaOptions {
  /** Where the files of the run go. */
  readonly dir: string;
  readonly rounds: number;
  /** Our command line; the checkout's own unless told. */
  readonly bin?: string;
}

const ownBin = fileURLToPath(new URL('../../src/cli/bin.mjs', import.meta.url));

/** The place of a run: its folder, our command line and those of the peers. */
export class Arena {
  readonly rounds: number;
  readonly report: Report;
  readonly #root: string;
  readonly #bin: string;
  readonly #tools = new Map<Tool, boolean>();
  readonly passphrase = 'benchmarks are not secrets';

  constructor({ dir, rounds, bin = ownBin }: ArenaOptions, report: Report) {
    this.#bin = bin;
    this.#root = mkdtempSync(join(dir, 'evidence-vault-bench-'));
    this.rounds = rounds;
    this.report = report;
  }

  path(name: string): string {
    return join(this.#root, name);
  }

  remove(...names: readonly string[]): void {
    for (const name of names) rmSync(this.path(name), { recursive: true, force: true });
  }

  close(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  /** What was written before must not weigh on what is measured after. */
  flush(): void {
    execFileSync('sync');
  }

  run(line: CommandLine): Promise<Run> {
    return runOnce(line);
  }

  /** Our own command line with the vault of that name, as a person runs it. */
  vault(name: string, args: readonly string[]): Promise<Run> {
    return this.vaultAt(this.path(name), this.path(`${name}-state`), args);
  }

  /** The same with a vault and its state at places of the caller's own. */
  vaultAt(vault: string, state: string, args: readonly string[]): Promise<Run> {
    const places = ['--vault', vault, '--state-dir', state];
    const env = { EVIDENCE_VAULT_PASSPHRASE: this.passphrase };
    return this.run({ command: process.execPath, args: [this.#bin, ...places, '--json', ...args], env });
  }

  verify(bundle: string, more: readonly string[] = []): Promise<Run> {
    return this.run({
      command: process.execPath,
      args: [this.#bin, 'verify', this.path(bundle), '--json', ...more],
    });
  }

  /** A fresh vault; what it was before is gone. */
  async newVault(name: string): Promise<void> {
    this.remove(name, `${name}-state`);
    await this.vault(name, ['init']);
    this.flush();
  }

  /** A step of a worker of ours in a process of its own. */
  worker(args: readonly string[], file = 'vault-worker.ts'): Promise<Run> {
    const path = fileURLToPath(new URL(file, import.meta.url));
    return this.run({ command: process.execPath, args: [path, ...args] });
  }

  restic(args: readonly string[]): Promise<Run> {
    const env = {
      RESTIC_PASSWORD: this.passphrase,
      RESTIC_REPOSITORY: this.path('repository'),
      RESTIC_CACHE_DIR: this.path('restic-cache'),
    };
    return this.run({ command: 'restic', args: ['-q', ...args], env });
  }

  shell(script: string, ...args: readonly string[]): Promise<Run> {
    return this.run({ command: 'sh', args: ['-c', script, 'sh', ...args] });
  }

  /** Whether a peer is here; under Debian, as root, it is installed if it is not. Otherwise it is named as skipped, once. */
  has(tool: Tool): boolean {
    const known = this.#tools.get(tool);
    if (known !== undefined) return known;
    const here = isHere(tool) || (mayInstall() && install(tool) && isHere(tool));
    this.#tools.set(tool, here);
    if (!here)
      this.report.skip(`everything against ${tool}`, 'it is not installed, and could not be installed here');
    return here;
  }
}

function isHere(tool: Tool): boolean {
  return spawnSync('sh', ['-c', `command -v ${tool}`], { stdio: 'ignore' }).status === 0;
}

function mayInstall(): boolean {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  return process.getuid?.() === 0 && /^ID(_LIKE)?=.*debian/m.test(release);
}

function install(tool: Tool): boolean {
  spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
  return (
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', tool], { stdio: 'ignore' })
      .status === 0
  );
}
