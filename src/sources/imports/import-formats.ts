import { archiveImport } from './archive/archive-import.ts';
import { leap2aImport } from './leap2a/leap2a-import.ts';
import type { ImportFormat } from './import-format.ts';
import { plainFileImport } from './plain-file-import.ts';

/** Every format, the most telling first: the first that knows a thing takes it. Any archive, and any file, come last. */
export const importFormats: readonly ImportFormat[] = [leap2aImport, archiveImport, plainFileImport];
