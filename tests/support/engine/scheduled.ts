import { vi } from 'vitest';

import { Asking } from '../../../electron/engine/asking.ts';
import { Changes } from '../../../electron/engine/changes.ts';
import { Copying } from '../../../electron/engine/copying.ts';
import { Housekeeping } from '../../../electron/engine/housekeeping.ts';
import { KeepingCopies } from '../../../electron/engine/keeping-copies.ts';
import { Lanes } from '../../../electron/engine/lanes.ts';
import { Scheduler } from '../../../electron/engine/scheduler.ts';
import { Session } from '../../../electron/engine/session.ts';
import { Tasks } from '../../../electron/engine/tasks.ts';
import type { Task } from '../../../src/contract/tasks.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { testSettings } from './engine-process.ts';

/** The parts of the engine that work by themselves, for one vault. */
export class ScheduledEngine {
  readonly computer = { settings: testSettings, onBattery: false, metered: false };
  readonly session = new Session();
  readonly tasks: Tasks;
  readonly copying: Copying;
  readonly copies: KeepingCopies;
  readonly asking: Asking;
  readonly housekeeping: Housekeeping;
  readonly scheduler: Scheduler;
  /** Every task that was told of, by id, as it was told last; in the order in which they began. */
  readonly told = new Map<string, Task>();
  /** Tasks that ended, in their order. */
  readonly ended: Task[] = [];

  constructor(vault: WritableVault, settings: Partial<typeof testSettings> = {}) {
    this.computer.settings = { ...testSettings, ...settings };
    this.session.hold(vault);
    this.tasks = new Tasks((task) => {
      this.told.set(task.id, task);
      if (task.state !== 'running') this.ended.push(task);
      this.scheduler.taskChanged(task);
    });
    const { tasks, session, computer } = this;
    const lanes = new Lanes();
    const changes = new Changes(() => undefined);
    const tellState = (): void => undefined;
    this.copying = new Copying({
      session,
      tasks,
      lanes,
      changes,
      tellState,
      signSeen: () => void this.scheduler.look(),
    });
    this.copies = new KeepingCopies({ tasks, lanes, changes, session, tellState });
    this.asking = new Asking({ session, tasks, lanes, changes, tellState });
    this.housekeeping = new Housekeeping({ tasks, lanes, changes });
    const { copying, copies, asking, housekeeping } = this;
    this.scheduler = new Scheduler({
      computer,
      session,
      tasks,
      changes,
      copying,
      copies,
      asking,
      housekeeping,
      tellOutlook: () => undefined,
    });
    this.scheduler.begin();
  }

  /** Looks what is due, does that and all that is due after it. @returns what began meanwhile, in its order */
  async work(): Promise<Task[]> {
    const before = this.told.size;
    let known;
    do {
      known = this.told.size;
      await this.scheduler.look();
      await this.quiet();
    } while (this.told.size > known);
    return [...this.told.values()].slice(before);
  }

  /** Waits until nothing goes on. */
  async quiet(): Promise<void> {
    await vi.waitFor(
      () => {
        if (this.tasks.list().some(({ state }) => state === 'running')) throw new Error('something goes on');
      },
      { timeout: 30_000 },
    );
  }

  async end(): Promise<void> {
    await this.scheduler.end();
    await this.copying.end();
    await this.tasks.stopAll();
  }
}
