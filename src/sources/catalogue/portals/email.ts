import type { Portal } from '../portal.ts';

export const email: Portal = {
  id: 'email',
  name: 'E-mail',
  kind: 'mail',
  called: ['mail', 'mailbox', 'Gmail', 'Outlook', 'Hotmail', 'Yahoo', 'iCloud', 'IMAP', 'eml', 'mbox'],
  addresses: ['mail.google.com', 'outlook.*', 'mail.yahoo.com'],
  ways: [
    {
      how: 'connect',
      source: 'mailbox',
      brings: 'The e-mails that you choose, by folder or by who sent them. The rest is left alone.',
      steps: [
        'Make an app password at your mail service. It is in your account there, with the safety settings.',
        'Come back here. Type the address of the mail server, your name and the app password.',
        'Choose the folders, and whose e-mails you want to keep.',
        'Look at the list of what would be copied, and say yes.',
      ],
    },
    {
      how: 'file',
      formats: ['mail'],
      brings: 'E-mails that you saved, with all that hangs on them.',
      steps: [
        'Open the e-mail and look for a way to save or download it as a file.',
        'A file that ends in .eml or .mbox is best. A print or a picture proves much less.',
        'Drop the files on this window.',
      ],
    },
  ],
  limits: [
    'Some mail services do not let apps in with a password. Then save the e-mails as files.',
    'We never send, move or delete an e-mail.',
    'Do not forward an e-mail to keep it. That breaks its seal.',
  ],
  looked: '2026-11-22',
  sources: ['https://support.google.com/mail/answer/185833'],
};
