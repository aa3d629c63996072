import type { PullProgress } from '../../sources/source.ts';
import type { IngestReporter, ReportedItem } from './ingest-sink.ts';

interface Listeners<Item extends ReportedItem> {
  readonly onItem?: (item: Item) => void;
  readonly onProgress?: (progress: PullProgress) => void;
}

/** Counts and remembers what happened to each item. */
export class Tally<Item extends ReportedItem = ReportedItem> implements IngestReporter<Item> {
  readonly count = { captured: 0, changed: 0, unchanged: 0, gone: 0, failed: 0 };
  /** What the learner erased and was left at the source. */
  erased = 0;
  readonly items: Item[] = [];
  readonly #options: Listeners<Item>;

  constructor(options: Listeners<Item> = {}) {
    this.#options = options;
  }

  item(item: Item): void {
    if (item.outcome === 'erased') this.erased += 1;
    else this.count[item.outcome] += 1;
    this.items.push(item);
    this.#options.onItem?.(item);
  }

  progress(progress: PullProgress): void {
    this.#options.onProgress?.(progress);
  }
}
