import { defineWords } from '../../language/define-words.ts';

export const signInWords = defineWords({
  en: {
    atPortal: 'Sign in on the portal’s own page',
    atPortalHelp:
      'Use this if your portal has its own sign-in page. It opens here, and shuts when you are in.',
    atHostHelp: 'Its own page opens here, and shuts when you are in.',
  },
});
