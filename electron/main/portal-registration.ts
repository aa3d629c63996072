import type { BrowserWindow } from 'electron';

import type { FromEngine, ToEngine } from '../../src/contract/control-frames.ts';
import type { PortalState, ShellMethod } from '../../src/contract/shell-contract.ts';
import type { Log } from './log.ts';
import type { ShellHandlers } from './shell-methods/handlers.ts';

/** What main lends to the portal window. */
export interface PortalHost {
  /** The one main window; the portal's view is laid into its `contentView`, below the page's address bar. */
  readonly window: BrowserWindow;
  readonly send: (message: ToEngine) => void;
  /** A request id that nothing else on this engine uses. */
  readonly nextRequestId: () => number;
  /** Tells the page how the portal window stands. */
  readonly publish: (portal: PortalState) => void;
  /** Asks the page for a route, such as `/portal` when the window opens, or `/sources` when it ends. */
  readonly go: (route: string) => void;
  readonly log: Log;
}

/** What answers the shell contract's `portal.*`. */
export type PortalHandlers = Pick<ShellHandlers, Extract<ShellMethod, `portal.${string}`>>;

/** The portal window, as main calls it. */
export interface Portal {
  readonly methods: PortalHandlers;
  /** Messages of the engine that belong to the portal: `capture-*` and `portal-*`. Others are not for it. */
  readonly onEngineMessage: (message: FromEngine) => void;
  /** The engine ended (locked, fell over) or the vault was covered: the view closes and forgets what it holds. */
  readonly close: () => void;
}

/** `electron/main/portal/portal.ts` exports one of these, named `createPortal`; app.ts calls it. */
export type CreatePortal = (host: PortalHost) => Portal;
