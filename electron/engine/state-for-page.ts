import type { AppState } from '../../src/contract/app-state.ts';
import type { EngineContext } from './engine-context.ts';
import { lastCopied } from '../../src/vault/work/sources-news.ts';
import { vaultPresence } from './places.ts';

/** Where the engine stands, as pages show it. */
export function stateForPage({ session, computer }: Pick<EngineContext, 'session' | 'computer'>): AppState {
  const copied = session.held === undefined ? undefined : lastCopied(session.held);
  return {
    engine: session.state,
    vault: session.held === undefined ? vaultPresence(computer) : 'there',
    practice: session.practice,
    ...(session.reopenFor === undefined ? {} : { reopen: session.reopenFor }),
    ...(copied === undefined ? {} : { lastCopied: copied }),
  };
}
