import { plainFileImport } from '../plain-file-import.ts';
import type { ImportFormat } from '../import-format.ts';

/** The first bytes of a Compound File (MS-CFB section 2.2), which Outlook's messages are in. */
const compoundFile = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/**
 * A message saved by Outlook (.msg). Its format is not read here: the file is kept as it is, and the learner is told that saving it as
 * .eml would tell more.
 */
export const outlookFormat: ImportFormat = {
  format: plainFileImport.format,
  recognise: async (given, context, signal) => {
    const isCompound = Buffer.from(given.head.subarray(0, compoundFile.length)).equals(compoundFile);
    if (given.kind !== 'file' || !isCompound || !/\.msg$/i.test(given.name)) return undefined;
    const plain = await plainFileImport.recognise(given, context, signal);
    if (plain === undefined) return undefined;
    return { ...plain, title: 'Outlook message', notices: [...plain.notices, 'outlook-message-not-read'] };
  },
};
