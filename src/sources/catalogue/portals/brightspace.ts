import type { Portal } from '../portal.ts';

export const brightspace: Portal = {
  id: 'brightspace',
  name: 'Brightspace',
  kind: 'learning',
  called: ['D2L', 'Desire2Learn', 'Brightspace ePortfolio'],
  addresses: ['*.brightspace.com', '*.desire2learn.com', 'brightspace.*', 'd2l.*'],
  ways: [
    {
      how: 'window',
      brings: 'What you handed in, with feedback and grades.',
      steps: [
        'Open your Brightspace in the safe window and sign in.',
        'Open a course, then its assignments.',
        'Open what you handed in and press each file.',
        'Press ‘Keep this page’ to keep the feedback and the grade.',
      ],
    },
    {
      how: 'file',
      brings: 'All that you put in there, if your college has that part.',
      steps: [
        'Open ePortfolio there. Look for a way to export what you put in.',
        'A presentation can be saved as a small website.',
        'Save the zip file and drop it on this window.',
      ],
    },
    {
      how: 'mail',
      brings: 'Proof of when work was handed in and marked.',
      steps: [
        'Find the e-mails from Brightspace in your mailbox.',
        'Save each one as a file, or connect your mailbox here.',
        'Drop the saved e-mails on this window.',
      ],
    },
  ],
  limits: [
    'Brightspace lets apps in only if the college says so. We have no way in for a learner alone.',
    'Not each college has the ePortfolio part.',
  ],
  looked: '2026-11-22',
  sources: ['https://docsbay.net/title-page-eportfolio-learner'],
};
