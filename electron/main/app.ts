import { stat } from 'node:fs/promises';
import { app, dialog, nativeTheme, type BrowserWindow } from 'electron';

import type { FromEngine, ToEngine } from '../../src/contract/control-frames.ts';
import type { Settings, ShellState } from '../../src/contract/shell-contract.ts';
import { serveApp } from './app-protocol.ts';
import { ContentReads } from './content-reads.ts';
import { startAfterDoor } from './door-first.ts';
import { engineHello } from './engine-hello.ts';
import { launchEngine } from './engine-launch.ts';
import { EngineProcess } from './engine-process.ts';
import { createGrants, type Grants } from './grants.ts';
import { createPageSession } from './guard-session.ts';
import type { Log } from './log.ts';
import { setStartAtLogin } from './login-item.ts';
import { setMenu } from './menu.ts';
import { openKeyStore } from './key-store.ts';
import { OutlookWatch } from './outlook-watch.ts';
import { listPageFiles } from './page-files.ts';
import { Pages } from './pages.ts';
import type { LaunchWish } from './policies/launch-arguments.ts';
import { safeParseRoute } from './policies/page-address.ts';
import type { CreatePortal, Portal } from './portal-registration.ts';
import { watchPower } from './power.ts';
import { QuickUnlock } from './quick-unlock.ts';
import type { SettingsFile } from './settings-file.ts';
import { appMethods } from './shell-methods/app-methods.ts';
import { fileMethods } from './shell-methods/file-methods.ts';
import { settingsMethods } from './shell-methods/settings-methods.ts';
import { findVaultThatWaits, readShellState } from './shell-state.ts';
import { startAgainWithoutGraphics } from './start-again.ts';
import type { Surroundings } from './surroundings.ts';
import { bringForward, createMainWindow, placeOf } from './window.ts';
import { words } from './words.ts';

/** A lock that takes longer than this (milliseconds) ends the engine by force: keys must not outlive the wish. */
const lockLimit = 3000;
/** At the end there is a little more time to finish what was begun. */
const quitLimit = 8000;

interface Parts {
  readonly around: Surroundings;
  readonly file: SettingsFile;
  readonly log: Log;
  readonly window: BrowserWindow;
  readonly engine: EngineProcess;
  readonly createPortal: CreatePortal;
}

/** The app as a whole: one window, one engine, and what joins them. Start it once the app is ready. */
export class DesktopApp {
  readonly #around: Surroundings;
  readonly #log: Log;
  readonly #file: SettingsFile;
  readonly #engine: EngineProcess;
  readonly #grants: Grants;
  readonly #contents: ContentReads;
  readonly #quickUnlock: QuickUnlock;
  readonly #outlook: OutlookWatch;
  readonly #pages: Pages;
  readonly #portal: Portal;
  readonly #window: BrowserWindow;
  #power = { onBattery: false, metered: false };
  #engineFellOver = false;
  #locking: Promise<void> | undefined;
  #quitting = false;
  #shown = false;

