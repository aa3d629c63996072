import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { systemClock } from '../../src/base/clock.ts';
import { signVaultCard } from '../../src/vault/cards/sign-card.ts';
import { makeRecipient } from '../../src/vault/recipients/make-recipient.ts';
import { setProfile } from '../../src/vault/statements.ts';
import { makeWorld, passphrase, type VaultWorld } from '../support/vault/vault-world.ts';
import { findViolations } from './support/axe.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { openDialogAnswers, saveDialogAnswers } from './support/dialogs.ts';
import { at, button, unlock } from './support/doors.ts';
import { launchApp, type RunningApp } from './support/launch-app.ts';
import { lookEverywhere, lookNarrow } from './support/looking.ts';

describeDesktop('the vault card and marks', (stage) => {
  let running: RunningApp;
  let page: Page;
  let world: VaultWorld;

  beforeAll(async () => {
    world = await makeWorld();
    await world.using(async (vault) => {
      await setProfile(vault, { name: 'Sam Reed', registration: 'R-7' });
      await world.add(vault, { 'letter.txt': 'A letter from the doctor.' });
    });
    running = await launchApp(stage, { home: world.root });
    ({ page } = running);
    page.setDefaultTimeout(30_000);
    await unlock(page, passphrase);
    await at(page, '/home');
  });
  afterAll(async () => {
    await running.close();
    await world.remove();
  });

  it('goes out of Settings to be signed and comes back', async () => {
    const [card, signed] = [join(running.home, 'card.json'), join(running.home, 'signed.json')];
    const college = join(running.home, 'college');
    await mkdir(college, { recursive: true });
    await makeRecipient({
      name: 'Coastal College',
      contact: '',
      dir: college,
      force: true,
      clock: systemClock,
    });
    await running.goTo('/settings');
    await page.getByText('No one has signed a card for this vault yet.').waitFor();
    await saveDialogAnswers(running.app, card);
    await button(page, 'Save the card').click();
    await page.getByText('The card is saved.', { exact: false }).waitFor();
    await signVaultCard({
      card,
      key: join(college, 'signing-key.pem'),
      out: signed,
      force: false,
      as: 'Coastal College',
      clock: systemClock,
    });
    await openDialogAnswers(running.app, [card]);
    await button(page, 'Bring back the signed card').click();
    await page.getByText('Nobody has signed that card yet.', { exact: false }).waitFor();
    await openDialogAnswers(running.app, [signed]);
    await button(page, 'Bring back the signed card').click();
    await page.getByText('Coastal College', { exact: true }).waitFor();
    await lookEverywhere(running, page, 'settings-vault-card');
  });

  it('marks an item on its page, and takes the mark away', async () => {
    await running.goTo('/evidence');
    await page
      .getByRole('link', { name: /letter\.txt/u })
      .first()
      .click();
    const box = page.getByRole('checkbox', { name: 'It is private' });
    await box.waitFor();
    await box.focus();
    await page.keyboard.press('Space');
    const told = page.getByRole('region').getByText('Marked. It stays here', { exact: false });
    await told.waitFor();
    await told.waitFor({ state: 'detached' });
    await page.getByRole('checkbox', { name: 'It is private', checked: true }).waitFor();
    expect(await findViolations(page)).toEqual([]);
    await lookNarrow(running, page, 'item-marked');
    await page.getByRole('checkbox', { name: 'It is private' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('region').getByText('The mark is gone.').waitFor();
  });
});
