import type { Portal } from '../portal.ts';

export const ecordia: Portal = {
  id: 'ecordia',
  name: 'Ecordia',
  kind: 'portfolio',
  called: ['Ecordia e-portfolio', 'SQA portfolio'],
  addresses: ['*.ecordia.co.uk'],
  ways: [
    {
      how: 'file',
      brings: 'A copy of your whole portfolio that looks just like the one on the website.',
      steps: [
        'Ask your tutor to download your whole portfolio for you. Ecordia can do this.',
        'Save what they send. Do not change it.',
        'Drop the file or the folder on this window.',
      ],
    },
    {
      how: 'window',
      address: 'https://www.ecordia.co.uk/',
      brings: 'Your evidence and the feedback on it.',
      steps: [
        'Open Ecordia in the safe window, press ‘Login’ and sign in.',
        'Press the ‘Evidence’ tab on the right.',
        'Open each piece of evidence. Press its files.',
        'Press ‘Keep this page’, so that the feedback is kept.',
      ],
    },
    {
      how: 'mail',
      brings: 'Proof of when feedback was given.',
      steps: [
        'Find the e-mails from Ecordia in your mailbox.',
        'Save each one as a file, or connect your mailbox here.',
        'Drop the saved e-mails on this window.',
      ],
    },
  ],
  limits: [
    'We could not find out if a learner can make the download alone. You may have to ask.',
    'Ecordia has no door for learners’ apps, so we cannot look again for you.',
  ],
  looked: '2026-11-22',
  sources: [
    'https://www.ecordia.co.uk/faqs',
    'https://ecordiasupport.freshdesk.com/support/solutions/articles/206000055295-quick-guide',
  ],
};
