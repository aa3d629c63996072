import type { HiddenInput, TextStream } from './streams.ts';

/** Everything outside of the program that a command depends on, handed in so that nothing reaches for it by itself. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute: relative paths mean this folder. */
  readonly callerFolder: string;
  readonly homeFolder: string;
  readonly platform: string;
  readonly stdin: HiddenInput;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}
