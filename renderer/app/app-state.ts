import type { AppState } from '../../src/contract/app-state.ts';
import type { PortalState, Settings, ShellState } from '../../src/contract/shell-contract.ts';
import { engine } from './engine.ts';
import { shell } from './shell.ts';
import { createStore, useStore } from './store.ts';

export const appStateStore = createStore<AppState | undefined>(undefined);
export const shellStateStore = createStore<ShellState | undefined>(undefined);
export const portalStateStore = createStore<PortalState | undefined>(undefined);

const locked: AppState = { engine: 'locked', vault: 'there', practice: false };

/** Asks for both states and keeps them up to date. Throws CallError. */
export async function followStates(): Promise<void> {
  engine.onEvent((event) => {
    if (event.type === 'state') appStateStore.set(event.state);
  });
  shell.onEvent((event) => {
    if (event.type === 'state') shellStateStore.set(event.state);
    if (event.type === 'portal') portalStateStore.set(event.portal);
  });
  await Promise.all([
    engine.call('app.state', {}).then((state) => appStateStore.set(state)),
    shell.call('shell.state', {}).then((state) => {
      // The door can be shown while the engine is still coming up.
      if (state.vaultWaits) appStateStore.update((told) => told ?? locked);
      shellStateStore.set(state);
    }),
  ]);
}

/** Where the engine stands. Screens are shown only once it is known. */
export function useAppState(): AppState {
  return known(useStore(appStateStore));
}

/** This computer's settings and what it can do. Screens are shown only once it is known. */
export function useShellState(): ShellState {
  return known(useStore(shellStateStore));
}

/** What the portal window shows; undefined until it was opened. */
export function usePortalState(): PortalState | undefined {
  return useStore(portalStateStore);
}

/** Changes this computer's settings; the change shows at once. Throws CallError. */
export async function changeSettings(change: Partial<Settings>): Promise<void> {
  const settings = await shell.call('settings.set', change);
  shellStateStore.update((state) => state && { ...state, settings });
}

function known<State>(state: State | undefined): State {
  if (state === undefined) throw new Error('A screen was shown before the states were known.');
  return state;
}
