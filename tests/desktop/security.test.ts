import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { buildSmallApp } from './small-app/build-small-app.ts';
import { SmallApp } from './small-app/small.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { launchApp, type RunningApp } from './support/launch-app.ts';
import { setTrap, type Trap } from './support/trap.ts';
import { waysOut } from './support/ways-out.ts';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describeDesktop('a page that turned against the learner', (stage) => {
  let trap: Trap;
  beforeAll(async () => {
    trap = await setTrap();
  });
  afterAll(async () => {
    await trap.close();
  });

  it('would be caught by the trap', async () => {
    await new Promise((resolve) => get(`http://${trap.place}/hello`, resolve).on('error', resolve));
    expect(trap.caught).toEqual(['GET /hello HTTP/1.1']);
    (trap.caught as string[]).length = 0;
  });

  describe('in the real app', () => {
    let running: RunningApp;
    beforeAll(async () => {
      running = await launchApp(stage, { env: { EVIDENCE_VAULT_LOG: '1' } });
    });
    afterAll(async () => {
      await running.close();
    });

    const windows = () =>
      running.app.evaluate(({ BrowserWindow, webContents }) => ({
        urls: BrowserWindow.getAllWindows().map((window) => window.webContents.getURL()),
        contents: webContents.getAllWebContents().length,
      }));

    for (const [way, script] of Object.entries(waysOut))
      it(`gets nowhere by ${way}`, async () => {
        const { host } = new URL(running.page.url());
        const attempt = `(() => { try { ${script.replaceAll('TRAP', trap.place)} } catch {} })()`;
        // What does not even parse would get nowhere by itself.
        expect(new Script(attempt)).toBeDefined();
        // A script that throws has got nowhere either.
        await running.page.evaluate(attempt).catch(() => undefined);
        await pause(250);
        const { urls, contents } = await windows();
        expect(urls).toHaveLength(1);
        expect(new URL(urls[0] ?? '').protocol).toBe('evidence-vault-app:');
        // A page may be replaced by a fresh one; it never goes elsewhere.
        expect(urls[0]).toContain('/index.html');
        expect(contents).toBe(1);
        expect(trap.caught).toEqual([]);
        expect(await running.page.evaluate(() => 'broken' in window)).toBe(false);
        if (!way.startsWith('a refresh')) expect(new URL(running.page.url()).host).toBe(host);
      });

    it('left nothing behind that was downloaded or kept', async () => {
      const log = running.log();
      for (const event of ['window.refused', 'navigation.refused', 'download.refused'])
        expect(log).toContain(event);
      expect(await readdir(join(running.home, 'tmp'))).not.toContain('x.txt');
    });

    it('has no Node, and of the app one function alone', async () => {
      expect(
        await running.page.evaluate(() => ({
          node: ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter(
            (name) => name in window,
          ),
          bridge: Object.keys((window as unknown as { evidenceVault: object }).evidenceVault),
          frozen: Object.isFrozen((window as unknown as { evidenceVault: object }).evidenceVault),
        })),
      ).toEqual({ node: [], bridge: ['drop'], frozen: true });
    });

    it('is granted nothing that it asks for', async () => {
      const answers = await running.page.evaluate(async () => {
        const tried = async (ask: () => unknown): Promise<string> => {
          try {
            const answer = await Promise.race([
              ask(),
              new Promise((resolve) => setTimeout(() => resolve('no answer'), 3000)),
            ]);
            return typeof answer === 'string' ? answer : 'granted';
          } catch {
            return 'refused';
          }
        };
        const device = navigator as unknown as Record<
          string,
          { requestDevice?: (options: object) => unknown }
        >;
        return {
          notifications: await tried(() => Notification.requestPermission()),
          place: await tried(
            () =>
              new Promise((resolve, reject) => {
                navigator.geolocation.getCurrentPosition(resolve, reject);
              }),
          ),
          camera: await tried(() => navigator.mediaDevices.getUserMedia({ audio: true, video: true })),
          screen: await tried(() => navigator.mediaDevices.getDisplayMedia()),
          clipboard: await tried(() => navigator.clipboard.read()),
          midi: await tried(() => navigator.requestMIDIAccess({ sysex: true })),
          usb: await tried(() => device.usb?.requestDevice?.({ filters: [] }) ?? 'refused'),
          serial: await tried(
            () =>
              (navigator as unknown as { serial?: { requestPort(): unknown } }).serial?.requestPort() ??
              'refused',
          ),
          persistence: String(await navigator.storage.persist()),
        };
      });
      expect(answers).toEqual({
        notifications: 'denied',
        place: 'refused',
        camera: 'refused',
        screen: 'refused',
        clipboard: 'refused',
        midi: 'refused',
        usb: 'refused',
        serial: 'refused',
        persistence: 'false',
      });
    });

    it('is served what was built, by exact path, and nothing beside it', async () => {
      const paths = [
        '/main.js',
        '/preload.cjs',
        '/package.json',
        '/../main.js',
        '/%2e%2e/main.js',
        '/..%2fmain.js',
        '/..%5cmain.js',
        '/assets/../../main.js',
        '/assets/',
        '/assets',
        '//etc/passwd',
        '/index.html%00',
        '/index.html/',
        '/INDEX.HTML',
        '/renderer/index.html',
        '/content/',
        '/content/../index.html/x',
        `/content/${'A'.repeat(40)}`,
        `/content/${'A'.repeat(400)}`,
      ];
      const found = await running.page.evaluate(
        async (asked) =>
          Promise.all(
            asked.map(async (path) => {
              const answer = await fetch(path).catch(() => undefined);
              return [path, answer === undefined ? 0 : answer.status] as const;
            }),
          ),
        paths,
      );
      for (const [path, status] of found) expect([0, 403, 404], path).toContain(status);
      expect(await running.page.evaluate(async () => (await fetch('/index.html')).status)).toBe(200);
      expect(
        await running.page.evaluate(async () => (await fetch('/index.html', { method: 'POST' })).status),
      ).toBe(405);
    });

    it('cannot read under another page’s host', async () => {
      const statuses = await running.page.evaluate(
        async (hosts) =>
          Promise.all(
            hosts.map((host) =>
              fetch(`evidence-vault-app://${host}/index.html`).then(
                (answer) => answer.status,
                () => 'refused',
              ),
            ),
          ),
        ['b'.repeat(32), '0'.repeat(32), 'localhost'],
      );
      expect(statuses).toEqual(['refused', 'refused', 'refused']);
    });

    it('cannot have a link dropped on it that leads away', async () => {
      const { page } = running;
      const before = new URL(page.url()).host;
      const debug = await page.context().newCDPSession(page);
      const data = {
        items: [
          { mimeType: 'text/uri-list', data: `http://${trap.place}/dropped` },
          { mimeType: 'text/plain', data: `http://${trap.place}/dropped` },
        ],
        dragOperationsMask: 1,
      };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
        await debug.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
      await pause(500);
      expect(new URL(page.url()).host).toBe(before);
      expect((await windows()).urls).toHaveLength(1);
      expect(trap.caught).toEqual([]);
    });

    it('cannot slip in ports of its own', async () => {
      const heard = await running.page.evaluate(async () => {
        const engine = new MessageChannel();
        const shell = new MessageChannel();
        let frames = 0;
        engine.port1.onmessage = () => (frames += 1);
        shell.port1.onmessage = () => (frames += 1);
        window.postMessage({ type: 'evidence-vault-ports' }, '*', [engine.port2, shell.port2]);
        location.hash = '#/settings';
        await new Promise((resolve) => setTimeout(resolve, 1000));
        return frames;
      });
      expect(heard).toBe(0);
    });
  });

  describe('with its ports in its own hands', () => {
    let folder: string;
    let small: SmallApp;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'evidence-vault-small-'));
      await buildSmallApp(folder, createRequire(import.meta.url).resolve('node/bin/node'));
    });
    afterAll(async () => {
      await rm(folder, { recursive: true, force: true });
    });
    beforeEach(async () => {
      small = await SmallApp.launch(stage, folder, { env: { EVIDENCE_VAULT_LOG: '1' } });
    });
    afterEach(async () => {
      await small.close();
    });

    it('is not heard with frames that are none, on either port', async () => {
      await small.page.evaluate(() => {
        for (const port of [window.small?.engine, window.small?.shell]) {
          const circle: Record<string, unknown> = {};
          circle.again = circle;
          for (const message of [
            null,
            'call',
            1,
            [],
            { type: 'quit' },
            { type: 'call', id: 0.5, method: 'shell.quit', input: {} },
            { type: 'call', id: 1, method: 'shell.quit', input: {}, more: 1 },
            { type: 'call', id: -1, method: 'shell.quit', input: {} },
            { type: 'call', id: 1, method: ['shell.quit'], input: {} },
            { type: 'call', id: 1, method: 'x'.repeat(65), input: {} },
            new Map([['type', 'call']]),
            new Uint8Array(8),
            circle,
            { type: 'call', id: 1, method: 'shell.quit', input: { deep: new Date() } },
            { type: 'call', id: 1, method: 'shell.quit', input: 'x'.repeat(3_000_000) },
          ])
            port?.post(message);
          const { port1 } = new MessageChannel();
          port?.post({ type: 'call', id: 1, method: 'shell.quit', input: {} }, [port1]);
        }
      });
      expect(await small.shell('shell.state')).toMatchObject({ version: '0.0.1' });
      expect((await small.about()).heard).not.toContain('quit');
      expect(small.running.log()).toContain('shell.frame-refused');
      expect(small.running.log()).toContain('engine.frame-refused');
    });

    it('can call nothing but the contract’s methods, with nothing but their inputs', async () => {
      for (const method of ['__proto__', 'constructor', 'toString', 'shell', 'shell.exec', 'vault.open', ''])
        await expect(small.shell(method)).rejects.toThrow('input.record-invalid');
      for (const [method, input] of [
        ['shell.choose', { what: 'anything' }],
        ['shell.choose', { what: 'files', path: '/etc' }],
        ['shell.showFile', { file: '/etc/passwd' }],
        ['shell.openLink', { url: 'file:///etc/passwd' }],
        ['shell.openLink', { url: 'javascript:alert(1)' }],
        ['shell.openLink', { url: 'https://me@example.org/' }],
        ['shell.turnPage', { route: 'https://example.org' }],
        ['settings.set', { vaultDir: '/etc' }],
        ['settings.set', { __proto__: { appearance: 'dark' }, textSize: 7 }],
        ['shell.state', { more: 1 }],
        ['portal.go', { url: 'file:///etc/passwd' }],
      ] as const)
        await expect(small.shell(method, input), `${method} ${JSON.stringify(input)}`).rejects.toThrow();
    });

    it('opens a link outside only if the learner agrees', async () => {
      await small.running.app.evaluate(({ dialog, shell }) => {
        const asked: unknown[] = [];
        Object.assign(globalThis, { asked });
        shell.openExternal = async (url) => {
          asked.push(url);
        };
        dialog.showMessageBox = (async (_window: unknown, options: { detail: string }) => {
          asked.push(options.detail);
          return { response: asked.length === 1 ? 1 : 0, checkboxChecked: false };
        }) as never;
      });
      await small.shell('shell.openLink', { url: 'https://www.example.org/help' });
      await small.shell('shell.openLink', { url: 'https://www.example.org/help' });
      expect(
        await small.running.app.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked),
      ).toEqual([
        'It will open www.example.org.',
        'It will open www.example.org.',
        'https://www.example.org/help',
      ]);
    });

    it('cannot read the evidence of the page before it, nor speak on its ports', async () => {
      const token = 'A'.repeat(40);
      const before = new URL(small.page.url()).host;
      expect(await small.page.evaluate(async (name) => (await fetch(`/content/${name}`)).status, token)).toBe(
        200,
      );
      await small.shellTurning('shell.turnPage', { route: '/home' });
      expect(
        await small.page.evaluate(
          ([host, name]) =>
            fetch(`evidence-vault-app://${host}/content/${name}`).then(
              (answer) => answer.status,
              () => 'refused',
            ),
          [before, token] as const,
        ),
      ).toBe('refused');
    });

    it('shows a page that is evidence inertly: it runs nothing, loads nothing, and is another origin', async () => {
      const html = `<!doctype html><title>Kept</title><h1>Feedback</h1>
        <script>parent.postMessage('ran', '*'); fetch('http://${trap.place}/1')</script>
        <img src="http://${trap.place}/2" onerror="parent.postMessage('ran', '*')">
        <link rel="stylesheet" href="http://${trap.place}/3"><iframe src="http://${trap.place}/4"></iframe>
        <meta http-equiv="refresh" content="0;url=http://${trap.place}/5">
        <a href="http://${trap.place}/6" target="_top" id="a" autofocus>out</a>`;
      await small.engine('test.keepPage', html);
      const seen = await small.page.evaluate(async () => {
        const heard: unknown[] = [];
        window.addEventListener('message', (event) => heard.push(event.data));
        const frame = document.createElement('iframe');
        frame.src = `/content/${'P'.repeat(40)}`;
        const loaded = new Promise((resolve) => {
          frame.addEventListener('load', resolve);
        });
        document.body.append(frame);
        await loaded;
        await new Promise((resolve) => setTimeout(resolve, 1000));
        return { heard, reachable: frame.contentDocument !== null };
      });
      expect(seen).toEqual({ heard: [], reachable: false });
      expect(
        await small.running.app.evaluate(({ BrowserWindow }) =>
          (BrowserWindow.getAllWindows()[0]?.webContents.mainFrame.frames ?? []).map((frame) => frame.origin),
        ),
      ).toEqual(['null']);
      expect(trap.caught).toEqual([]);
    });
  });
});
