import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { restoreVault } from '../../src/vault/restore/restore-vault.ts';
import { placeIn, pushTo } from '../support/vault/second-copies.ts';
import { filesBelow, makeWorld, passphrase, type VaultWorld } from '../support/vault/vault-world.ts';
import { startWebdavServer, webdavUser, type TestServer } from '../support/webdav/webdav-server.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { openDialogAnswers } from './support/dialogs.ts';
import { at, button, type } from './support/doors.ts';
import { launchApp, makeHome, type RunningApp } from './support/launch-app.ts';
import { lookEverywhere } from './support/looking.ts';

const essays = ['The French Revolution.txt', 'Bees and flowers.txt', 'My experiment.txt'];

describeDesktop('a lost laptop', (stage) => {
  let lost: VaultWorld;
  let other: VaultWorld;
  let home: string;
  let running: RunningApp;
  let page: Page;
  let stick: string;
  let disk: string;
  /** What nobody copied to since, as the server: where a restore begins at one and goes on at the other, neither knows of more. */
  let drawer: string;
  let server: TestServer;

  const blobs = async (place: string): Promise<string[]> =>
    (await filesBelow(place)).filter((name) => name.endsWith('.blob')).map((name) => join(place, name));
  const choose = async (path: string): Promise<void> => {
    await openDialogAnswers(running.app, [path]);
    await page.getByRole('button', { name: /^Choose (?:a folder|another place)$/u }).click();
  };
  /** A computer that never saw the vault. */
  const cleanComputer = async (): Promise<void> => {
    await running.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
    home = await makeHome();
    await start();
  };
  const start = async (door = '/welcome'): Promise<void> => {
    running = await launchApp(stage, { home });
    ({ page } = running);
    page.setDefaultTimeout(30_000);
    await at(page, door);
  };

  beforeAll(async () => {
    lost = await makeWorld();
    other = await makeWorld();
    stick = join(lost.root, 'My stick');
    disk = join(lost.root, 'Big disk');
    drawer = join(lost.root, 'In a drawer');
    await lost.using(async (vault) => {
      await lost.add(vault, Object.fromEntries(essays.map((name) => [name, `All about ${name}`])));
      await pushTo(vault, stick);
      await pushTo(vault, disk);
      await pushTo(vault, drawer);
      await pushTo(vault, join(lost.root, 'cloud'));
    });
    await other.using(async (vault) => {
      await other.add(vault, { 'somebody else.txt': 'Not mine.' });
    });
    server = await startWebdavServer(join(lost.root, 'cloud'));
    home = await makeHome();
    await start();
  });
  afterAll(async () => {
    await running.close();
    await server.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
    await lost.remove();
    await other.remove();
  });

  it('is asked for its second copy, and a folder without one is told of', async () => {
    await lookEverywhere(running, page, 'restore-welcome');
    await page.getByRole('link', { name: 'I have a copy already' }).click();
    await at(page, '/restore');
    await page.getByText('No second copy found yet').waitFor();
    await lookEverywhere(running, page, 'restore-none');
    const empty = join(lost.root, 'empty');
    await mkdir(empty);
    await choose(empty);
    await page.getByText('There is no second copy in that folder').waitFor();
    await running.shot('restore-not-here');
  });

  it('shows what a copy is before it is opened, and says so when the passphrase is not its own', async () => {
    await choose(stick);
    const list = page.getByRole('list', { name: 'What we found' });
    await list.getByText('My stick').waitFor();
    await list.getByText(/^Last copied .* 3 files, /u).waitFor();
    await lookEverywhere(running, page, 'restore-found');
    await type(page, 'Passphrase', 'not these words');
    await button(page, 'Get my work back').click();
    await page.getByText('That is not the passphrase of this copy.').waitFor({ timeout: 60_000 });
    await expect(readdir(join(home, 'vault'))).rejects.toMatchObject({ code: 'ENOENT' });
    await lookEverywhere(running, page, 'restore-wrong');
  });

  it('says when the stick was pulled out, and goes on once it is back', async () => {
    await rename(stick, `${stick} away`);
    await type(page, 'Passphrase', passphrase);
    await button(page, 'Get my work back').click();
    await page.getByText('We lost touch with your second copy').waitFor({ timeout: 60_000 });
    await running.shot('restore-gone');
    await rename(`${stick} away`, stick);
    await button(page, 'Try again').click();
    await page.getByText('Everything is back').waitFor({ timeout: 120_000 });
    await page.getByText('My stick stays your second copy.').waitFor();
    await lookEverywhere(running, page, 'restore-whole');
    await button(page, 'Show my work').click();
    await at(page, '/home');
    await page.getByRole('heading', { level: 1, name: /^If your provider closed/u }).waitFor();
    await running.goTo('/evidence');
    for (const name of essays) await page.getByText(name).first().waitFor();
    await running.goTo('/copies');
    await page.getByRole('region', { name: 'My stick' }).waitFor();
    expect(running.troubles()).toEqual([]);
  });

  it('names the one that a damaged copy lacks, and takes it from another copy', async () => {
    await cleanComputer();
    const [first = ''] = await blobs(stick);
    await writeFile(first, 'not what it was');
    await running.goTo('/restore');
    await choose(stick);
    await type(page, 'Passphrase', passphrase);
    await button(page, 'Get my work back').click();
    await page.getByText('2 of your 3 items are back').waitFor({ timeout: 60_000 });
    expect(await page.getByText(/^(?:The French|Bees and|My experiment).*[.]txt$/u).count()).toBe(1);
    await lookEverywhere(running, page, 'restore-damaged');
    await openDialogAnswers(running.app, [disk]);
    await button(page, 'Choose another copy').click();
    await at(page, '/copies');
    await page.getByText('1 file that was missing came back.').waitFor({ timeout: 60_000 });
    await running.shot('restore-healed');
    expect(running.troubles()).toEqual([]);
  });

  it('goes on with a restore that was cut short, when the app is started again', async () => {
    await running.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
    home = await makeHome();
    const stop = new AbortController();
    await restoreVault({
      dir: join(home, 'vault'),
      stateDir: join(home, 'state'),
      from: [placeIn(drawer, lost.vaultId)],
      unlock: { passphrase },
      signal: stop.signal,
      onProgress: ({ name }) => {
        if (name === 'Copying the history') stop.abort();
      },
    }).catch(() => undefined);
    await start();
    await page.getByText('Not all of your work is back yet').waitFor();
    await lookEverywhere(running, page, 'restore-half');
    await button(page, 'Go on').click();
    await at(page, '/restore');
    await button(page, 'Use a server').click();
    await type(page, 'Address of the folder', server.address);
    await type(page, 'User name', webdavUser.username);
    await type(page, 'Password', webdavUser.password);
    await lookEverywhere(running, page, 'restore-server');
    await button(page, 'Look there').click();
    await at(page, '/restore');
    await page.getByText('With my passphrase').waitFor();
    await type(page, 'Passphrase', passphrase);
    await running.shot('restore-go-on');
    await button(page, 'Go on').click();
    await page.getByText('Everything is back').waitFor({ timeout: 120_000 });
    expect(running.troubles()).toEqual([]);
  });

  it('asks which vault is meant where there are several, and leaves the one that is here alone', async () => {
    await running.close();
    await other.using((vault) => pushTo(vault, disk));
    await start('/unlock');
    await page.getByRole('link', { name: 'Get my work back from a copy' }).click();
    await choose(disk);
    await page.getByText('Which vault do you want back?').waitFor();
    await page
      .getByRole('radio', { name: `Vault ${other.vaultId.slice(0, 4)} ${other.vaultId.slice(4, 8)}` })
      .check({ force: true });
    await page.getByText('There is a vault in the usual place now').waitFor();
    await type(page, 'Passphrase', passphrase);
    await button(page, 'Get my work back').click();
    await page.getByText('Choose a folder for it first.').waitFor();
    await lookEverywhere(running, page, 'restore-which');
    expect(running.troubles()).toEqual([]);
  });
});
