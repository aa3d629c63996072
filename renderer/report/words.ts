import { defineWords } from '../language/define-words.ts';

/** What the report says, but for what is found wrong: that is in `finding-words.ts`. */
export const words = defineWords({
  en: {
    title: 'Bundle check',
    items: { one: '{count} item', many: '{count} items' },
    made: 'made on {day}',
    practice: 'This is a practice bundle. Nothing in it is real evidence.',
    broken: 'Do not rely on this file as it is. Ask the sender for a new one, and keep this one to compare.',
    locked: 'So there is no answer yet.',
    sixAnswers: 'Six answers, kept apart',
    offline: 'Nothing left this computer. No network was used.',
    outcome: { pass: 'Holds', 'not-checked': 'Could not check', fail: 'Does not hold' },
    answer: {
      unchanged: {
        title: 'Unchanged',
        pass: 'Every file is just as it was signed. None was changed, put in or taken out.',
        fail: 'This file is not as it was when it was signed. This is what is wrong with it:',
        unreadable: 'This file could not be read as a bundle, so no more could be checked. The reason:',
      },
      history: {
        title: 'One history',
        pass: 'Each record belongs to one signed history. Nothing in that history can be swapped unseen.',
        size: 'The whole history has {count} records.',
        fail: 'The records do not fit the history that was signed. This is what is wrong:',
      },
      time: {
        title: 'Since when',
        pass: 'A clock that is not the vault’s own has dated this.',
        fail: 'A date in this bundle does not hold:',
      },
      origin: {
        title: 'From whom',
        pass: 'It is signed by the people who made it.',
        fail: 'What it says of where it came from does not hold:',
        kept: {
          one: '{count} item is as this vault kept it.',
          many: '{count} items are as this vault kept them.',
        },
        stated: {
          one: '{count} thing is the learner’s own word.',
          many: '{count} things are the learner’s own word.',
        },
      },
      missing: {
        title: 'Anything missing',
        pass: 'Each attempt that this vault has on record for the work shown is in here.',
        fail: 'The count of the attempts does not hold:',
        all: {
          one: '{name}: the {count} attempt on record is in here.',
          many: '{name}: all {count} attempts on record are in here.',
        },
        hidden: '{name}: {hidden} of {count} attempts on record are not shown.',
        anAssignment: 'A piece of work',
        word: 'This is the vault’s own count.',
        others: {
          one: 'There is {count} more piece of work with attempts that is not in here at all.',
          many: 'There are {count} more pieces of work with attempts that are not in here at all.',
        },
        listed: {
          one: 'The bundle says that {count} thing is missing. You find it below.',
          many: 'The bundle says that {count} things are missing. You find them below.',
        },
      },
      sender: {
        title: 'Who sent it',
        pass: 'It was signed with a key that you trust.',
        fail: 'The sender is not the one that you named:',
        card: 'A card says that this is the vault of {name}. The name on its signature is {signers}.',
        cardTrusted:
          'A card says that this is the vault of {name}. It was signed by {signers}, whom you trust.',
        phrase: 'Ask the learner to read out their key words. They should be these:',
      },
    },
    moreFindings: { one: 'and {count} more', many: 'and {count} more' },
    record: 'Record {index} of the history',
    attempt: 'attempt {number}',
    version: 'version {number}',
    place: 'In the file: {path}',
    movedTo: 'Now at: {path}',
    itemsTitle: 'What is in it',
    statedTitle: 'What the learner states',
    name: 'Name',
    kind: 'Kind',
    standing: 'What stands behind it',
    standings: {
      kept: 'Kept',
      stated: 'Stated by the learner',
      open: 'Could not check',
      none: 'Does not hold',
    },
    standingHelp:
      'Kept means that it came into this vault as it is here, and that the signed history says so. It does not say who made it.',
    datedBy: 'It existed by {day}, says {authority}.',
    unknownKind: 'Not known: {kind}',
    showMore: { one: 'Show {count} more', many: 'Show {count} more' },
    missingTitle: 'What is not in it',
    missingHelp:
      'This is what the bundle says of itself. The reasons are in the words of the app that made it.',
    noticed: 'seen on {day}',
    limitsTitle: 'What this does not show',
    limits:
      'Unchanged does not mean true. This report does not show that the work is the learner’s own, or that it meets the course. That is for an assessor to judge.',
    details: 'Details for experts',
    keyWords: 'Key words',
    vaultId: 'Vault id',
    publicKey: 'Public key',
    bundleId: 'Bundle id',
    madeBy: 'Made by',
    log: 'Log',
    logSize: '{count} records',
    check: 'Check',
    result: 'Result',
    finding: 'What was found',
    checksCaption: 'All checks, one by one',
  },
});
