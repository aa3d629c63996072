import type { Portal } from '../portal.ts';

export const learningPathway: Portal = {
  id: 'learning-pathway',
  name: 'The Learning Pathway',
  kind: 'portfolio',
  called: ['People Alchemy', 'Alchemy', 'learning journey'],
  addresses: ['*.peoplealchemy.com', '*.peoplealchemy.co.uk'],
  ways: [
    {
      how: 'window',
      brings: 'Your tasks, what you wrote and sent in, and what was said about it.',
      steps: [
        'Open your pathway in the safe window and sign in.',
        'Go from step to step. Press each file that you sent in.',
        'Press ‘Keep this page’ on each step that was looked at or signed off.',
      ],
    },
    {
      how: 'file',
      brings: 'A report or a copy of your work, if your provider makes you one.',
      steps: [
        'Ask your coach for a report of all your steps, and for your files.',
        'Save what they send. Do not change it.',
        'Drop the file or the folder on this window.',
      ],
    },
    {
      how: 'mail',
      brings: 'Proof of when a step was signed off.',
      steps: [
        'Find the e-mails from your pathway in your mailbox.',
        'Save each one as a file, or connect your mailbox here.',
        'Drop the saved e-mails on this window.',
      ],
    },
  ],
  limits: [
    'We found no public help pages for learners, so these steps are the general way.',
    'It has no door for learners’ apps that we know of, so we cannot look again for you.',
  ],
  looked: '2026-11-22',
  sources: [],
};
