import type { Portal } from '../portal.ts';

export const onefile: Portal = {
  id: 'onefile',
  name: 'OneFile',
  kind: 'portfolio',
  called: ['One File', 'Onefile Eportfolio', 'Keychain'],
  addresses: ['*.onefile.co.uk'],
  ways: [
    {
      how: 'file',
      brings: 'Your whole portfolio, in one zip file.',
      steps: [
        'Ask your tutor or centre to download your portfolio as a zip file. Staff can do this.',
        'Ask for your gap analysis too, and for the record of how far you are.',
        'Save what they send. Do not open or change it first.',
        'Drop the zip file on this window.',
      ],
    },
    {
      how: 'window',
      brings: 'Your evidence, what was said about it, and your progress.',
      steps: [
        'Open OneFile in the safe window and sign in.',
        'Open ‘Assessments’. Press the files of each one.',
        'Press ‘Keep this page’ on each one that has been signed off.',
        'Keep the pages of your units, your reviews and your time sheet too.',
      ],
    },
    {
      how: 'mail',
      brings: 'Proof of when work was handed in and signed off.',
      steps: [
        'Find the e-mails from OneFile in your mailbox.',
        'Save each one as a file, or connect your mailbox here.',
        'Drop the saved e-mails on this window.',
      ],
    },
  ],
  limits: [
    'We found the download only for staff, not for learners. You may have to ask for it.',
    'OneFile has no door for learners’ apps, so we cannot look again for you.',
  ],
  looked: '2026-11-22',
  sources: [
    'https://support.onefile.co.uk/support/solutions/articles/76000041280-move-learners-from-one-centre-to-another-',
    'https://learning.lincoln.ac.uk/resources-hub/getting-started-one-file/navigating-your-portfolio',
  ],
};
