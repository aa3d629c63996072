import { searchFiles } from '../../support/search-files.ts';

/** Files below a folder that hold one of these texts, as UTF-8 or as UTF-16, with the name of what they hold. */
export const findTraces = (folder: string, canaries: Readonly<Record<string, string>>): Promise<string[]> =>
  searchFiles(folder, (path, bytes) =>
    Object.entries(canaries)
      .filter(
        ([, text]) =>
          bytes?.includes(text, 0, 'utf8') === true || bytes?.includes(text, 0, 'utf16le') === true,
      )
      .map(([name]) => `${path}: ${name}`),
  );
