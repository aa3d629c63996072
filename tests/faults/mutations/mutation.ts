import type { Family } from '../schedule/schedule.ts';

/** One step of the order of writing, taken out or put off. */
export interface Mutation {
  readonly name: string;
  /** What the step is for, as the harness should notice without it. */
  readonly guards: string;
  readonly call: 'sync' | 'syncFolder';
  /** Path below the schedule's folder, with forward slashes, such as `vault/ledger/…/00000001.keys`. */
  readonly path: RegExp;
  /** Places in the source that all have part in the call, such as `store/blob/shelves.ts #sync`. */
  readonly from?: readonly string[];
  /** The last name that was given in this folder, by a rename or to a new folder. */
  readonly named?: RegExp;
  /** Left out: the call is never made. A number: it is made only after so many further steps. */
  readonly lateBy?: number;
  /** So many steps later its absence shows, in a moment that chance seldom meets: most schedules end a process there. */
  readonly shows?: number;
  /** The schedules that come this way most. */
  readonly family: Family;
}
