import type { Settings } from '../../src/contract/shell-contract.ts';
import { extractText } from '../../src/vault/extract-text.ts';
import type { Changes } from './changes.ts';
import type { Lanes } from './lanes.ts';
import type { Session } from './session.ts';
import type { Tasks } from './tasks.ts';

/** Documents that are read at a stretch: whoever begins something else waits for no more than these. */
const atOnce = 10;
/** Milliseconds between two stretches, and from the end of something else to the first. */
const rest = 300;

interface Parts {
  /** What this computer says now. */
  readonly computer: { readonly settings: Settings; readonly onBattery: boolean };
  readonly session: Session;
  readonly tasks: Tasks;
  readonly lanes: Lanes;
  readonly changes: Changes;
}

/** Reads the words of documents for search, a few at a time, while nothing else is under way. Nobody is told but search. */
export class SearchReading {
  readonly #parts: Parts;
  #stop: AbortController | undefined;
  #under: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The vault was opened: from now on documents are read when there is time. */
  begin(): void {
    this.#stop ??= new AbortController();
    this.look();
  }

  /** There may be time now, or something new to read. */
  look(): void {
    if (this.#stop === undefined) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#under = this.#under.then(() => this.#read());
    }, rest);
  }

  /** Reads no more; resolves once nothing of it is under way. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#stop?.abort();
    this.#stop = undefined;
    await this.#under;
  }

  async #read(): Promise<void> {
    const { session, lanes, changes } = this.#parts;
    const signal = this.#stop?.signal;
    const vault = session.held;
    if (signal === undefined || vault === undefined || !this.#hasTime()) return;
    try {
      const { examined } = await lanes.hold('reading', signal, () =>
        extractText(vault, { signal, limit: atOnce }),
      );
      if (examined === 0) return;
      changes.note('items');
      this.look();
    } catch {
      // Stopped; or something is wrong that whoever uses the vault is told of by other ways. Search can wait for the next opening, and
      // what is kept never depends on it.
      this.#stop = undefined;
    }
  }

  #hasTime(): boolean {
    const { computer, session, tasks } = this.#parts;
    if (session.state === 'covered' && !computer.settings.copyWhileCovered) return false;
    if (computer.settings.pauseOnBattery && computer.onBattery) return false;
    return tasks.list().every(({ state }) => state !== 'running');
  }
}
