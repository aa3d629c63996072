import type { EngineContext } from './engine-context.ts';

/** Nothing is shown any more until the passphrase is given. A practice vault is not covered: nobody knows its passphrase. */
export function cover(engine: EngineContext): void {
  const { session } = engine;
  if (session.state === 'covered' || session.practice) return;
  session.cover();
  if (session.held === undefined) return;
  engine.contents.closeAll();
  engine.reads.refuseAll();
  engine.tellState();
}
