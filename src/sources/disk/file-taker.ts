import { throwIfCancelled, type ErrorDetails } from '../../base/errors.ts';
import type { ErrorCode } from '../../base/error-codes.ts';
import type { ItemResult } from '../source.ts';
import { textOfName } from './disk-place.ts';
import { Lanes } from './lanes.ts';
import { areAlike, type Look } from './look.ts';
import { readingProblem } from './reading-problem.ts';
import { failureOf } from './file-content.ts';
import { takeFile, type ChosenFile, type Taking } from './take-file.ts';

export interface TakerOptions extends Taking {
  /** Milliseconds before each further look at files that were busy or changing. */
  readonly pauses: readonly number[];
  /** How many files there are to do, if known. */
  readonly total?: number;
  /** Told once a file is taken, and the sink did not call it failed. */
  readonly onTaken?: (file: ChosenFile, result: ItemResult) => Promise<void>;
  /** A file that went away before it was taken: true if it need not be told, since nobody knew it. */
  readonly mayVanish?: (file: ChosenFile) => boolean;
}

/** A file to be looked at again at the end, and the failure that it is if it never settles. */
interface Unsettled {
  readonly file: ChosenFile;
  readonly failure: { readonly code: ErrorCode; readonly details: ErrorDetails };
}

const stillChanging = { code: 'input.changed-while-reading', details: {} } as const;

/**
 * Takes files, several at a time. What is busy, or does not look the same twice, is looked at again at the end and taken once two
 * looks agree; what never settles is a failed item.
 */
export class FileTaker {
  readonly #options: TakerOptions;
  readonly #lanes: Lanes;
  #unsettled: Unsettled[] = [];
  #done = 0;
  #failures = 0;

  constructor(options: TakerOptions) {
    this.#options = options;
    this.#lanes = new Lanes(options.surroundings.lanes);
  }

  /** Items that failed, so far. */
  get failures(): number {
    return this.#failures;
  }

  /** Returns once the file is begun. Throws what stops the whole pull. */
  async take(file: ChosenFile): Promise<void> {
    throwIfCancelled(this.#options.signal);
    await this.#lanes.run(file.look.size, () => this.#attempt(file));
  }

  /** For a file that may be half-written: it is looked at again before it is taken. */
  defer(file: ChosenFile): void {
    this.#unsettled.push({ file, failure: stillChanging });
  }

  /** Anything else that is told to the sink beside the taking. */
  async tell(name: string, fact: () => Promise<ItemResult>): Promise<void> {
    throwIfCancelled(this.#options.signal);
    await this.#lanes.run(0, async () => {
      this.#count(await fact(), name);
    });
  }

  async fail(file: ChosenFile, code: ErrorCode, details: ErrorDetails): Promise<void> {
    const name = textOfName(file.place.name).text;
    const { sink } = this.#options;
    const failure = { key: file.place.key, recordKind: 'document', name, code, details };
    this.#count(await sink.failed(failure), name);
  }

  /** Looks again at what had not settled, and returns once everything is done. */
  async finish(): Promise<void> {
    await this.#lanes.drain();
    const { pauses, surroundings, signal } = this.#options;
    for (const pause of pauses) {
      if (this.#unsettled.length === 0) return;
      throwIfCancelled(signal);
      await surroundings.wait(pause, signal);
      const again = this.#unsettled;
      this.#unsettled = [];
      for (const { file } of again) {
        throwIfCancelled(signal);
        await this.#lanes.run(file.look.size, () => this.#lookAgain(file));
      }
      await this.#lanes.drain();
    }
    for (const { file, failure } of this.#unsettled) {
      throwIfCancelled(signal);
      await this.fail(file, failure.code, failure.details);
    }
    this.#unsettled = [];
  }

  /** Returns once nothing is under way any more, even after an error; throws nothing. */
  async stopped(): Promise<void> {
    await this.#lanes.stopped();
  }

  async #lookAgain(file: ChosenFile): Promise<void> {
    let look: Look;
    try {
      look = await this.#options.surroundings.disk.look(file.place);
    } catch (thrown) {
      const problem = readingProblem(thrown);
      if (problem.is === 'vanished') return this.#vanished(file);
      const { code, details } = failureOf(problem);
      return this.fail(file, code, details);
    }
    if (look.kind !== 'file') return this.fail(file, 'input.not-a-file', { reason: look.kind });
    if (areAlike(look, file.look)) return this.#attempt(file);
    this.defer({ ...file, look });
  }

  async #attempt(file: ChosenFile): Promise<void> {
    throwIfCancelled(this.#options.signal);
    const attempt = await takeFile(file, this.#options);
    switch (attempt.is) {
      case 'taken':
        this.#count(attempt.result, textOfName(file.place.name).text);
        if (attempt.result.outcome !== 'failed') await this.#options.onTaken?.(file, attempt.result);
        if (attempt.movedTo?.kind === 'file') this.defer({ ...file, look: attempt.movedTo });
        return;
      case 'moved':
        this.defer({ ...file, look: attempt.look });
        return;
      case 'busy':
        this.#unsettled.push({ file, failure: failureOf(attempt) });
        return;
      case 'vanished':
        return this.#vanished(file);
      case 'refused':
        return this.fail(file, attempt.code, attempt.details);
    }
  }

  async #vanished(file: ChosenFile): Promise<void> {
    if (this.#options.mayVanish?.(file) === true) return;
    await this.fail(file, 'input.path-missing', {});
  }

  #count(result: ItemResult, name: string): void {
    this.#done += 1;
    if (result.outcome === 'failed') this.#failures += 1;
    const { total, sink } = this.#options;
    sink.progress({ name, done: this.#done, ...(total === undefined ? {} : { total }) });
  }
}
