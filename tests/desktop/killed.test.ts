import { existsSync } from 'node:fs';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { startPracticeProvider, type PracticeProvider } from '../../src/practice/provider.ts';
import { addFiles } from '../../src/vault/add-files.ts';
import { connectMoodle } from '../../src/vault/connectors/moodle.ts';
import { isAlive } from './small-app/small.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { saveDialogAnswers } from './support/dialogs.ts';
import { at, button, unlock } from './support/doors.ts';
import { makeHome, type RunningApp } from './support/launch-app.ts';
import { launchUnlocked } from './support/launch-unlocked.ts';
import { processesBelow } from './support/own-processes.ts';
import { makeReadyVault } from './support/ready-vault.ts';

const passphrase = 'otter noon lantern marmalade violin';
const largeBytes = 700_000_000;

describeDesktop('the app killed in the middle of its work', (stage) => {
  let provider: PracticeProvider;
  let home: string;
  let running: RunningApp;
  let page: Page;
  const out = (): string => join(home, 'bundle.zip');

  async function start(): Promise<void> {
    const env = { EVIDENCE_VAULT_LOG: '1' };
    running = await launchUnlocked(stage, { home, passphrase, patience: 60_000, env });
    ({ page } = running);
  }

  async function findEngine(): Promise<number> {
    for (const pid of await processesBelow(running.app.process().pid ?? 0)) {
      const command = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '');
      if (/engine\.[jt]s/u.test(command)) return pid;
    }
    throw new Error('no engine was found');
  }

  async function killApp(): Promise<void> {
    const engine = await findEngine();
    const app = running.app.process();
    const over = new Promise((resolve) => app.once('exit', resolve));
    app.kill('SIGKILL');
    await over;
    await expect.poll(() => isAlive(engine), { timeout: 20_000 }).toBe(false);
  }

  async function copyAll(): Promise<void> {
    await running.goTo('/sources');
    await button(page, 'Copy all now').click();
  }

  const underWay = (): Promise<void> => page.getByRole('progressbar').first().waitFor();

  async function saysThatItStartedAgain(): Promise<void> {
    await at(page, '/unlock');
    await page.getByText('Evidence Vault had to start again').waitFor();
  }

  async function copiesToTheEnd(): Promise<void> {
    provider.switches.slow('off');
    await copyAll();
    await page.getByText('Up to date').first().waitFor({ timeout: 120_000 });
  }

  async function beginExport(): Promise<void> {
    await running.goTo('/send');
    await saveDialogAnswers(running.app, out());
    await button(page, 'Look and make').click();
    await button(page, 'Make the file').click();
    await page.getByText('Making your file').first().waitFor();
    await underWay();
  }

  beforeAll(async () => {
    provider = await startPracticeProvider();
    home = await makeHome();
    const large = join(home, 'large.bin');
    await writeFile(large, 'a long recording');
    await truncate(large, largeBytes);
    const vault = await makeReadyVault(home, passphrase);
    const signal = AbortSignal.timeout(120_000);
    await addFiles(vault, [large], { signal });
    const { username, password } = provider.learner;
    await connectMoodle(vault, { url: provider.url, username, secret: { password } }, { signal });
    await vault.close();
    await rm(large);
    provider.switches.slow({ msPerRequest: 400 });
    await start();
  });
  afterAll(async () => {
    await running.close();
    await provider.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  it('says so when the engine ended while it copied, and goes on', async () => {
    await running.goTo('/sources');
    await underWay();
    process.kill(await findEngine(), 'SIGKILL');
    await saysThatItStartedAgain();
    await running.shot('engine-killed');
    provider.switches.slow('off');
    await unlock(page, passphrase);
    await at(page, '/home');
    await copiesToTheEnd();
  });

  it('leaves no file when the engine ended while it made a bundle, and makes it afterwards', async () => {
    await beginExport();
    process.kill(await findEngine(), 'SIGKILL');
    await saysThatItStartedAgain();
    expect(existsSync(out())).toBe(false);
    await unlock(page, passphrase);
    await at(page, '/home');
    await beginExport();
    await page.getByText('Your file is ready').waitFor({ timeout: 120_000 });
    await rm(out());
  });

  it('loses nothing when the whole app ends while it copies', async () => {
    provider.switches.slow({ msPerRequest: 1500 });
    await copyAll();
    await underWay();
    await killApp();
    provider.switches.slow('off');
    await start();
    await copiesToTheEnd();
  });

  it('loses nothing when the whole app ends while it makes a bundle', async () => {
    await beginExport();
    await killApp();
    expect(existsSync(out())).toBe(false);
    await start();
    await beginExport();
    await page.getByText('Your file is ready').waitFor({ timeout: 120_000 });
    await rm(out());
  });

  it('goes on copying when only the page ended, on a fresh one', async () => {
    provider.switches.slow({ msPerRequest: 1000 });
    await copyAll();
    await underWay();
    const engine = await findEngine();
    const address = (): Promise<string | undefined> =>
      running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL());
    const before = await address();
    await running.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
    });
    await expect.poll(address, { timeout: 30_000 }).not.toBe(before);
    // Playwright gives up a page that crashed, so main is asked what the next one says.
    const says = (): Promise<string> =>
      running.app.evaluate(
        ({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
            'document.body.innerText',
          ) as Promise<string>,
      );
    await expect.poll(says, { timeout: 30_000 }).toContain('Copying');
    expect(isAlive(engine)).toBe(true);
    provider.switches.slow('off');
    await expect.poll(says, { timeout: 60_000 }).toContain('Up to date');
  });
});
