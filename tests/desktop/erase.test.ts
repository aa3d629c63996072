import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { listItems } from '../../src/vault/items.ts';
import { addReplica } from '../../src/vault/replicas/add-replica.ts';
import { syncReplicas } from '../../src/vault/replicas/sync-replicas.ts';
import { addNote } from '../../src/vault/statements.ts';
import { makeWorld, passphrase, type VaultWorld } from '../support/vault/vault-world.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { button, lookAround } from './support/doors.ts';
import { launchApp, type RunningApp } from './support/launch-app.ts';
import { launchUnlocked } from './support/launch-unlocked.ts';
import { lookEverywhere } from './support/looking.ts';

const blobsBelow = async (place: string): Promise<number> =>
  (await readdir(place, { recursive: true })).filter((name) => name.endsWith('.blob')).length;

/** A learner added a private file by mistake, and takes it out of the vault and the copies that are there. */
describeDesktop('erasing for good', (stage) => {
  let world: VaultWorld;
  let running: RunningApp;
  let page: Page;
  let diary = '';
  let before = 0;

  const place = (name: string): string => join(world.root, name);
  const text = (said: string | RegExp) => page.getByText(said).first();
  const dialog = (name: string) => page.getByRole('alertdialog', { name });

  beforeAll(async () => {
    world = await makeWorld();
    await world.using(async (vault) => {
      await world.add(vault, {
        'diary.txt': 'What I thought of my teacher.',
        'essay.txt': 'My essay on heat pumps.',
        'plan.txt': 'The plan of the practical.',
      });
      diary = listItems(vault).find(({ name }) => name === 'diary.txt')?.id ?? '';
      await addNote(vault, diary, 'I did not mean to add this.');
      for (const name of ['My stick', 'Old stick']) {
        await mkdir(place(name));
        await addReplica(vault, { type: 'folder', path: place(name) }, { name });
      }
      await syncReplicas(vault, undefined);
    });
    before = await blobsBelow(place('My stick'));
    await rename(place('Old stick'), place('Old stick away'));
    running = await launchUnlocked(stage, { home: world.root, passphrase });
    ({ page } = running);
  });
  afterAll(async () => {
    await running.close();
    await world.remove();
  });

  it('is offered quietly, and lists first what would go and where it would stay', async () => {
    await running.goTo(`/item/${diary}`);
    await button(page, 'More for diary.txt').click();
    await page.getByRole('menuitem', { name: 'Erase for good…' }).click();
    const first = dialog('Erase diary.txt?');
    await first.getByText('Nothing is erased yet.').waitFor();
    await first.getByText('Your 1 note or link about it goes too.').waitFor();
    await first.getByText('My stick: it goes from there at once.').waitFor();
    await first.getByText('Old stick is not there now.').waitFor();
    await lookEverywhere(running, page, 'erase-first');
  });

  it('changes nothing where the learner thinks better of it', async () => {
    await button(page, 'Keep it').click();
    await text('I did not mean to add this.').waitFor();
    expect(await blobsBelow(world.dir)).toBe(before);
  });

  it('warns a second time, and wants a word to be typed', async () => {
    await button(page, 'More for diary.txt').click();
    await page.getByRole('menuitem', { name: 'Erase for good…' }).click();
    await page.getByLabel('Why? You can leave this empty.').fill('It is private.');
    await button(page, 'Go on').click();
    const second = dialog('Erase it for good?');
    await second.getByText('diary.txt will be gone for good.').waitFor();
    expect(await button(page, 'Erase for good').isDisabled()).toBe(true);
    await second.getByLabel('To erase it, type: erase').fill('Erase');
    await lookEverywhere(running, page, 'erase-second');
  });

  it('erases, and says where it is gone from and where it still is', async () => {
    await button(page, 'Erase for good').click();
    await text('It is erased').waitFor();
    await text('It is gone from these second copies too: My stick.').waitFor();
    await text('It is still in Old stick.').waitFor();
    await text('You wrote: It is private.').waitFor();
    await lookEverywhere(running, page, 'erase-done');
    expect(await blobsBelow(world.dir)).toBe(before - 1);
    expect(await blobsBelow(place('My stick'))).toBe(before - 1);
    expect(await blobsBelow(place('Old stick away'))).toBe(before);
  });

  it('is told kindly in the list and beside the second copy, and goes from there at the next round', async () => {
    await running.goTo('/evidence');
    await text('2 items').waitFor();
    await page.getByText('Erased by you').click();
    await page.getByRole('list', { name: 'Erased by you' }).getByText('It is private.').waitFor();
    await lookEverywhere(running, page, 'erase-list');
    await running.goTo('/copies');
    const old = page.getByRole('region', { name: 'Old stick' });
    await old.getByText('It still holds something that you erased.').waitFor();
    await rename(place('Old stick away'), place('Old stick'));
    await button(page, 'Copy now: Old stick').click();
    await text('Your second copy is up to date').waitFor();
    expect(await blobsBelow(place('Old stick'))).toBe(before - 1);
    expect(running.troubles()).toEqual([]);
  });
});

describeDesktop('erasing what other things belong to', (stage) => {
  let running: RunningApp;
  let page: Page;

  beforeAll(async () => {
    running = await launchApp(stage);
    ({ page } = running);
    page.setDefaultTimeout(30_000);
    await lookAround(page);
    await page.getByText('Kept', { exact: false }).first().waitFor();
  });
  afterAll(async () => {
    await running.close();
  });

  it('takes along what is ticked, and nothing else', async () => {
    await running.goTo('/evidence?kind=attempt');
    await page.locator('.evidence-result').getByRole('link').first().click();
    await page.getByRole('navigation', { name: 'Part of' }).getByRole('link').first().click();
    await page.getByRole('button', { name: /^More for / }).click();
    await page.getByRole('menuitem', { name: 'Erase for good…' }).click();
    const first = page.getByRole('alertdialog');
    const goes = first.locator('.erase-list').first().getByRole('listitem');
    await expect.poll(() => goes.count()).toBe(1);
    await first.getByText(/^Attempts and what was handed in \(/u).click();
    await expect.poll(() => goes.count()).toBeGreaterThan(1);
    await lookEverywhere(running, page, 'erase-along');
    await button(page, 'Keep it').click();
    expect(running.troubles()).toEqual([]);
  });
});
