import type { LineTrouble } from '../cut-server.ts';
import type { PowerFailure } from '../disk/survival.ts';
import type { Strike } from '../ports/striking-port.ts';
import type { GivenFile } from './given-file.ts';

/** Two places on one stick, and a server. */
export type CopyPlaceName = 'a' | 'b' | 'server';

/** What happens to a second copy behind the vault's back. */
export const mischiefs = ['shrink', 'cut', 'rot', 'conflict', 'foreign', 'replica-file'] as const;
type Mischief = (typeof mischiefs)[number];

/** What happens to the vault's own files. */
export const harms = ['rot', 'cut', 'gone'] as const;
export type Harm = (typeof harms)[number];
export const harmedFiles = ['blob', 'segment', 'keys', 'header', 'headers'] as const;
export type HarmedFile = (typeof harmedFiles)[number];

/** Work with second copies, and with what comes of them. Plain data, as all works are. */
export type WideWork =
  /** Chooses the places where that was not done, and brings them up to date. */
  | { readonly do: 'copy'; readonly places: readonly ('a' | 'b')[] }
  | { readonly do: 'check-copy'; readonly place: 'a' | 'b'; readonly full: boolean; readonly mend: boolean }
  /** Another laptop with the same vault adds files, and copies to the same place. */
  | { readonly do: 'other-laptop'; readonly files: readonly GivenFile[]; readonly copy: boolean }
  | { readonly do: 'mischief'; readonly place: 'a' | 'b'; readonly what: Mischief; readonly seed: number }
  /** On another computer, into a folder beside the vault's. */
  | ({
      readonly do: 'restore';
      readonly places: readonly CopyPlaceName[];
      readonly quick: boolean;
    } & LineTrouble)
  | { readonly do: 'damage'; readonly what: HarmedFile; readonly harm: Harm; readonly seed: number }
  | { readonly do: 'parity' }
  | { readonly do: 'repair'; readonly places: readonly ('a' | 'b')[] }
  | { readonly do: 'erase'; readonly seed: number; readonly everywhere: boolean }
  | { readonly do: 'export-all'; readonly name: string }
  | ({ readonly do: 'serve' } & LineTrouble);

/** What the stick does from a work on: a fault of its disk, or it is pulled out after so many calls. */
export type StickFault = { readonly before: number } & (
  { readonly strike: Strike } | { readonly calls: number; readonly unplugged: 'errors' | 'empty' }
);

/** What a life says of the stick. */
export interface StickLife {
  readonly fault?: StickFault;
  /** At the end of the life it loses what it was not told to keep. */
  readonly pulled?: PowerFailure;
}

export const wideFamilies = ['copies', 'restore', 'repair', 'erasure', 'exports', 'server'] as const;
export type WideFamily = (typeof wideFamilies)[number];

export function isWide(family: string): family is WideFamily {
  return wideFamilies.some((each) => each === family);
}
