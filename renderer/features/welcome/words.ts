import { defineWords } from '../../language/define-words.ts';

/** What the first screens say: Welcome, and making a new vault. */
export const words = defineWords({
  en: {
    welcome: {
      title: 'Keep your work safe, whatever happens',
      lead: 'This app keeps a copy of your work, your feedback and your grades on this computer. Only you can open it. If your college closes, you can still show what you did.',
      make: 'Make a new vault',
      makeHint: 'It takes about five minutes. Have a pen and paper ready.',
      otherWays: 'Or start another way',
      open: 'Open a vault',
      openHint: 'You made one before, on this computer or some other one.',
      restore: 'I have a copy already',
      restoreHint: 'Your computer broke, or was lost or stolen. A second copy brings all your work back.',
      half: 'Not all of your work is back yet',
      halfHint: 'We were stopped on the way. What came back is still here, and we can go on from there.',
      goOn: 'Go on',
      check: 'Check a bundle',
      checkHint: 'Somebody sent you a bundle. See what it shows. You need no vault for this.',
      tour: 'Look around first',
      tourHint: 'Try it all with a made-up college. None of it is real, and none of it is kept.',
      tourStarts: 'The practice vault is being made. This takes a moment.',
      gone: 'Your vault is not where it was',
      goneHint:
        'It was on a drive or in a folder that is not there now. If it is on a drive, plug it in and look again. If you moved the folder, open it from its new place.',
    },
    make: {
      toWelcome: 'Back',
      passphraseTitle: 'Choose a passphrase',
      passphraseLead:
        'You will type it each time you open your vault. We never see it, so we cannot send you a new one.',
      place: 'Where your vault is kept',
      usualPlace: 'In your own files on this computer',
      usualPlaceHint: 'This is best for most people.',
      chosenPlace: 'In the folder ‘{name}’',
      choose: 'Choose another folder',
      useUsual: 'Use the usual place',
      make: 'Make my vault',
      exists: 'There is a vault in that folder now',
      existsHint: 'You can open it. Or choose some other folder for a new one.',
      openIt: 'Open it',
      notEmpty: 'There are other things in that folder',
      notEmptyHint: 'A vault needs a folder of its own. Choose an empty one, or make a new one.',
      keyTitle: 'Write down your recovery key',
    },
  },
});
