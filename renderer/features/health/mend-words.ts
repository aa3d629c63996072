import { defineWords } from '../../language/define-words.ts';

/** What is said of things that are hurt, and of mending them. */
export const words = defineWords({
  en: {
    title: 'Some of your work is hurt',
    titleNone: 'Something in your vault is hurt',
    hurt: {
      one: '{count} item is not as it was kept:',
      many: '{count} items are not as they were kept:',
    },
    more: 'and {count} more',
    none: 'The last check found something wrong. None of your items is named.',
    how: 'A good piece takes the place of each hurt one. The hurt piece is kept aside. Nothing is deleted.',
    copies: 'We look in your second copies: {names}. Plug them in first.',
    noCopies: 'You have no second copy that we know of. If you have the same file, choose it.',
    ask: 'Ask {names} too',
    askHelp: 'Only for what we can get from nowhere else.',
    passphrase: 'Your passphrase',
    passphraseHelp:
      'Part of the history is hurt. To mend it, we close your vault for a moment and open it again.',
    start: 'Mend it',
    file: 'Choose the same file',
    folder: 'Choose a second copy',
    running: 'Mending your vault',
    stages: {
      history: 'Looking at the history',
      files: 'Looking if each file is there',
      contents: 'Reading what is in each file',
    },
    stopped: 'You stopped it. What was mended stays mended.',
    failed: 'It could not be mended',
    hide: 'Hide this',
    end: {
      whole: 'All is whole again',
      nothing: 'Nothing is hurt',
      nothingText: 'We looked, and all is as it was kept.',
      part: 'Some of it is whole again',
      not: 'It could not be mended yet',
      mended: 'Whole again:',
      left: 'Still hurt: {names}.',
      noName: 'A piece that belongs to none of your items is still hurt.',
      others: {
        one: '{count} other piece is whole again too.',
        many: '{count} other pieces are whole again too.',
      },
      settings:
        'Your stored sign-ins could not be saved. Sign in to your portals again, and choose the places of your second copies again.',
      unused: 'This is not the right file, so it was not used: {name}',
      other: 'What else is wrong:',
    },
    from: {
      replica: 'from {place}',
      parity: 'from the spare parts beside it',
      source: 'fetched again from {place}',
      file: 'from the file that you chose',
      copy: 'from what the vault still had',
      anew: 'made anew',
    },
    next: {
      plug: 'We could not reach {names}. Plug it in, then press ‘Mend it’ again.',
      look: 'Do you have a second copy or the same file somewhere? It may be on a stick or in your mail. Choose it below.',
      ask: '{names} may still have it. Tick the box below, then press ‘Mend it’ again.',
      wait: 'Nothing is deleted. You can try again at any time.',
    },
    aside: {
      title: 'Kept aside',
      text: {
        one: '{count} hurt piece is kept aside ({size}). It is locked, and it is not deleted.',
        many: '{count} hurt pieces are kept aside ({size}). They are locked, and they are not deleted.',
      },
      show: 'Show what is kept aside',
      of: 'Of {names}',
      history: 'A file of the vault itself',
    },
  },
});
