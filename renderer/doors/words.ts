import { defineWords } from '../language/define-words.ts';

/** What several doors of a vault say: passphrases, the recovery key, the place of a vault, and what is in the way. */
export const words = defineWords({
  en: {
    passphrase: 'Passphrase',
    passphraseEmpty: 'Type your passphrase here.',
    wrongPassphrase:
      'That is not the passphrase of this vault. Look out for capital letters and try again. All is still safe.',
    place: {
      label: 'Which vault',
      remembered: 'The vault on this computer',
      chosen: 'The vault in ‘{name}’',
      noneChosen: 'No folder chosen yet',
      noneChosenHint: 'Choose the folder that your vault is in.',
      choose: 'Choose a folder',
      chooseOther: 'Choose another folder',
      chooseFirst: 'Choose the folder of your vault first.',
    },
    newPassphrase: {
      label: 'New passphrase',
      help: 'Four or more words that do not belong together are best. They are easy to learn and hard to guess.',
      again: 'The same passphrase again',
      againHelp: 'So that a slip of the finger does not lock you out.',
      tooShort: 'This is too short. Use at least 8 letters. A few words are best.',
      different: 'These two are not the same. Type it once more.',
      weak: 'This is easy to guess: {time}. Add two or three more words. Or press the button again to use it as it is.',
      strength: 'How long would it take to guess?',
      looking: 'Looking at how hard this is to guess.',
      empty: 'Start to type, and you will see how hard it is to guess.',
      short: 'Keep going. At least 8 letters are needed.',
      tooEasy: 'Easy to guess',
      tooEasyText: 'A thief with your vault would need {time}. Add two or three more words.',
      fair: 'Not so easy to guess',
      fairText: 'A thief with your vault would need {time}. One more word would help a lot.',
      good: 'Hard to guess',
      goodText: 'A thief with your vault would need {time}.',
      common: 'Many people use this one, so thieves try it first.',
      repeats: 'Saying the same thing again does not make it harder.',
      sequence: 'Letters in a row are tried first.',
      dates: 'Dates and years are easy to guess.',
      keyboard: 'Keys next to each other are easy to guess.',
      name: 'Names are easy to guess.',
      how: 'How we work this out',
      howText:
        'We think of a thief who has a copy of your vault and ten very fast machines. They can try 10,000 guesses each second. We count how many guesses it takes if they know the tricks that people use. It is a careful guess, not a promise. All of this stays on your computer.',
      unknown: 'We could not work this out. You can still go on. Four or more words are a good choice.',
    },
    time: {
      second: 'less than a second',
      secondOne: 'about a second',
      seconds: 'about {count} seconds',
      minute: 'about a minute',
      minutes: 'about {count} minutes',
      hour: 'about an hour',
      hours: 'about {count} hours',
      day: 'about a day',
      days: 'about {count} days',
      month: 'about a month',
      months: 'about {count} months',
      year: 'about a year',
      years: 'about {count} years',
      hundreds: 'some hundred years',
      thousands: 'more than a thousand years',
    },
    unsafe: {
      title: 'This is not a good place for a vault',
      network:
        'This folder is on some other computer or on a network drive. If the link drops at the wrong time, your vault can be harmed.',
      synced:
        'Another program keeps this folder the same on more than one computer. It can change files while we use them, and that can harm your vault.',
      better:
        'Keep the vault on this computer. Put a second copy of it here: that is a good use for this place.',
      another: 'Choose another folder',
      anyway: 'Use it anyway',
      askTitle: 'Use this place anyway?',
      ask: 'Your vault may be harmed, and then some of your work may be lost. If you do this, never open the vault on two computers at once, and keep a second copy.',
    },
    trouble: {
      noVault: 'There is no vault in that folder',
      noVaultHint:
        'Look for a folder with a file called README.txt and a folder called ledger in it. You may need to go one folder up or down.',
      inUse: 'Your vault is open in some other window',
      inUseHint: 'Some other program has it open. Close it there, wait a moment, and try again.',
      tooNew: 'This vault was made by a newer version',
      tooNewHint: 'Your vault is fine. Get the newest Evidence Vault, then open it again.',
      gone: 'Your vault is not where it was',
      goneHint:
        'Is it on a drive? Plug the drive in and try again. If you moved the folder, choose its new place.',
      damaged: 'The file that opens this vault is damaged',
      damagedHint:
        'Please do not change the folder. If you have a second copy, get your work back from that one.',
      damagedMend:
        'Please do not change the folder. If you have a second copy, plug it in and choose its folder. We take the file from there.',
      mend: 'Mend it from a second copy',
      noCopy: 'There is no second copy of this vault in that folder',
      noCopyHint: 'Choose the folder that you chose when you made the copy, such as the USB stick itself.',
      oldHeader: 'An old file was put back in this vault',
      oldHeaderHint: 'So this passphrase may be an old one. Use your recovery key to set a new passphrase.',
      useKey: 'Use my recovery key',
      again: 'Try again',
    },
    sheet: {
      label: 'Your recovery key: twelve words',
      print: 'Print',
      save: 'Save as PDF',
      saved: 'Your sheet was saved',
      savedHint: 'Move it to a safe place that is not on this computer. Whoever has it can open your vault.',
      sameDisk: 'Saved, but on the same disk as your vault',
      sameDiskHint:
        'If this disk breaks or is stolen, both go with it. Print the sheet, or save it on a stick that you keep somewhere else.',
      fileName: 'Evidence Vault recovery key.pdf',
      careful: 'Do not take a photo of it, and do not mail it. Whoever has these words can open your vault.',
      paperTitle: 'Evidence Vault: recovery key',
      paperText:
        'Whoever has these twelve words can open the vault. Keep this sheet in a safe place, away from the computer. Evidence Vault does not know these words and cannot give them to you again.',
      paperHow:
        'To use them: open Evidence Vault, choose ‘I forgot my passphrase’, and type the words in this order.',
      paperDate: 'Printed on {date}',
    },
    keepKey: {
      step: 'Step {step} of 3',
      lead: 'If you forget your passphrase, only these twelve words can open your vault. We do not have them. Keep them on paper, away from this computer.',
      done: 'I have written them down',
      checkTitle: 'Check your twelve words',
      checkLead: 'Look at your sheet and type these three words. Then you know that it is right.',
      finish: 'Finish',
      back: 'Show me the words again',
    },
    askBack: {
      label: 'Word {number}',
      empty: 'Type word {number} from your sheet.',
      wrong: 'This is not word {number}. Look at your sheet and try again.',
    },
    wordFields: {
      label: 'Your twelve words, in order',
      help: 'You can also paste all twelve at once. Capital letters do not matter.',
      word: 'Word {number}',
      empty: 'Type word {number} here.',
      unknown: 'We do not know this word. Check how it is spelt.',
      checksum:
        'All of these are known words, but they do not fit together. One may be wrong, or in the wrong place.',
      wrongKey:
        'These words do not open this vault. Is it the right vault, and the newest sheet? All is still safe.',
    },
  },
});
