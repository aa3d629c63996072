import { cp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { asVaultError, VaultError } from '../../../src/base/errors.ts';
import type { DurablePort } from '../../../src/store/durable/port.ts';
import type { VaultWorld } from '../../support/vault/vault-world.ts';
import { BrokenPromise } from '../model/broken-promise.ts';
import { expectKept } from '../model/expect-kept.ts';
import { expectWide } from '../model/expect-wide.ts';
import { RoutedPort } from '../ports/routed-port.ts';
import { StickPort } from '../ports/stick-port.ts';
import { StrikingPort } from '../ports/striking-port.ts';
import { App } from '../work/do-work.ts';
import type { Stick } from '../stick.ts';
import { FaultWorld } from '../world.ts';
import type { IndexLeft, Life, Schedule } from './schedule.ts';
import type { StickFault } from './wide-work.ts';

export interface Outcome {
  readonly schedule: Schedule;
  /** What struck, such as `EIO at sync vault.json.new`. */
  readonly struck: readonly string[];
  /** Codes that the vault answered faults with. */
  readonly codes: readonly string[];
  /** What was broken, and after which life (from 0); undefined if every promise was kept. */
  readonly failure: { readonly life: number; readonly message: string; readonly detail: string } | undefined;
}

/**
 * Changes a port on its way to the disk: how a mutation of the order of writing comes in.
 * @param told to be called each time a step was left out or put off
 */
export type Mutate = (port: DurablePort, root: string, told: () => void) => DurablePort;

/** Plays a schedule with a vault of its own, and looks after each life whether every promise was kept. */
export async function runSchedule(
  schedule: Schedule,
  template: VaultWorld,
  mutate: Mutate = (port) => port,
): Promise<Outcome> {
  const world = schedule.creates
    ? await FaultWorld.empty(schedule.apart)
    : await FaultWorld.copyOf(template, schedule.stick);
  const struck: string[] = [];
  const codes: string[] = [];
  let life = 0;
  try {
    for (const each of schedule.lives) {
      const told = await live(world, each, mutate);
      struck.push(...told.struck);
      codes.push(...told.codes);
      const port = mutate(world.notes.watch(world.disk), world.root, () => undefined);
      const left = each.end.type !== 'close' && each.end.left === true;
      if (!left && (each.end.type !== 'kill' || each.end.looked || world.promises.changingHeader)) {
        // Whoever opens a damaged vault before it was repaired changes it.
        if (!world.damages.pending)
          await expectKept(world, port, each.end.type === 'power' && each.end.index !== 'kept');
        if (schedule.stick !== undefined) await expectWide(world, port);
      }
      life += 1;
    }
    return { schedule, struck, codes, failure: undefined };
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const message = error instanceof BrokenPromise ? error.message : `${error.name}: ${error.message}`;
    return { schedule, struck, codes, failure: { life, message, detail: traceOf(error) } };
  } finally {
    await world.remove();
  }
}

/** One life: works until something kills it or all is done, then its end. */
async function live(
  world: FaultWorld,
  { works, strike, aim, stick, end }: Life,
  mutate: Mutate,
): Promise<{ struck: readonly string[]; codes: readonly string[] }> {
  const { disk } = world;
  let mutated = 0;
  const told = (): void => {
    mutated += 1;
    if (aim?.time === mutated) port.arm({ ...aim, fault: 'kill', lasting: 1 });
  };
  const port = new StrikingPort(mutate(world.notes.watch(disk), world.root, told), disk);
  const onStick = new StrikingPort(mutate(world.stick.disk, world.root, told), world.stick.disk);
  const stickPort = new StickPort(onStick, world.stick, () => port.isKilled());
  world.trouble = () => [
    ...port.struck,
    ...onStick.struck,
    ...(world.stick.missed ? ['unplugged'] : []),
    ...(world.server.wasCut ? ['cut line'] : []),
  ];
  const app = new App(world, new RoutedPort(port, stickPort, world.stick.dir));
  const codes: string[] = [];
  const older = end.type === 'power' && end.index === 'older' ? join(world.root, 'index-before') : undefined;
  if (older !== undefined) await cp(world.indexFolder, older, { recursive: true }).catch(() => undefined);
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    if (port.isKilled()) return;
    try {
      await work();
      if (!port.isKilled()) app.noteHead();
    } catch (thrown) {
      // What a dead process would have said nobody hears.
      if (port.isKilled()) return;
      codes.push(expectedCode(thrown, world));
      // What a person would do: close the app, and open it again.
      await app.close().catch((error: unknown) => codes.push(expectedCode(error, world)));
    }
  };
  for (const [number, work] of works.entries()) {
    if (strike?.before === number) port.arm(strike);
    if (stick?.fault?.before === number) meet(stick.fault, world.stick, onStick);
    await attempt(async () => {
      if (!world.promises.made) await begin(app, world);
      await app.do(work);
    });
  }
  if (strike?.before === works.length) port.arm(strike);
  if (end.type === 'close') await attempt(() => app.close());
  port.kill();
  // The system closes the files of whoever died.
  await app.close().catch(() => undefined);
  const struck = world.trouble();
  world.stick.plugIn();
  if (stick?.pulled !== undefined) world.stick.losesPower(stick.pulled);
  if (end.type === 'power') {
    world.powerFails(end.failure);
    if (end.elsewhere) await world.moveElsewhere();
    await leaveIndex(world, end.index, older);
  }
  return { struck, codes };
}

