import { afterAll, afterEach } from 'vitest';

import type { Clock } from '../../../src/base/clock.ts';
import { makeWorld, temporaryRoot, type VaultWorld } from './vault-world.ts';

/**
 * Gives each test a copy of one vault that is made, and filled, once for the file: deriving keys is slow on purpose.
 * Everything is closed and taken away after each test.
 */
export function worlds(
  fill: (world: VaultWorld) => Promise<void> = async () => undefined,
  options: { readonly clock?: Clock } = {},
): () => Promise<VaultWorld> {
  let template: Promise<VaultWorld> | undefined;
  const made: VaultWorld[] = [];
  afterEach(async () => {
    for (const world of made.splice(0)) await world.remove();
  });
  afterAll(async () => {
    await (await template)?.remove();
  });
  return async () => {
    template ??= makeWorld(options).then(async (world) => {
      await fill(world);
      await world.closeAll();
      return world;
    });
    const copy = await (await template).copyTo(await temporaryRoot(), true);
    made.push(copy);
    return copy;
  };
}
