import { askedWaits } from '../sources/http/asked-waits.ts';
import { addressOf } from './connectors/connector-table.ts';
import type { SyncReport } from './sync.ts';
import type { WritableVault } from './vault-context.ts';

/** The first wait after a failure, and the longest that we choose by ourselves, in milliseconds. */
const firstWait = 60_000;
const longestWait = 3_600_000;

/** States in which a source could not be copied at all, so that asking it again at once is of no use. */
const failed: ReadonlySet<string> = new Set(['unreachable', 'login-expired', 'maintenance', 'refused']);

/**
 * Who may be asked again, and when, on a schedule that goes on for days: a source that could not be copied is left alone for a minute, then two,
 * four, … up to an hour, each wait longer by up to a tenth; and never sooner than its server asked for. What is asked for by name is
 * not held back by this.
 */
export class SourcePatience {
  readonly #failures = new Map<string, number>();
  readonly #notBefore = new Map<string, number>();
  readonly #random: () => number;

  /** @param random between 0 and 1 */
  constructor(random: () => number = chance) {
    this.#random = random;
  }

  /** How a sync of a vault's source ended just now, with what its server asked for meanwhile. */
  note(vault: WritableVault, report: Pick<SyncReport, 'id' | 'state'>): void {
    const row = vault.index.sources.find(report.id);
    const address = row === undefined ? undefined : addressOf(vault, row);
    const now = Date.now();
    this.settle(report, now, address === undefined ? undefined : askedWaits.until(address, now));
  }

  /**
   * How a sync ended.
   * @param now milliseconds since 1970
   * @param asked until when its server asked to be left alone
   */
  settle({ id, state }: Pick<SyncReport, 'id' | 'state'>, now: number, asked: number | undefined): void {
    const failures = failed.has(state) ? (this.#failures.get(id) ?? 0) + 1 : 0;
    this.#failures.set(id, failures);
    const own =
      failures === 0 ? 0 : Math.min(firstWait * 2 ** (failures - 1), longestWait) * (1 + this.#random() / 10);
    this.#notBefore.set(id, Math.max(now + own, asked ?? 0));
  }

  mayAsk(id: string, now: number): boolean {
    return now >= this.notBefore(id);
  }

  /** From when on a source may be asked again, in milliseconds since 1970; 0 for one that may be asked at any time. */
  notBefore(id: string): number {
    return this.#notBefore.get(id) ?? 0;
  }
}

/** A number from 0 to 1, drawn anew each time. */
export function chance(): number {
  return (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 255;
}
