import type { Portal } from '../portal.ts';

export const sharedDrive: Portal = {
  id: 'shared-drive',
  name: 'A shared drive at work',
  kind: 'folder',
  called: [
    'network drive',
    'shared folder',
    'employer',
    'work drive',
    'Dropbox',
    'OneDrive',
    'NAS',
    'USB stick',
  ],
  addresses: [],
  ways: [
    {
      how: 'connect',
      source: 'folder',
      brings: 'All the files in a folder. We look at it again each day.',
      steps: [
        'Ask at work if you may keep copies of your own work. Leave out what is secret.',
        'Press ‘Choose a folder’ and choose the folder that holds your work.',
        'We copy what is in it. Nothing there is ever changed.',
      ],
    },
    {
      how: 'file',
      brings: 'Just the files that you choose.',
      steps: [
        'Find the files on the drive.',
        'Choose those that are yours and that you may keep.',
        'Drop them on this window.',
      ],
    },
  ],
  limits: [
    'When you leave the job, you cannot get at the drive any more. Do this before.',
    'If the drive is switched off or far away, it cannot be copied. We try again later.',
  ],
  looked: '2026-11-22',
  sources: [],
};
