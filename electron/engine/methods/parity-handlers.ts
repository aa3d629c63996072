import type { parityMethods } from '../../../src/contract/methods/parity-methods.ts';
import { parityStatus, switchParity } from '../../../src/vault/repair/parity.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Handlers } from '../handlers.ts';

/** Spare data beside kept files, from which small damage heals. */
export function parityHandlers(engine: EngineContext): Handlers<typeof parityMethods> {
  const { tasks, lanes, changes } = engine;
  const vault = () => engine.session.vault();
  return {
    'parity.state': () => parityStatus(vault()),
    'parity.set': ({ on }) => {
      const held = vault();
      const task = tasks.start({ kind: 'switch-parity' }, ({ signal, progress }) =>
        lanes.hold('everything', signal, async () => {
          try {
            return { on, ...(await switchParity(held, on, { signal, onProgress: progress })) };
          } finally {
            changes.note('status');
          }
        }),
      );
      return { task };
    },
  };
}
