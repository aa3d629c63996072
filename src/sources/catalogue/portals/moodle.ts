import type { Portal } from '../portal.ts';

export const moodle: Portal = {
  id: 'moodle',
  name: 'Moodle',
  kind: 'learning',
  called: ['VLE', 'Moodle Workplace', 'MoodleCloud', 'college portal', 'e-learning'],
  addresses: ['moodle.*', '*.moodle.*', '*.moodlecloud.com', '*/moodle'],
  ways: [
    {
      how: 'connect',
      source: 'moodle',
      brings: 'All your work, feedback and grades. We look again for you each day.',
      steps: [
        'Open your Moodle in your web browser and copy its web address.',
        'Come back here and paste it.',
        'Type the name and password that you use there, or sign in on its own page.',
      ],
    },
    {
      how: 'file',
      formats: ['moodle-privacy'],
      brings: 'All that your Moodle holds about you, in one zip file.',
      steps: [
        'Sign in to Moodle and open your profile page from the menu with your name.',
        'Choose ‘Data requests’, then ‘New request’.',
        'Choose ‘Export all of my personal data’ and save.',
        'Wait. Someone at your college has to say yes. Moodle then writes to you.',
        'Go back to ‘Data requests’, get the zip file, and drop it on this window.',
      ],
    },
    {
      how: 'window',
      brings: 'The files and pages that you choose.',
      steps: [
        'Open your Moodle in the safe window and sign in.',
        'Press each file that you want to keep.',
        'Press ‘Keep this page’ where you see your grades and feedback.',
      ],
    },
    {
      how: 'mail',
      brings: 'Proof of when you handed work in, and of when it was marked.',
      steps: [
        'Find the e-mails from your Moodle in your mailbox.',
        'Save each one as a file, or connect your mailbox here.',
        'Drop the saved e-mails on this window.',
      ],
    },
  ],
  limits: [
    'Your college can switch off the door for apps. Then use the zip file or the safe window.',
    'Never ask Moodle to delete your data before all of it is safe here.',
  ],
  looked: '2026-11-22',
  sources: [
    'https://docs.moodle.org/35/en/Data_privacy',
    'https://support.moodle.com/support/solutions/articles/80000946035-delete-my-data-from-a-moodlecloud-site',
  ],
};
