import type { Family } from '../schedule/schedule.ts';

/** What came just before a call, as far as mutations ask for it. */
type Before =
  /** The last name that was given in this folder, or the last folder made in it. */
  | { readonly named: RegExp }
  /** What was written to this file since its last sync: the end of a batch, entries, or nothing. */
  | { readonly wrote: 'checkpoint' | 'other' | 'nothing' }
  /** No other file of the ledger is open: it is being put in order, not appended to. */
  | { readonly alone: true };

/** One step of the order of writing, taken out or put off. */
export interface Mutation {
  readonly name: string;
  /** What the step is for, as the harness should notice without it. */
  readonly guards: string;
  readonly call: 'sync' | 'syncFolder';
  /** Path below the schedule's folder, with forward slashes, such as `vault/ledger/…/00000001.keys`. */
  readonly path: RegExp;
  readonly before?: Before;
  /** Left out: the call is never made. A number: it is made only after so many further steps. */
  readonly lateBy?: number;
  /** The schedules that come this way most. */
  readonly family: Family;
}