/** The stick's part in a life begins. */
function meet(fault: StickFault, stick: Stick, port: StrikingPort): void {
  if ('strike' in fault) port.arm(fault.strike);
  else stick.unplugAfter(fault.calls, fault.unplugged);
}

/** Makes the vault. One that a failing disk did not let be made, nor taken away again, is gone on with. */
async function begin(app: App, world: FaultWorld): Promise<void> {
  try {
    await app.create();
  } catch (thrown) {
    const { code } = asVaultError(thrown);
    // Only what failed is taken away again; a process that was killed takes nothing.
    if (code.startsWith('storage.')) world.promises.halfGone = true;
    if (code !== 'access.vault-exists' || world.trouble().length === 0) throw thrown;
  }
}

/** The code of an error that a fault explains. Throws the error again if none does. */
function expectedCode(thrown: unknown, { promises, trouble, stick }: FaultWorld): string {
  const { code } = asVaultError(thrown);
  const ofDisk = trouble().length > 0 && (code.startsWith('storage.') || code === 'access.locked');
  // Whoever was told that a change of the passphrase failed may try the wrong one first.
  const ofDoubt = promises.changingHeader && code.startsWith('access.wrong-');
  // What a creation that failed left there is not taken for nothing: the learner is told to choose another place.
  const ofLeftovers = !promises.made && code === 'input.exists';
  // Whoever names a folder and sees it for the first time once the stick is out cannot tell it from one that never held a copy.
  const ofEmptied = stick.missed && code === 'input.path-missing';
  if (!(thrown instanceof VaultError) || !(ofDisk || ofDoubt || ofLeftovers || ofEmptied)) throw thrown;
  return code;
}

async function leaveIndex(world: FaultWorld, left: IndexLeft, older: string | undefined): Promise<void> {
  const folder = world.indexFolder;
  if (left === 'kept') return;
  if (left === 'damaged') {
    for (const name of await readdir(folder).catch(() => []))
      if (name === 'index.db') await damage(join(folder, name));
    return;
  }
  await rm(folder, { recursive: true, force: true });
  if (older !== undefined) await cp(older, folder, { recursive: true }).catch(() => undefined);
}

async function damage(file: string): Promise<void> {
  await truncate(file, 5000);
  await writeFile(file, Buffer.alloc(300, 0x5a), { flag: 'r+' });
}

function traceOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${traceOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
