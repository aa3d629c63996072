import { readFile } from 'node:fs/promises';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { parsePolicy } from '../../src/verify/policy.ts';
import { focusedName, pressUntil } from '../desktop/support/keyboard.ts';
import { describeBrowser } from './support/describe-browser.ts';
import { OpenedPage } from './support/open-page.ts';
import { setChromiumStage } from './support/stage.ts';

describeBrowser('chromium', 'a policy in the verifier page', (program) => {
  const stage = setChromiumStage(program);
  let opened: OpenedPage;

  beforeEach(async () => {
    opened = await OpenedPage.open(stage().browser);
  });
  afterEach(async () => {
    expect(opened.asked).toEqual([OpenedPage.address]);
    expect(opened.troubles).toEqual([]);
    await opened.close();
  });

  const button = (name: string | RegExp, exact = false) => opened.page.getByRole('button', { name, exact });
  const field = (label: string) => opened.page.getByLabel(label, { exact: true });
  const answered = (answer: string, outcome: string) =>
    opened.page.locator(`[data-answer=${answer}][data-outcome=${outcome}]`).waitFor();
  const closed = () => opened.page.getByRole('dialog').waitFor({ state: 'detached' });
  const addAuthority = async (): Promise<void> => {
    await button('Add a time authority').click();
    await opened.page.setInputFiles('input[name=trusted]', stage().samples.certificate);
    await field('Name').fill('Clock of Northfield');
    await button('Add', true).click();
    await closed();
  };
  const savedPolicy = async () => {
    const [saved] = await Promise.all([
      opened.page.waitForEvent('download'),
      opened.page
        .locator('.verifier-policy-part')
        .first()
        .getByRole('button', { name: 'Save a copy' })
        .click(),
    ]);
    const text = await readFile(await saved.path(), 'utf8');
    return { name: saved.suggestedFilename(), policy: parsePolicy(JSON.parse(text)), text };
  };

  it('is made from nothing, judges at once, and is saved as the file that the command line reads', async () => {
    await opened.bring(stage().samples.stamped);
    await answered('time', 'not-checked');
    await button('Make a policy').click();
    await opened.page.getByText('it trusts nobody yet').waitFor();
    await answered('time', 'not-checked');
    await addAuthority();
    await answered('time', 'pass');
    await button('Add a vault').click();
    await field('Vault id or key').fill(stage().samples.stampedVaultId);
    await field('Name').fill('Sam');
    await button('Add', true).click();
    await closed();
    await answered('sender', 'pass');
    await button('Change its name').click();
    await field('Name of the policy').fill('Board of Northfield');
    await button('Keep this').click();
    await opened.page.locator('.verifier-policy').getByText('Board of Northfield').waitFor();
    await opened.page.getByText('It is gone when you close this page').waitFor();
    const { name, policy } = await savedPolicy();
    expect(name).toBe('policy.json');
    expect(policy).toMatchObject({
      name: 'Board of Northfield',
      authorities: [{ name: 'Clock of Northfield' }],
      vaults: [{ name: 'Sam', key: stage().samples.stampedVaultId }],
    });
    expect(await opened.page.getByText('It is gone when you close this page').count()).toBe(0);
  });

  it('limits trust by days, shows them, and trusts nobody who was removed', async () => {
    await opened.bring(stage().samples.stamped);
    await button('Make a policy').click();
    await addAuthority();
    await answered('time', 'pass');
    await button('Change Clock of Northfield').click();
    await field('Key in other hands from').fill('2026-01-01');
    await field('Trusted until').fill('2026-06-30');
    await button('Keep this').click();
    await closed();
    await answered('time', 'not-checked');
    await opened.page
      .getByText('until 30 June 2026, not from 1 January 2026 on: the key may have been in other hands')
      .waitFor();
    const { policy } = await savedPolicy();
    expect(policy.authorities[0]).toMatchObject({
      until: '2026-06-30T23:59:59.999Z',
      compromisedFrom: '2026-01-01T00:00:00.000Z',
    });
    await button('Remove Clock of Northfield').click();
    await opened.page.getByText('Clock of Northfield').first().waitFor({ state: 'detached' });
    expect((await savedPolicy()).policy.authorities).toEqual([]);
  });

  it('says what is wrong with a certificate, a key and a name, and keeps what was typed', async () => {
    await button('Make a policy').click();
    await button('Add a time authority').click();
    await button('Add', true).click();
    await opened.page.getByText('Choose the file with the certificate first.').waitFor();
    await opened.page.setInputFiles('input[name=trusted]', stage().samples.noZip);
    await field('Name').fill('Clock of Northfield');
    await button('Add', true).click();
    await opened.page.getByText('That file is not one certificate.').waitFor();
    expect(await field('Name').inputValue()).toBe('Clock of Northfield');
    await opened.page.setInputFiles('input[name=trusted]', stage().samples.certificate);
    await field('Only under these rules').fill('no number');
    await button('Add', true).click();
    await opened.page.getByText('one of them is not as it should be').waitFor();
    await field('Only under these rules').fill('1.2.3');
    await button('Add', true).click();
    await closed();
    await button('Add a time authority').click();
    await opened.page.setInputFiles('input[name=trusted]', stage().samples.certificate);
    await field('Name').fill('Clock of Northfield');
    await button('Add', true).click();
    await opened.page.getByText('There is a time authority of that name already').waitFor();
    await button('Cancel').click();
    await button('Add a witness').click();
    await field('Key of the witness').fill('w.example+00000000+AAAA');
    await button('Add', true).click();
    await opened.page.getByText('That is not the key of a witness').waitFor();
  });

  it('judges as of a day that the reader gives, and says so', async () => {
    await opened.page.setInputFiles('input[name=policy]', stage().samples.policy);
    await opened.bring(stage().samples.stamped);
    await answered('time', 'pass');
    await field('Judge as of').fill('2026-11-19');
    await button('Check again').click();
    await answered('time', 'not-checked');
    await opened.page.getByText('Judged as of 19 November 2026.').waitFor();
    await field('Judge as of').fill('2026-11-20');
    await field('Time (UTC)').fill('23:30');
    await button('Check again').click();
    await answered('time', 'pass');
    await opened.page.getByText('Judged as of 20 November 2026, 23:30 UTC.').waitFor();
    await field('Judge as of').fill('');
    await field('Time (UTC)').fill('');
    await button('Check again').click();
    await opened.page.getByText('Judged as of').waitFor({ state: 'detached' });
    await answered('time', 'pass');
  });

  it('is made with the keyboard alone', async () => {
    const { page } = opened;
    await pressUntil(page, 'Make a policy');
    await page.keyboard.press('Enter');
    await pressUntil(page, 'Add a vault');
    await page.keyboard.press('Enter');
    await expect.poll(() => focusedName(page), { timeout: 20_000 }).toMatch(/^Vault id or key/u);
    await page.keyboard.type(stage().samples.stampedVaultId);
    await page.keyboard.press('Tab');
    await page.keyboard.type('Sam');
    await page.keyboard.press('Enter');
    await closed();
    await page.getByText('Sam', { exact: true }).waitFor();
    await expect.poll(() => focusedName(page), { timeout: 20_000 }).toBe('Add a vault');
  });
});
