import type { Portal } from '../portal.ts';

export const googleClassroom: Portal = {
  id: 'google-classroom',
  name: 'Google Classroom',
  kind: 'learning',
  called: ['Classroom', 'Google Drive', 'Google Docs', 'Takeout', 'G Suite', 'Workspace'],
  addresses: ['classroom.google.com', 'drive.google.com', 'takeout.google.com'],
  ways: [
    {
      how: 'file',
      brings: 'Your Drive files and your mail, in one or more zip files.',
      steps: [
        'Sign in with your school account and go to takeout.google.com.',
        'Choose Drive, Gmail and Classroom, if you can.',
        'Wait for the e-mail that says it is made. It can take hours or days.',
        'Get every zip file within a week, for the links end.',
        'Drop the zip files on this window.',
      ],
    },
    {
      how: 'window',
      address: 'https://classroom.google.com/',
      brings: 'Tasks, comments and grades as they look.',
      steps: [
        'Open Classroom in the safe window and sign in.',
        'Open each task. Press ‘Keep this page’ to keep the grade and comments.',
        'Get each file of yours as a PDF, so that it stays as it was.',
      ],
    },
    {
      how: 'mail',
      brings: 'Proof of when work was handed back to you.',
      steps: [
        'Find the e-mails from Classroom in your mailbox.',
        'Save each one as a file, or connect your mailbox here.',
        'Drop the saved e-mails on this window.',
      ],
    },
  ],
  limits: [
    'Your school can switch Takeout off. Then use the safe window.',
    'Google may not let you sign in from the safe window. Then use the zip file.',
    'A Google Doc is turned into another kind of file on its way out. Its history stays behind.',
    'When a teacher deletes a class, its tasks and grades are gone at once.',
  ],
  looked: '2026-11-22',
  sources: [
    'https://support.google.com/a/answer/6364687',
    'https://technology.kenyon.edu/knowledge-base-item/f4a37b6e-3cad-4384-be7f-df430cca564f/0332',
    'https://syscloud.com/saas-data-protection-center/google-workspace/google-classroom-retention',
  ],
};
