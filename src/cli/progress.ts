import { plainText } from './format/plain-text.ts';
import type { TextStream } from './streams.ts';

export interface ProgressStep {
  /** The item or step at hand. */
  readonly name: string;
  readonly done: number;
  /** Unknown while still counting. */
  readonly total?: number;
}

/** The same step with how far it is in percent, for work that is measured in bytes. */
export function inPercent({ name, done, total }: ProgressStep): ProgressStep {
  if (total === undefined || total === 0) return { name, done: 0 };
  return { name: `${Math.floor((100 * done) / total)}%, ${name}`, done: 0 };
}

const redrawEvery = 100;
const lineEvery = 10_000;

/**
 * Says on standard error what is being done: one line that is drawn over itself on a terminal, else a plain line now and
 * then. Work that is over within seconds leaves nothing in a log.
 */
export class Progress {
  readonly #stream: TextStream;
  readonly #isShown: boolean;
  readonly #now: () => number;
  #last: number;
  #isDrawn = false;

  /**
   * @param options.json with one JSON document asked for, progress is for a person at a terminal only
   * @param options.now milliseconds
   */
  constructor(stream: TextStream, options: { readonly json: boolean; readonly now?: () => number }) {
    this.#stream = stream;
    this.#isShown = stream.isTTY === true || !options.json;
    this.#now = options.now ?? (() => performance.now());
    this.#last = this.#now();
  }

  show(doing: string, step: ProgressStep): void {
    const wait = this.#stream.isTTY === true ? redrawEvery : lineEvery;
    if (!this.#isShown || this.#now() - this.#last < wait) return;
    this.#last = this.#now();
    const text = `${doing}: ${count(step)}${plainText(step.name)}`;
    if (this.#stream.isTTY === true) {
      this.#stream.write(`\r\u001b[2K${fit(text, this.#columns() - 1)}`);
      this.#isDrawn = true;
    } else this.#stream.write(`${text}\n`);
  }

  /** A terminal that does not know its size says 0. */
  #columns(): number {
    const { columns = 0 } = this.#stream;
    return columns > 0 ? columns : 80;
  }

  /** Takes the line away, so that what follows stands on a line of its own. */
  clear(): void {
    if (!this.#isDrawn) return;
    this.#stream.write('\r\u001b[2K');
    this.#isDrawn = false;
  }
}

function count({ done, total }: ProgressStep): string {
  if (total === undefined || total === 0) return done === 0 ? '' : `${done} done, now `;
  return `${done} of ${total}, now `;
}

function fit(text: string, width: number): string {
  const characters = Array.from(text);
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}
