import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { NodeDurable } from '../../src/store/durable/node-durable.ts';
import { exfat, fat32, simulatedFat } from '../support/store/simulated-fat.ts';
import { quickDisk, withoutSync } from '../support/store/quick-disk.ts';
import { SimulatedDisk } from './disk/simulated-disk.ts';
import type { PowerFailure } from './disk/survival.ts';
import type { DurablePort } from '../../src/store/durable/port.ts';

/** How the stick's file system behaves. */
export const stickKinds = ['plain', 'fat32', 'exfat'] as const;
export type StickKind = (typeof stickKinds)[number];

/** A stick with two places for second copies on it: it forgets by itself what it was not told to keep, and may be pulled out. */
export class Stick {
  readonly dir: string;
  readonly #real: DurablePort;
  disk: SimulatedDisk;
  #callsLeft = Infinity;
  #how: 'errors' | 'empty' = 'errors';
  /** True once a call found it gone, until it is plugged in again. */
  missed = false;

  constructor(root: string, kind: StickKind) {
    this.dir = join(root, 'stick');
    for (const place of ['a', 'b']) mkdirSync(join(this.dir, place), { recursive: true });
    this.#real =
      kind === 'plain'
        ? quickDisk()
        : new NodeDurable({
            files: withoutSync(simulatedFat(this.dir, kind === 'fat32' ? fat32 : exfat)),
            pause: () => Promise.resolve(),
          });
    this.disk = new SimulatedDisk(this.#real, this.dir);
  }

  place(name: 'a' | 'b'): string {
    return join(this.dir, name);
  }

  /** After so many more calls it is gone: each later one fails, or finds an empty folder. */
  unplugAfter(calls: number, how: 'errors' | 'empty'): void {
    this.#callsLeft = calls;
    this.#how = how;
  }

  plugIn(): void {
    this.#callsLeft = Infinity;
    this.missed = false;
  }

  /** Counts a call. @returns how it is gone, if it is */
  touch(): 'errors' | 'empty' | undefined {
    this.#callsLeft -= 1;
    if (this.#callsLeft >= 0) return undefined;
    this.missed = true;
    return this.#how;
  }

  losesPower(failure: PowerFailure): void {
    this.disk.fail(failure);
    this.disk = new SimulatedDisk(this.#real, this.dir);
  }
}
