import type { Portal } from '../portal.ts';

export const teams: Portal = {
  id: 'teams',
  name: 'Microsoft Teams',
  kind: 'learning',
  called: ['Teams', 'Teams Assignments', 'OneDrive', 'SharePoint', 'Office 365', 'Class Notebook'],
  addresses: ['teams.microsoft.com', '*.sharepoint.com'],
  ways: [
    {
      how: 'connect',
      source: 'folder',
      brings: 'The files of a team or of your OneDrive that lie on this computer.',
      steps: [
        'Let OneDrive put the files on this computer, and wait until they are all there.',
        'Press ‘Choose a folder’ here and choose that folder.',
        'We look at it again each time and copy what is new.',
      ],
    },
    {
      how: 'window',
      address: 'https://teams.microsoft.com/',
      brings: 'Tasks with feedback and points as they look, and files.',
      steps: [
        'Open Teams in the safe window and sign in.',
        'Open your class, then its assignments, then one that came back.',
        'Press ‘Keep this page’ to keep the feedback and points.',
        'Get each file that you handed in.',
      ],
    },
    {
      how: 'file',
      brings: 'Files that you saved from Teams by hand.',
      steps: [
        'Open the class in Teams and find your files.',
        'Save each of them to this computer.',
        'Drop them on this window.',
      ],
    },
    {
      how: 'mail',
      brings: 'Proof of when work was handed back to you.',
      steps: [
        'Find the e-mails about your tasks in your mailbox.',
        'Save each one as a file, or connect your mailbox here.',
        'Drop the saved e-mails on this window.',
      ],
    },
  ],
  limits: [
    'What you hand in lies in your class, not in your own OneDrive. When you are taken out of the class, you cannot see it.',
    'Feedback and points are not in the files. Keep their pages.',
  ],
  looked: '2026-11-22',
  sources: [
    'https://learn.microsoft.com/en-us/microsoft-365/education/deploy/assignments-admin-documentation',
    'https://www.uvm.edu/it/kb/article/restoring-archiving-class-team/',
  ],
};
