import { rename, rm, symlink, writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { importGiven } from '../../../../src/vault/import-given.ts';
import { marked, signed } from '../../../support/mail/signing.ts';
import { temporaryRoot } from '../../../support/vault/vault-world.ts';
import { snapshotOfFolder } from './folder-fixture.ts';
import { mailKeys, messageFiles, signingKey } from './mail-messages.ts';
import type { SourceFixture } from './source-fixture.ts';

/** A folder with messages in files of their own, an mbox, and a file that is none. */
export const mailImportFixture: SourceFixture = {
  start: async () => {
    const root = await temporaryRoot();
    const folder = join(root, 'mail');
    await mkdir(join(folder, 'saved'), { recursive: true });
    const [first = '', ...others] = messageFiles;
    await writeFile(join(folder, 'saved', 'first.eml'), first, 'latin1');
    await writeFile(join(folder, 'saved', 'signed.eml'), await signed(marked, signingKey), 'latin1');
    const mbox = others.map((raw) => `From ann@college.test Mon Jan  5 10:00:00 2026\r\n${raw}\r\n`).join('');
    await writeFile(join(folder, 'College.mbox'), mbox, 'latin1');
    await writeFile(join(folder, 'notes.txt'), 'Kept as it is.\n');
    const path = join(folder, 'saved', 'first.eml');
    return {
      secrets: [],
      methods: ['import'],
      plainKey: (key) => key.replaceAll(root, ''),
      snapshot: () => snapshotOfFolder(folder),
      pull: async (vault, { signal, onItem, onProgress }) =>
        importGiven(vault, folder, {
          signal,
          ...(onItem === undefined ? {} : { onItem }),
          ...(onProgress === undefined ? {} : { onProgress }),
        }),
      changeOne: async () => {
        const raw = 'From: ann@college.test\r\nSubject: Another\r\n\r\nOne more thing.\r\n';
        await writeFile(join(folder, 'saved', 'another.eml'), raw, 'latin1');
        return { changed: [], added: mailKeys(raw) };
      },
      breakOne: async () => {
        await rename(path, join(root, 'away'));
        await symlink(join(root, 'nowhere'), path);
        return {
          key: 'message/file:/mail/saved/first.eml',
          code: 'input.not-a-file',
          alongside: mailKeys(first),
          mend: async () => {
            await rm(path);
            await rename(join(root, 'away'), path);
          },
        };
      },
      end: () => rm(root, { recursive: true, force: true }),
    };
  },
};
