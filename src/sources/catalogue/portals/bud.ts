import type { Portal } from '../portal.ts';

export const bud: Portal = {
  id: 'bud',
  name: 'Bud',
  kind: 'portfolio',
  called: ['Bud Systems', 'Bud Learning System'],
  addresses: ['*.bud.co.uk'],
  ways: [
    {
      how: 'window',
      brings: 'What you sent in for each task, and what your trainer said.',
      steps: [
        'Open Bud in the safe window and sign in.',
        'Open your learning plan and go to a task.',
        'Open its messages and press each file that you sent in.',
        'Press ‘Keep this page’, so that your trainer’s words are kept.',
        'Do the same for each task. Keep your reviews and your training plan too.',
      ],
    },
    {
      how: 'file',
      brings: 'A copy of your work, if your provider makes you one.',
      steps: [
        'Ask your trainer for a copy of all that you sent in, with the feedback.',
        'Save what they send. Do not change it.',
        'Drop the file or the folder on this window.',
      ],
    },
    {
      how: 'mail',
      brings: 'Proof of when work was marked.',
      steps: [
        'Find the e-mails from Bud in your mailbox.',
        'Save each one as a file, or connect your mailbox here.',
        'Drop the saved e-mails on this window.',
      ],
    },
  ],
  limits: [
    'Bud has no door for learners’ apps, so we cannot look again for you.',
    'We found no button with which a learner can take it all at once.',
  ],
  looked: '2026-11-22',
  sources: [
    'https://support.bud.co.uk/hc/en-gb/articles/360017552437-Learning-Plan-Messages-and-Submissions-How-to-Add-a-Submission',
  ],
};
