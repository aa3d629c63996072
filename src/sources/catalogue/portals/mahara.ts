import type { Portal } from '../portal.ts';

export const mahara: Portal = {
  id: 'mahara',
  name: 'Mahara',
  kind: 'portfolio',
  called: ['ePortfolio', 'Folioz', 'Leap2A'],
  addresses: ['mahara.*', '*.mahara.*', '*/mahara'],
  ways: [
    {
      how: 'file',
      formats: ['leap2a'],
      brings: 'Your pages, files, journals and what others wrote about them.',
      steps: [
        'Sign in to Mahara and look for ‘Export’. In older ones it is a tab of ‘My Portfolio’.',
        'Choose Leap2A. It is the form that we read best.',
        'Choose all your data, and wait until the zip file is made.',
        'Save the zip file and drop it on this window.',
        'If you can, do it once more as an HTML website, and drop that zip file too.',
      ],
    },
    {
      how: 'window',
      brings: 'The pages as they look, with what tutors wrote.',
      steps: [
        'Open your Mahara in the safe window and sign in.',
        'Open each of your pages and press ‘Keep this page’.',
        'Press the files that you want to keep.',
      ],
    },
  ],
  limits: [
    'Work that you sent in for marking may be locked. What is locked can still be looked at and kept.',
    'Things from other websites are not in the zip file. We never fetch them.',
  ],
  looked: '2026-11-22',
  sources: [
    'https://wiki.mahara.org/index.php?title=Developer_Area/Import/Export',
    'https://wiki.mahara.org/wiki/Developer_Area/Specifications_in_Development/Done/Portfolio_Export_Import',
  ],
};
