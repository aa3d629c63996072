import type { eraseMethods } from '../../../src/contract/methods/erase-methods.ts';
import { eraseEverywhere } from '../../../src/vault/erase/erase-everywhere.ts';
import { listErasures } from '../../../src/vault/erase/list-erasures.ts';
import { planErasure } from '../../../src/vault/erase/plan-erasure.ts';
import { listReplicas } from '../../../src/vault/replicas/list-replicas.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Handlers } from '../handlers.ts';

/** Taking an item out of the vault for good. */
export function eraseHandlers(engine: EngineContext): Handlers<typeof eraseMethods> {
  const { tasks, lanes, changes } = engine;
  const vault = () => engine.session.vault();
  return {
    'erase.plan': async ({ item, along }, { signal }) => {
      const { statements, ...plan } = await planErasure(vault(), item, along, signal);
      const copies = await listReplicas(vault(), { look: 'all' });
      return {
        ...plan,
        statements: statements.length,
        copies: copies.map(({ id, name, reachable = false }) => ({ id, name, reachable })),
      };
    },
    'erase.start': ({ item, along, reason, confirmed }) => {
      const held = vault();
      const task = tasks.start({ kind: 'erase' }, ({ signal, progress }) =>
        lanes.hold('everything', signal, async () => {
          // Only what was agreed to is erased: the plan is held against the code before anything is changed.
          const { items, bundles } = await planErasure(held, item, along, signal);
          try {
            const { at, done, pending } = await eraseEverywhere(
              held,
              { item, along },
              { reason, confirmed, signal, onProgress: progress },
            );
            return {
              items: items.map(({ id }) => id),
              name: items[0]?.name ?? '',
              at,
              done: [...done],
              pending: [...pending],
              bundles: bundles.length,
            };
          } finally {
            engine.contents.closeAll();
            changes.note('items', 'sources', 'status', 'course', 'alerts', 'copies');
          }
        }),
      );
      return { task };
    },
    'erase.list': () => ({ erased: listErasures(vault()) }),
  };
}
