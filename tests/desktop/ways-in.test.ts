import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { startPracticeProvider, type PracticeProvider } from '../../src/practice/provider.ts';
import { catalogue } from '../../src/sources/catalogue/catalogue.ts';
import { maharaFeed } from '../support/leap2a-samples.ts';
import { rawZip } from '../support/raw-zip.ts';
import { makeWorld, passphrase, type VaultWorld } from '../support/vault/vault-world.ts';
import { findViolations } from './support/axe.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { openDialogAnswers } from './support/dialogs.ts';
import { at, button, type } from './support/doors.ts';
import { pressUntil } from './support/keyboard.ts';
import type { RunningApp } from './support/launch-app.ts';
import { launchUnlocked } from './support/launch-unlocked.ts';
import { lookEverywhere, lookNarrow } from './support/looking.ts';

/** Finding one's portal, what it hands out, and taking that in once it was looked at. */
describeDesktop('the ways into a vault', (stage) => {
  let provider: PracticeProvider;
  let world: VaultWorld;
  let running: RunningApp;
  let page: Page;

  const text = (said: string | RegExp) => page.getByText(said).first();
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
  const look = (screen: string): Promise<void> => lookEverywhere(running, page, screen);
  const openDetails = async (): Promise<void> => {
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
  };
  const given = (name: string): string => join(world.root, 'given', name);
  async function give(name: string, bytes: Uint8Array | string): Promise<void> {
    await mkdir(join(world.root, 'given'), { recursive: true });
    await writeFile(given(name), bytes);
  }
  /** As if these had been chosen in the system's dialog. */
  async function bring(...names: readonly string[]): Promise<void> {
    await openDialogAnswers(running.app, names.map(given));
    await running.goTo('/sources/add?way=files');
    await button(page, 'Choose files').click();
  }

  beforeAll(async () => {
    provider = await startPracticeProvider();
    world = await makeWorld();
    running = await launchUnlocked(stage, { home: world.root, passphrase });
    ({ page } = running);
  });

  afterAll(async () => {
    await running.close();
    await provider.close();
    await world.remove();
  });

  it('finds a portal by its name or its address, by keyboard alone', async () => {
    await running.goTo('/sources/add');
    await heading('Which portal do you use?').waitFor();
    await look('portals');
    await pressUntil(page, 'Name or web address of your portal');
    await page.keyboard.type('alchemy');
    const rows = page.getByRole('list', { name: 'Portals that we know' }).getByRole('listitem');
    await expect.poll(() => rows.count()).toBe(1);
    expect(await page.getByRole('status').first().textContent()).toBe('1 portal fits');
    await pressUntil(page, 'The Learning Pathway');
    await page.keyboard.press('Enter');
    await heading('The Learning Pathway').waitFor();
    await running.goTo('/sources/add');
    await page.getByRole('searchbox').fill('https://northfield.instructure.com/courses/1');
    await expect.poll(() => rows.allInnerTexts()).toEqual([expect.stringContaining('Canvas')]);
  });

  it('leads from an unknown portal to the portal window, with its address', async () => {
    await page.getByRole('searchbox').fill('https://portal.northfield.example/start');
    await text('We do not know that one yet').waitFor();
    await look('portals-unknown');
    await button(page, 'Open it here').click();
    await heading('Open your portal here').waitFor();
    expect(await page.getByLabel('Web address of the portal').inputValue()).toBe(
      'https://portal.northfield.example/start',
    );
  });

  it.each(catalogue.map(({ id, name, ways }) => [name, id, ways] as const))(
    'shows the ways of %s, the best one first, in every width',
    async (name, id, ways) => {
      await running.goTo(`/sources/add?portal=${id}`);
      await heading(name).waitFor();
      await openDetails();
      for (const { steps } of ways) for (const step of steps) await text(step).waitFor();
      expect(await page.locator('.button-primary').count(), 'main buttons').toBe(1);
      await lookNarrow(running, page, `portal-${id}`);
      expect(await findViolations(page)).toEqual([]);
    },
    60_000,
  );

  it('shows what a portfolio holds before it is taken in, then takes in just that', async () => {
    await give(
      'portfolio.zip',
      rawZip([
        { name: 'leap2a.xml', data: Buffer.from(maharaFeed()) },
        { name: 'files/23-essay one.txt', data: Buffer.from('My essay.') },
        { name: 'files/31-photo.png', data: Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]) },
      ]),
    );
    await bring('portfolio.zip');
    await heading('Here is what we found').waitFor();
    await text('Nothing is taken in yet. Look at it, and then say yes.').waitFor();
    await text('What cannot be taken').waitFor();
    await look('import-found');
    const said = await page.locator('.found-counts').innerText();
    const fresh = /^(\d+) things are new/u.exec(said)?.[1];
    await pressUntil(page, 'Take it in');
    await page.keyboard.press('Enter');
    await heading('This is what was taken in').waitFor();
    await text(new RegExp(`^${String(fresh)} new`, 'u')).waitFor();
    await look('import-taken');
    await bring('portfolio.zip');
    await text('All of it is here already. There is nothing to take in.').waitFor();
    expect(await button(page, 'Take it in').count()).toBe(0);
    await running.shot('import-known');
  });

  it('refuses a zip that is not safe in a plain sentence, and offers to keep it as one file', async () => {
    await give(
      'odd.zip',
      rawZip([
        { name: '../../escape.txt', data: Buffer.from('out') },
        { name: 'fine.txt', data: Buffer.from('fine') },
      ]),
    );
    await bring('odd.zip');
    await heading('We cannot take this in').waitFor();
    await text('odd.zip cannot be taken in').waitFor();
    await text('This zip file is built in a way that is not safe to open.').waitFor();
    expect(await button(page, 'Take it in').count()).toBe(0);
    await look('import-refused');
    await button(page, 'Keep it as one file').click();
    await text('The file is being kept as it is.').waitFor();
  });

  it('lets the columns of a table be put right before it is taken in', async () => {
    await give(
      'grades.csv',
      'Unit ref,Unit title,Grade,Room\nA/502/0812,Food safety,Merit,12\nA/502/0813,Menus,Pass,14\n',
    );
    await bring('grades.csv');
    await heading('Here is what we found').waitFor();
    await text('What is in each column?').waitFor();
    await text('Such as A/502/0812, A/502/0813').waitFor();
    const room = page.getByRole('button', { name: /What the column Room means/u });
    expect(await room.innerText()).toContain('Leave this out');
    await look('import-table');
    expect(await button(page, 'Take it in').count()).toBe(1);
    await room.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'What was said' }).click();
    await text('You changed what a column means. Look again before you take it in.').waitFor();
    expect(await button(page, 'Take it in').count()).toBe(0);
    await button(page, 'Look again with this').click();
    await button(page, 'Take it in').waitFor();
    expect(await room.innerText()).toContain('What was said');
    await button(page, 'Take it in').click();
    await heading('This is what was taken in').waitFor();
  });

  it('keeps plain files at once, with no extra step', async () => {
    await give('essay.txt', 'Just an essay.');
    await bring('essay.txt');
    await at(page, '/sources');
    await text('Your files were added').waitFor();
  });

  it('takes what is dropped on any screen', async () => {
    await give('folder-of-work.zip', rawZip([{ name: 'unit 1/report.txt', data: Buffer.from('A report.') }]));
    await running.goTo('/health');
    await heading('Health').waitFor();
    await page.evaluate(() => {
      const input = document.createElement('input');
      input.type = 'file';
      input.id = 'dropped-by-test';
      document.body.append(input);
    });
    await page.setInputFiles('#dropped-by-test', given('folder-of-work.zip'));
    await page.evaluate(() => {
      const input = document.querySelector<HTMLInputElement>('#dropped-by-test');
      const transfer = new DataTransfer();
      for (const file of input?.files ?? []) transfer.items.add(file);
      input?.remove();
      for (const name of ['dragenter', 'dragover', 'drop'])
        document.body.dispatchEvent(
          new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: transfer }),
        );
    });
    await heading('Here is what we found').waitFor();
    await text('folder-of-work.zip').waitFor();
    await button(page, 'Leave it').click();
    await at(page, '/sources');
  });

  it('says so of an import that is not there any more', async () => {
    await running.goTo('/sources/import?task=t-0000');
    await heading('This is not here any more').waitFor();
  });

  it('connects a new Moodle on its own sign-in page', async () => {
    await running.goTo('/sources/add?portal=moodle');
    await type(page, 'Web address of the portal', provider.url);
    const opened = running.app.waitForEvent('window', { timeout: 60_000 });
    await button(page, 'Sign in on the portal’s own page').click();
    await at(page, '/portal');
    const portal = await opened;
    await portal.waitForURL(/\/login\/index\.php/u);
    await portal.getByLabel('Username').fill(provider.learner.username);
    await portal.getByLabel('Password').fill(provider.learner.password);
    await portal.getByRole('button', { name: 'Sign in' }).click();
    await at(page, '/sources');
    await text(/Northfield.* is connected\./u).waitFor();
    await expect.poll(() => running.app.windows().length).toBe(1);
    await button(page, 'Have a look').click();
    await heading(/Northfield/u).waitFor();
    await text(/^[1-9]\d* items?/u).waitFor({ timeout: 120_000 });
  });

  it('wrote no error to its console', () => {
    expect(running.troubles()).toEqual([]);
  });
});
