import { randomBytes } from 'node:crypto';
import { ipcMain, MessageChannelMain, type BrowserWindow, type IpcMainEvent } from 'electron';

import type { ShellEvent } from '../../src/contract/shell-contract.ts';
import { openEnginePort, type EnginePort } from './engine-port.ts';
import type { EngineProcess } from './engine-process.ts';
import type { Log } from './log.ts';
import { PagePatience } from './page-patience.ts';
import { safeParseDroppedPaths } from './policies/dropped-paths.ts';
import { isCurrentPage } from './policies/ipc-sender.ts';
import { judgeNavigation } from './policies/navigation.ts';
import { pageAddress, routeOfAddress } from './policies/page-address.ts';
import type { ShellHandlers } from './shell-methods/handlers.ts';
import { openShellPort, type ShellPort } from './shell-port.ts';

export interface PagesOptions {
  readonly engine: EngineProcess;
  readonly handlers: ShellHandlers;
  readonly log: Log;
  readonly onDropped: (paths: readonly string[]) => void;
  /** The page fails again and again, or never comes. */
  readonly onHopeless: () => void;
  /** No page ever came: starts the app again in a way that may help; false if it knows none. */
  readonly startAgain: () => boolean;
  /** A page ends: whatever was read for it is let go. */
  readonly onTurned: () => void;
}

/** Crashes within this time (milliseconds) that are answered with a fresh page. */
const crashWindow = 60_000;
const crashesAllowed = 4;

/**
 * The pages of the main window, one after the other. Each has a host of its own that is used once: turning to a new host is going to another
 * site, so the old page's process, with all it held, ends.
 */
export class Pages {
  readonly #options: PagesOptions;
  #window: BrowserWindow | undefined;
  #host = newHost();
  #number = 0;
  /** The route at which the current page began. */
  #wanted = '/home';
  #enginePort: EnginePort | undefined;
  #shellPort: ShellPort | undefined;
  #crashes: number[] = [];
  readonly #patience: PagePatience;

  constructor(options: PagesOptions) {
    this.#options = options;
    this.#patience = new PagePatience({
      silent: () => {
        options.log.add('page.silent');
        const mayHelp = this.#number === 0;
        if (!mayHelp || !options.startAgain()) this.turn(this.#wanted);
      },
      hopeless: options.onHopeless,
    });
    ipcMain.on('evidence-vault-ready', (event) => {
      if (this.#isCurrent(event)) this.#openPorts(event);
    });
    ipcMain.on('evidence-vault-drop', (event, message: unknown) => {
      if (!this.#isCurrent(event)) return;
      const paths = safeParseDroppedPaths(message);
      if (paths === undefined) options.log.add('drop.refused');
      else options.onDropped(paths);
    });
  }

  /** The host of the current page, the only one that is answered. */
  get host(): string {
    return this.#host;
  }

  /** What the current page shows. */
  get route(): string {
    return this.#window === undefined ? '/home' : routeOfAddress(this.#window.webContents.getURL());
  }

  /** Lets pages be shown in this window, and none of them lead out of it. */
  inhabit(window: BrowserWindow): void {
    this.#window = window;
    const { webContents } = window;
    webContents.setWindowOpenHandler(() => {
      this.#options.log.add('window.refused');
      return { action: 'deny' };
    });
    webContents.on('will-frame-navigate', (event) => {
      const wish = judgeNavigation({ url: event.url, isMainFrame: event.isMainFrame }, this.#host);
      if (wish === 'allow') return;
      event.preventDefault();
      if (wish === 'fresh-page') this.turn(routeOfAddress(event.url));
      else this.#options.log.add('navigation.refused', { mainFrame: event.isMainFrame });
    });
    webContents.on('will-redirect', (event) => {
      event.preventDefault();
    });
    webContents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') this.#crashed(reason);
    });
    window.once('closed', () => {
      this.#patience.end();
      this.#closePorts();
      this.#window = undefined;
    });
  }

  /** Replaces the page by a fresh one at a route. */
  turn(route: string): void {
    const window = this.#window;
    if (window === undefined || window.isDestroyed()) return;
    const { webContents } = window;
    this.#closePorts();
    this.#options.onTurned();
    this.#host = newHost();
    this.#wanted = route;
    this.#patience.begin();
    // Chromium remembers how large things are shown by host, and hosts are new each time.
    const zoom = webContents.getURL() === '' ? 1 : webContents.getZoomFactor();
    webContents.once('did-navigate', () => {
      if (zoom !== 1) webContents.setZoomFactor(zoom);
      webContents.navigationHistory.clear();
    });
    webContents.loadURL(pageAddress(this.#host, route)).catch(() => {
      // A page that was turned before it was there; one that could not be loaded at all says so by its empty window.
      this.#options.log.add('page.not-loaded');
    });
  }

  /** Tells the current page, if it listens yet. */
  tell(event: ShellEvent): void {
    this.#shellPort?.tell(event);
  }

  /** Asks the current page for a route; a page that does not listen yet is replaced by one that begins there. */
  go(route: string): void {
    if (this.#shellPort === undefined) this.turn(route);
    else this.#shellPort.tell({ type: 'go', route });
  }

  /** A fresh engine runs: the page that waits is joined to it. */
  attachEngine(): void {
    this.#enginePort?.attach();
  }

  deliver(page: number, frame: unknown): void {
    if (page === this.#number) this.#enginePort?.deliver(frame);
  }

  #openPorts(event: IpcMainEvent): void {
    if (this.#shellPort !== undefined) return;
    const { engine, handlers, log } = this.#options;
    this.#patience.rest();
    this.#number += 1;
    log.add('page.here', { page: this.#number });
    const forEngine = new MessageChannelMain();
    const forShell = new MessageChannelMain();
    this.#enginePort = openEnginePort(this.#number, forEngine.port1, engine, log);
    this.#enginePort.attach();
    this.#shellPort = openShellPort(forShell.port1, handlers, log);
    event.senderFrame?.postMessage('evidence-vault-ports', null, [forEngine.port2, forShell.port2]);
  }

  #closePorts(): void {
    this.#enginePort?.close();
    this.#shellPort?.close();
    this.#enginePort = undefined;
    this.#shellPort = undefined;
  }

  #isCurrent(event: IpcMainEvent): boolean {
    const window = this.#window;
    const frame = event.senderFrame;
    const known =
      window !== undefined &&
      !window.isDestroyed() &&
      isCurrentPage(
        {
          webContentsId: event.sender.id,
          frameUrl: frame?.url,
          isMainFrame: frame !== null && frame === window.webContents.mainFrame,
        },
        { webContentsId: window.webContents.id, host: this.#host },
      );
    if (!known) this.#options.log.add('sender.refused');
    return known;
  }

  #crashed(reason: string): void {
    const { log, onHopeless } = this.#options;
    log.add('page.crashed', { reason });
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < crashWindow), now];
    const { route } = this;
    if (this.#crashes.length > crashesAllowed) {
      this.#closePorts();
      onHopeless();
      return;
    }
    // A route that crashed twice is not shown a third time.
    const next = this.#crashes.length > 2 ? '/home' : route;
    // The frame that crashed must be done with before the window can go elsewhere.
    setImmediate(() => {
      this.turn(next);
    });
  }
}

function newHost(): string {
  return randomBytes(16).toString('hex');
}
