import { archiveImport } from './archive/archive-import.ts';
import { canvasSubmissionsImport } from './canvas-submissions/canvas-submissions-import.ts';
import { credentialImport } from './credential/credential-import.ts';
import { leap2aImport } from './leap2a/leap2a-import.ts';
import type { ImportFormat } from './import-format.ts';
import { mailFormat } from './mail/mail-format.ts';
import { outlookFormat } from './mail/outlook-format.ts';
import { moodlePrivacyImport } from './moodle-privacy/moodle-privacy-import.ts';
import { plainFileImport } from './plain-file-import.ts';
import { tableImport } from './table/table-import.ts';

/** Every format, the most telling first: the first that knows a thing takes it. Any archive, and any file, come last. */
export const importFormats: readonly ImportFormat[] = [
  leap2aImport,
  moodlePrivacyImport,
  canvasSubmissionsImport,
  mailFormat,
  outlookFormat,
  archiveImport,
  credentialImport,
  tableImport,
  plainFileImport,
];
