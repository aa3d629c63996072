import type { Portal } from '../portal.ts';

export const openBadges: Portal = {
  id: 'open-badges',
  name: 'Open Badges',
  kind: 'badges',
  called: [
    'badge',
    'backpack',
    'Badgr',
    'Canvas Badges',
    'Credly',
    'CLR',
    'Comprehensive Learner Record',
    'credential',
    'wallet',
  ],
  addresses: ['*.badgr.com', '*.badgr.io', '*.credly.com'],
  ways: [
    {
      how: 'file',
      formats: ['credential'],
      brings: 'A badge with what it says about you, and who signed it.',
      steps: [
        'Open your badge where you keep it, and download it.',
        'Keep the kind of file as it is. A PNG or SVG picture holds the badge inside. A JPEG or PDF does not.',
        'Drop the file on this window. We check it and show you what we found.',
      ],
    },
    {
      how: 'connect',
      source: 'openbadges',
      brings: 'All your badges and records, with the work they point to.',
      steps: [
        'Get the web address of the place that holds your badges.',
        'Come back here and paste it.',
        'Sign in on its own page, and say yes when it asks if we may read.',
      ],
    },
    {
      how: 'mail',
      brings: 'Proof that the badge was sent to you.',
      steps: [
        'Find the e-mail that told you of your badge.',
        'Save it as a file, or connect your mailbox here.',
        'Drop the saved e-mail on this window.',
      ],
    },
  ],
  limits: [
    'Only hosts that keep to Open Badges in version 3 can be connected. Files work from all.',
    'An old badge may just point to a website. If that goes away, so does the proof.',
  ],
  looked: '2026-11-22',
  sources: [
    'https://guides.instructure.com/m/111837/l/1571710-using-the-canvas-badges-backpack',
    'https://guides.instructure.com/m/111837/l/1571715-uploading-non-badgr-badges-to-a-backpack',
    'https://1edtech.org/standards/open-badges',
  ],
};
