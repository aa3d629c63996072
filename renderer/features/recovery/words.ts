import { defineWords } from '../../language/define-words.ts';

/** What is said about the recovery key: showing it, asking it back, and coming in with it. */
export const words = defineWords({
  en: {
    recover: {
      title: 'Set a new passphrase',
      lead: 'Type the twelve words of your recovery key. Then choose a new passphrase. Your work stays as it is.',
      keyTitle: 'Your recovery key',
      newTitle: 'Your new passphrase',
      save: 'Set it and open my vault',
      back: 'Back',
      noKey: 'I do not have the words',
      noKeyText:
        'Then your passphrase is the only way in. Nobody can open your vault without one of the two, and nor can we. Try the passphrases that you might have used. Do not delete the folder: you may find your sheet later.',
    },
  },
});
