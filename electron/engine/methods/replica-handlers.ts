import type { replicaMethods } from '../../../src/contract/methods/replica-methods.ts';
import { addReplica, type AddedReplica } from '../../../src/vault/replicas/add-replica.ts';
import { listReplicas } from '../../../src/vault/replicas/list-replicas.ts';
import { removeReplica } from '../../../src/vault/replicas/remove-replica.ts';
import { setReplicaSchedule } from '../../../src/vault/replicas/replica-schedule.ts';
import { findReplica } from '../../../src/vault/replicas/replica-status.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Handlers } from '../handlers.ts';

/** A day is often enough for a place that is always there; a stick is copied to when it comes. */
const usual = { everyHours: 24, whenPluggedIn: true };

/** Second copies of the vault. */
export function replicaHandlers(engine: EngineContext): Handlers<typeof replicaMethods> {
  const { changes, copies } = engine;
  const vault = () => engine.session.vault();
  const added = ({ id, name, found, findings }: AddedReplica) => {
    changes.note('copies');
    return { id, name, found, sameDisk: findings.includes('same-disk') };
  };
  return {
    'replicas.list': async () => {
      const rows = await listReplicas(vault());
      return {
        copies: rows.map(({ reachable: _unasked, ...row }) => {
          const trouble = copies.troubleOf(row.id);
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
          { schedule: usual, signal },
        ),
      ),
    'replicas.addServer': async ({ url, user, password }, { signal, openSecret }) => {
      const opened = await openSecret(password, 'replicas.addServer/password');
      const place = { type: 'webdav' as const, url, user, password: opened };
      return added(
        await addReplica(vault(), place, { schedule: { ...usual, whenPluggedIn: false }, signal }),
      );
    },
    'replicas.setSchedule': async ({ copy, schedule }) => {
      await setReplicaSchedule(vault(), copy, schedule);
      changes.note('copies');
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
      return { task: copies.rehearse(held, findReplica(held, copy).id, all) };
    },
    'replicas.remove': async ({ copy }) => {
      await removeReplica(vault(), copy);
      changes.note('status', 'copies');
      return {};
    },
  };
}
