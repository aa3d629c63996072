import type { EngineContext } from './engine-context.ts';
import type { PortalSignIn } from './portal-sign-ins.ts';

/** Milliseconds that signing in with what a window brought may take. */
const limit = 60_000;

/** Signs in with what the portal window brought, as a task: its window is gone, and its page may be. A new source is copied at once. */
export function finishSignIn(
  engine: Pick<EngineContext, 'session' | 'tasks' | 'lanes' | 'changes' | 'scheduler' | 'tellState'>,
  signIn: PortalSignIn,
  address: string,
): void {
  const { source } = signIn;
  engine.tasks.start({ kind: 'connect', ...(source === undefined ? {} : { source }) }, ({ signal }) =>
    engine.lanes.hold('signing-in', signal, async () => {
      try {
        const stop = AbortSignal.any([signal, AbortSignal.timeout(limit)]);
        const { id, name, notices } = await signIn.finish(engine.session.vault(), address, stop);
        void engine.scheduler.look();
        return { source: id, name, again: source !== undefined, notices: [...notices] };
      } finally {
        engine.changes.note('items', 'sources', 'status');
        engine.tellState();
      }
    }),
  );
}
