import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findViolations } from './support/axe.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { launchApp, makeHome, type RunningApp } from './support/launch-app.ts';
import { launchUnlocked } from './support/launch-unlocked.ts';
import { openDialogAnswers, saveDialogAnswers } from './support/dialogs.ts';
import { answerWords, at, button, shownWords, type, unlock } from './support/doors.ts';
import { pressUntil } from './support/keyboard.ts';

const first = 'otter noon lantern marmalade violin';
const second = 'pebble sparrow ginger tunnel blanket';
const third = 'walnut ferry cactus drizzle ribbon';

const hostOf = (page: Page): string => new URL(page.url()).host;

async function lock(running: RunningApp): Promise<void> {
  await running.goTo('/settings');
  await button(running.page, 'Lock now').last().click();
  await at(running.page, '/unlock');
}

describeDesktop('the doors of a vault', (stage) => {
  let home: string;
  let running: RunningApp;
  let page: Page;
  let recoveryKey: string[] = [];
  let newerKey: string[] = [];

  beforeAll(async () => {
    home = await makeHome();
    running = await launchApp(stage, { home });
    ({ page } = running);
    page.setDefaultTimeout(30_000);
    await at(page, '/welcome');
  });
  afterAll(async () => {
    await running.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  describe('making a vault', () => {
    it('says how easily a passphrase is guessed, and asks twice before a weak one is used', async () => {
      await button(page, 'Make a new vault').click();
      await type(page, 'New passphrase', 'short');
      await button(page, 'Make my vault').click();
      await page.getByText('This is too short.').waitFor();
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true');

      await type(page, 'New passphrase', 'liverpool2024');
      await type(page, 'The same passphrase again', 'liverpool2023');
      await page.getByText('Easy to guess', { exact: true }).waitFor();
      await running.shot('new-vault-weak');
      await button(page, 'Make my vault').click();
      await page.getByText('These two are not the same.').waitFor();
      await type(page, 'The same passphrase again', 'liverpool2024');
      await button(page, 'Make my vault').click();
      await page.getByText(/^This is easy to guess: /u).waitFor();
    });

    it('shows the recovery key once, and saves it as a PDF with a warning about this disk', async () => {
      await type(page, 'New passphrase', first);
      await type(page, 'The same passphrase again', first);
      await page.getByText('Hard to guess', { exact: true }).waitFor();
      await running.shot('new-vault');
      await button(page, 'Make my vault').click();
      recoveryKey = await shownWords(page);
      expect(recoveryKey).toHaveLength(12);

      const sheet = join(home, 'sheet.pdf');
      await saveDialogAnswers(running.app, sheet);
      await button(page, 'Save as PDF').click();
      await page.getByText('Saved, but on the same disk as your vault').waitFor();
      expect((await readFile(sheet)).subarray(0, 5).toString()).toBe('%PDF-');
      await rm(sheet);
      await running.shot('recovery-key');
    });

    it('prints the words and nothing else of the screen', async () => {
      await page.emulateMedia({ media: 'print' });
      const shown = await page.evaluate(() => document.body.innerText.toLowerCase());
      await page.emulateMedia({ media: null });
      for (const word of recoveryKey) expect(shown).toContain(word);
      expect(shown).toContain('printed on');
      expect(shown).not.toContain('save as pdf');
    });

    it('asks three of its words back before it goes on', async () => {
      await button(page, 'I have written them down').click();
      await answerWords(
        page,
        [...recoveryKey].reverse().map((word) => `${word}x`),
      );
      await button(page, 'Finish').click();
      await page
        .getByText(/^This is not word \d+\./u)
        .first()
        .waitFor();
      await running.shot('recovery-key-check');
      await button(page, 'Show me the words again').click();
      expect(await shownWords(page)).toEqual(recoveryKey);
      await button(page, 'I have written them down').click();
      await answerWords(page, recoveryKey);
      const before = hostOf(page);
      await button(page, 'Finish').click();
      await at(page, '/home');
      expect(hostOf(page), 'the page that saw the secrets is replaced').not.toBe(before);
      expect((await stat(join(home, 'vault', 'README.txt'))).isFile()).toBe(true);
    });
  });

  describe('coming in again', () => {
    it('says kindly that a passphrase is wrong, and keeps what was typed', async () => {
      await lock(running);
      await button(page, 'Unlock').click();
      await page.getByText('Type your passphrase here.').waitFor();
      await unlock(page, second);
      await page.getByText('That is not the passphrase of this vault.').waitFor();
      await running.shot('unlock-wrong');
      expect(await page.getByLabel('Passphrase', { exact: true }).inputValue()).toBe(second);
    });

    it('opens with the right one, on a fresh page', async () => {
      const before = hostOf(page);
      await unlock(page, first);
      await at(page, '/home');
      expect(hostOf(page)).not.toBe(before);
    });

    it('hides the work when the screen is locked, and shows it for the passphrase', async () => {
      await running.app.evaluate(({ powerMonitor }) => {
        powerMonitor.emit('lock-screen');
      });
      await at(page, '/covered');
      await running.goTo('/evidence');
      await page.getByRole('heading', { name: 'Your vault is covered' }).waitFor();
      await running.shot('covered');
      await type(page, 'Passphrase', second);
      await button(page, 'Show my vault').click();
      await page.getByText('That is not the passphrase of this vault.').waitFor();
      await type(page, 'Passphrase', first);
      await button(page, 'Show my vault').click();
      await at(page, '/home');
    });

    it('takes the recovery key for a forgotten passphrase, pasted whole, and finds a slip in it', async () => {
      await lock(running);
      await page.getByRole('link', { name: 'I forgot my passphrase' }).click();
      await at(page, '/recover');
      const slip = recoveryKey.map((word, place) => (place === 4 ? 'lanternx' : word));
      await type(page, 'Word 1', slip.join(' '));
      expect(await page.getByLabel('Word 12', { exact: true }).inputValue()).toBe(recoveryKey[11]);
      await type(page, 'New passphrase', second);
      await type(page, 'The same passphrase again', second);
      await button(page, 'Set it and open my vault').click();
      await page.getByText('We do not know this word.').waitFor();
      await expect
        .poll(() =>
          page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent),
        )
        .toBe('Word 5');
      await running.shot('recover');
      await type(page, 'Word 5', recoveryKey[4] ?? '');
      await button(page, 'Set it and open my vault').click();
      await at(page, '/home');
      await lock(running);
      await unlock(page, first);
      await page.getByText('That is not the passphrase of this vault.').waitFor();
      await unlock(page, second);
      await at(page, '/home');
    });

    it('opens the vault with the recovery key alone, by way of its folder', async () => {
      await lock(running);
      await page.getByRole('link', { name: 'Open some other vault' }).click();
      await pick(page, 'Use my recovery key');
      await type(page, 'Word 1', recoveryKey.join('  '));
      await button(page, 'Open').click();
      await page.getByText('Choose the folder of your vault first.').waitFor();
      await openDialogAnswers(running.app, [home]);
      await button(page, 'Choose a folder').click();
      await button(page, 'Open').click();
      await page.getByText('There is no vault in that folder').waitFor();
      await running.shot('open-no-vault');
      await openDialogAnswers(running.app, [join(home, 'vault')]);
      await button(page, 'Choose another folder').first().click();
      await page.getByText('The vault in ‘vault’').waitFor();
      await button(page, 'Open').click();
      await at(page, '/home');
    });
  });

  describe('settings', () => {
    it('change the passphrase for whoever knows the old one', async () => {
      await running.goTo('/settings/passphrase');
      await type(page, 'The passphrase that you use now', first);
      await type(page, 'New passphrase', third);
      await type(page, 'The same passphrase again', third);
      await button(page, 'Change it').click();
      await page.getByText('That is not the passphrase that you use now.').waitFor();
      await type(page, 'The passphrase that you use now', second);
      await button(page, 'Change it').click();
      await page.getByText('Your passphrase was changed').waitFor();
      await lock(running);
      await unlock(page, third);
      await at(page, '/home');
    });

    it('make a new recovery key, and the old one opens nothing any more', async () => {
      await running.goTo('/settings/recovery-key');
      await type(page, 'Your passphrase', third);
      await button(page, 'Make a new recovery key').click();
      newerKey = await shownWords(page);
      expect(newerKey).not.toEqual(recoveryKey);
      await button(page, 'I have written them down').click();
      await answerWords(page, newerKey);
      await button(page, 'Finish').click();
      await page.getByText('You have a new recovery key').waitFor();
      await lock(running);
      await running.goTo('/open');
      await pick(page, 'Use my recovery key');
      await type(page, 'Word 1', recoveryKey.join(' '));
      await button(page, 'Open').click();
      await page.getByText('These words do not open this vault.').waitFor();
      await type(page, 'Word 1', newerKey.join(' '));
      await button(page, 'Open').click();
      await at(page, '/home');
    });

    it('show whose work is inside, and where the vault is', async () => {
      await running.goTo('/settings');
      await page.getByText(join(home, 'vault')).waitFor();
      await button(page, 'What is inside, and under which licence').click();
      await page.getByText(/^react \d/u).waitFor();
    });

    it('are kept when the app is started again', async () => {
      const isMetered = (): Promise<boolean> =>
        page.getByRole('switch', { name: /Wait when data costs money/u }).isChecked();
      const metered = !(await isMetered());
      await pick(page, 'Wait when data costs money');
      // It shows the new value once main has kept it.
      await expect.poll(isMetered).toBe(metered);
      await choose(page, 'Colours', 'Dark');
      await choose(page, 'Size of the words', 'Big');
      await choose(page, 'Look for new work', 'Once a day');
      await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
      await running.close();

      running = await launchUnlocked(stage, { home, passphrase: third });
      ({ page } = running);
      await running.goTo('/settings');
      await page.getByRole('button', { name: /Once a day/u }).waitFor();
      expect(await page.getByRole('button', { name: /Big/u }).count()).toBe(1);
      expect(await isMetered()).toBe(metered);
      const { theme, textSize } = await page.evaluate(() => {
        const { dataset } = document.documentElement;
        return { theme: dataset.theme, textSize: dataset.textSize };
      });
      expect({ theme, textSize }).toEqual({ theme: 'dark', textSize: '130' });
      await choose(page, 'Colours', 'As my computer has it');
      await choose(page, 'Size of the words', 'Normal');
    });
  });

  describe('every door', () => {
    const whileOpen = [
      ['settings', '/settings', 'Settings'],
      ['change-passphrase', '/settings/passphrase', 'Change your passphrase'],
      ['new-recovery-key', '/settings/recovery-key', 'Make a new recovery key'],
    ] as const;
    const whileLocked = [
      ['unlock', '/unlock', 'Your vault is locked'],
      ['new-vault', '/new', 'Choose a passphrase'],
      ['open', '/open', 'Open a vault'],
      ['recover', '/recover', 'Set a new passphrase'],
      ['settings-locked', '/settings', 'Settings'],
      ['welcome', '/welcome', 'Keep your work safe, whatever happens'],
    ] as const;

    it.each(whileOpen)('%s can be read and used by everybody', async (name, route, title) => {
      await lookAtDoor(name, route, title);
    });

    it.each(whileLocked)('%s can be read and used by everybody', async (name, route, title) => {
      if (name === 'unlock') await lock(running);
      await lookAtDoor(name, route, title);
    });

    it('writes no error to the console', () => {
      expect(running.troubles()).toEqual([]);
    });

    async function lookAtDoor(name: string, route: string, title: string): Promise<void> {
      await running.goTo(route);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      for (const theme of ['light', 'dark'] as const) {
        await running.show({ theme });
        await running.shot(name);
        expect(await findViolations(page)).toEqual([]);
      }
      for (const narrow of [{ width: 320 }, { width: 1100, zoom: 2 }]) {
        await running.show({ theme: 'light', zoom: 1, ...narrow });
        await running.shot(name);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, `${name} is cut off at the side`).toBeLessThanOrEqual(0);
      }
      await running.show({ theme: 'light', width: 1100, zoom: 1 });
    }
  });
});

