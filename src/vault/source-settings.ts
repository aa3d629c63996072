import { z } from 'zod';

import { VaultError } from '../base/errors.ts';
import { createFolderSource } from '../sources/folder/folder-source.ts';
import { createMoodleSource } from '../sources/moodle/moodle-source.ts';
import type { Source } from '../sources/source.ts';
import type { SourceRow } from '../store/index/source-queries.ts';
import type { WritableVault } from './vault-context.ts';

/** What is written down of a watched folder. */
export const folderSettings = z.looseObject({ path: z.string() });
/** What is written down of a Moodle: never its token. */
export const moodleSettings = z.looseObject({ url: z.string(), username: z.string().optional() });

export interface ConnectorOptions {
  /** The learner said that a mass change in a watched folder is theirs. */
  readonly acceptMassChange?: boolean;
}

/**
 * The connector of a source as it was written down. Throws `source.login-expired` if its secret is not there any more,
 * `source.not-supported` for a type of a later version.
 */
export function connectorOf(vault: WritableVault, row: SourceRow, options: ConnectorOptions = {}): Source {
  switch (row.type) {
    case 'folder': {
      const { path } = readSettings(folderSettings, row);
      const { acceptMassChange = false } = options;
      return createFolderSource({
        path,
        app: vault.app,
        clock: vault.clock,
        timeZone: vault.timeZone,
        exclude: [vault.dir],
        acceptMassChange,
      });
    }
    case 'moodle': {
      const { url } = readSettings(moodleSettings, row);
      const token = vault.secrets.find(row.id);
      if (token === undefined) throw new VaultError('source.login-expired', { reason: 'no-token' });
      return createMoodleSource({ url, token, app: vault.app, clock: vault.clock, timeZone: vault.timeZone });
    }
    default:
      throw new VaultError('source.not-supported', { type: row.type });
  }
}

function readSettings<Schema extends z.ZodType>(schema: Schema, row: SourceRow): z.output<Schema> {
  const parsed = schema.safeParse(row.settings);
  if (!parsed.success) throw new VaultError('source.not-supported', { type: row.type });
  return parsed.data;
}
