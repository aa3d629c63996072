import type { EngineMethods } from '../../../src/contract/engine-contract.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Handlers } from '../handlers.ts';
import { bundleHandlers } from './bundle-handlers.ts';
import { cardHandlers } from './card-handlers.ts';
import { courseHandlers } from './course-handlers.ts';
import { dateHandlers } from './date-handlers.ts';
import { eraseHandlers } from './erase-handlers.ts';
import { importHandlers } from './import-handlers.ts';
import { itemHandlers } from './item-handlers.ts';
import { parityHandlers } from './parity-handlers.ts';
import { repairHandlers } from './repair-handlers.ts';
import { replicaHandlers } from './replica-handlers.ts';
import { restoreHandlers } from './restore-handlers.ts';
import { sourceHandlers } from './source-handlers.ts';
import { taskHandlers } from './task-handlers.ts';
import { vaultHandlers } from './vault-handlers.ts';

/** An answer for every method of the contract. */
export function allHandlers(engine: EngineContext): Handlers<EngineMethods> {
  return {
    ...vaultHandlers(engine),
    ...itemHandlers(engine),
    ...eraseHandlers(engine),
    ...sourceHandlers(engine),
    ...importHandlers(engine),
    ...courseHandlers(engine),
    ...dateHandlers(engine),
    ...bundleHandlers(engine),
    ...cardHandlers(engine),
    ...replicaHandlers(engine),
    ...restoreHandlers(engine),
    ...repairHandlers(engine),
    ...parityHandlers(engine),
    ...taskHandlers(engine),
  };
}
