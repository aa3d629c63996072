import { basename } from 'node:path';

import { expect, it } from 'vitest';

import { FaultyDurable, injectedError } from '../../../src/store/durable/faulty-durable.ts';
import { NodeDurable } from '../../../src/store/durable/node-durable.ts';
import type { DurablePort } from '../../../src/store/durable/port.ts';
import { PortOver } from '../../../src/store/durable/port-over.ts';
import { readHeader } from '../../../src/store/header/header-files.ts';
import { createVault } from '../../../src/vault/create-vault.ts';
import { SimulatedDisk } from '../../faults/disk/simulated-disk.ts';
import { codeOf, passphrase, temporaryRoot, VaultWorld } from '../../support/vault/vault-world.ts';

/** The first folder of a history cannot be made. */
class OnceRefused extends PortOver {
  #refused = false;

  override makeFolder(path: string): Promise<boolean> {
    if (this.#refused || basename(path) !== 'ledger') return super.makeFolder(path);
    this.#refused = true;
    return Promise.reject(injectedError('EIO', 'mkdir'));
  }
}

/** Where the next header has its first name, and no disk was told so. */
const firstName = /^syncFolder vault$/;

/** A making that fails after its header is there, and another that is killed at a step. @returns the steps of that one */
async function makeTwice(at: VaultWorld, disk: DurablePort, step: number): Promise<readonly string[]> {
  const port = new OnceRefused(disk);
  expect(await codeOf(createVault({ ...at.place, port, passphrase }))).toBe('storage.failed');
  const second = new FaultyDurable(port, { at: step, fault: 'kill' });
  const made = createVault({ ...at.place, port: second, passphrase });
  await made.then((made) => at.track(Promise.resolve(made.vault))).catch(() => undefined);
  await at.closeAll().catch(() => undefined);
  return second.steps;
}

it('a making that failed leaves no header that a power failure brings back beside the next one', async () => {
  const world = (): Promise<VaultWorld> => temporaryRoot().then((root) => new VaultWorld(root, '', ''));
  const whole = await world();
  const steps = await makeTwice(whole, new NodeDurable(), Infinity);
  await whole.remove();
  const named = steps.indexOf('rename vault-copy.json');
  expect(steps[named + 1]).toMatch(firstName);
  for (let failure = 1; failure <= 24; failure += 1) {
    const at = await world();
    const disk = new SimulatedDisk(new NodeDurable(), at.root);
    await makeTwice(at, disk, named + 2);
    disk.fail({ names: 'each', bytes: 'all', gaps: false, seed: String(failure) });
    const code = await codeOf(readHeader(new NodeDurable(), at.dir));
    expect(['nothing', 'access.no-vault'], `power failure ${String(failure)}`).toContain(code);
    await at.remove();
  }
});
