import { defineWords } from '../../language/define-words.ts';

export const words = defineWords({
  en: {
    title: 'Check a file',
    lead: 'See if a file that was made with Evidence Vault is still as it was made. It needs no vault and no network.',
    back: 'Back',
    drop: 'Drop the file here',
    dropHelp: 'Or choose it from your computer. It stays where it is, and nothing is sent.',
    choose: 'Choose a file',
    options: 'More ways to check',
    key: 'The key that you expect',
    keyHelp:
      'The sender can give you their key in some other way, such as by phone. Leave this empty if you have none.',
    full: 'Take the second fingerprint of each file as well',
    fullHelp: 'This takes longer.',
    checking: 'Checking the file',
    stopped: 'You stopped it, so there is no answer.',
    failed: 'The file could not be looked at',
    another: 'Check another file',
    again: 'Check again with this key',
    print: 'Print this report',
    noKey: 'Do you have the sender’s key?',
    noKeyText: 'Put it in here. Then we can tell if it was made by that person’s vault.',
    keyWrong: 'That is not a key. Copy it again, the whole line.',
    dropSays: 'Drop a file here to check it',
    onlyOne: 'We took the first file. Check the others one by one.',
  },
});
