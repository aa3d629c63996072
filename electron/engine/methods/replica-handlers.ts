import type { replicaMethods } from '../../../src/contract/methods/replica-methods.ts';
import { addReplica, type AddedReplica } from '../../../src/vault/replicas/add-replica.ts';
import { listReplicas } from '../../../src/vault/replicas/list-replicas.ts';
import { removeReplica } from '../../../src/vault/replicas/remove-replica.ts';
import { setReplicaSchedule, usualSchedule } from '../../../src/vault/replicas/replica-schedule.ts';
import { findReplica } from '../../../src/vault/replicas/replica-status.ts';
import { WorkMemory } from '../../../src/vault/work/work-memory.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Handlers } from '../handlers.ts';
import { takeInOtherHalves } from '../taking-in-forks.ts';

/** Second copies of the vault. */
export function replicaHandlers(engine: EngineContext): Handlers<typeof replicaMethods> {
  const { changes, copies } = engine;
  const vault = () => engine.session.vault();
  const added = ({ id, name, found, findings }: AddedReplica) => {
    changes.note('copies');
    void engine.scheduler.look();
    return { id, name, found, sameDisk: findings.includes('same-disk') };
  };
  return {
    'replicas.list': async () => {
      const rows = await listReplicas(vault());
      const memory = WorkMemory.read(vault());
      return {
        copies: rows.map(({ reachable: _unasked, ...row }) => {
          const trouble = memory.troubleOf({ kind: 'copy', about: row.id });
          return { ...row, alerts: [...row.alerts], ...(trouble === undefined ? {} : { trouble }) };
        }),
      };
    },
    'replicas.look': async () => {
      const rows = await listReplicas(vault(), { look: 'all' });
      return { reachable: rows.flatMap(({ id, reachable }) => (reachable === true ? [id] : [])) };
    },
    'replicas.addFolder': async ({ folder }, { signal }) =>
      added(
        await addReplica(
          vault(),
          { type: 'folder', path: engine.grants.path(folder) },
          { schedule: usualSchedule('folder'), signal },
        ),
      ),
    'replicas.addServer': async ({ url, user, password }, { signal, openSecret }) => {
      const opened = await openSecret(password, 'replicas.addServer/password');
      const place = { type: 'webdav' as const, url, user, password: opened };
      return added(await addReplica(vault(), place, { schedule: usualSchedule('webdav'), signal }));
    },
    'replicas.setSchedule': async ({ copy, schedule }) => {
      await setReplicaSchedule(vault(), copy, schedule);
      changes.note('copies');
      void engine.scheduler.look();
      return {};
    },
    'replicas.sync': ({ copy }) => {
      const held = vault();
      return { task: copies.sync(held, copy === undefined ? undefined : [findReplica(held, copy).id]) };
    },
    'replicas.check': ({ copy, full }) => {
      const held = vault();
      return { task: copies.check(held, findReplica(held, copy).id, full) };
    },
    'replicas.rehearse': ({ copy, all }) => {
      const held = vault();
      return { task: copies.rehearse(held, findReplica(held, copy).id, { all }) };
    },
    'replicas.takeInForks': () => ({ task: takeInOtherHalves(engine, vault()) }),
    'replicas.forgetPassphrases': (_nothing, { signal }) => copies.forgetPassphrases(vault(), signal),
    'replicas.remove': async ({ copy }) => {
      await removeReplica(vault(), copy);
      changes.note('status', 'copies');
      return {};
    },
  };
}
