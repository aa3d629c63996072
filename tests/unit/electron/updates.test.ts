import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it, vi } from 'vitest';

import { looksForUpdates } from '../../../electron/main/updates.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

// Outside Electron its package gives the path of a program.
vi.mock('electron', () => ({ app: { isPackaged: false } }));

const newFolder = temporaryFolders();

it('looks for updates only in an installed release whose maker named a feed', async () => {
  const resources = await newFolder();
  expect(looksForUpdates({ release: true, packaged: true, resources })).toBe(false);
  await writeFile(join(resources, 'app-update.yml'), 'provider: generic\n');
  expect(looksForUpdates({ release: true, packaged: true, resources })).toBe(true);
  expect(looksForUpdates({ release: false, packaged: true, resources })).toBe(false);
  expect(looksForUpdates({ release: true, packaged: false, resources })).toBe(false);
});
