/** What the learner should know of an import before they go on, in plain sentences, by the codes of `RecognisedImport.notices`. */
const sentences: Readonly<Record<string, string>> = {
  'remote-not-fetched':
    'Some parts are not in this file but somewhere on the web. They are not fetched, but their addresses are kept.',
  'files-missing': 'The export names files that are not in it.',
  'credential-broken': 'This says that it is a credential, but it cannot be read. It is kept as it is.',
  'credential-not-checked': 'This badge is of an older kind. It is kept, but it is not checked.',
  'credential-issuer-not-asked':
    'Whoever gave out this credential was not asked for their key. So it could not be checked yet.',
  'credential-evidence-elsewhere':
    'The credential points to work that is kept elsewhere. It is not fetched, but its address is kept.',
  'several-people-in-table':
    'This table is about more than one person, and it is not clear which of them you are. Say your name or ULN under your profile, then import it again. Until then only the file is kept.',
  'several-people-in-zip': 'This zip file holds the work of more than one person. All of it would be kept.',
  'rows-of-others-left-out':
    'This table is about more than one person. Only your own rows are read out of it.',
  'rows-not-read': 'Some rows of the table are broken. They are listed, and the others are read.',
  'formulas-kept-as-text': 'Some cells look like formulas. They are kept as text, and nothing is worked out.',
  'outlook-message-not-read':
    'This e-mail was saved by Outlook in a form that is not read here. It is kept as a file. To see its parts, save it as .eml and add it again.',
  'partly-understood': 'Not all of it was understood. What was not is kept as plain files.',
};

/** Every notice that has a sentence. */
export const importNoticeCodes: readonly string[] = Object.keys(sentences);

/** The sentence of a notice; one that is not known here is shown by its code. */
export function importNoticeSentence(code: string): string {
  return sentences[code] ?? code;
}
