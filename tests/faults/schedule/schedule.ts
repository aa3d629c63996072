import type { PowerFailure } from '../disk/survival.ts';
import type { Strike } from '../ports/striking-port.ts';
import type { StickKind } from '../stick.ts';
import type { GivenFile } from './given-file.ts';
import { wideFamilies, type StickLife, type WideWork } from './wide-work.ts';

/** One thing that a learner, or the app by itself, does. All of it is plain data, so that a schedule can be printed and run again. */
export type Work = VaultWork | WideWork;

/** Work with the vault alone. */
export type VaultWork =
  | { readonly do: 'add'; readonly files: readonly GivenFile[] }
  /** The watched folder changes and is synced; `during` changes while that runs, `again` syncs once more for nothing. */
  | {
      readonly do: 'sync-folder';
      readonly put: readonly GivenFile[];
      readonly remove: readonly string[];
      readonly during: readonly GivenFile[];
      readonly again: boolean;
    }
  | { readonly do: 'add-unit'; readonly reference: string }
  | { readonly do: 'pause'; readonly paused: boolean }
  | { readonly do: 'change-passphrase'; readonly passphrase: string }
  | { readonly do: 'recover'; readonly passphrase: string }
  | { readonly do: 'renew-recovery-key' }
  | { readonly do: 'rekey' }
  | { readonly do: 'export'; readonly name: string }
  | { readonly do: 'check'; readonly full: boolean }
  | { readonly do: 'rebuild-index' }
  | { readonly do: 'reopen' }
  /** Another process wants to write, and one reads. */
  | { readonly do: 'second-process' }
  /** The computer's clock jumps. */
  | { readonly do: 'clock'; readonly seconds: number };

export type WorkName = VaultWork['do'];

/** What became of the index in a power failure: it is no part of what is promised, and may be anything. */
export type IndexLeft = 'kept' | 'lost' | 'older' | 'damaged';

/** One life of the app, from a start to an end. */
export interface Life {
  readonly works: readonly Work[];
  /** Armed just before work number `before` (from 0); the number of works for the closing. */
  readonly strike?: Strike & { readonly before: number };
  /** A kill so many steps after a mutation left something out for this time, counted from 1. Means nothing without a mutation. */
  readonly aim?: { readonly time: number } & Pick<Strike, 'step' | 'among'>;
  /** What becomes of the stick with second copies on it. */
  readonly stick?: StickLife;
  /** How it ends if no kill ended it before. With a power failure a kill is one too. */
  readonly end:
    | { readonly type: 'close' }
    /**
     * `looked`: somebody looks whether all is there; otherwise the next life begins on what the disk may still forget. Where a change of the header is in
     * doubt somebody always looks, unless that is `left` to the next life.
     */
    | { readonly type: 'kill'; readonly looked: boolean; readonly left?: true }
    /** `elsewhere`: the vault comes to a computer that never saw it. `left`: nobody looks before the next life. */
    | {
        readonly type: 'power';
        readonly failure: PowerFailure;
        readonly index: IndexLeft;
        readonly elsewhere: boolean;
        readonly left?: true;
      };
}

/** What schedules of a family do most. */
export const families = [
  'mixed',
  'adding',
  'folder',
  'create',
  'header',
  'settings',
  'export',
  'left-behind',
  'refused',
  'doubt',
  'half-kept',
  ...wideFamilies,
] as const;
export type Family = (typeof families)[number];

export interface Schedule {
  readonly seed: string;
  readonly family: Family;
  /** True: the first life makes the vault; false: there is one with a few things in it. */
  readonly creates: boolean;
  /** What the computer remembers lies in a home of its own, and not beside the vault that is made. */
  readonly apart?: boolean;
  /** The stick's file system, where there is a stick. */
  readonly stick?: StickKind;
  readonly lives: readonly Life[];
}
