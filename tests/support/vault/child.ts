import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { VaultWorld } from './vault-world.ts';

const script = fileURLToPath(new URL('./child-work.ts', import.meta.url));

/** A process that works on a vault (`child-work.ts`). */
export class VaultChild {
  readonly #process: ChildProcessWithoutNullStreams;
  /** What it said so far, whole lines only: half a line is no promise. */
  readonly lines: string[] = [];
  readonly #read: Promise<void>;
  readonly #ended: Promise<unknown>;
  #errors = '';
  #waiting: (() => void)[] = [];

  constructor(world: VaultWorld, work: string, ...rest: string[]) {
    this.#process = spawn(
      process.execPath,
      [script, work, world.dir, world.stateDir, world.recoveryWords, ...rest],
      { stdio: 'pipe' },
    );
    this.#ended = once(this.#process, 'exit');
    this.#process.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors += text;
    });
    this.#read = this.#listen();
  }

  async #listen(): Promise<void> {
    let text = '';
    const wake = (): void => {
      for (const look of this.#waiting.splice(0)) look();
    };
    this.#process.stdout.setEncoding('utf8');
    for await (const chunk of this.#process.stdout) {
      text += String(chunk);
      const whole = text.split('\n');
      text = whole.pop() ?? '';
      this.lines.push(...whole);
      wake();
    }
    wake();
  }

  /** Waits until it has said a line that begins so; throws if it ends before. */
  async says(beginning: string): Promise<string> {
    for (;;) {
      const line = this.lines.find((each) => each.startsWith(beginning));
      if (line !== undefined) return line;
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
        await this.#read;
        const late = this.lines.find((each) => each.startsWith(beginning));
        if (late !== undefined) return late;
        throw new Error(`the process never said '${beginning}': ${this.lines.join(' | ')} ${this.#errors}`);
      }
      await Promise.race([new Promise<void>((wake) => this.#waiting.push(wake)), this.#ended]);
    }
  }

  /** Ends it without warning. @returns everything that it had said */
  async kill(): Promise<readonly string[]> {
    this.#process.kill('SIGKILL');
    return this.ended();
  }

  /** Lets it finish by itself. */
  async finish(): Promise<readonly string[]> {
    this.#process.stdin.end();
    return this.ended();
  }

  async ended(): Promise<readonly string[]> {
    await this.#ended;
    await this.#read;
    return this.lines;
  }
}
