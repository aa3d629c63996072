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
    again: 'Check again',
    print: 'Print this report',
    at: 'Look at it as of this day',
    atHelp: 'What was dated later does not count then. Leave this empty for today.',
    remove: 'Take away {name}',
    policy: {
      title: 'Your trust list',
      help: 'A file that says who you trust for dates, as a witness and as a sender. With none, we trust no one.',
      choose: 'Choose a trust list',
      other: 'Choose another one',
    },
    keyFile: {
      title: 'Your own key file',
      help: 'It opens files that were locked for you.',
      choose: 'Choose your key file',
      other: 'Add another key file',
    },
    more: 'Do you know more than the file says?',
    moreText:
      'Put in what you know from somewhere else, such as the key of the sender. Then we can tell you more.',
    locked: 'This file is locked',
    lockedText:
      'It opens with the key file of someone it was locked for. We only read the key, and keep no copy.',
    save: {
      page: 'Save as a page',
      data: 'Save as data (JSON)',
      pageName: 'report.html',
      dataName: 'report.json',
      saved: 'The report is saved.',
    },
    policyWrong: 'That is not a trust list that we can read.',
    keyFileWrong: 'That is not a key file.',
    keyWrong: 'That is not a key. Copy it again, the whole line.',
    dropSays: 'Drop a file here to check it',
    onlyOne: 'We took the first file. Check the others one by one.',
  },
});
