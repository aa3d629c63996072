import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { addFiles } from '../../../src/vault/add-files.ts';
import { checkVaultNow } from '../../../src/vault/check.ts';
import { connectCanvas } from '../../../src/vault/connectors/canvas.ts';
import { createVault } from '../../../src/vault/create-vault.ts';
import { exportBundle } from '../../../src/vault/export-bundle.ts';
import { extractText } from '../../../src/vault/extract-text.ts';
import { flagItem } from '../../../src/vault/flags.ts';
import { listItems } from '../../../src/vault/items.ts';
import { openVaultToWrite } from '../../../src/vault/open-vault.ts';
import { changePassphrase } from '../../../src/vault/passphrase.ts';
import {
  addCriterion,
  addNote,
  addUnit,
  mapItem,
  setProfile,
  withdrawRecord,
} from '../../../src/vault/statements.ts';
import { syncSources } from '../../../src/vault/sync-sources.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { startPracticeCanvas } from '../../../src/practice/canvas/practice-canvas.ts';
import { noStop, temporaryRoot } from '../vault/vault-world.ts';
import { describeVault } from './describe-vault.ts';

/**
 * Makes a sample vault that stays as it is for good: `npm run frozen-vault 2` writes `tests/vectors/vaults/2`.
 * To be run once for each release whose writer does anything new; later versions must open all of them (frozen-vaults.test.ts).
 * The passphrase and the recovery key stand beside the vault: there is nobody's evidence in it.
 */
const [name = ''] = process.argv.slice(2);
if (!/^\d+$/.test(name)) throw new Error('say the number of the sample, such as 2');
const target = fileURLToPath(new URL(`../../vectors/vaults/${name}/`, import.meta.url));
await mkdir(dirname(target), { recursive: true });
await mkdir(target);

const root = await temporaryRoot();
const place = {
  dir: join(root, 'vault'),
  stateDir: join(root, 'state'),
  argon2: { memoryKiB: 65_536, passes: 1 },
};
const passphrase = 'a sample kept for good';
const earlier = 'a sample kept at first';
const { vault: made, recoveryKey } = await createVault({ ...place, passphrase: earlier, practice: true });
await fill(made);
await made.close();
await changePassphrase(place, { old: earlier, new: passphrase });
const vault = await openVaultToWrite({ ...place, unlock: { passphrase } });
await checkVaultNow(vault, { full: true, signal: noStop() });
const expected = await describeVault(vault);
await vault.close();

// What is made again at each opening is no part of the format.
for (const left of ['index', 'incoming', 'lock.db', 'lock.json', 'lock.db-journal'])
  await rm(join(place.dir, left), { recursive: true, force: true });
await cp(place.dir, join(target, 'vault'), { recursive: true });
const sample = { app: vault.app, passphrase, recoveryKey, ...expected };
await writeFile(join(target, 'expected.json'), `${JSON.stringify(sample, null, 2)}\n`);
await rm(root, { recursive: true });

async function fill(vault: WritableVault): Promise<void> {
  const signal = noStop();
  const essay = join(root, 'essay.txt');
  const plan = join(root, 'Plán – 计划.md');
  await writeFile(essay, 'The first words of an essay.\n');
  await writeFile(plan, '# A plan\n');
  await addFiles(vault, [essay, plan], { signal });
  await writeFile(essay, 'The first words of an essay, and some more.\n');
  await addFiles(vault, [essay], { signal });

  // One assignment of the practice Canvas, with three attempts and a mark.
  const canvas = await startPracticeCanvas();
  try {
    for (const { assignments } of canvas.data.courses)
      for (const assignment of assignments) if (assignment.id !== 3007) assignment.state = 'deleted';
    await connectCanvas(vault, { url: canvas.url, token: canvas.token }, { signal });
    await syncSources(vault, { signal });
  } finally {
    await canvas.close();
  }
  await extractText(vault, { signal });

  const [first, second] = listItems(vault);
  if (first === undefined || second === undefined) throw new Error('too few items');
  await setProfile(vault, { name: 'Sam Sample', registration: 'SAMPLE-1' });
  await addUnit(vault, { reference: 'A/502/0812', title: 'Safety' });
  await addCriterion(vault, 'A/502/0812', { reference: '1.1', text: 'Works safely' });
  await mapItem(vault, first.id, 'A/502/0812/1.1');
  await addNote(vault, first.id, 'A note that stays.');
  const { id } = await addNote(vault, first.id, 'A note that was taken back.');
  await withdrawRecord(vault, id);
  await flagItem(vault, second.id, ['sensitive']);
  await vault.secrets.setStamping({ consent: 'off' });
  await exportBundle(vault, { out: join(root, 'bundle.zip'), items: [first.id], signal });
}
