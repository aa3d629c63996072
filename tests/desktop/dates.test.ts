import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { runWitness, type ServedWitness } from '../../src/vault/witnesses/run-witness.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { button, type, lookAround } from './support/doors.ts';
import { launchApp, type RunningApp } from './support/launch-app.ts';
import { lookEverywhere } from './support/looking.ts';

describeDesktop('dates and witnesses', (stage) => {
  let running: RunningApp;
  let page: Page;
  let witness: ServedWitness;

  const authority = 'Practice Time Authority';
  const question = 'May others put a date on your work?';
  const focused = (): Promise<string | undefined> =>
    page.evaluate(() => document.activeElement?.textContent.trim());

  async function openItem(): Promise<void> {
    await running.goTo('/evidence?kind=assignment');
    await page.getByLabel('Find your work').fill('risk assessment');
    await page.getByRole('link', { name: /^Unit 1 Assignment: Risk assessment/u }).click();
  }

  beforeAll(async () => {
    running = await launchApp(stage);
    ({ page } = running);
    page.setDefaultTimeout(30_000);
    witness = await runWitness({
      dir: join(running.home, 'witness'),
      name: 'college.example/witness',
      host: '127.0.0.1',
      port: 0,
      logs: [],
      trustOnFirstUse: true,
      onProblem: () => undefined,
    });
    await lookAround(page);
    // Elsewhere, as a learner is who just connected a portal.
    await running.goTo('/evidence');
  });
  afterAll(async () => {
    await running.close();
    await witness.close();
  });

  it('are asked for once something was copied, at the foot of whatever screen is shown', async () => {
    const strip = page.getByRole('region', { name: 'A question for you' });
    await strip.waitFor({ timeout: 120_000 });
    await lookEverywhere(running, page, 'dates-strip');
    await button(page, 'Read and answer').click();
    const dialog = page.getByRole('dialog', { name: question });
    await dialog.getByText(authority).waitFor();
    await dialog.getByText(/^One short code/u).waitFor();
    await lookEverywhere(running, page, 'dates-dialog');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await button(page, 'Later').click();
    await strip.waitFor({ state: 'detached' });
  });

  it('stay a question on Home until there is an answer', async () => {
    await running.goTo('/home');
    await page.getByRole('heading', { name: question }).waitFor();
    await lookEverywhere(running, page, 'home-dates-question', page.getByRole('region', { name: question }));
    await running.goTo('/health');
    await page.getByText('Not dated', { exact: true }).waitFor();
    await running.goTo('/home');
    await button(page, 'Yes, ask for dates').press('Enter');
    await page.getByRole('heading', { name: question }).waitFor({ state: 'detached' });
    await page.getByText(`Your work was dated by ${authority}.`).first().waitFor();
    await expect.poll(focused).toBe('If your provider closed today, what could you prove?');
    await page.getByText('Dated: Yes').first().waitFor({ state: 'attached' });
  });

  it('show on each item who dated it, and what that does not show', async () => {
    await openItem();
    await page.getByText('Dated', { exact: true }).waitFor();
    await page.getByText(`${authority} dated it`, { exact: false }).waitFor();
    await page.getByText('A date does not show who made it', { exact: false }).waitFor();
  });

  it('are in Settings, with who is asked and what they said', async () => {
    await running.goTo('/settings?show=dates');
    await expect.poll(focused).toBe('Dates from outside');
    expect(await page.getByRole('switch', { name: 'Have my work dated after each copy' }).isChecked()).toBe(
      true,
    );
    await page.getByRole('list', { name: 'Who is asked' }).getByText(authority).waitFor();
    const card = page.getByRole('region', { name: 'Dates from outside' });
    await card.getByRole('button', { name: 'Ask now' }).click();
    await card.getByText('Your work is dated').waitFor();
    await card.getByText('Make old dates last').click();
    await card.getByRole('button', { name: 'Make them last' }).click();
    await card.getByText(/Your dates will last|Not all of it could be done/u).waitFor();
    await lookEverywhere(running, page, 'settings-dates-last', card.getByText('Make old dates last'));
  });

  it('refuse an address that is none at its field', async () => {
    await page.getByText('Ask someone else too').click();
    const card = page.getByRole('region', { name: 'Dates from outside' });
    await card.getByLabel('Web address').fill('not an address');
    await card.getByRole('button', { name: 'Add it' }).click();
    await card.getByText('Write a web address that starts with').waitFor();
    await lookEverywhere(running, page, 'settings-dates', card);
  });

  it('take a witness, and show what it signed', async () => {
    await running.goTo('/settings?show=witnesses');
    await expect.poll(focused).toBe('Witnesses');
    const card = page.getByRole('region', { name: 'Witnesses' });
    await card.getByText('You have no witness').waitFor();
    await card.getByText('Add a witness').click();
    await card.getByLabel('Web address').fill(witness.url);
    await type(page, 'Its key', 'nonsense');
    await card.getByRole('button', { name: 'Add it' }).click();
    await card.getByText('This is not the key of a witness').waitFor();
    await type(page, 'Its key', witness.key);
    await card.getByRole('button', { name: 'Add it' }).click();
    await card.getByText('Your history was signed').waitFor();
    await card
      .getByRole('list', { name: 'Your witnesses' })
      .getByText(witness.name, { exact: true })
      .waitFor();
    await card.getByText(/^Signed all of your history so far/u).waitFor();
    await lookEverywhere(running, page, 'settings-witnesses', card);
  });

  it('show in Health, and on the item that the witness saw', async () => {
    await running.goTo('/health');
    await page.getByText('All of it is dated').waitFor();
    await page.getByText(`Asked for dates: ${authority}`).waitFor();
    await page.getByText(`Witnesses: ${witness.name}`).waitFor();
    await lookEverywhere(
      running,
      page,
      'health-dates',
      page.getByRole('region', { name: 'What others vouch for' }),
    );
    await openItem();
    await page.getByText('Seen by a witness').waitFor();
    await page.getByText('Who dated or saw each version').click();
    await page.getByText(`by ${witness.name}, at`, { exact: false }).waitFor();
    await lookEverywhere(running, page, 'item-dated', page.getByRole('region', { name: 'How it stands' }));
  });

  it('can be turned off again, and what was dated stays so', async () => {
    await running.goTo('/settings?show=dates');
    await page.getByRole('switch', { name: 'Have my work dated after each copy' }).press('Space');
    await running.goTo('/health');
    await page.getByText('No one is asked for dates').waitFor();
    await page.getByText('All of it is dated').waitFor();
  });

  it('trouble no console', () => {
    expect(running.troubles()).toEqual([]);
  });
});
