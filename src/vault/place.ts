import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { systemClock, type Clock } from '../base/clock.ts';
import type { Argon2Parameters } from '../crypto/argon2.ts';
import type { PullProgress } from '../sources/source.ts';
import type { DurablePort } from '../store/durable/port.ts';
import { NodeDurable } from '../store/durable/node-durable.ts';
import { stateFolder } from '../store/installation.ts';
import { appName, timeZoneHere, type Surroundings } from './app.ts';

/** Where a vault lies, and how it is to be worked with. */
export interface VaultPlace {
  /** The vault's folder. */
  readonly dir: string;
  /** Where this computer remembers its vaults; the user's state folder unless told. */
  readonly stateDir?: string;
  /** Uses a vault on a network or synced folder all the same. */
  readonly allowUnsafePlace?: boolean;
  readonly clock?: Clock;
  /** How heavy a new passphrase slot is. */
  readonly argon2?: Argon2Parameters;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
  /** The door to the disk; tests hand in one that fails. */
  readonly port?: DurablePort;
}

/** A place with everything filled in. */
export interface ResolvedPlace extends Surroundings {
  readonly dir: string;
  readonly stateDir: string;
  readonly port: DurablePort;
}

/** What it takes to read a header. */
export function resolveDisk(place: VaultPlace): Pick<ResolvedPlace, 'dir' | 'port'> {
  return { dir: resolve(place.dir), port: place.port ?? new NodeDurable() };
}

export function resolvePlace(place: VaultPlace): ResolvedPlace {
  return {
    ...resolveDisk(place),
    stateDir: resolve(place.stateDir ?? stateFolder(process.env, process.platform)),
    clock: place.clock ?? systemClock,
    app: appName,
    timeZone: timeZoneHere(),
  };
}

/** The folder with links resolved: what names an installation. */
export function realFolder(dir: string): string {
  return realpathSync.native(dir);
}

/** Where a vault's index lies. */
export function indexFile(dir: string): string {
  return join(dir, 'index', 'index.db');
}
