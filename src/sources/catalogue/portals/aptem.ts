import type { Portal } from '../portal.ts';

export const aptem: Portal = {
  id: 'aptem',
  name: 'Aptem',
  kind: 'portfolio',
  called: ['Aptem Apprentice', 'MWS', 'learning plan'],
  addresses: ['*.aptem.co.uk'],
  ways: [
    {
      how: 'window',
      brings: 'Your work, what was said about it, and your signed papers.',
      steps: [
        'Open your Aptem in the safe window and sign in.',
        'Open your learning plan. Press each task and look for its evidence.',
        'Press each file of yours. It goes straight into your vault.',
        'Press ‘Keep this page’ where you see the feedback and the criteria you have met.',
        'Open ‘Documents’ too. Keep your reviews there and what you signed.',
      ],
    },
    {
      how: 'file',
      brings: 'A copy of all your work, if your college makes you one.',
      steps: [
        'Ask your coach for a copy of your whole portfolio, with the feedback.',
        'Save what they send. Do not change it.',
        'Drop the file or the folder on this window.',
      ],
    },
    {
      how: 'mail',
      brings: 'Proof of when work was marked and what was said.',
      steps: [
        'Find the e-mails from Aptem in your mailbox.',
        'Save each one as a file, or connect your mailbox here.',
        'Drop the saved e-mails on this window.',
      ],
    },
  ],
  limits: [
    'Aptem has no door for learners’ apps, so we cannot look again for you. Come back after each mark.',
    'We found no button with which a learner can take it all at once.',
  ],
  looked: '2026-11-22',
  sources: [
    'https://support.aptem.co.uk/hc/en-gb/articles/360018502920-Marking-evidence',
    'https://support.aptem.co.uk/hc/en-gb/articles/360020888439-Overview-Documents',
  ],
};
