import { createFilesSource } from '../files/files-source.ts';
import type { ImportFormat } from './import-format.ts';

/** Name of the format of a single file that is of no known export: it is kept as if it had been added by hand. */
export const plainFileFormat = 'file';

/** A single file of no known format, kept as it is. The vault puts it where files are that were added by hand. */
export const plainFileImport: ImportFormat = {
  format: plainFileFormat,
  recognise: async (given, { app, clock, timeZone }) => {
    if (given.kind !== 'file') return undefined;
    return {
      format: plainFileFormat,
      title: 'File',
      origin: { key: 'files', name: given.name.toWellFormed() },
      notices: [],
      source: createFilesSource({ paths: [given.path], app, clock, timeZone }),
    };
  },
};
