/**
 * The closed list of what can be found about a credential, each as a plain sentence. Whether it is good, bad or open is said
 * beside it, by the answer that names it. A code, once released, keeps its meaning; sentences may improve.
 */
export const credentialSentences = {
  // The signature.
  'signature-fits': 'The signature fits. Nothing in this record was changed since it was signed.',
  'signature-wrong': 'The signature does not fit. The record was changed, or somebody else made it.',
  'signature-malformed': 'The signature is not of the form that it should have.',
  'signature-missing': 'This record is not signed.',
  'signature-not-reached': 'The signature could not be checked, since the key is not at hand.',
  'suite-unknown': 'The signature is of a kind that this app cannot check.',
  'purpose-wrong': 'The signature was made for something else, and not to vouch for this record.',
  'proof-chain': 'One signature here stands on another. This app cannot check that.',
  'claims-differ': 'The signed cover of this record and the record in it do not say the same.',
  'context-unknown':
    'The record uses a list of words that this app does not have. So its signature could not be checked.',
  'context-inline': 'The record brings some words of its own. They may be named in a strange way.',
  'terms-undefined':
    'Some words in the record are not in any list of words. So its signature could not be checked.',
  'canonical-limit': 'The record is built in a way that takes too long to check, so it was not checked.',
  'legacy-not-checked': 'This is an older kind of badge. It is kept, and its signature was not checked.',

  // The key.
  'key-in-name': 'The key is a part of the issuer’s own name.',
  'key-from-issuer': 'The issuer showed this key on its own page when the record was kept.',
  'key-same-site': 'The key lies on the site of the issuer, but not on the page of the issuer.',
  'key-confirmed-by-nobody': 'Nobody else has said whose key this is.',
  'key-only-inside': 'The key comes with the record, so anybody could have put it there.',
  'key-replaced': 'The issuer now shows another key than the one that was kept with this record.',
  'key-not-listed': 'The page of the issuer does not show this key.',
  'key-not-for-assertion': 'The issuer does not use this key to vouch for records.',
  'key-withdrawn': 'The issuer has withdrawn this key.',
  'key-unreadable': 'The key of the issuer could not be read.',
  'key-unknown-kind': 'The key is in a place that this app does not know how to ask.',
  'keys-not-fetched': 'The key of the issuer has not been asked for yet, so it could not be checked.',
  'issuer-mismatch': 'The key is not the key of the issuer that the record names.',

  // Time.
  'in-time': 'The record was valid on that day.',
  expired: 'The record has run out.',
  'not-yet-valid': 'The record is not valid yet.',
  'proof-expired': 'The signature has run out.',
  'time-unreadable': 'A date in the record cannot be read.',
  'time-not-stated': 'The record does not say from when it is valid.',

  // Status.
  'not-revoked': 'The issuer had not taken the record back when it was asked.',
  revoked: 'The issuer has taken this record back.',
  suspended: 'The issuer has put this record on hold.',
  'status-message': 'The issuer has left a note about this record.',
  'status-not-offered': 'The issuer gives no way to ask if the record still stands.',
  'status-not-fetched': 'The issuer has not been asked yet if the record still stands.',
  'status-unreadable': 'The issuer’s list of records taken back could not be read.',
  'status-unsigned': 'The list of records taken back is not signed by the issuer.',
  'status-list-expired': 'The issuer’s list of records taken back had run out when it was asked.',
  'status-unknown-kind': 'The issuer keeps its list in a form that this app cannot read.',
} as const;

export type CredentialCode = keyof typeof credentialSentences;

/** True if `text` is one of the codes. */
function isCredentialCode(text: string): text is CredentialCode {
  return Object.hasOwn(credentialSentences, text);
}

/** The plain sentence of a code; a code of a later version is shown as it is. */
export function sayCredentialCode(code: string): string {
  return isCredentialCode(code) ? credentialSentences[code] : code;
}
