import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { _electron, errors, type ElectronApplication, type Page } from 'playwright-core';

import { checkoutEnvironment, runtimeFlags } from '../../../electron/tooling/launch.ts';
import { screenshotPath, type Appearance } from './screenshots.ts';
import type { Stage } from './stage.ts';

export interface LaunchOptions {
  /** Kept from an earlier launch, to start again on it; a fresh one, removed at the end, if left out. */
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** After the app's folder. */
  readonly parameters?: readonly string[];
}

/** The app as a learner has it on the screen. */
export interface RunningApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Holds its user-data folder (`user-data`), its state (`state`), its vault (`vault`) and its temporary folder (`tmp`). */
  readonly home: string;
  /** What main and the engine wrote to standard error. */
  log(): string;
  /** Errors that pages wrote to their consoles or threw, but for those that the caller takes out. */
  troubles(): readonly string[];
  show(appearance: Partial<Appearance>): Promise<void>;
  /** Goes to a route such as `/home`. */
  goTo(route: string): Promise<void>;
  /** Takes a picture of the screen as it is shown now, for the run's folder or for `to`; gives its path. */
  shot(screen: string, to?: string): Promise<string>;
  /** Quits, waits for the end, and removes a fresh home. */
  close(): Promise<void>;
}

/** Apps that were started and neither closed nor ended. */
export const openApps = new Set<RunningApp>();

/** Makes a folder for {@link LaunchOptions.home}. */
export async function makeHome(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'evidence-vault-desktop-'));
}

/** Starts the real app, with folders of its own, and waits for its first window's page. */
export async function launchApp(stage: Stage, options: LaunchOptions = {}): Promise<RunningApp> {
  const home = options.home ?? (await makeHome());
  const folders = {
    EVIDENCE_VAULT_USER_DATA: join(home, 'user-data'),
    EVIDENCE_VAULT_STATE_DIR: join(home, 'state'),
    EVIDENCE_VAULT_DIR: join(home, 'vault'),
    TMPDIR: join(home, 'tmp'),
  };
  await mkdir(folders.TMPDIR, { recursive: true });
  const app = await startJoined({
    executablePath: stage.binary,
    args: [
      ...runtimeFlags(stage.display),
      ...(stage.folder === undefined ? [] : [stage.folder]),
      ...(options.parameters ?? []),
    ],
    env: {
      ...inherited(),
      ...checkoutEnvironment,
      ...folders,
      // A test waits for keys many times a minute; what derives them is tested elsewhere.
      EVIDENCE_VAULT_TEST_ARGON2: 'lightest',
      ...(stage.display !== undefined && { DISPLAY: stage.display }),
      ...options.env,
    },
    // Playwright would decide on light or dark itself; here the app does.
    colorScheme: null,
    timeout: 30_000,
  });
  let log = '';
  app.process().stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const troubles: string[] = [];
  app.on('window', (page) => {
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
  });
  const appearance: Appearance = { theme: 'light', zoom: 1 };
  try {
    const page = await app.firstWindow({ timeout: 60_000 });
    await page.waitForURL(/^evidence-vault-app:/, { timeout: 60_000 });
    await page.locator('#app > *').first().waitFor({ timeout: 60_000 });
    const running = new Played(app, page, home, options.home === undefined, appearance, troubles, () => log);
    openApps.add(running);
    app.once('close', () => openApps.delete(running));
    await running.show(appearance);
    return running;
  } catch (error) {
    await end(app);
    throw new Error(`The app did not open a window. It said:\n${log.slice(-4000)}`, { cause: error });
  }
}

/**
 * Starts an app with Playwright joined to it. An app on a runtime of our choice is not held back until Playwright listens, and on a busy
 * machine its first page now and then comes while Playwright is still taking stock: it then waits for ever for a page that was replaced. Only
 * that is tried again; an app that shows nothing fails later, in {@link launchApp}.
 */
async function startJoined(
  options: NonNullable<Parameters<typeof _electron.launch>[0]>,
): Promise<ElectronApplication> {
  for (let tries = 1; ; tries += 1)
    try {
      return await _electron.launch(options);
    } catch (error) {
      if (tries === 3 || !(error instanceof errors.TimeoutError)) throw error;
      console.log(`Playwright could not join the app (try ${tries}): it is started again.`);
    }
}

/** The surroundings without what the test runner put there for itself. */
export function inherited(): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env))
    if (value !== undefined && !/^(VITEST|NODE_OPTIONS|NODE_ENV|ELECTRON_RUN_AS_NODE)/.test(name))
      env[name] = value;
  return env;
}

/** Asks the app to quit; one that does not within ten seconds is ended. */
async function end(app: ElectronApplication): Promise<void> {
  const child = app.process();
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  if (isOver()) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  app.close().catch(() => undefined);
  await ended;
  clearTimeout(timer);
}

class Played implements RunningApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly home: string;
  readonly log: () => string;
  readonly #isFresh: boolean;
  #closed = false;
  readonly #troubles: readonly string[];
  #appearance: Appearance;

  constructor(
    app: ElectronApplication,
    page: Page,
    home: string,
    isFresh: boolean,
    appearance: Appearance,
    troubles: readonly string[],
    log: () => string,
  ) {
    this.app = app;
    this.page = page;
    this.home = home;
    this.#isFresh = isFresh;
    this.#appearance = appearance;
    this.#troubles = troubles;
    this.log = log;
  }

  troubles(): readonly string[] {
    return this.#troubles;
  }

  async show(wanted: Partial<Appearance>): Promise<void> {
    this.#appearance = { ...this.#appearance, ...wanted };
    const { theme, zoom, width } = this.#appearance;
    await this.app.evaluate(
      ({ BrowserWindow, nativeTheme }, to) => {
        nativeTheme.themeSource = to.theme;
        for (const window of BrowserWindow.getAllWindows()) {
          window.setMinimumSize(200, 200);
          window.setContentSize(to.width, to.height);
          window.webContents.setZoomFactor(to.zoom);
        }
      },
      { theme, zoom, width: width ?? 1100, height: width === undefined ? 800 : 720 },
    );
    await this.page.mouse.move(0, 0);
    // Layout settles; asked in the page, the answer would be lost where a page is just being replaced.
    await new Promise((resolve) => setTimeout(resolve, 200));
  }

  async goTo(route: string): Promise<void> {
    await this.page.evaluate((to) => {
      window.location.hash = `#${to}`;
    }, route);
  }

  async shot(screen: string, to?: string): Promise<string> {
    const path = to ?? (await screenshotPath(screen, this.#appearance));
    if (this.#appearance.zoom === 1) {
      await this.page.screenshot({ path, animations: 'disabled', caret: 'initial' });
      return path;
    }
    // Playwright cuts a zoomed window off at its size in CSS pixels; the window itself does not.
    const picture = await this.app.evaluate(async ({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return (await window?.webContents.capturePage())?.toPNG().toString('base64') ?? '';
    });
    await writeFile(path, Buffer.from(picture, 'base64'));
    return path;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await end(this.app);
    if (this.#isFresh) await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}
