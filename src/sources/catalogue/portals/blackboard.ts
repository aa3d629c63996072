import type { Portal } from '../portal.ts';

export const blackboard: Portal = {
  id: 'blackboard',
  name: 'Blackboard',
  kind: 'learning',
  called: ['Blackboard Learn', 'Learn Ultra', 'Bb', 'Anthology'],
  addresses: ['blackboard.*', '*.blackboard.com'],
  ways: [
    {
      how: 'window',
      brings: 'What you handed in, with feedback and grades.',
      steps: [
        'Open your Blackboard in the safe window and sign in.',
        'Open a course, then its grades, then one task.',
        'Press each file that you handed in. Look at each try.',
        'Press ‘Keep this page’ to keep the feedback and the grade.',
        'Keep the page that says what the task was, too.',
      ],
    },
    {
      how: 'file',
      brings: 'Files that you saved from Blackboard by hand.',
      steps: [
        'Save what you handed in and what came back.',
        'If your college makes you a copy, save that as well.',
        'Drop the files or the folder on this window.',
      ],
    },
    {
      how: 'mail',
      brings: 'Proof that your work arrived.',
      steps: [
        'Find the e-mails that Blackboard sent when you handed work in.',
        'Save each one as a file, or connect your mailbox here.',
        'Drop the saved e-mails on this window.',
      ],
    },
  ],
  limits: [
    'Blackboard lets apps in only if the college says so. We have no way in for a learner alone.',
    'Courses are often shut soon after they end. Do not wait.',
  ],
  looked: '2026-11-22',
  sources: ['https://help.blackboard.com/he/Learn/Student/Ultra/Assignments/Submit_Assignments'],
};
