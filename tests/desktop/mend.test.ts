import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { listItems } from '../../src/vault/items.ts';
import { addReplica } from '../../src/vault/replicas/add-replica.ts';
import { syncReplicas } from '../../src/vault/replicas/sync-replicas.ts';
import { makeWorld, passphrase, type VaultWorld } from '../support/vault/vault-world.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { openDialogAnswers } from './support/dialogs.ts';
import { at, button, unlock } from './support/doors.ts';
import type { RunningApp } from './support/launch-app.ts';
import { launchUnlocked } from './support/launch-unlocked.ts';
import { lookEverywhere } from './support/looking.ts';

const essay = 'My essay on heat pumps. '.repeat(400);

/** Files in a learner's vault go bad on the disk; a stick and a file that they still have bring them back. */
describeDesktop('mending', (stage) => {
  let world: VaultWorld;
  let running: RunningApp;
  let page: Page;
  let stick: string;
  const sealed = new Map<string, string>();

  const text = (said: string | RegExp) => page.getByText(said).first();
  const damage = async (name: string): Promise<void> => {
    const file = sealed.get(name) ?? '';
    const bytes = await readFile(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await writeFile(file, bytes);
  };

  beforeAll(async () => {
    world = await makeWorld();
    stick = join(world.root, 'My stick');
    await mkdir(stick);
    await world.using(async (vault) => {
      await world.add(vault, { 'essay.txt': essay, 'plan.txt': 'The plan.', 'sketch.txt': 'A sketch.' });
      await addReplica(vault, { type: 'folder', path: stick }, { name: 'My stick' });
      await syncReplicas(vault, undefined);
      for (const { name, sha256 = '', size = 0 } of listItems(vault))
        for (const { parts } of vault.index.blobs.allByDigest(sha256, size))
          for (const { shelf, file } of parts)
            sealed.set(name, join(world.dir, 'blobs', String(shelf).padStart(4, '0'), `${file}.blob`));
    });
    await damage('essay.txt');
    await rm(sealed.get('plan.txt') ?? '');
    running = await launchUnlocked(stage, { home: world.root, passphrase });
    ({ page } = running);
  });
  afterAll(async () => {
    await running.close();
    await world.remove();
  });

  it('says by name what a check found hurt, and offers to mend it', async () => {
    await running.goTo('/health');
    await button(page, 'Read every file').click();
    const card = page.getByRole('region', { name: 'Some of your work is hurt' });
    await card.getByText('2 items are not as they were kept:').waitFor();
    for (const name of ['essay.txt', 'plan.txt']) await card.getByRole('link', { name }).waitFor();
    await lookEverywhere(running, page, 'mend-hurt');
  });

  it('says what to do while the second copy is not there', async () => {
    await rename(stick, `${stick} away`);
    await button(page, 'Mend it').click();
    await text('It could not be mended yet').waitFor();
    await text('We could not reach My stick.').waitFor();
    await lookEverywhere(running, page, 'mend-left');
  });

  it('takes what it can from a file that the learner still has', async () => {
    await writeFile(join(world.root, 'found.txt'), essay);
    await writeFile(join(world.root, 'other.txt'), 'Something else.');
    await openDialogAnswers(running.app, [join(world.root, 'found.txt'), join(world.root, 'other.txt')]);
    await button(page, 'Choose the same file').click();
    await text('Some of it is whole again').waitFor();
    await text('from the file that you chose').waitFor();
    await text('so it was not used: other.txt').waitFor();
    await page
      .getByRole('region', { name: 'Some of your work is hurt' })
      .getByText('1 item is not')
      .waitFor();
    await lookEverywhere(running, page, 'mend-part');
  });

  it('takes the rest from the stick once it is plugged in, and then all is well', async () => {
    await rename(`${stick} away`, stick);
    await button(page, 'Mend it').click();
    await text('All is whole again').waitFor();
    await text('from My stick').waitFor();
    await text('All is well').waitFor();
    await page.getByRole('region', { name: 'Some of your work is hurt' }).waitFor({ state: 'detached' });
    await text('Show what is kept aside').click();
    await page.getByRole('list', { name: 'Kept aside' }).getByText('Of essay.txt').waitFor();
    await lookEverywhere(running, page, 'mend-whole');
    expect((await readdir(join(world.dir, 'quarantine'))).length).toBe(1);
    await button(page, 'Read every file').click();
    await text('All is as it was kept').waitFor();
  });

  it('needs neither stick nor file where the learner keeps spare parts', async () => {
    const card = page.getByRole('region', { name: 'Spare parts' });
    await card.getByText('Keep spare parts').click();
    await card.getByText(/files have spare parts/u).waitFor();
    await lookEverywhere(running, page, 'spare-parts', card);
    await rename(stick, `${stick} away`);
    await damage('sketch.txt');
    await button(page, 'Read every file').click();
    await text('Some of your work is hurt').waitFor();
    await button(page, 'Mend it').click();
    await text('All is whole again').waitFor();
    await text('from the spare parts beside it').waitFor();
    await card.getByText('Keep spare parts').click();
    await card.getByText(/files have spare parts/u).waitFor({ state: 'detached' });
  });

  it('mends the history too, once the passphrase is given, and the vault stays open', async () => {
    const names = await readdir(join(world.dir, 'ledger'), { recursive: true });
    const file = join(world.dir, 'ledger', names.find((name) => name.endsWith('.segment')) ?? '');
    const bytes = await readFile(file);
    bytes[300] = (bytes[300] ?? 0) ^ 1;
    await writeFile(file, bytes);
    await button(page, 'Check now').click();
    const card = page.getByRole('region', { name: 'Something in your vault is hurt' });
    await card.getByText('Part of the history is hurt.').waitFor();
    await lookEverywhere(running, page, 'mend-history', card);
    await page.getByLabel('Your passphrase', { exact: true }).fill(passphrase);
    await button(page, 'Mend it').click();
    await text('All is whole again').waitFor();
    await card.waitFor({ state: 'detached' });
    await running.goTo('/evidence');
    await text('3 items').waitFor();
    expect(running.troubles()).toEqual([]);
  });

  it('mends the file that opens the vault from a second copy, where nobody can open it any more', async () => {
    await running.goTo('/settings');
    await button(page, 'Lock now').last().click();
    await at(page, '/unlock');
    for (const name of ['vault.json', 'vault-copy.json'])
      await writeFile(join(world.dir, name), 'not a header at all');
    await unlock(page, passphrase);
    await text('The file that opens this vault is damaged').waitFor();
    await openDialogAnswers(running.app, [world.dir]);
    await button(page, 'Mend it from a second copy').click();
    await text('There is no second copy of this vault in that folder').waitFor();
    await lookEverywhere(running, page, 'mend-header');
    await openDialogAnswers(running.app, [`${stick} away`]);
    await button(page, 'Mend it from a second copy').click();
    await at(page, '/home');
    await running.goTo('/evidence');
    await text('3 items').waitFor();
    expect(running.troubles()).toEqual([]);
  });
});
