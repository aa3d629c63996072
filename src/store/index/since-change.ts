import type { IndexConnection } from './index-database.ts';

/** Most answers that are remembered between two changes. */
const most = 200;

/** Answers that took a while to work out, until something in the index changes: its one writer is this connection. */
export class SinceChange {
  readonly #changes;
  readonly #known = new Map<string, unknown>();
  #at = -1;

  constructor(database: IndexConnection) {
    this.#changes = database.prepare<[], { changes: number }>('select total_changes() as changes');
  }

  /** @param question names the answer, and with it its type, among those of one `SinceChange` */
  get<Answer>(question: string, work: () => Answer): Answer {
    const changes = this.#changes.get()?.changes ?? 0;
    if (changes !== this.#at || this.#known.size >= most) this.#known.clear();
    this.#at = changes;
    // Whoever asks the same question gets an answer of the same type.
    if (this.#known.has(question)) return this.#known.get(question) as Answer;
    const answer = work();
    this.#known.set(question, answer);
    return answer;
  }
}
