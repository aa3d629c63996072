import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runtimeFlags } from '../../electron/tooling/launch.ts';
import { buildSmallApp } from './small-app/build-small-app.ts';
import { isAlive, SmallApp } from './small-app/small.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { inherited, makeHome } from './support/launch-app.ts';
import type { Stage } from './support/stage.ts';

const hostOf = (address: string) => new URL(address).host;
const nodeBinary = createRequire(import.meta.url).resolve('node/bin/node');

/** Main's own work, with a small page and a small engine on either side of it. */
describeDesktop('the app from start to end', (stage) => {
  let folder: string;
  let home: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evidence-vault-small-'));
    home = await makeHome();
    await buildSmallApp(folder, nodeBinary);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await rm(home, { recursive: true, force: true });
  });

  describe('pages', () => {
    let small: SmallApp;
    beforeAll(async () => {
      small = await SmallApp.launch(stage, folder, { home, env: { EVIDENCE_VAULT_LOG: '1' } });
    });
    afterAll(async () => {
      await small.close();
    });

    const processOfPage = () =>
      small.running.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
      );

    it('turns a page into another process at another host, and the old process ends', async () => {
      const [host, process] = [hostOf(small.page.url()), await processOfPage()];
      await small.page.evaluate(() => {
        Object.assign(window, { left: 'behind' });
      });
      await small.shellTurning('shell.turnPage', { route: '#/item/i-7k3m9q2pxd?tab=1' });
      expect(hostOf(small.page.url())).not.toBe(host);
      expect(small.page.url()).toMatch(/#\/item\/i-7k3m9q2pxd\?tab=1$/u);
      expect(await small.page.evaluate(() => 'left' in window)).toBe(false);
      expect(await small.page.evaluate(() => history.length)).toBe(1);
      await small.until(async () => process !== undefined && !isAlive(process));
      expect((await small.about()).pages).toHaveLength(1);
    });

    it('keeps the size of things over a turn', async () => {
      await small.running.app.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1.5);
      });
      await small.shellTurning('shell.turnPage', { route: '/home' });
      await small.until(() =>
        small.running.app.evaluate(
          ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor() === 1.5,
        ),
      );
      await small.running.app.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1);
      });
    });

    it('refuses to turn to what is no route', async () => {
      for (const route of ['', 'home', '//evil.example', '/home"', 'javascript:alert(1)', '/<b>'])
        await expect(small.shell('shell.turnPage', { route })).rejects.toThrow('input.record-invalid');
    });

    it('answers a reload with a fresh page at the same place', async () => {
      const host = hostOf(small.page.url());
      const address = small.page.url();
      await small.page.evaluate(() => {
        location.hash = '#/evidence';
      });
      await small.page.evaluate(() => {
        location.reload();
      });
      await small.turned(address);
      await small.until(async () => hostOf(small.page.url()) !== host);
      await small.joined();
      expect(small.page.url()).toMatch(/#\/evidence$/u);
    });

    it('shows a fresh page when the page’s process is killed', async () => {
      const engine = (await small.about()).pid;
      const address = small.page.url();
      await small.running.app.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
      });
      await small.until(async () => {
        const [first] = await small.running.app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().map((window) => window.webContents.getURL()),
        );
        return first !== undefined && first !== address;
      });
      // Playwright gives up a page that crashed, so main is asked.
      await small.until(() =>
        small.running.app.evaluate(
          ({ BrowserWindow }) =>
            BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
              'window.small?.engine.saidHello()',
            ) as Promise<boolean>,
        ),
      );
      expect(isAlive(engine)).toBe(true);
      expect(small.running.log()).toContain('page.crashed');
    });
  });

  it('covers the vault when nobody touches the computer, and the page with it', async () => {
    const small = await SmallApp.launch(stage, folder, {
      home,
      env: { EVIDENCE_VAULT_LOG: '1', EVIDENCE_VAULT_IDLE_SECONDS: '2' },
    });
    try {
      const address = small.page.url();
      await small.engine('test.open');
      await small.turned(address);
      await small.until(async () => small.page.url().endsWith('#/covered'));
      const about = await small.about();
      expect(about.state).toBe('covered');
      expect(about.heard.filter((type) => type === 'cover')).toHaveLength(1);
      expect(hostOf(small.page.url())).not.toBe(hostOf(address));
    } finally {
      await small.close();
    }
  });

  it('replaces a page that had its vault covered', async () => {
    const small = await SmallApp.launch(stage, folder, { home });
    try {
      await small.engine('test.open');
      const address = small.page.url();
      await small.engine('test.cover').catch(() => undefined);
      await small.turned(address);
      expect(small.page.url()).toMatch(/#\/covered$/u);
    } finally {
      await small.close();
    }
  });

  it('lets a second start bring the first forward, and follow a link or open a bundle there', async () => {
    const small = await SmallApp.launch(stage, folder, { home });
    try {
      await small.running.app.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.minimize();
      });
      expect(await startAgain(stage, folder, home, [])).toBe(0);
      await small.until(() =>
        small.running.app.evaluate(({ BrowserWindow }) => {
          const [window, ...others] = BrowserWindow.getAllWindows();
          return window?.isVisible() === true && !window.isMinimized() && others.length === 0;
        }),
      );
      await startAgain(stage, folder, home, ['evidence-vault:sources']);
      await small.until(async () => small.page.url().endsWith('#/sources'));
      await startAgain(stage, folder, home, [
        'evidence-vault:lock',
        'evidence-vault://settings/../unlock?x=1',
      ]);
      const bundle = join(home, 'My evidence (1).zip');
      await writeFile(bundle, 'no bundle, but a file');
      await startAgain(stage, folder, home, [bundle]);
      await small.until(async () => small.page.url().includes('#/verify?file=g-'));
      const { grants, state } = await small.about();
      expect(state).toBe('locked');
      expect(grants.map(([, path]) => path)).toEqual([bundle]);
      expect(small.page.url()).not.toContain(encodeURIComponent(home));
    } finally {
      await small.close();
    }
  });

  it('gives chosen and dropped files as grants: the page never sees a path', async () => {
    const small = await SmallApp.launch(stage, folder, { home });
    try {
      const chosen = join(home, 'report.csv');
      await writeFile(chosen, 'a,b');
      await small.running.app.evaluate(({ dialog }, path) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
      }, chosen);
      const answer = await small.shell('shell.choose', { what: 'table' });
      expect(answer).toEqual({
        chosen: [{ id: expect.stringMatching(/^g-[0-9a-f]{32}$/u), label: 'report.csv' }],
      });
      expect((await small.about()).grants.map(([, path]) => path)).toEqual([chosen]);
      await expect(small.shell('shell.showFile', { file: `g-${'0'.repeat(32)}` })).rejects.toThrow(
        'input.not-found',
      );
      // A file that a page makes has no path, so nothing comes of it.
      await small.page.evaluate(() => {
        const bridge = (window as unknown as { evidenceVault: { drop: (files: File[]) => void } })
          .evidenceVault;
        bridge.drop([new File(['text'], '/etc/passwd')]);
      });
      expect(await small.page.evaluate(() => window.small?.shell.events.length)).toBe(0);
    } finally {
      await small.close();
    }
  });

  it('remembers settings and the window’s place over a restart, and nothing else', async () => {
    const first = await SmallApp.launch(stage, folder, { home });
    try {
      await first.shell('settings.set', { appearance: 'dark', keepRunning: true, coverAfterMinutes: 30 });
      expect((await first.about()).heard).toContain('settings');
      await expect(first.shell('settings.set', { coverAfterMinutes: 7 })).rejects.toThrow(
        'input.record-invalid',
      );
      await first.running.app.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 700, height: 600 });
      });
      await first.until(() =>
        first.running.app.evaluate(
          ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds().width === 700,
        ),
      );
    } finally {
      await first.close();
    }
    const kept = await readFile(join(home, 'user-data', 'settings.json'), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({
      settings: { appearance: 'dark', keepRunning: true, coverAfterMinutes: 30 },
      window: { width: 700, height: 600, maximised: false },
    });
    expect(await readdir(join(home, 'user-data'))).not.toContain('Cache');

    const second = await SmallApp.launch(stage, folder, { home });
    try {
      const { settings } = await second.shell<{ settings: unknown }>('shell.state');
      expect(settings).toMatchObject({ appearance: 'dark', keepRunning: true, coverAfterMinutes: 30 });
      expect((await second.about()).started.settings).toMatchObject({ coverAfterMinutes: 30 });
    } finally {
      await second.close();
    }
  });

  it('starts with what is usual when its settings file is broken, and keeps the broken one', async () => {
    const broken = '{"settings": {"appearance": "dar';
    await writeFile(join(home, 'user-data', 'settings.json'), broken);
    const small = await SmallApp.launch(stage, folder, { home });
    try {
      const { settings } = await small.shell<{ settings: unknown }>('shell.state');
      expect(settings).toMatchObject({ appearance: 'system', keepRunning: false });
      expect(await readFile(join(home, 'user-data', 'settings.json.broken'), 'utf8')).toBe(broken);
    } finally {
      await small.close();
    }
  });

  it('quits, with its engine, when the window is closed and nothing was said about staying', async () => {
    const small = await SmallApp.launch(stage, folder, { home });
    const { pid } = await small.about();
    const ended = new Promise((resolve) => small.running.app.process().once('exit', resolve));
    await small.running.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.close();
    });
    expect(await ended).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });
});

/** Starts the app once more on the same home. @returns its exit code */
function startAgain(
  stage: Stage,
  folder: string,
  home: string,
  parameters: readonly string[],
): Promise<number | null> {
  const child = spawn(stage.binary, [...runtimeFlags(stage.display), folder, ...parameters], {
    env: {
      ...inherited(),
      EVIDENCE_VAULT_USER_DATA: join(home, 'user-data'),
      ...(stage.display === undefined ? {} : { DISPLAY: stage.display }),
    },
    stdio: 'ignore',
  });
  return new Promise((resolve) => child.once('exit', resolve));
}
