import { join } from 'node:path';
import { app, dialog, type BrowserWindow, type OpenDialogOptions, type SaveDialogOptions } from 'electron';

import { fill } from '../../src/base/fill.ts';
import type { ShellInput } from '../../src/contract/shell-contract.ts';
import { suggestName } from './policies/suggested-name.ts';
import { words } from './words.ts';

type Choice = ShellInput<'shell.choose'>;
type Properties = NonNullable<OpenDialogOptions['properties']>;

const { choose } = words;
const bundles = { name: choose.bundles, extensions: ['zip', 'age'] };
const tables = { name: choose.tables, extensions: ['csv', 'txt'] };
const pdf = { name: choose.pdf, extensions: ['pdf'] };
const pages = { name: choose.pages, extensions: ['html'] };
const data = { name: choose.data, extensions: ['json'] };
const allFiles = { name: choose.allFiles, extensions: ['*'] };

const opening = (title: string, properties: Properties, filters?: OpenDialogOptions['filters']) => ({
  kind: 'open' as const,
  options: {
    title,
    // What was chosen is nobody else's business: it is not offered under 'recent files'.
    properties: [...properties, 'dontAddToRecent' as const],
    ...(filters === undefined ? {} : { filters }),
  } satisfies OpenDialogOptions,
});
const saving = (fallback: string, filters: NonNullable<SaveDialogOptions['filters']>) => ({
  kind: 'save' as const,
  fallback,
  options: {
    title: choose.save,
    filters,
    properties: ['showOverwriteConfirmation', 'dontAddToRecent', 'createDirectory'],
  } satisfies SaveDialogOptions,
});

const dialogs = {
  folder: opening(choose.folder, ['openDirectory']),
  files: opening(choose.files, ['openFile', 'multiSelections']),
  bundle: opening(choose.bundle, ['openFile'], [bundles, allFiles]),
  table: opening(choose.table, ['openFile'], [tables, allFiles]),
  'vault-folder': opening(choose.vaultFolder, ['openDirectory']),
  'new-vault-folder': opening(choose.newVaultFolder, ['openDirectory', 'createDirectory', 'promptToCreate']),
  'save-copy': saving('copy', [allFiles]),
  'save-bundle': saving('evidence.zip', [bundles]),
  'save-sheet': saving('recovery-key.pdf', [pdf]),
  policy: opening(choose.policy, ['openFile'], [data, allFiles]),
  card: opening(choose.card, ['openFile'], [data, allFiles]),
  'key-file': opening(choose.keyFile, ['openFile'], [allFiles]),
  'save-page': saving('page.html', [pages]),
  'save-data': saving('data.json', [data]),
} satisfies Record<Choice['what'], unknown>;

/** Lets the learner choose files, folders or a place to save. @returns the paths; none if they changed their mind */
export async function choosePaths({ what, name }: Choice, window: BrowserWindow): Promise<readonly string[]> {
  const asked = dialogs[what];
  if (asked.kind === 'open') {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, asked.options);
    return canceled ? [] : filePaths;
  }
  const defaultPath = join(app.getPath('documents'), suggestName(name ?? asked.fallback, asked.fallback));
  const { canceled, filePath } = await dialog.showSaveDialog(window, { ...asked.options, defaultPath });
  return canceled || filePath === '' ? [] : [filePath];
}

/** Asks whether a web page may be opened outside. */
export async function askToOpenLink(host: string, window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: words.link.ask,
    detail: fill(words.link.detail, { host }),
    buttons: [words.link.open, words.link.cancel],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
