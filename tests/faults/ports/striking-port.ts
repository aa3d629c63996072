import { basename } from 'node:path';

import { injectedError, KilledByFault, type Fault } from '../../../src/store/durable/faulty-durable.ts';
import type { DurablePort } from '../../../src/store/durable/port.ts';
import { SteppingPort, type Step, type StepName } from '../../../src/store/durable/stepping-port.ts';
import type { SimulatedDisk } from '../disk/simulated-disk.ts';

/** A fault at a step, counted from the moment when it was armed, and how many steps fail from then on. */
export interface Strike {
  readonly step: number;
  /** Only steps of this kind count, and fail. */
  readonly among?: StepName;
  readonly fault: Fault;
  /** 1, a few, or all that follow: a disk that is full mostly stays full. Means nothing for a kill. */
  readonly lasting: number;
}

/** A port whose steps fail as planned, in front of a disk that forgets. */
export class StrikingPort extends SteppingPort {
  readonly #disk: SimulatedDisk;
  readonly #struck: string[] = [];
  #strike: Strike | undefined;
  #counted = 0;
  #killed = false;

  constructor(port: DurablePort, disk: SimulatedDisk) {
    super(port);
    this.#disk = disk;
  }

  arm(strike: Strike): void {
    this.#strike = strike;
    this.#counted = 0;
  }

  /** Each fault that struck, such as `EIO at sync vault.json.new`. */
  get struck(): readonly string[] {
    return this.#struck;
  }

  isKilled(): boolean {
    return this.#killed;
  }

  /** From now on nothing reaches the disk. */
  kill(): void {
    this.#killed = true;
  }

  protected override looking(): void {
    if (this.#killed) throw new KilledByFault();
  }

  /** Counts a step and lets it fail if it is one of those that do; a torn one does half of its work first. */
  protected override async before({ name, path, half }: Step): Promise<void> {
    this.looking();
    const strike = this.#strike;
    if (strike === undefined || (strike.among !== undefined && strike.among !== name)) return;
    this.#counted += 1;
    const since = this.#counted - strike.step;
    const kills = strike.fault === 'kill' || strike.fault === 'torn-kill';
    if (since < 0 || since >= (kills ? 1 : strike.lasting)) return;
    const { fault } = strike;
    if (this.#struck.length < 3) this.#struck.push(`${fault} at ${name} ${basename(path)}`);
    if (fault === 'short-write' || fault === 'torn-kill') await half?.();
    if (kills) {
      this.kill();
      throw new KilledByFault();
    }
    if (name === 'sync') this.#disk.syncFailed(path);
    throw injectedError(fault === 'short-write' ? 'ENOSPC' : fault, name);
  }
}
