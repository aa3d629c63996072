/**
 * The closed list of error codes, each with a sentence that a learner can read and the exit code of the command line.
 *
 * Exit codes: 1 done with findings, 2 wrong use or input, 3 cannot open, 4 storage, 5 every source failed, 70 a bug.
 * A code, once released, keeps its meaning; sentences may improve.
 */
export interface ErrorMeaning {
  /** What happened, what it means, what to do: one or two plain sentences. */
  readonly sentence: string;
  readonly exitCode: 1 | 2 | 3 | 4 | 5 | 70;
}

const meaning = (exitCode: ErrorMeaning['exitCode'], sentence: string): ErrorMeaning => ({
  exitCode,
  sentence,
});

export const errorMeanings = {
  // What somebody typed or handed in.
  'input.usage': meaning(2, 'That command was not understood. Add --help to see how it is used.'),
  'input.not-found': meaning(2, 'There is nothing with that name or id in this vault.'),
  'input.ambiguous': meaning(2, 'More than one thing has that name or id. Please give the whole id.'),
  'input.path-missing': meaning(2, 'There is no file or folder at that place.'),
  'input.path-unreadable': meaning(2, 'That file or folder could not be opened for reading.'),
  'input.exists': meaning(
    2,
    'There is already something at that place. Choose another place, or ask to replace it.',
  ),
  'input.unsafe-address': meaning(
    2,
    'Second copies go to addresses that begin with https:// only. Name and password are asked for on their own.',
  ),
  'input.not-a-way-out': meaning(
    2,
    'That folder was not made by export-all, or it is not whole. Please choose another one.',
  ),
  'input.not-a-file': meaning(1, 'That is not an ordinary file or folder, so it cannot be kept.'),
  'input.record-invalid': meaning(2, 'Some of what was entered does not fit. Please look at it again.'),
  'input.json-invalid': meaning(2, 'That file does not hold the kind of data it should.'),
  'input.policy-invalid': meaning(2, 'That file is not a list of whom to trust that this version can read.'),
  'input.name-missing': meaning(
    2,
    'A vault card needs your name. Say who you are first, then make the card.',
  ),
  'input.card-other-vault': meaning(2, 'That card belongs to another vault, so it was not kept.'),
  'input.card-not-signed': meaning(
    2,
    'Nobody has signed that card yet. Give it to your provider, and bring back the one that they signed.',
  ),
  'input.signing-key-invalid': meaning(2, 'That file does not hold a key that can sign cards.'),
  'input.csv-invalid': meaning(
    2,
    'That table could not be read. Please check its first row and its columns.',
  ),
  'input.passphrase-missing': meaning(2, 'A passphrase is needed to open the vault.'),
  'input.passphrase-weak': meaning(
    2,
    'That passphrase is too short. Use at least 8 characters; a few words in a row are best.',
  ),
  'input.secret-missing': meaning(2, 'The password or token of the source is needed.'),
  'input.recovery-key-typo': meaning(
    2,
    'One of the words of the recovery key is not right. Please check each word and their order.',
  ),
  'input.nothing-chosen': meaning(2, 'Nothing was chosen, so there is nothing to do.'),
  'input.not-rehearsed': meaning(
    2,
    'Nobody has tried yet to get this vault back from a second copy. Try it first, then it can be shown.',
  ),
  'input.not-confirmed': meaning(
    2,
    'Nothing was erased. Look at the list again, and give the code that stands under it.',
  ),
  'input.all-flagged': meaning(
    2,
    'All that you chose is marked to stay here. Tick what shall go along all the same.',
  ),
  'input.changed-while-reading': meaning(
    1,
    'The file was being changed while it was read. It will be tried again.',
  ),
  'input.file-busy': meaning(1, 'Another program is using this file. It will be tried again.'),
  'input.cloud-placeholder': meaning(
    1,
    'This file is only in the cloud. Open it once so that it is on this computer, then try again.',
  ),
  'input.item-too-large': meaning(
    2,
    'One thing alone is larger than a part may be. Allow larger parts, or leave it out. Nothing was made.',
  ),
  'input.too-many-parts': meaning(2, 'That would be far too many parts. Please allow larger ones.'),
  'input.replica-in-vault': meaning(
    2,
    'A second copy cannot lie inside a vault. Please choose a place outside of it.',
  ),
  'input.replica-other-vault': meaning(
    2,
    'That folder is a second copy of another vault. Please choose another place.',
  ),
  'input.too-large': meaning(1, 'This is larger than can be read here. It was left as it is.'),

  // Opening the vault.
  'access.wrong-passphrase': meaning(3, 'That passphrase does not open this vault. Nothing was changed.'),
  'access.wrong-recovery-key': meaning(3, 'That recovery key does not open this vault. Nothing was changed.'),
  'access.no-vault': meaning(3, 'There is no vault at that place.'),
  'access.vault-exists': meaning(2, 'There is already a vault at that place.'),
  'access.in-use': meaning(3, 'Another program is using this vault right now. Close it there, or wait.'),
  'access.read-only': meaning(
    3,
    'This vault lies where nothing can be written. It can be read, but nothing new can be kept.',
  ),
  'access.unsafe-place': meaning(
    3,
    'A vault in use should not lie on a network drive or in a folder that another app keeps in step. Keep it on this computer, and put a second copy there.',
  ),
  'access.keyring-unavailable': meaning(
    3,
    'This computer could not open its own key store. Your passphrase and your recovery key still work.',
  ),
  'access.header-changed': meaning(
    3,
    'Your passphrase was changed on another computer. Please open the vault again with the new one.',
  ),
  'access.locked': meaning(3, 'The vault is locked.'),

  // Damage, and history that does not fit.
  'integrity.header-damaged': meaning(3, 'Both copies of the file that opens this vault are damaged.'),
  'integrity.header-copy-damaged': meaning(
    1,
    'One of the two copies of the file that opens this vault is damaged or missing. The other one works.',
  ),
  'integrity.header-rolled-back': meaning(
    3,
    'The file that opens this vault was put back to an older one. Use your recovery key to set a new passphrase, or bring the newer file back.',
  ),
  'integrity.ledger-damaged': meaning(1, 'Part of the history file is damaged.'),
  'integrity.ledger-copy-damaged': meaning(
    1,
    'One of the two copies of a history file is damaged or missing. The other one works.',
  ),
  'integrity.ledger-missing': meaning(1, 'Part of the history is missing.'),
  'integrity.ledger-rolled-back': meaning(
    1,
    'The history in this vault is older than the one seen here before. Someone put back an older copy.',
  ),
  'integrity.fork': meaning(
    1,
    'Two computers went on from one and the same point. What each of them has stays as it is. Please open the vault again.',
  ),
  'integrity.ledger-unsigned': meaning(1, 'Part of the history is not signed as it should be.'),
  'integrity.erasure-unfinished': meaning(
    1,
    'Something that you erased is not gone from the disk yet. It is tried again when the vault is next opened.',
  ),
  'integrity.entry-erased': meaning(
    1,
    'This record was erased on purpose. Only its place in the history is left.',
  ),
  'integrity.entry-damaged': meaning(1, 'One part of the history cannot be opened.'),
  'integrity.blob-missing': meaning(1, 'The stored copy of a file is missing.'),
  'integrity.blob-corrupt': meaning(1, 'The stored copy of a file is damaged.'),
  'integrity.blob-orphan': meaning(
    1,
    'A stored file belongs to nothing. It is left over from a stop in the middle, and does no harm.',
  ),
  'integrity.settings-damaged': meaning(
    1,
    'The stored sign-ins are damaged or missing. Please sign in to your sources again.',
  ),
  'integrity.index-damaged': meaning(1, 'The search index was damaged. It is made anew from the history.'),
  'integrity.foreign-file': meaning(
    1,
    'There is a file in the vault folder that the vault did not put there.',
  ),
  'integrity.replica-missing': meaning(
    1,
    'The second copy is not where it was. Is the right stick plugged in? If it was deleted, add this place again.',
  ),
  'integrity.replica-damaged': meaning(1, 'A file in a second copy is not as it should be.'),
  'integrity.parity-damaged': meaning(
    1,
    'A file of the spare data for repairs is damaged. What you kept is not touched by that, and repair makes it anew.',
  ),
  'integrity.vault-mismatch': meaning(1, 'This file belongs to another vault.'),

  // Formats.
  'format.too-new': meaning(
    3,
    'This was made by a newer version of Evidence Vault. Please update, then try again.',
  ),
  'format.unknown': meaning(1, 'This is not a file that Evidence Vault knows.'),
  'format.unsafe-parameters': meaning(
    3,
    'The lock of this vault is weaker or heavier than is safe, so it is not opened.',
  ),
  'format.malformed': meaning(1, 'This file is broken: it does not have the shape that it should have.'),
  'format.encrypted': meaning(
    1,
    'This file is locked with a password. Please unlock it in the program it came from, then try again.',
  ),
  'format.encrypted-altered': meaning(1, 'This locked file was changed or cut off after it was made.'),
  'format.zip-unsafe': meaning(1, 'This zip file is built in a way that is not safe to open.'),

  // The disk.
  'storage.full': meaning(
    4,
    'The disk is full. Nothing that was kept before is lost. Make some room, then try again.',
  ),
  'storage.read-only': meaning(4, 'Nothing can be written there.'),
  'storage.failed': meaning(4, 'The disk did not do as asked. Nothing that was kept before is lost.'),
  'storage.gone': meaning(4, 'The folder is not there any more. Was a drive unplugged?'),
  'storage.refused': meaning(
    4,
    'That server did not let you in. Please check the user name and the password.',
  ),
  'storage.not-webdav': meaning(
    4,
    'There is no WebDAV folder at that address. Please check it with whoever runs the server.',
  ),

  // Sources.
  'source.unreachable': meaning(5, 'The portal cannot be reached. Everything that was kept is still here.'),
  'source.timeout': meaning(5, 'The portal did not answer in time.'),
  'source.login-expired': meaning(5, 'The sign-in to the portal has ended. Please sign in again.'),
  'source.login-refused': meaning(5, 'The portal did not accept that name and password.'),
  'source.maintenance': meaning(5, 'The portal is closed for maintenance. It will be tried again later.'),
  'source.refused': meaning(5, 'The portal did not allow this.'),
  'source.sign-in-mismatch': meaning(
    5,
    'The answer does not fit the sign-in that was begun here, so it was not used. Please sign in once more.',
  ),
  'source.sign-in-unsafe': meaning(
    5,
    'Signing in there would not be safe right now, so it was not done. The portal can put this right.',
  ),
  'source.other-account': meaning(
    5,
    'This sign-in belongs to someone else at the portal. Nothing was copied. Please sign in as yourself.',
  ),
  'source.needs-attention': meaning(
    5,
    'The portal wants you to do something there first. It may ask you to agree to its rules or to change your password.',
  ),
  'source.not-supported': meaning(5, 'This portal does not offer what is needed.'),
  'source.not-moodle': meaning(5, 'There is no Moodle at that address.'),
  'source.not-canvas': meaning(5, 'There is no Canvas at that address.'),
  'source.protocol': meaning(5, 'The portal answered in a way that was not expected.'),
  'source.shows-less': meaning(1, 'The portal shows less than before. Nothing was removed from your vault.'),
  'source.held': meaning(
    1,
    'Very many files changed at once, so copying was stopped to be safe. The earlier versions are kept.',
  ),
  'source.download-incomplete': meaning(1, 'The download stopped before the end. It will be tried again.'),
  'source.download-wrong-size': meaning(
    1,
    'The download is not as long as the portal said. It was not kept.',
  ),
  'source.not-as-signed': meaning(
    1,
    'This file is not the one that the credential was signed for. It was not kept.',
  ),
  'source.download-wrong-type': meaning(1, 'The portal sent something other than the file. It was not kept.'),
  'source.item-missing': meaning(1, 'The portal lists this file but does not have it.'),
  'source.item-refused': meaning(1, 'The portal did not hand out this file.'),
  'source.not-repeatable': meaning(
    1,
    'This download can only be made once, so it was not taken from here. Save it with your usual browser, then add the file.',
  ),
  'source.unsafe-address': meaning(1, 'Only web addresses can be opened here.'),
  'source.certificate-broken': meaning(
    1,
    'This site could not prove who it is, so it was not opened. Somebody may be listening in.',
  ),
  'source.too-large': meaning(1, 'This is larger than can be kept from here.'),
  'source.folder-missing': meaning(5, 'The folder is not there. Is the drive plugged in, or the network on?'),

  // Proofs and bundles. A failed check is a result; these are for input that cannot be judged at all.
  'proof.invalid': meaning(1, 'A proof does not hold.'),
  'proof.key-mismatch': meaning(1, 'This was signed with another key than expected.'),
  'proof.authority-unreachable': meaning(
    1,
    'The dating service could not be reached. Nothing is lost: it will be asked again.',
  ),
  'proof.authority-refused': meaning(1, 'The dating service did not give a date. It will be asked again.'),
  'proof.authority-wrong-answer': meaning(
    1,
    'The dating service sent something that does not fit what was asked. It was not kept.',
  ),
  'proof.witness-unreachable': meaning(
    1,
    'The witness could not be reached. Nothing is lost: it will be asked again.',
  ),
  'proof.witness-refused': meaning(1, 'The witness does not sign for this vault. Please ask who runs it.'),
  'proof.witness-wrong-answer': meaning(
    1,
    'The witness sent something that does not fit what was asked. It was not kept.',
  ),
  'proof.witness-saw-more': meaning(
    1,
    'The witness saw more of this history than is here. Someone may have put back an older copy of the vault.',
  ),
  'proof.witness-saw-other': meaning(
    1,
    'The witness saw another history of this vault before. Please ask for help, and keep this copy as it is.',
  ),

  'internal.page-missing': meaning(
    70,
    'The page that checks bundles is not here. Please install Evidence Vault again.',
  ),
  'internal.cancelled': meaning(1, 'Stopped, as you asked. Everything that was finished is kept.'),
  'internal.bug': meaning(70, 'Something went wrong inside Evidence Vault. This is our mistake, not yours.'),
} as const satisfies Record<string, ErrorMeaning>;

export type ErrorCode = keyof typeof errorMeanings;

/** True if `text` is one of our codes. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorMeanings, text);
}

/** The plain sentence of a code; a code of a later version is shown as it is. */
export function sentenceOf(code: string): string {
  return isErrorCode(code) ? errorMeanings[code].sentence : code;
}
