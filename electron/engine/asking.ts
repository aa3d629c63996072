import { isErrorCode, type ErrorCode } from '../../src/base/error-codes.ts';
import type { Settings } from '../../src/contract/shell-contract.ts';
import type { Task, TaskKind, TaskResult } from '../../src/contract/tasks.ts';
import { askOutside } from '../../src/vault/outside/ask-outside.ts';
import { dueOutside } from '../../src/vault/outside/due-outside.ts';
import { refreshTimestamps } from '../../src/vault/timestamps/timestamp-refresh.ts';
import { timestampNow, type StampingReport } from '../../src/vault/timestamps/timestamp-now.ts';
import { witnessNow, type WitnessReport } from '../../src/vault/witnesses/witness-now.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';
import type { Changes } from './changes.ts';
import type { Lanes } from './lanes.ts';
import type { Session } from './session.ts';
import type { TaskControls, Tasks } from './tasks.ts';

/** Milliseconds between two looks at what waits, such as work that was copied with no network. */
const look = 60_000;
/** Milliseconds between two times that are begun by themselves: a folder that is worked in would else ask all day. */
const rest = 10 * 60_000;
/** Tasks that bring something new into the vault, or ask by themselves. */
const underWay: readonly TaskKind[] = [
  'sync',
  'add-files',
  'import',
  'connect',
  'ask-dates',
  'ask-witnesses',
  'ask-outside',
  'refresh-dates',
];
const bringing: ReadonlySet<TaskKind> = new Set(['sync', 'add-files', 'import']);

interface Parts {
  readonly computer: { readonly settings: Settings };
  readonly session: Session;
  readonly tasks: Tasks;
  readonly lanes: Lanes;
  readonly changes: Changes;
  readonly tellState: () => void;
}

/** Asks authorities for dates and shows the history to witnesses: once after a round of copying, later what waited, and when asked. */
export class Asking {
  readonly #parts: Parts;
  #timer: NodeJS.Timeout | undefined;
  #askedAt = -Infinity;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The vault was opened: from now on what waits is asked for. */
  begin(): void {
    this.#askedAt = -Infinity;
    this.#timer ??= setInterval(() => {
      this.look();
    }, look);
  }

  /** Nothing more begins by itself. */
  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** A task ended: if it was the last of a round, it is asked for what the round brought. */
  ended({ kind, quiet }: Pick<Task, 'kind' | 'quiet'>): void {
    if (bringing.has(kind)) this.look(!quiet);
  }

  /** Asks for what is due, unless something that brings more is under way. @param now somebody waits for it */
  look(now = false): void {
    const { session, computer, tasks } = this.#parts;
    const vault = session.held;
    if (vault === undefined || this.#timer === undefined) return;
    if (session.state === 'covered' && !computer.settings.copyWhileCovered) return;
    if (!now && Date.now() - this.#askedAt < rest) return;
    if (tasks.isRunning(...underWay) || !dueOutside(vault)) return;
    this.#askedAt = Date.now();
    tasks.start({ kind: 'ask-outside', quiet: true }, (controls) =>
      this.#alone(controls, async () => {
        let dates: StampingReport | undefined;
        let witnesses: WitnessReport | undefined;
        await askOutside(vault, {
          signal: controls.signal,
          onTimestamps: (report) => (dates = report),
          onWitnesses: (report) => (witnesses = report),
        });
        return {
          ...(dates === undefined ? {} : { dates: this.#datesForPage(dates) }),
          ...(witnesses === undefined ? {} : { witnesses: witnessesForPage(witnesses) }),
        };
      }),
    );
  }

  /** Asks every authority of the list. @returns the task's id */
  dates(vault: WritableVault): string {
    return this.#parts.tasks.start({ kind: 'ask-dates' }, (controls) =>
      this.#alone(controls, async () =>
        this.#datesForPage(await timestampNow(vault, { signal: controls.signal })),
      ),
    );
  }

  /** Renews the dates that are kept. @returns the task's id */
  refresh(vault: WritableVault): string {
    return this.#parts.tasks.start({ kind: 'refresh-dates' }, (controls) =>
      this.#alone(controls, async () => {
        const { signers, stamping } = await refreshTimestamps(vault, { signal: controls.signal });
        const states = signers.flatMap(({ certificates }) => certificates.map(({ state }) => state));
        const count = (wanted: (typeof states)[number]): number =>
          states.filter((state) => state === wanted).length;
        const told = stamping.map((report) => this.#datesForPage(report));
        return {
          good: count('good'),
          revoked: count('revoked'),
          unknown: count('unknown'),
          stamped: told.flatMap(({ stamped }) => stamped),
          failed: told.flatMap(({ failed }) => failed),
        };
      }),
    );
  }

  /** Shows the history to every witness. @returns the task's id */
  witnesses(vault: WritableVault): string {
    return this.#parts.tasks.start({ kind: 'ask-witnesses' }, (controls) =>
      this.#alone(controls, async () =>
        witnessesForPage(await witnessNow(vault, { signal: controls.signal })),
      ),
    );
  }

  /** One at a time, and not while the vault is checked. */
  #alone<Result>({ signal }: TaskControls, work: () => Promise<Result>): Promise<Result> {
    const { lanes, changes, tellState } = this.#parts;
    return lanes.hold('outside', signal, async () => {
      try {
        return await work();
      } finally {
        changes.note('dates', 'status', 'alerts');
        tellState();
      }
    });
  }

  #datesForPage({ stamped, failed }: StampingReport): TaskResult<'ask-dates'> {
    const { session } = this.#parts;
    return {
      stamped: stamped.map((one) => ({ ...one, name: session.authorityName(one.authority) })),
      failed: failed.map(({ authority, error }) => ({
        authority,
        name: session.authorityName(authority),
        error: { code: known(error.code), details: error.details },
      })),
    };
  }
}

function witnessesForPage({ size, cosigned, failed }: WitnessReport): TaskResult<'ask-witnesses'> {
  return {
    size,
    cosigned: cosigned.map(({ witness, time }) => ({ witness, time })),
    failed: failed.map(({ witness, error }) => ({
      witness,
      error: { code: known(error.code), details: error.details },
    })),
  };
}

function known(code: string): ErrorCode {
  return isErrorCode(code) ? code : 'internal.bug';
}
