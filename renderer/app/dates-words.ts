import { defineWords } from '../language/define-words.ts';

/** How the learner is asked whether others may date what is kept. */
export const words = defineWords({
  en: {
    title: 'May others put a date on your work?',
    why: 'A date that someone else gives shows that your work was there by then. The clock of your own computer could be set to any time.',
    facts: {
      sent: 'What they get',
      sentText:
        'One short code, made from the history of your vault. No one can read your work, your name or your files out of it. They can see that a computer at your address asked, and when.',
      never: 'What they never get',
      neverText: 'Your work, your marks, or what people said to you.',
      who: 'Who is asked',
      when: 'When',
      whenText: 'After each copy. If there is no network, it waits.',
    },
    change: 'You can change this in Settings at any time.',
    yes: 'Yes, ask for dates',
    no: 'Not now',
    saidYes: 'From now on your work is dated after each copy.',
    saidNo: 'No one is asked. You can turn dates on in Settings.',
    nobody: 'no one yet; add someone in Settings',
    strip: {
      label: 'A question for you',
      title: 'Your work is copied. May others put a date on it?',
      read: 'Read and answer',
      later: 'Later',
    },
  },
});
