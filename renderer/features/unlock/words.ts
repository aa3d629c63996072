import { defineWords } from '../../language/define-words.ts';

/** What the doors of a vault say: unlock, covered, and opening one from elsewhere. */
export const words = defineWords({
  en: {
    unlock: {
      title: 'Your vault is locked',
      lead: 'Type your passphrase to open it.',
      open: 'Unlock',
      quick: 'Unlock with this computer',
      quickFailed: 'This computer could not unlock your vault. Please type your passphrase.',
      lastCopied: 'Nothing has been copied since',
      neverCopied: 'Nothing has been copied yet.',
      notWhileLocked: 'While your vault is locked, no new work is copied.',
      forgot: 'I forgot my passphrase',
      another: 'Open some other vault',
      restore: 'Get my work back from a copy',
      makeNew: 'Make a new vault',
      check: 'Check a bundle',
      settings: 'Settings',
      restarted: 'Evidence Vault had to start again',
      restartedHint:
        'Something went wrong inside it. All that was kept before is still safe. Unlock your vault to go on.',
    },
    covered: {
      title: 'Your vault is covered',
      lead: 'You were away for a while, so your work is hidden. Type your passphrase to see it again.',
      show: 'Show my vault',
      copying: 'Your work is still being copied behind this screen.',
      waiting: 'Copying waits until you are back.',
      lock: 'Lock it now',
    },
    open: {
      title: 'Open a vault',
      lead: 'Show us where it is, then type your passphrase.',
      copyLead: 'Show us the folder that you copied to this computer. Then open it as you did before.',
      back: 'Back',
      withPassphrase: 'Use my passphrase',
      withKey: 'Use my recovery key',
      how: 'How do you want to open it?',
      passphraseText: 'The words that you chose yourself.',
      keyText: 'The twelve words on your sheet.',
      open: 'Open',
      newPassphrase: 'Forgot your passphrase? Set a new one',
    },
  },
});
