import { zipRules, type ZipRule } from '../bundle/zip/zip-rules.ts';

/**
 * The closed list of what a check can find, each as a plain sentence. A code, once released, keeps its meaning; sentences may
 * improve. Codes that begin with `zip-` are the rules of the zip reader.
 */
export const verificationSentences = {
  // The shape of the bundle.
  'base-folder-wrong': 'The files do not all lie in the one folder that a bundle has.',
  'file-missing': 'A file that every bundle must have is not there.',
  'bag-malformed': 'A file that says what the bundle is made of does not have the form that it should have.',
  'manifest-malformed': 'A list of files is not written as it should be.',
  'manifests-differ': 'The two lists of files do not name the same files.',
  'manifest-incomplete': 'A list leaves out a file that it must name, or names one that it must not.',
  'bundle-malformed': 'The description of the bundle cannot be read.',
  'bundle-too-new': 'The bundle was made by a newer version. Please get a newer verifier.',
  'ledger-malformed': 'The part of the history in the bundle cannot be read.',
  'key-file-differs': 'The two places that say which key signed do not say the same.',
  'bag-info-differs': 'Two places in the bundle say different things about it.',

  // Encryption.
  'encrypted-altered': 'This locked bundle was changed or cut off after it was made.',
  'encrypted-malformed': 'The outside of this locked bundle is not written as age writes it.',

  // Files.
  'payload-altered': 'A file was changed after the bundle was signed.',
  'files-swapped': 'Two files were swapped: each has the content of the other.',
  'file-renamed': 'A file was given another name after the bundle was signed.',
  'file-removed': 'A file was taken out after the bundle was signed.',
  'file-added': 'A file was put in after the bundle was signed.',
  'manifest-altered': 'The list of files was changed after the bundle was signed.',
  'tag-file-altered': 'A file that describes the bundle was changed after the bundle was signed.',
  'size-total-differs': 'The files together do not have the length that the bundle says.',
  'crc-wrong': 'The zip’s own checksum of a file is wrong.',
  'sha512-differs': 'A file does not fit its second fingerprint, although it fits the first.',

  // Signature and key.
  'signature-wrong':
    'The signature does not fit: something was changed after signing, or it was signed with another key than the vault’s.',
  'signature-malformed': 'A signature file is not a signature that the verifier knows.',
  'vault-id-mismatch': 'The key in the bundle is not the one that the vault’s id stands for.',
  'card-malformed': 'A card that says whose vault this is cannot be read.',
  'card-other-vault': 'A card in here belongs to another vault than the one that signed this bundle.',
  'card-signature-wrong': 'A card that says whose vault this is was changed after it was signed.',
  'card-other-learner': 'A card in here names another learner than the bundle does.',
  'identity-other-key': 'This was signed with another key than the one that you expected.',

  // History.
  'log-id-mismatch': 'The name of the history does not fit its key.',
  'log-other-vault': 'The history was not vouched for by the vault that signed this bundle.',
  'checkpoint-malformed': 'The signed state of the history cannot be read.',
  'checkpoint-wrong': 'The state of the history is not signed with the history’s own key.',
  'checkpoint-size-differs': 'The signed state of the history has another length than the bundle says.',
  'entry-malformed': 'A record of the history cannot be read.',
  'entry-not-in-history': 'A record is not part of the signed history.',
  'entry-unlisted': 'A record of the history is not in the bundle’s own list.',
  'entry-listed-twice': 'The bundle’s list names a record twice.',
  'row-without-entry': 'The bundle lists something that is not in its part of the history.',
  'row-differs': 'The bundle’s list says something else than the history.',
  'record-differs': 'A record file says something else than the history.',
  'record-shared': 'Two rows of the bundle’s list name the same file.',
  'copy-differs': 'A copy in here does not belong to the file that the history tells of.',
  'content-differs': 'A file is not the one that the history tells of.',
  'file-unexplained': 'A file is in the bundle that no record tells of.',
  'practice-mark-differs': 'The history says practice, and the bundle does not, or the other way round.',

  // Attempts.
  'closing-malformed': 'The count of the attempts in the history cannot be read.',
  'closing-not-last':
    'The count of the attempts is not the last thing in the history, so more may have come after it.',
  'closings-contradict': 'The history counts the attempts twice, and the two counts do not go together.',
  'attempts-beyond-count': 'More attempts are in here than the history has counted.',
  'attempt-chain-broken': 'The attempts do not follow one another as the history says.',
  'attempt-numbers-contradict': 'The numbers of the attempts contradict each other.',

  // Parts of a split export.
  'part-differs': 'The bundle is not the part of its set that it says it is.',
  'set-part-fails': 'A part of the set is not as it was signed.',
  'set-not-one-vault': 'The parts of the set were not all signed by the same vault.',
  'set-histories-differ': 'The parts of the set show different states of the history.',
  'set-mixed': 'These bundles are not the parts of one set: they come from different exports, or are whole.',

  // Earlier states of the history that somebody outside saw.
  'anchor-malformed': 'An earlier state of the history cannot be read.',
  'anchor-wrong': 'An earlier state of the history is not signed with the history’s own key.',
  'anchor-not-in-history': 'An earlier signed state does not begin this history: there was another one.',
  'history-forked': 'The history’s key has signed two different histories of the same length.',

  // Time.
  'time-stamp-malformed': 'The record of an independent date cannot be read.',
  'time-stamp-without-anchor': 'An independent date belongs to a state of the history that is not shown.',
  'time-token-malformed': 'A token with an independent date is broken.',
  'time-token-altered': 'A token with an independent date was changed after it was signed.',
  'time-token-other': 'A token with an independent date is about something else than this history.',
  'time-token-certificate':
    'A token with an independent date does not fit the one who is said to have signed it.',
  'time-token-purpose': 'A token was signed by somebody whose key is not meant for dates.',
  'time-token-chain': 'A token’s key was vouched for by somebody who may not do that.',
  'time-token-expired': 'A token was signed with a key that was not valid at that date.',
  'time-tokens-contradict': 'Two independent dates contradict each other: one was there before it was given.',
  'time-later-than-token': 'A record says that it is later than an independent clock saw it.',
  'time-earlier-than-token':
    'A record says that it is older than the independent date that stands before it: the clock was set back.',

  // Witnesses.
  'witness-record-malformed': 'The record of a witness cannot be read.',
  'witness-without-anchor': 'A witness is said to have seen a state of the history that is not shown.',
  'witness-signature-wrong': 'What a witness is said to have signed does not fit its signature.',

  // Origin.
  'credential-forged':
    'A signed record does not fit its signature: it was changed, or somebody else made it.',
  'credential-other-item': 'A signed record says something else than the item that it is shown with.',
  'mail-body-altered': 'The text of an e-mail is not the one that was signed.',
  'mail-signature-wrong':
    'An e-mail’s signature does not fit: the e-mail or the key kept with it was changed, or another key signed.',
  'mail-record-differs': 'An e-mail says something else than the item that it is shown with.',

  // Not checked.
  'not-reached': 'Could not be checked, because of what was found before.',
  'encrypted-not-opened':
    'This bundle is locked for somebody. Without a key that opens it, nothing inside could be checked.',
  'encrypted-for-others':
    'This bundle is locked for somebody else: the given key does not open it, so nothing inside could be checked.',
  'full-not-asked': 'The second fingerprint of each file was not counted. Ask for a full check to do it.',
  'no-history': 'There is no history in this bundle, so none could be checked.',
  'checkpoint-not-good': 'Could not be checked, because the signed state of the history is not good.',
  'signature-not-good': 'Could not be checked, because the signature is not good.',
  'identity-not-asked':
    'Nobody said which key to expect, so it is open whose vault this is. Compare the key phrase with the learner.',
  'identity-not-named':
    'Your policy names vaults, and this is none of them. Compare the key phrase with the learner.',
  'identity-not-then':
    'Your policy trusts this vault for some time only, and no trusted clock says that everything is of that time.',
  'card-not-there':
    'Your policy names those who sign vault cards, and no card is in here. Compare the key phrase with the learner.',
  'card-too-new': 'A newer version made the card that says whose vault this is. Please get a newer verifier.',
  'card-learner-not-shown':
    'A card that you trust says whose vault this is. The bundle does not show enough of the learner to compare.',
  'card-signer-not-trusted':
    'A card says whose vault this is, but your policy does not name whoever signed it.',
  'card-signer-not-then': 'Your policy does not trust the signer of the card for the time when they signed.',
  'card-signer-compromised':
    'The key that signed the card may have been in other hands, and no trusted clock saw the card before.',
  'card-later': 'The card that says whose vault this is was signed later than the time that you asked about.',
  'time-not-proven': 'No independent date is in this bundle. The dates are the vault’s own word.',
  'time-partly-proven': 'Only some of the items have an independent date that you trust.',
  'time-authority-not-trusted':
    'There are dates by others in this bundle, but your policy names none of those who gave them.',
  'time-authority-not-then': 'Your policy does not trust the one who gave the date for that time.',
  'time-authority-compromised':
    'The date was given with a key that others may have had, so it proves nothing.',
  'time-authority-revoked': 'The date was given with a key that had been given up or taken back by then.',
  'time-token-policy': 'The date was given under rules that your policy does not accept.',
  'time-token-algorithm': 'The date is signed in a way that the verifier does not accept.',
  'time-token-later': 'The independent dates are later than the time that you asked about.',
  'completeness-not-proven':
    'Nothing proves that this is everything. What the learner knows to be missing is listed.',
  'attempts-not-shown':
    'Not all attempts that this vault recorded are in here. The learner may leave some out.',
  'attempts-not-counted': 'Attempts are in here that the history’s count does not tell of.',
  'part-of-set': 'This is one part of an export that was split. What is not in here may be in the others.',
  'set-parts-missing': 'Not all parts of the set are here, so nobody can say that nothing is missing.',
  'attempts-not-opened':
    'An assignment is in here of which nobody can tell whether it has attempts: the history keeps other counts closed.',
  'missing-listed': 'The bundle itself lists something that is missing from it.',
  'no-attempts-counted':
    'No attempts are in here that this vault has counted. What it knows to be missing is listed.',
  'origin-not-proven': 'Nothing proves who made the evidence. It is as this vault kept it.',
  'origin-partly': 'Only some of the items are proven to come from a provider that you trust.',
  'credential-key-not-confirmed':
    'It is signed, but your policy does not name the key, so nobody has confirmed whose key it is.',
  'credential-key-differs': 'It is signed, but not with a key that your policy names for this provider.',
  'credential-key-not-then':
    'Your policy trusts the provider’s key for some time only, and no trusted clock saw this in that time.',
  'credential-key-compromised':
    'The provider’s key may have been in other hands, and no trusted clock saw this before.',
  'credential-key-withdrawn': 'The provider had withdrawn the key that signed this.',
  'credential-expired': 'The signed record was not valid at the time that it is judged by.',
  'credential-in-picture':
    'The signed record inside this picture is the provider’s. The picture itself is signed by nobody.',
  'credential-revoked': 'The provider has taken the signed record back.',
  'credential-not-checked': 'The signed record could not be checked by what is in the bundle.',
  'mail-key-not-confirmed':
    'The e-mail is signed, but your policy does not name the key, so nobody has confirmed whose it is.',
  'mail-key-differs': 'The e-mail is signed, but not with the key that your policy names for its domain.',
  'mail-key-not-then':
    'Your policy trusts the mail key for some time only, and no trusted clock saw the e-mail in that time.',
  'mail-key-compromised':
    'The mail key may have been in other hands, and no trusted clock saw the e-mail before.',
  'mail-expired': 'The e-mail’s signature had run out before a trusted clock saw it.',
  'mail-domain-not-aligned': 'The e-mail is signed by another domain than its sender’s.',
  'mail-not-accepted': 'The e-mail’s signature leaves open what a reader sees, so it proves nothing.',
  'mail-record-not-compared':
    'The e-mail’s header is written in a way that could not be compared with this record.',
  'mail-not-checked': 'The e-mail’s signature could not be checked by what is in the bundle.',
  'signed-pdf-noted': 'This PDF has a signature of its own, which was not judged.',
  'portal-said': 'The vault says that it came from this portal. That is the vault’s own word.',
  'pdf-not-compared':
    'The page and the lists inside say what the records say. The PDF beside them was not compared: it is there for printing.',
  'page-not-compared':
    'The page inside the bundle was not compared with the records. Go by this report, not by the page.',
  'copy-not-original':
    'The file in here is a copy without hidden details, made by the sender. The kept file is not in here; the history has its fingerprint.',
  'kind-unknown':
    'This is of a kind that the verifier does not know. It is in the history; what it says was not judged.',
  'witness-none': 'No witness has signed this history. That it only grew is the vault’s own word.',
  'witness-partly': 'Only some of the items are in what the witnesses saw.',
  'witness-not-trusted': 'Witnesses have signed this history, but your policy does not name them.',
  'witness-not-then': 'Your policy does not trust the witness for that time.',
  'witness-compromised':
    'The witness’s key may have been in other hands, and no other witness saw it before.',
  'witness-later': 'The witnesses signed later than the time that you asked about.',
} as const;

export type VerificationCode = keyof typeof verificationSentences | `zip-${ZipRule}`;

/** The plain sentence of a code. */
export function sayVerificationCode(code: VerificationCode): string {
  const rule = code.startsWith('zip-') ? code.slice(4) : '';
  for (const [name, sentence] of Object.entries(zipRules))
    if (name === rule) return `${sentence} It was not opened.`;
  for (const [name, sentence] of Object.entries(verificationSentences)) if (name === code) return sentence;
  return code;
}
