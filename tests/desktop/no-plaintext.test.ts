import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { findCanaries, type Sighting } from '../support/canary/find-canaries.ts';
import { makeDocx, paragraph } from '../support/extract/make-documents.ts';
import { isAlive } from './small-app/small.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { openDialogAnswers } from './support/dialogs.ts';
import { at, button, type } from './support/doors.ts';
import { launchApp, makeHome, type RunningApp } from './support/launch-app.ts';
import { launchUnlocked } from './support/launch-unlocked.ts';
import { processesBelow } from './support/own-processes.ts';
import { makeReadyVault } from './support/ready-vault.ts';
import { makePagesPdf } from './support/sample-files.ts';

/** Words that stand nowhere by chance; one for each way into the app. */
const canaries = {
  passphrase: 'qzpassphrasecanary8',
  name: 'qznamecanary8',
  bytes: 'qzbytescanary8',
  pdf: 'qzpdfcanary8',
  office: 'qzofficecanary8',
  search: 'qzsearchcanary8',
  page: 'qzportalpagecanary8',
  cookie: 'qzcookiecanary8',
  kept: 'qzlocalstoragecanary8',
  cached: 'qzcachedcanary8',
  download: 'qzdownloadcanary8',
};
const all = Object.values(canaries);
const passphrase = `${canaries.passphrase} and more words`;