/** Presses a switch or one of a few cards, which are labels around what a screen reader uses. */
async function pick(page: Page, words: string): Promise<void> {
  await page.locator('label').filter({ hasText: words }).click();
}

/** Chooses from a list as it stands in Settings. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(label, 'u') }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

describeDesktop('the doors by keyboard alone', (stage) => {
  it('makes, locks and opens a vault without a pointer', async () => {
    const running = await launchApp(stage);
    const { page } = running;
    try {
      await at(page, '/welcome');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await pressUntil(page, 'Make a new vault');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Choose a passphrase' }).waitFor();
      await pressUntil(page, 'New passphrase');
      await page.keyboard.type(first);
      await pressUntil(page, 'The same passphrase again');
      await page.keyboard.type(first);
      await page.keyboard.press('Enter');
      const words = await shownWords(page);
      await pressUntil(page, 'I have written them down');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Check your twelve words' }).waitFor();
      for (let asked = 0; asked < 3; asked += 1) {
        const label = await pressUntil(page, /^Word \d+$/u);
        await page.keyboard.type(words[Number(label.replace('Word ', '')) - 1] ?? '');
      }
      await page.keyboard.press('Enter');
      await at(page, '/home');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await pressUntil(page, 'Lock now');
      await page.keyboard.press('Enter');
      await at(page, '/unlock');
      // The passphrase has the focus from the start.
      await page.getByLabel('Passphrase', { exact: true }).waitFor();
      await page.keyboard.type(first);
      await page.keyboard.press('Enter');
      await at(page, '/home');
    } finally {
      await running.close();
    }
  });
});