  static async start(options: Omit<Parts, 'window' | 'engine'> & { wish: LaunchWish }): Promise<DesktopApp> {
    const { around, file, log, createPortal } = options;
    nativeTheme.themeSource = file.value.settings.appearance;
    const engine = new EngineProcess(
      () => launchEngine(around),
      () => engineHello(file.value, around),
      log,
    );
    // Where no vault waits, the page asks the engine how things stand before it shows anything.
    const waits = findVaultThatWaits(file.value) !== undefined;
    if (!waits) engine.start();
    let host = (): string => '';
    const { session, guarded } = createPageSession(() => host(), around.devServer, log);
    const window = createMainWindow({
      session,
      preload: around.preload,
      devTools: !around.release,
      place: file.value.window,
      remember: (place) => void file.set({ window: place }).catch(() => undefined),
    });
    const desktop = new DesktopApp({ around, file, log, window, engine, createPortal });
    if (waits)
      startAfterDoor(window, () => {
        if (!desktop.#quitting) engine.start();
      });
    host = () => desktop.#pages.host;
    serveApp(session, {
      files: listPageFiles(around.pageFolder),
      contents: desktop.#contents,
      currentHost: host,
      devServer: around.devServer,
      log,
    });
    await desktop.#begin(options.wish);
    await guarded;
    return desktop;
  }

  private constructor({ around, file, log, window, engine, createPortal }: Parts) {
    this.#around = around;
    this.#file = file;
    this.#log = log;
    this.#window = window;
    this.#engine = engine;
    const send = (message: ToEngine): void => {
      this.#engine.send(message);
    };
    const nextRequestId = (): number => this.#engine.nextRequestId();
    this.#contents = new ContentReads(send, nextRequestId);
    this.#grants = createGrants((id, path) => {
      send({ type: 'grant', id, path });
    });
    this.#quickUnlock = new QuickUnlock(file, openKeyStore(), send);
    this.#outlook = new OutlookWatch(
      file,
      {
        covered: () => {
          this.#showCover();
        },
        lastCopiedChanged: () => void this.#tellState(),
        openAt: (route) => {
          this.open(route);
        },
      },
      log,
    );
    this.#portal = createPortal({
      window,
      send,
      nextRequestId,
      publish: (portal) => {
        this.#pages.tell({ type: 'portal', portal });
      },
      go: (route) => {
        this.#pages.go(route);
      },
      log,
    });
    this.#pages = new Pages({
      engine: this.#engine,
      log,
      handlers: {
        ...appMethods({
          readState: async () => {
            const state = await this.#readState();
            // Said once: the next page need not hear of it.
            this.#engineFellOver = false;
            return state;
          },
          turn: (route) => {
            this.#pages.turn(route);
          },
          lock: () => this.lock(),
          quit: () => {
            app.quit();
          },
          quickUnlock: this.#quickUnlock,
        }),
        ...fileMethods(this.#grants, window),
        ...settingsMethods(file, (settings, before) => this.#apply(settings, before)),
        ...this.#portal.methods,
      },
      onDropped: (paths) => {
        this.#pages.tell({ type: 'dropped', files: paths.map((path) => this.#grants.give(path)) });
      },
      onTurned: () => {
        this.#contents.endAll();
      },
      startAgain: startAgainWithoutGraphics,
      onHopeless: () => {
        dialog.showErrorBox(words.app, words.trouble.page);
        app.quit();
      },
    });
  }

  /** Shows the window, at a route if one is named. */
  open(route?: string): void {
    if (!this.#shown) {
      this.#shown = true;
      this.#window.once('ready-to-show', () => {
        this.#log.add('window.drawn');
        bringForward(this.#window);
      });
      this.#pages.turn(route ?? '/home');
      return;
    }
    if (route !== undefined) this.#pages.go(route);
    bringForward(this.#window);
  }

  /** Does what a start of the program, or a link, asked for. */
  async follow(wish: LaunchWish): Promise<void> {
    const found = wish.bundle === undefined ? undefined : await stat(wish.bundle).catch(() => undefined);
    if (wish.bundle === undefined || found?.isFile() !== true) {
      this.open(wish.route);
      return;
    }
    const { id, label } = this.#grants.give(wish.bundle);
    const route = `/verify?file=${id}`;
    this.open(safeParseRoute(`${route}&name=${encodeURIComponent(label)}`) ?? route);
  }

  /** Takes the keys away: the engine ends, and a fresh one and a fresh page wait for the passphrase. */
  lock(): Promise<void> {
    this.#locking ??= this.#lockNow().finally(() => {
      this.#locking = undefined;
    });
    return this.#locking;
  }

  /** Hides the vault from whoever walks by; copying goes on if the learner chose so. */
  cover(): void {
    if (!this.#outlook.canBeCovered) return;
    this.#outlook.cover();
    this.#engine.send({ type: 'cover' });
    this.#showCover();
  }

  /** Ends the engine cleanly, and then the app. */
  async quit(): Promise<void> {
    if (this.#quitting) return;
    this.#quitting = true;
    this.#portal.close();
    if (!this.#window.isDestroyed()) {
      const place = placeOf(this.#window);
      this.#window.hide();
      await this.#file.set({ window: place }).catch(() => undefined);
    }
    await this.#engine.stop(quitLimit);
    this.#outlook.removeTray();
    await this.#file.flush();
    app.exit(0);
  }

  async #begin(wish: LaunchWish): Promise<void> {
    const { settings } = this.#file.value;
    this.#pages.inhabit(this.#window);
    this.#engine.listen({
      started: () => {
        this.#engineStarted();
      },
      message: (message) => {
        this.#hear(message);
      },
      fellOver: () => {
        this.#fellOver();
      },
    });
    this.#window.on('close', (event) => {
      if (this.#quitting) return;
      event.preventDefault();
      const stays = this.#outlook.hasTray || process.platform === 'darwin';
      if (this.#file.value.settings.keepRunning && stays) this.#window.hide();
      else app.quit();
    });
    if (!wish.hidden) await this.follow(wish);
    else void this.#openQuietly();
    const actions = {
      open: () => {
        this.open();
      },
      go: (route: string) => {
        this.open(route);
      },
      lock: () => void this.lock(),
      copyNow: () => {
        this.#engine.send({ type: 'sync' });
      },
      quit: () => {
        app.quit();
      },
    };
    setMenu(actions, !this.#around.release);
    watchPower(() => this.#around.idleSeconds ?? this.#file.value.settings.coverAfterMinutes * 60, {
      cover: () => {
        this.cover();
      },
      lock: () => void this.lock(),
      changed: (power) => {
        this.#power = power;
        this.#engine.send({ type: 'power', ...power });
      },
    });
    await this.#outlook.showTray(actions);
    // Without a tray, a hidden start could not be reached.
    if (wish.hidden && !this.#outlook.hasTray && process.platform !== 'darwin') this.open();
    await setStartAtLogin(settings.startAtLogin).catch(() => {
      this.#log.add('login-item.failed');
    });
  }

  /** At login, a vault opens by quick unlock or not at all. */
  async #openQuietly(): Promise<void> {
    if ((await this.#quickUnlock.state()) !== 'on') return;
    await this.#quickUnlock.unlock().catch(() => {
      this.#log.add('quick-unlock.failed');
    });
  }

  #engineStarted(): void {
    this.#engine.send({ type: 'power', ...this.#power });
    this.#grants.tellAgain();
    this.#pages.attachEngine();
  }

  #hear(message: FromEngine): void {
    this.#contents.hear(message);
    switch (message.type) {
      case 'ready':
        this.#log.add('engine.ready');
        break;
      case 'page-frame':
        this.#pages.deliver(message.page, message.frame);
        break;
      case 'outlook':
        this.#outlook.hear(message);
        break;
      case 'opened':
        if (!message.practice) this.#remember({ vaultDir: message.vaultDir });
        break;
      case 'quick-unlock':
        this.#quickUnlock
          .keep(message.secret)
          .then(() => this.#tellState())
          .catch(() => {
            this.#log.add('quick-unlock.not-kept');
          });
        break;
      case 'quick-unlock-result':
        this.#quickUnlock.hear(message);
        break;
      default:
        if (/^(?:capture|portal)-/u.test(message.type)) this.#portal.onEngineMessage(message);
    }
  }

  #showCover(): void {
    this.#portal.close();
    this.#pages.turn('/covered');
  }

  async #lockNow(): Promise<void> {
    this.#forgetVault();
    this.#grants.forget();
    // What was on the screen goes at once; the fresh page waits for the fresh engine.
    this.#pages.turn('/unlock');
    await this.#engine.stop(lockLimit);
    if (!this.#quitting) this.#engine.start();
  }

  #fellOver(): void {
    this.#engineFellOver = true;
    this.#forgetVault();
    this.#pages.turn('/unlock');
    if (!this.#window.isVisible()) this.#outlook.tellOfFall();
  }

  #forgetVault(): void {
    this.#outlook.lock();
    this.#portal.close();
    this.#contents.endAll();
    this.#quickUnlock.giveUp();
  }

  #readState(): Promise<ShellState> {
    return readShellState(this.#file.value, this.#quickUnlock, {
      spoke: this.#engine.spoke,
      fellOver: this.#engineFellOver,
    });
  }

  async #tellState(): Promise<void> {
    this.#pages.tell({ type: 'state', state: await this.#readState() });
  }

  async #apply(settings: Settings, before: Settings): Promise<void> {
    nativeTheme.themeSource = settings.appearance;
    this.#engine.send({ type: 'settings', settings });
    await this.#tellState();
    if (settings.startAtLogin !== before.startAtLogin) await setStartAtLogin(settings.startAtLogin);
  }

  #remember(changes: Parameters<SettingsFile['set']>[0]): void {
    this.#file.set(changes).catch(() => {
      this.#log.add('settings.not-written');
    });
  }
}
