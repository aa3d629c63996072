import { isErrorCode, type ErrorCode } from '../../src/base/error-codes.ts';
import type { TaskResult } from '../../src/contract/tasks.ts';
import { askOutside } from '../../src/vault/outside/ask-outside.ts';
import { refreshTimestamps } from '../../src/vault/timestamps/timestamp-refresh.ts';
import { timestampNow, type StampingReport } from '../../src/vault/timestamps/timestamp-now.ts';
import { witnessNow, type WitnessReport } from '../../src/vault/witnesses/witness-now.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';
import type { Changes } from './changes.ts';
import type { Lanes } from './lanes.ts';
import type { Session } from './session.ts';
import type { TaskControls, Tasks } from './tasks.ts';

interface Parts {
  readonly session: Session;
  readonly tasks: Tasks;
  readonly lanes: Lanes;
  readonly changes: Changes;
  readonly tellState: () => void;
}

/** Asks authorities for dates and shows the history to witnesses. The scheduler asks for that once after a round of copying, and later what waited. */
export class Asking {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Shows what is new to everybody who has not seen it and may be asked. @returns the task's id */
  ask(vault: WritableVault): string {
    return this.#parts.tasks.start({ kind: 'ask-outside', quiet: true }, (controls) =>
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
  refresh(vault: WritableVault, quiet = false): string {
    return this.#parts.tasks.start({ kind: 'refresh-dates', quiet }, (controls) =>
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
  #alone<Result>({ signal, giveWay }: TaskControls, work: () => Promise<Result>): Promise<Result> {
    const { lanes, changes, tellState } = this.#parts;
    return lanes.hold(
      'outside',
      signal,
      async () => {
        try {
          return await work();
        } finally {
          changes.note('dates', 'status', 'alerts');
          tellState();
        }
      },
      giveWay,
    );
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
