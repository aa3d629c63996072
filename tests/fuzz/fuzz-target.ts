import { VaultError } from '../../src/base/errors.ts';
import { Random } from '../faults/random.ts';
import { makeInput } from './mutate.ts';

/** A reader of what others may have written. */
export interface FuzzTarget {
  readonly name: string;
  /** Good inputs, and bad ones of interest. */
  readonly corpus: () => readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
  /** Words of the format. */
  readonly words?: readonly string[];
  /** Reads; may refuse with a VaultError, and must do nothing else that is noticed. */
  readonly read: (bytes: Uint8Array) => unknown;
  /** Of so many inputs that are asked for, so large a part is tried: slow readers get fewer. */
  readonly share?: number;
}

interface FuzzProblem {
  readonly target: string;
  readonly seed: string;
  /** Number of the input, which with the seed makes it again. */
  readonly input: number;
  readonly problem: string;
  readonly bytes: string;
}

export interface FuzzResult {
  readonly target: string;
  readonly inputs: number;
  readonly refused: Readonly<Record<string, number>>;
  /** Milliseconds of processor time that the slowest took, and MB by which the process grew. */
  readonly slowest: number;
  readonly grown: number;
  readonly problems: readonly FuzzProblem[];
}

/** Milliseconds of processor time that one input may take, and MB by which reading may let the process grow. */
const limits = { milliseconds: 1000, megabytes: 300 };

export interface FuzzOptions {
  readonly inputs: number;
  readonly seed: string;
  /** Only this input. */
  readonly only?: number | undefined;
  /** Told before each input. */
  readonly onInput?: (number: number) => void;
}

/** Lets a reader read so many inputs, and says what it should not have done. Stops at the third problem. */
export async function fuzz(target: FuzzTarget, options: FuzzOptions): Promise<FuzzResult> {
  const { seed, only } = options;
  const corpus = await target.corpus();
  const inputs = Math.max(1, Math.ceil(options.inputs * (target.share ?? 1)));
  const refused: Record<string, number> = {};
  const problems: FuzzProblem[] = [];
  let slowest = 0;
  let grown = 0;
  const before = process.memoryUsage.rss();
  const from = only ?? -corpus.length;
  for (
    let number = from;
    number < (only === undefined ? inputs : only + 1) && problems.length < 3;
    number += 1
  ) {
    options.onInput?.(number);
    // First the corpus as it is.
    const bytes =
      corpus[number + corpus.length] !== undefined && number < 0
        ? (corpus[number + corpus.length] ?? new Uint8Array())
        : makeInput(new Random(`${seed} ${target.name} ${String(number)}`), corpus, target.words ?? []);
    const tell = (problem: string): void => {
      const shown = Buffer.from(bytes.subarray(0, 2000)).toString('base64');
      problems.push({ target: target.name, seed, input: number, problem, bytes: shown });
    };
    const start = process.cpuUsage();
    try {
      await target.read(Uint8Array.from(bytes));
    } catch (thrown) {
      const code = thrown instanceof VaultError ? thrown.code : 'none';
      refused[code] = (refused[code] ?? 0) + 1;
      if (!(thrown instanceof VaultError) || code === 'internal.bug')
        tell(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
    }
    const { user, system } = process.cpuUsage(start);
    const took = (user + system) / 1000;
    slowest = Math.max(slowest, took);
    if (took > limits.milliseconds) tell(`took ${took.toFixed(0)} ms`);
    if (number % 64 === 0) grown = Math.max(grown, (process.memoryUsage.rss() - before) / 1e6);
  }
  if (grown > limits.megabytes)
    problems.push({
      target: target.name,
      seed,
      input: -1,
      problem: `grew by ${grown.toFixed(0)} MB`,
      bytes: '',
    });
  return {
    target: target.name,
    inputs,
    refused,
    slowest: Math.round(slowest),
    grown: Math.round(grown),
    problems,
  };
}
