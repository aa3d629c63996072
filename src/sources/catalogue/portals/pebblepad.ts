import type { Portal } from '../portal.ts';

export const pebblepad: Portal = {
  id: 'pebblepad',
  name: 'PebblePad',
  kind: 'portfolio',
  called: ['Pebble+', 'Pebble Plus', 'ePortfolio', 'Leap2A'],
  addresses: ['*.pebblepad.co.uk', '*.pebblepad.com', '*.pebblepad.com.au'],
  ways: [
    {
      how: 'file',
      formats: ['leap2a'],
      brings: 'Your assets, in one zip file.',
      steps: [
        'Sign in to PebblePad and open your asset store.',
        'Look for a way to export or download your assets. A zip file is best.',
        'If it lets you choose, take Leap2A. If not, take the web pages.',
        'Drop the zip file on this window.',
      ],
    },
    {
      how: 'window',
      brings: 'Workbooks and pages as they look, with the feedback.',
      steps: [
        'Open PebblePad in the safe window and sign in.',
        'Open each workbook or page and press ‘Keep this page’.',
        'Press the files that you want to keep.',
      ],
    },
  ],
  limits: [
    'Your work may hold files from a college drive. Save those by hand as well.',
    'Before you leave, open a free account of your own. It is in the menu at the top left, in ‘Additional settings’, as ‘Free Alumni accounts’. It has to be done while you can still sign in.',
    'We could not find out what the export buttons are called in the newest version.',
  ],
  looked: '2026-11-22',
  sources: [
    'https://help.pebblepad.com/helpfile.aspx?f=271&t=1',
    'https://community.pebblepad.co.uk/support/solutions/articles/13000033784-alumni-account-creation-in-v5',
  ],
};
