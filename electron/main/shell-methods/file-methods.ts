import { shell, type BrowserWindow } from 'electron';

import { VaultError } from '../../../src/base/errors.ts';
import { askToOpenLink, choosePaths } from '../dialogs.ts';
import type { Grants } from '../grants.ts';
import { safeParseExternalLink } from '../policies/external-links.ts';
import type { ShellHandlers } from './handlers.ts';

export function fileMethods(
  grants: Grants,
  window: BrowserWindow,
): Pick<ShellHandlers, 'shell.choose' | 'shell.showFile' | 'shell.openLink'> {
  return {
    'shell.choose': async (choice) => ({
      chosen: (await choosePaths(choice, window)).map((path) => grants.give(path)),
    }),
    'shell.showFile': async ({ file }) => {
      shell.showItemInFolder(grants.path(file));
      return {};
    },
    'shell.openLink': async ({ url }) => {
      const link = safeParseExternalLink(url);
      if (link === undefined) throw new VaultError('input.record-invalid', { what: 'link' });
      if (await askToOpenLink(link.host, window)) await shell.openExternal(link.url);
      return {};
    },
  };
}
