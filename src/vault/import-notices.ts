/** What the learner should know of an import before they go on, in plain sentences, by the codes of `RecognisedImport.notices`. */
const sentences: Readonly<Record<string, string>> = {
  'remote-not-fetched':
    'Some parts are not in this file but somewhere on the web. They are not fetched, but their addresses are kept.',
  'files-missing': 'The export names files that are not in it.',
  'partly-understood': 'Not all of it was understood. What was not is kept as plain files.',
};

/** The sentence of a notice; one that is not known here is shown by its code. */
export function importNoticeSentence(code: string): string {
  return sentences[code] ?? code;
}
