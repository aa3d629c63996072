import type { VerificationReport } from '../../src/verify/verification-report.ts';
import { NoAnswer, type Checker } from './checker.ts';
import type { CheckChoice } from './messages.ts';

export type BundleState =
  | { readonly is: 'stopped' }
  /** `before` is the report of a check in another way, which stays in view until the new one is there. */
  | { readonly is: 'waiting'; readonly before?: VerificationReport | undefined }
  | {
      readonly is: 'checking';
      readonly done: number;
      readonly total: number;
      readonly before?: VerificationReport | undefined;
    }
  | { readonly is: 'done'; readonly report: VerificationReport }
  | { readonly is: 'failed'; readonly code: string; readonly message: string };

/** One file that the reader brought, and how far its check is. */
export interface Bundle {
  readonly id: number;
  readonly file: File;
  readonly state: BundleState;
}

/** The bundles in the order in which they were brought; they are checked one after the other. */
export class BundleQueue {
  readonly #checker: Checker;
  readonly #listeners = new Set<() => void>();
  #bundles: readonly Bundle[] = [];
  #choice: CheckChoice = { key: '', full: false, policy: undefined, at: undefined, identities: [] };
  #last = 0;
  #runs = false;

  constructor(checker: Checker) {
    this.#checker = checker;
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };
  readonly bundles = (): readonly Bundle[] => this.#bundles;
  readonly choice = (): CheckChoice => this.#choice;

  add(files: readonly File[]): void {
    const added = files.map((file): Bundle => {
      this.#last += 1;
      return { id: this.#last, file, state: { is: 'waiting' } };
    });
    this.#change([...this.#bundles, ...added]);
    this.#start();
  }

  /** Judges everything that is here once more, and all that comes, in this way. */
  choose(choice: Partial<CheckChoice>): void {
    this.#choice = { ...this.#choice, ...choice };
    this.#checker.stop();
    this.#change(
      this.#bundles.map((bundle) => ({ ...bundle, state: { is: 'waiting', before: shownReport(bundle) } })),
    );
    this.#start();
  }

  /** Leaves what is not checked yet without an answer. */
  stop(): void {
    this.#change(
      this.#bundles.map((bundle) =>
        bundle.state.is === 'waiting' ? { ...bundle, state: { is: 'stopped' } } : bundle,
      ),
    );
    this.#checker.stop();
  }

  clear(): void {
    this.#change([]);
    this.#checker.stop();
  }

  #change(bundles: readonly Bundle[]): void {
    this.#bundles = bundles;
    for (const listener of this.#listeners) listener();
  }

  #set(id: number, state: BundleState): void {
    this.#change(this.#bundles.map((bundle) => (bundle.id === id ? { ...bundle, state } : bundle)));
  }

  #start(): void {
    if (!this.#runs) void this.#run();
  }

  async #run(): Promise<void> {
    this.#runs = true;
    try {
      for (;;) {
        const next = this.#bundles.find(({ state }) => state.is === 'waiting');
        if (next === undefined) break;
        await this.#checkOne(next);
      }
    } finally {
      this.#runs = false;
    }
  }

  async #checkOne(bundle: Bundle): Promise<void> {
    const { id, file } = bundle;
    const before = shownReport(bundle);
    this.#set(id, { is: 'checking', done: 0, total: file.size, before });
    const choice = this.#choice;
    try {
      const report = await this.#checker.check(file, choice, (done, total) => {
        this.#set(id, { is: 'checking', done, total, before });
      });
      if (choice === this.#choice) this.#set(id, { is: 'done', report });
    } catch (thrown) {
      if (choice !== this.#choice) return;
      if (!(thrown instanceof NoAnswer)) throw thrown;
      const { code, message } = thrown;
      this.#set(id, code === 'stopped' ? { is: 'stopped' } : { is: 'failed', code, message });
    }
  }
}

/** The report that is shown: the new one, or while that is made the one before. */
export function shownReport({ state }: Bundle): VerificationReport | undefined {
  if (state.is === 'done') return state.report;
  return state.is === 'waiting' || state.is === 'checking' ? state.before : undefined;
}