/** A portal that leaves everything behind that a portal may: a cookie, a kept value, a picture to be cached, a file. */
async function startPortal(): Promise<{ url: string; server: Server }> {
  const server = createServer(({ url }, answer) => {
    if (url === '/file.txt') {
      answer.setHeader('content-disposition', 'attachment; filename="from the portal.txt"');
      answer.end(`A file of the portal: ${canaries.download}`);
    } else if (url === '/cached.css') {
      answer.writeHead(200, { 'content-type': 'text/css', 'cache-control': 'public, max-age=86400' });
      answer.end(`/* ${canaries.cached} */ body { color: black }`);
    } else {
      answer.writeHead(200, {
        'content-type': 'text/html',
        'set-cookie': `session=${canaries.cookie}; Max-Age=86400; Path=/`,
      });
      answer.end(
        `<!doctype html><title>Portal</title><link rel="stylesheet" href="/cached.css"><h1>Your marks: ${canaries.page}</h1>
        <a href="/file.txt">The file</a><script>localStorage.setItem('kept', '${canaries.kept}');
        indexedDB.open('store').onupgradeneeded = ({ target }) => target.result.createObjectStore('o').put('${canaries.kept}', 1);</script>`,
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`, server };
}

describeDesktop('what the app leaves on the disk', (stage) => {
  let home: string;
  let clean: string;
  /** What the learner has anyway: outside of all that the app writes to. */
  let outside: string;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let running: RunningApp;
  let page: Page;

  const link = (name: string | RegExp) => page.locator('.evidence-link').filter({ hasText: name }).first();
  const told = (found: readonly Sighting[]): string[] =>
    found.map(({ file, canary, form }) => `${canary} as ${form} in ${file}`);

  async function start(): Promise<void> {
    running = await launchUnlocked(stage, { home, passphrase, patience: 60_000 });
    ({ page } = running);
  }

  /** Ends the app without warning, as a power failure would, with everything that it started. */
  async function kill(): Promise<void> {
    const app = running.app.process();
    const below = await processesBelow(app.pid ?? 0);
    const over = new Promise((resolve) => app.once('exit', resolve));
    app.kill('SIGKILL');
    await over;
    await expect.poll(() => below.some(isAlive), { timeout: 30_000 }).toBe(false);
  }

  async function find(words: string, name: string | RegExp): Promise<void> {
    await running.goTo('/evidence');
    const search = page.getByRole('searchbox', { name: 'Find your work' });
    await search.fill(words);
    await link(name).waitFor();
  }

  beforeAll(async () => {
    home = await makeHome();
    clean = await makeHome();
    outside = await mkdtemp(join(tmpdir(), 'evidence-vault-outside-'));
    portal = await startPortal();
    await (await makeReadyVault(home, passphrase)).close();
    await start();
  });
  afterAll(async () => {
    await running.close();
    portal.server.close();
    for (const folder of [home, clean, outside])
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is nothing of what was added, looked at and searched for', async () => {
    const files: Record<string, string | Buffer> = {
      [`${canaries.name}.txt`]: `My words: ${canaries.bytes}. `.repeat(200),
      'essay.pdf': makePagesPdf([`A page about ${canaries.pdf}`]),
      'report.docx': makeDocx(paragraph(`In a report: ${canaries.office}.`)),
    };
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(outside, name), bytes);
    await openDialogAnswers(
      running.app,
      Object.keys(files).map((name) => join(outside, name)),
    );
    await running.goTo('/sources/add?way=files');
    await button(page, 'Choose files').click();
    await find(canaries.name, canaries.name);
    await link(canaries.name).click();
    await page.getByText(canaries.bytes).first().waitFor();
    await running.goTo('/evidence');
    await link('essay.pdf').click();
    await page.getByRole('heading', { level: 1, name: 'essay.pdf' }).waitFor();
    await page.locator('canvas').first().waitFor();
    // Words inside a document are found once they were read.
    await expect
      .poll(
        async () => {
          await running.goTo('/home');
          await running.goTo(`/evidence?q=${canaries.office}`);
          // The list comes a moment after the route: a look at once sees it on an idle computer alone.
          return link('report.docx')
            .waitFor({ timeout: 3_000 })
            .then(
              () => true,
              () => false,
            );
        },
        { timeout: 60_000, interval: 500 },
      )
      .toBe(true);
    const search = page.getByRole('searchbox', { name: 'Find your work' });
    await search.fill(canaries.search);
    await page.getByText('Nothing fits that').first().waitFor();
    expect(told(await findCanaries(home, all))).toEqual([]);
  });

  it('is nothing of a portal that was seen, or of what came from it', async () => {
    await running.goTo('/portal');
    const opened = running.app.waitForEvent('window', { timeout: 60_000 });
    await type(page, 'Web address', portal.url);
    await button(page, 'Open portal').click();
    const shown = await opened;
    await shown.getByText(canaries.page).waitFor();
    await shown.getByRole('link', { name: 'The file' }).click();
    await page.getByRole('listitem').filter({ hasText: 'from the portal.txt' }).first().waitFor();
    await button(page, 'Keep this page').click();
    await page.getByRole('listitem').filter({ hasText: 'Portal' }).first().waitFor();
    expect(told(await findCanaries(home, all))).toEqual([]);
  });

  it('is nothing more after the whole app was killed and started again', async () => {
    await kill();
    expect(told(await findCanaries(home, all))).toEqual([]);
    await start();
    await find(canaries.bytes, canaries.name);
    expect(told(await findCanaries(home, all))).toEqual([]);
  });

  it('is nothing on a stick with a second copy, nor where that was restored', async () => {
    const stick = join(home, 'stick');
    await mkdir(stick);
    await running.goTo('/copies');
    await openDialogAnswers(running.app, [stick]);
    await button(page, 'Choose a place').click();
    await page.getByText('Your second copy is up to date').waitFor({ timeout: 120_000 });
    await running.close();
    expect(told(await findCanaries(home, all))).toEqual([]);
    running = await launchApp(stage, { home: clean });
    ({ page } = running);
    page.setDefaultTimeout(60_000);
    await at(page, '/welcome');
    await running.goTo('/restore');
    await openDialogAnswers(running.app, [stick]);
    await page.getByRole('button', { name: /^Choose (?:a folder|another place)$/u }).click();
    await page.getByRole('list', { name: 'What we found' }).getByText('stick').waitFor();
    await type(page, 'Passphrase', passphrase);
    await button(page, 'Get my work back').click();
    await page.getByText('Everything is back').waitFor({ timeout: 120_000 });
    await button(page, 'Show my work').click();
    await find(canaries.bytes, canaries.name);
    await link(canaries.name).click();
    await page.getByText(canaries.bytes).first().waitFor();
    await running.close();
    for (const folder of [home, clean]) expect(told(await findCanaries(folder, all))).toEqual([]);
  });

  it('would have been found by this search', async () => {
    const known = await findCanaries(outside, [canaries.name, canaries.bytes, canaries.pdf]);
    expect(new Set(known.map(({ canary, form }) => `${form} ${canary}`))).toEqual(
      new Set([`name ${canaries.name}`, `utf-8 ${canaries.bytes}`, `utf-8 ${canaries.pdf}`]),
    );
  });
});
