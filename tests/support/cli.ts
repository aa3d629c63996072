import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../../src/cli/program.ts';
import { notesVariable } from './outside/outside-notes.ts';

export const packageFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/u, '');
export const binPath = join(packageFolder, 'src', 'cli', 'bin.mjs');
const testPassphrase = 'seven copper lanterns';

export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliRun {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What is typed; standard input is empty without it, and never a terminal. */
  readonly input?: string;
  readonly cwd?: string;
}

/** A folder of its own in which the real command line runs as a child process, with a vault, a state folder and a passphrase. */
export class CliHouse {
  readonly folder: string;
  readonly vault: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.vault = join(folder, 'vault');
  }

  static async make(): Promise<CliHouse> {
    const house = new CliHouse(await mkdtemp(join(tmpdir(), 'evidence-vault-cli-')));
    await mkdir(house.path('work'));
    return house;
  }

  path(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  /** Starts the command line with nothing of this process's own settings. */
  start(words: readonly string[], options: CliRun = {}): ChildProcess {
    return this.startWith(process.execPath, [binPath, ...words], options);
  }

  /** Starts another program in the same surroundings. */
  startWith(command: string, words: readonly string[], { env = {}, cwd }: CliRun = {}): ChildProcess {
    return spawn(command, words, {
      cwd: cwd ?? this.path('work'),
      env: { ...this.#cleanEnvironment(), ...env },
      stdio: 'pipe',
    });
  }

  /** Runs the real launcher in a process of its own. */
  async spawn(words: readonly string[], options: CliRun = {}): Promise<CliResult> {
    const child = this.start(words, options);
    child.stdin?.end(options.input ?? '');
    return outcomeOf(child);
  }

  /** Runs the program in this process: all of it but the launcher, several times faster. */
  async run(words: readonly string[], options: CliRun = {}): Promise<CliResult> {
    const { env = {}, input = '', cwd = this.path('work') } = options;
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    stdin.end(input);
    const code = await runProgram(words, {
      env: { ...this.#cleanEnvironment(), ...env },
      callerFolder: cwd,
      homeFolder: this.folder,
      platform: process.platform,
      stdin,
      stdout,
      stderr,
      signal: new AbortController().signal,
    });
    stdout.end();
    stderr.end();
    return { code, signal: null, stdout: await text(stdout), stderr: await text(stderr) };
  }

  /** As `json`, through the real launcher. */
  spawnJson(words: readonly string[], options: CliRun = {}): Promise<CliResult & { document: unknown }> {
    return oneDocument(this.spawn([...words, '--json'], options));
  }

  /** Runs with `--json` and gives back the one document, after making sure that it is the only thing on standard output. */
  json(words: readonly string[], options: CliRun = {}): Promise<CliResult & { document: unknown }> {
    return oneDocument(this.run([...words, '--json'], options));
  }

  #cleanEnvironment(): Record<string, string> {
    const { PATH = '', NODE_OPTIONS = '', [notesVariable]: notes = '' } = process.env;
    return {
      PATH,
      // It does not reach outside this computer either.
      NODE_OPTIONS,
      [notesVariable]: notes,
      HOME: this.folder,
      EVIDENCE_VAULT_DIR: this.vault,
      EVIDENCE_VAULT_STATE_DIR: this.path('state'),
      EVIDENCE_VAULT_PASSPHRASE: testPassphrase,
      EVIDENCE_VAULT_TEST_ARGON2: 'lightest',
      TZ: 'UTC',
      // The same code is started hundreds of times.
      NODE_COMPILE_CACHE: join(packageFolder, 'node_modules', '.cache', 'compiled-for-tests'),
    };
  }
}

async function oneDocument(running: Promise<CliResult>): Promise<CliResult & { document: unknown }> {
  const result = await running;
  if (!/^[^\n]+\n$/u.test(result.stdout))
    throw new Error(`not one line on standard output: ${JSON.stringify(result)}`);
  const document: unknown = JSON.parse(result.stdout);
  return { ...result, document };
}

/** Waits for the end of a child and gives back all that it said. */
export function outcomeOf(child: ChildProcess): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, stdout, stderr });
    });
  });
}
