import { reportError, type VaultError } from '../base/errors.ts';
import { exitCodeOf, worseExitCode, type ExitCode } from './exit-codes.ts';
import { jsonLine, plainText } from './format/plain-text.ts';
import type { Progress } from './progress.ts';
import type { TextStream } from './streams.ts';

/** What a command found out: a document for programs, lines for people, and how it ended. */
export interface CommandResult {
  readonly document: object;
  readonly lines: readonly string[];
  readonly exitCode?: ExitCode;
}

/** Standard output and standard error: one JSON document and nothing else, or plain lines. */
export class Output {
  readonly json: boolean;
  readonly #stdout: TextStream;
  readonly #stderr: TextStream;
  readonly #progress: Progress;
  #exitCode: ExitCode = 0;
  #practice = false;

  constructor(
    streams: { readonly stdout: TextStream; readonly stderr: TextStream },
    progress: Progress,
    options: { readonly json: boolean },
  ) {
    this.#stdout = streams.stdout;
    this.#stderr = streams.stderr;
    this.#progress = progress;
    this.json = options.json;
  }

  /** The worst of what was reported so far. */
  get exitCode(): ExitCode {
    return this.#exitCode;
  }

  /** Everything from here on is about a practice vault, and says so. */
  markPractice(): void {
    if (this.#practice) return;
    this.#practice = true;
    this.say('Practice vault: nothing in it is real evidence.');
  }

  /** A line of its own before the result, for people only. */
  say(line: string): void {
    if (this.json) return;
    this.#progress.clear();
    this.#stdout.write(`${plainText(line)}\n`);
  }

  /** Something to know beside the result, on standard error. */
  note(line: string): void {
    this.#progress.clear();
    this.#stderr.write(`${plainText(line)}\n`);
  }

  report(result: CommandResult): void {
    this.#exitCode = worseExitCode(this.#exitCode, result.exitCode ?? 0);
    if (this.json) {
      this.#progress.clear();
      const document = this.#practice ? { ...result.document, practice: true } : result.document;
      this.#stdout.write(`${jsonLine(document)}\n`);
    } else for (const line of result.lines) this.say(line);
  }

  fail(error: VaultError): void {
    this.#exitCode = worseExitCode(this.#exitCode, exitCodeOf(error));
    this.#progress.clear();
    if (this.json) {
      this.#stdout.write(`${jsonLine({ error: reportError(error) })}\n`);
      return;
    }
    this.note(`${error.message} [${error.code}]`);
    const details = Object.entries(error.details).map(([name, value]) =>
      name === 'problem' ? String(value) : `${name}: ${String(value)}`,
    );
    if (details.length > 0) this.note(`Details: ${details.join('; ')}`);
  }

  /** For developers: where a bug comes from. */
  trace(error: VaultError): void {
    const { cause } = error;
    if (cause instanceof Error) this.#stderr.write(`${cause.stack ?? cause.message}\n`);
  }
}
