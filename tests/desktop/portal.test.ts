import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { errorMeanings } from '../../src/base/error-codes.ts';
import { oddFiles } from '../../src/practice/pages/odd-downloads.ts';
import { startPracticeProvider, type PracticeProvider } from '../../src/practice/provider.ts';
import { connectMoodle } from '../../src/vault/connectors/moodle.ts';
import { listSources } from '../../src/vault/add-source.ts';
import { openContent } from '../../src/vault/get-content.ts';
import { listItems, showItem } from '../../src/vault/items.ts';
import { openVault } from '../../src/vault/open-vault.ts';
import { findViolations } from './support/axe.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { at, button, type, unlock } from './support/doors.ts';
import { makeHome, type RunningApp } from './support/launch-app.ts';
import { launchUnlocked } from './support/launch-unlocked.ts';
import { makeReadyVault } from './support/ready-vault.ts';
import { findTraces } from './support/traces.ts';
import { setTrap, type Trap } from './support/trap.ts';

const passphrase = 'otter noon lantern marmalade violin';

describeDesktop('the portal window', (stage) => {
  let home: string;
  let provider: PracticeProvider;
  let trap: Trap;
  let running: RunningApp;
  /** The address bar. */
  let bar: Page;
  /** The portal itself. */
  let portal: Page;

  const kept = (name: string) => bar.getByRole('listitem').filter({ hasText: name }).first();
  const keptAs = (name: string, state: string): Promise<void> =>
    kept(name).getByText(state, { exact: true }).waitFor({ timeout: 20_000 });
  const windows = (): Promise<number> =>
    running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

  async function open(): Promise<void> {
    await running.goTo('/portal');
    await bar.getByRole('heading', { name: 'Your portal' }).waitFor();
    const opened = running.app.waitForEvent('window', { timeout: 30_000 });
    await type(bar, 'Web address', provider.url);
    await button(bar, 'Open portal').click();
    portal = await opened;
    portal.setDefaultTimeout(20_000);
    await portal.waitForLoadState();
  }

  async function signIn(): Promise<void> {
    await portal.getByLabel('Username').fill(provider.learner.username);
    await portal.getByLabel('Password').fill(provider.learner.password);
    await portal.getByRole('button', { name: 'Sign in' }).click();
    await portal.waitForURL(/\/my\//u);
  }

  async function closePortal(): Promise<void> {
    await button(bar, 'Close portal').click();
    await at(bar, '/sources');
  }

  /** Shows a page of the portal by the address bar. */
  async function show(path: string): Promise<void> {
    await type(bar, 'Web address', `${provider.url}${path}`);
    await button(bar, 'Go').click();
    await portal.waitForURL(`${provider.url}${path}`);
  }

  beforeAll(async () => {
    home = await makeHome();
    provider = await startPracticeProvider();
    provider.switches.hostilePages(true);
    trap = await setTrap();
    const vault = await makeReadyVault(home, passphrase);
    const { username, password } = provider.learner;
    const signal = AbortSignal.timeout(60_000);
    await connectMoodle(vault, { url: provider.url, username, secret: { password } }, { signal });
    await vault.close();
    const env = { EVIDENCE_VAULT_LOG: '1' };
    running = await launchUnlocked(stage, { home, passphrase, patience: 20_000, env });
    bar = running.page;
  });

  let closed = false;
  const quit = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    await running.close();
  };
  afterAll(async () => {
    await quit();
    await trap.close();
    await provider.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  it('ends by itself once a single sign-on gave the portal its sign-in back', async () => {
    provider.switches.expireLogins();
    await running.goTo('/sources');
    const row = bar.locator('a[href^="#/sources/s-"]', { hasText: 'Northfield' }).first();
    await running.goTo(((await row.getAttribute('href')) ?? '').slice(1));
    await bar.getByRole('heading', { level: 1, name: /Northfield/u }).waitFor();
    const again = button(bar, 'Sign in on the portal’s own page');
    // The first round of copying may have met the end of the sign-in already.
    await button(bar, 'Copy now').or(again).first().waitFor();
    if (!(await again.isVisible())) await button(bar, 'Copy now').click();
    const opened = running.app.waitForEvent('window', { timeout: 60_000 });
    await again.click({ timeout: 60_000 });
    portal = await opened;
    await portal.waitForURL(/\/login\/index\.php/u);
    await portal.getByLabel('Username').fill(provider.learner.username);
    await portal.getByLabel('Password').fill(provider.learner.password);
    await portal.getByRole('button', { name: 'Sign in' }).click();
    await bar.waitForURL(/#\/sources\/s-/u);
    await expect.poll(() => running.app.windows().length).toBe(1);
  });

  it('shows the page of an address that was typed, below the address and what its line is worth', async () => {
    await open();
    expect(portal.url()).toContain('/login/index.php');
    await bar.getByText('Line not private', { exact: true }).waitFor();
    await bar.getByText(/^What you save here goes straight into your vault/u).waitFor();
    await signIn();
    await bar.waitForFunction(() =>
      [...document.querySelectorAll('input')].some(({ value }) => value.endsWith('/my/')),
    );
    const seen = await running.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const [view] = window?.contentView.children.filter((child) => 'webContents' in child).slice(-1) ?? [];
      return { bounds: view?.getBounds(), size: window?.getContentSize() };
    });
    expect(seen.bounds?.y).toBeGreaterThan(60);
    expect(seen.bounds?.height).toBeGreaterThan(200);
  });

  it.each(['light', 'dark'] as const)('can be used by everybody in the %s theme', async (theme) => {
    await running.show({ theme });
    await running.shot('portal');
    expect(await findViolations(bar)).toEqual([]);
    await running.show({ theme: 'light' });
  });

  it('takes a file straight into the vault', async () => {
    await portal
      .getByRole('link', { name: /Level 3/u })
      .first()
      .click();
    await portal.getByRole('link', { name: /Unit 3 Assignment/u }).click();
    await portal.getByRole('link', { name: 'evidence.pdf' }).first().click();
    await keptAs('evidence.pdf', 'Kept');
    expect(portal.url()).toContain('/mod/assign/view.php');
  });

  it('keeps a page with what belongs to it', async () => {
    await button(bar, 'Keep this page').click();
    await keptAs('Unit 3 Assignment', 'Kept');
  });

  it('takes files of unknown length, says when the same was kept before, and stops a slow one', async () => {
    await show('/practice/downloads.php');
    await portal.getByRole('link', { name: 'Handbook' }).click();
    await keptAs('handbook.pdf', 'Kept');
    await portal.getByRole('link', { name: 'Handbook' }).click();
    await keptAs('handbook.pdf', 'Kept before, and just the same');
    await portal.getByRole('link', { name: 'Recording' }).click();
    await button(bar, 'Stop: recording.mp4').click();
    await keptAs('recording.mp4', 'Stopped');
    await portal.getByRole('link', { name: 'Words in a link' }).click();
    await keptAs('in-a-link.txt', 'Kept');
  });

  it('does not keep what ends early, or is not what it says', async () => {
    await portal.getByRole('link', { name: 'Portfolio' }).click();
    await keptAs('portfolio.pdf', 'Not kept');
    await kept('portfolio.pdf').getByText(errorMeanings['source.download-incomplete'].sentence).waitFor();
    await portal.getByRole('link', { name: 'Expired' }).click();
    await kept('expired.pdf').getByText(errorMeanings['source.download-wrong-type'].sentence).waitFor();
  });

  it('refuses a download that cannot be repeated, and says how to keep it', async () => {
    const made = provider.requests.count('receipt.pdf');
    await portal.getByRole('button', { name: 'Make a receipt' }).click();
    await kept('receipt.pdf').getByText(errorMeanings['source.not-repeatable'].sentence).waitFor();
    expect(provider.requests.count('receipt.pdf')).toBe(made + 1);
    await portal.getByRole('button', { name: 'Make a file here' }).click();
    await kept('made-by-the-page.txt').getByText(errorMeanings['source.not-repeatable'].sentence).waitFor();
    await kept('made-by-the-page.txt').getByRole('link', { name: 'Add a saved file' }).waitFor();
    await running.shot('portal-kept');
  });

  describe('a hostile page', () => {
    const attack = async (what: string, gesture = false): Promise<string[]> => {
      await type(
        bar,
        'Web address',
        `${provider.url}/practice/hostile.php?do=${what}&trap=http://${trap.place}${gesture ? '&button' : ''}`,
      );
      await button(bar, 'Go').click();
      await expect.poll(() => portal.url(), { timeout: 15_000 }).toContain(`do=${what}`);
      if (gesture) await portal.getByRole('button', { name: 'Go on' }).click();
      await portal.waitForTimeout(1500);
      return portal.evaluate(() => (window as unknown as { tried: string[] }).tried);
    };

    it('opens no windows', async () => {
      const tried = await attack('windows');
      expect(tried.length).toBeGreaterThan(50);
      expect(tried.every((said) => said === 'window false')).toBe(true);
      expect(await windows()).toBe(1);
      expect(trap.caught).toEqual([]);
      await bar.getByText(/We stopped the page \d+ times/u).waitFor();
    });

    it('reaches no other program', async () => {
      const opened = await running.app.evaluate(({ shell }) => {
        const calls: string[] = [];
        Object.assign(globalThis, { opened: calls });
        shell.openExternal = async (url) => {
          calls.push(url);
        };
        return calls.length;
      });
      expect(opened).toBe(0);
      await attack('external');
      expect(
        await running.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened),
      ).toEqual([]);
      expect(portal.url()).toContain('do=external');
    });

    it('is granted nothing', async () => {
      const tried = await attack('permissions', true);
      expect(tried.length).toBeGreaterThan(8);
      expect(tried.filter((said) => !/ (?:refused|denied)$/u.test(said))).toEqual([]);
    });

    it('does not reach the app', async () => {
      const tried = await attack('app');
      expect(tried).toContain('app undefined undefined undefined undefined');
      expect(
        tried.filter(
          (said) => /reached|^frame /u.test(said) && !/frame closed|chrome-error|about:blank/u.test(said),
        ),
      ).toEqual([]);
      expect(portal.url()).toContain('do=app');
    });

    it('saves nothing by itself but what the learner says', async () => {
      await attack('downloads');
      await bar.getByText(/The page wants to save this file/u).waitFor();
      await running.shot('portal-asks');
      await button(bar, 'Leave it').click();
      await bar.getByText(/The page wants to save this file/u).waitFor({ state: 'detached' });
      expect(await kept('f0').count()).toBe(0);
    });

    it('gets no more than the learner pressed for', async () => {
      await attack('downloads', true);
      await portal.waitForTimeout(1000);
      const shown = await bar.getByRole('listitem').filter({ hasText: /^f\d+/u }).count();
      expect(shown).toBeLessThanOrEqual(2);
    });

    it('holds nobody back with dialogs, or when the page is left', async () => {
      expect(await attack('dialogs')).toContain('dialogs done');
      await attack('unload', true);
      await show('/my/');
      expect(await windows()).toBe(1);
    });

    it('leaves nothing behind', async () => {
      await attack('storage');
      await closePortal();
      expect(trap.caught).toEqual([]);
      const canaries = {
        local: 'hostile-canary',
        handbook: 'A practice handbook',
        password: provider.learner.password,
      };
      expect(await findTraces(join(home, 'user-data'), canaries)).toEqual([]);
      expect(await findTraces(join(home, 'tmp'), canaries)).toEqual([]);
    });
  });

  describe('the sign-in', () => {
    const session = (): Promise<string> =>
      running.app.evaluate(async ({ webContents }) => {
        const view = webContents.getAllWebContents().find((contents) => contents.getURL().startsWith('http'));
        const [cookie] = (await view?.session.cookies.get({ name: 'MoodleSession' })) ?? [];
        return cookie?.value ?? '';
      });

    it('is forgotten unless the learner wants it kept', async () => {
      await open();
      expect(portal.url()).toContain('/login/index.php');
      await signIn();
      await closePortal();
      await open();
      expect(portal.url()).toContain('/login/index.php');
    });

    it('is kept sealed if they do, and forgotten when they change their mind', async () => {
      await signIn();
      await bar.getByText('Stay signed in for next time').click();
      const cookie = await session();
      expect(cookie).toMatch(/^[0-9a-f]{32}$/u);
      await closePortal();
      await open();
      await portal.waitForURL(/\/my\//u);
      expect(await findTraces(home, { cookie })).toEqual([]);
      await bar.getByText('Stay signed in for next time').click();
      await closePortal();
      await open();
      expect(portal.url()).toContain('/login/index.php');
      await closePortal();
    });
  });

  it('closes with the vault, and forgets everything', async () => {
    await open();
    await signIn();
    await running.goTo('/settings');
    await button(bar, 'Lock now').last().click();
    await at(bar, '/unlock');
    await expect.poll(() => running.app.windows().length).toBe(1);
    await unlock(bar, passphrase);
    await at(bar, '/home');
  });

  it('left in the vault just what was kept, with where it came from', async () => {
    await quit();
    const vault = await openVault({
      dir: join(home, 'vault'),
      stateDir: join(home, 'state'),
      unlock: { passphrase },
    });
    try {
      const own = listSources(vault).find(({ type: kind }) => kind === 'portal')?.id ?? '';
      const items = listItems(vault, { source: own });
      const item = (name: string) => {
        const found = items.find((each) => each.name === name);
        if (found === undefined) throw new Error(`the vault has no ${name}`);
        return showItem(vault, found.id);
      };
      const bytes = async (name: string): Promise<Buffer> => {
        const { sha256 = '', size = 0 } = item(name);
        const pieces: Uint8Array[] = [];
        for await (const piece of openContent(vault, { sha256, size })) pieces.push(piece);
        return Buffer.concat(pieces);
      };
      expect((await bytes('handbook.pdf')).equals(oddFiles['handbook.pdf'])).toBe(true);
      const evidence = item('evidence.pdf');
      expect(evidence.latest?.provenance).toMatchObject({ method: 'portal', status: 200 });
      expect(evidence.latest?.provenance.address).toMatch(
        /\/pluginfile\.php\/.+\/evidence\.pdf\?forcedownload=1$/u,
      );
      expect(evidence.latest?.provenance.etag).toBe(
        `"${createHash('sha1')
          .update(await bytes('evidence.pdf'))
          .digest('hex')}"`,
      );
      const page = items.find(({ kind }) => kind === 'page');
      const shown = showItem(vault, page?.id ?? '');
      expect(shown.parts.map(({ latest }) => latest?.record.role).sort()).toEqual([
        'page-pdf',
        'page-screenshot',
        'page-source',
      ]);
      const [pdf, png, mhtml] = await Promise.all(
        ['.pdf', '.png', '.mhtml'].map((ending) => bytes(`${shown.name}${ending}`)),
      );
      expect(pdf?.subarray(0, 5).toString()).toBe('%PDF-');
      expect(png?.subarray(1, 4).toString()).toBe('PNG');
      expect(mhtml?.toString()).toContain('multipart/related');
      expect(item('portfolio.pdf').failed?.code).toBe('source.download-incomplete');
      expect(item('portfolio.pdf').versions).toBe(0);
      const names = items.map(({ name }) => name);
      for (const name of ['receipt.pdf', 'recording.mp4', 'made-by-the-page.txt'])
        expect(names).not.toContain(name);
      expect(JSON.stringify(items.map(({ id }) => showItem(vault, id)))).not.toContain(
        provider.learner.password,
      );
    } finally {
      await vault.close();
    }
  });
});
