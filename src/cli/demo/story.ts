import { asVaultError } from '../../base/errors.ts';
import type { CommandContext } from '../context.ts';

/** One step of the story, and whether what was told really happened. */
export interface DemoStep {
  readonly name: string;
  readonly ok: boolean;
  /** What did not hold. */
  readonly problem?: string;
}

/** Something that the story promised and that did not come true. */
class StoryBroken extends Error {
  override readonly name = 'StoryBroken';
}

/** Throws `StoryBroken` unless `holds`. */
export function expectThat(holds: boolean, promise: string): asserts holds {
  if (!holds) throw new StoryBroken(promise);
}

/** Tells the steps one after the other and keeps the score. */
export class Story {
  readonly steps: DemoStep[] = [];
  readonly #context: CommandContext;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  get ok(): boolean {
    return this.steps.every(({ ok }) => ok);
  }

  /** A line of narration. */
  tell(line: string): void {
    this.#context.output.say(`   ${line}`);
  }

  /**
   * One step: its narration, and `work`, which throws if what it shows does not hold. A step that does not hold is told and counted,
   * and the story goes on as far as it can. Cancelling ends it.
   * @returns what `work` gave, or undefined if the step did not hold
   */
  async step<Result>(
    name: string,
    heading: string,
    work: () => Promise<Result>,
  ): Promise<Result | undefined> {
    this.#context.output.say('');
    this.#context.output.say(`${this.steps.length + 1}. ${heading}`);
    try {
      const result = await work();
      this.steps.push({ name, ok: true });
      return result;
    } catch (thrown) {
      if (!(thrown instanceof StoryBroken)) {
        const error = asVaultError(thrown);
        if (error.code === 'internal.cancelled') throw error;
      }
      const problem = problemOf(thrown);
      this.tell(`This did not hold: ${problem}`);
      this.steps.push({ name, ok: false, problem });
      return undefined;
    }
  }

  /** A step that cannot be tried because an earlier one did not hold. */
  skip(name: string): void {
    this.steps.push({ name, ok: false, problem: 'not tried, because an earlier step did not hold' });
  }
}

function problemOf(thrown: unknown): string {
  if (thrown instanceof StoryBroken) return thrown.message;
  const error = asVaultError(thrown);
  const cause =
    error.code === 'internal.bug' && error.cause instanceof Error ? ` ${error.cause.message}` : '';
  return `${error.message} [${error.code}]${cause}`;
}
