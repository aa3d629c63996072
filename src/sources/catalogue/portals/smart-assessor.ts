import type { Portal } from '../portal.ts';

export const smartAssessor: Portal = {
  id: 'smart-assessor',
  name: 'Smart Assessor',
  kind: 'portfolio',
  called: ['SmartAssessor', 'Advanced Smart Assessor', 'e-portfolio'],
  addresses: ['*.smartassessor.co.uk', '*.smartassessor.com'],
  ways: [
    {
      how: 'window',
      address: 'https://www.smartassessor.co.uk/',
      brings: 'Your evidence, the feedback, and how far each unit is.',
      steps: [
        'Open Smart Assessor in the safe window and sign in.',
        'Open your course and press ‘Upload Work’. It lists all your evidence.',
        'Press each file. It goes straight into your vault.',
        'Open each one and press ‘Keep this page’, so that the feedback is kept.',
        'Keep the pages of your units and your time log too.',
      ],
    },
    {
      how: 'file',
      brings: 'A copy of all your work, if your college makes you one.',
      steps: [
        'Ask your tutor for a copy of your whole portfolio, with what was said.',
        'Save what they send. Do not change it.',
        'Drop the file or the folder on this window.',
      ],
    },
    {
      how: 'mail',
      brings: 'Proof of when work was marked.',
      steps: [
        'Find the e-mails from Smart Assessor in your mailbox.',
        'Save each one as a file, or connect your mailbox here.',
        'Drop the saved e-mails on this window.',
      ],
    },
  ],
  limits: [
    'Smart Assessor has no door for learners’ apps, so we cannot look again for you.',
    'We found no button with which a learner can take it all at once.',
  ],
  looked: '2026-11-22',
  sources: [
    'https://help.smartassessor.co.uk/support/solutions/articles/31000128666-uploading-evidence-and-add-feedback',
    'https://help.smartassessor.co.uk/support/solutions/articles/31000147248-how-to-log-activity-into-your-timelog',
  ],
};
