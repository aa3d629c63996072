import { defineWords } from '../language/define-words.ts';

export const words = defineWords({
  en: {
    appName: 'Evidence Vault',
    close: 'Close',
    cancel: 'Cancel',
    clear: 'Clear',
    back: 'Back',
    loading: 'Just a moment…',
    retry: 'Try again',
    show: 'Show what I type',
    hide: 'Hide what I type',
    has: 'Yes',
    hasNot: 'Not yet',
    progress: '{done} of {total}',
    busy: 'Working…',
    level: { safe: 'Safe', attention: 'Needs attention', risk: 'At risk', none: 'Nothing yet' },
    tone: { safe: 'Good', attention: 'Please look', risk: 'Important', info: 'Note' },
    details: 'Details',
  },
});
