import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { checkoutEnvironment, runtimeFlags } from '../../electron/tooling/launch.ts';
import { buildSmallApp } from './small-app/build-small-app.ts';
import { SmallApp } from './small-app/small.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { inherited, makeHome } from './support/launch-app.ts';

const nodeBinary = createRequire(import.meta.url).resolve('node/bin/node');
const aWhile = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Reads until it holds, for a minute at the most. */
async function until<T>(read: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 3000; tries += 1) {
    const found = await read();
    if (found !== undefined) return found;
    await aWhile(20);
  }
  throw new Error('It did not come to that within a minute.');
}

describeDesktop('a page that never says that it is here', (stage) => {
  let home: string;
  beforeAll(async () => {
    home = await makeHome();
  });
  afterAll(async () => {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is replaced by a fresh one at the same place', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evidence-vault-small-'));
    await buildSmallApp(folder, nodeBinary);
    const small = await SmallApp.launch(stage, folder, { home, env: { EVIDENCE_VAULT_LOG: '1' } });
    try {
      await small.running.app.evaluate(({ session }) => {
        let requests = 0;
        session.fromPartition('evidence-vault-page').webRequest.onBeforeRequest((_request, decide) => {
          requests += 1;
          // The first one is never answered.
          if (requests > 1) decide({});
        });
      });
      await small.shellTurning('shell.turnPage', { route: '/evidence' });
      expect(small.page.url()).toMatch(/#\/evidence$/u);
      expect(small.running.log()).toContain('page.silent');
    } finally {
      await small.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  const skipped = process.platform === 'linux' ? '' : ' (SKIPPED: processes are read as Linux tells them)';
  it.skipIf(skipped !== '')(
    `starts the app again without the graphics processor if it was the first one${skipped}`,
    async () => {
      const port = await freePort();
      await mkdir(join(home, 'tmp'), { recursive: true });
      const child = spawn(
        stage.binary,
        [`--remote-debugging-port=${port}`, ...runtimeFlags(undefined), stage.folder ?? ''],
        {
          env: {
            ...inherited(),
            ...checkoutEnvironment,
            EVIDENCE_VAULT_USER_DATA: join(home, 'user-data'),
            EVIDENCE_VAULT_STATE_DIR: join(home, 'state'),
            EVIDENCE_VAULT_DIR: join(home, 'vault'),
            TMPDIR: join(home, 'tmp'),
            ...(stage.display !== undefined && { DISPLAY: stage.display }),
          },
          stdio: 'ignore',
        },
      );
      try {
        // Chromium makes more than one process for the first page: none of them may say anything.
        let stopped = 0;
        while (child.exitCode === null && child.signalCode === null) {
          for (const { pid, line } of await processesOf(home, port))
            if (line.includes('--type=renderer')) {
              stopped += 1;
              signal(pid, 'SIGSTOP');
            }
          await aWhile(5);
        }
        expect(stopped).toBeGreaterThan(0);
        await until(async () =>
          (await processesOf(home, port)).find(
            ({ pid, line }) =>
              pid !== child.pid && line.includes('--disable-gpu') && !line.includes('--type='),
          ),
        );
        const browser = await until(() =>
          chromium.connectOverCDP(`http://127.0.0.1:${port}`).catch(() => undefined),
        );
        await until(async () => {
          const page = browser.contexts()[0]?.pages()[0];
          return (await page?.locator('#app h1').count()) === 1 || undefined;
        });
        await browser.close();
      } finally {
        for (const { pid } of await processesOf(home, port)) signal(pid, 'SIGKILL');
      }
    },
  );
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Electron's processes of the app that was told this port; to its children Chromium names the folder. */
async function processesOf(home: string, port: number): Promise<{ pid: number; line: string }[]> {
  const found: { pid: number; line: string }[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/u.test(name)) continue;
    try {
      const line = await readFile(join('/proc', name, 'cmdline'), 'utf8');
      if (line.includes(`--user-data-dir=${home}`) || line.includes(`--remote-debugging-port=${port}`))
        found.push({ pid: Number(name), line });
    } catch {
      // It ended meanwhile, or is somebody else's.
    }
  }
  return found;
}

function signal(pid: number, name: 'SIGSTOP' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself.
  }
}
