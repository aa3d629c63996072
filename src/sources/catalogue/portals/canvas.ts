import type { Portal } from '../portal.ts';

export const canvas: Portal = {
  id: 'canvas',
  name: 'Canvas',
  kind: 'learning',
  called: ['Canvas LMS', 'Instructure'],
  addresses: ['*.instructure.com', 'canvas.*'],
  ways: [
    {
      how: 'connect',
      source: 'canvas',
      brings: 'Your work with each try, the comments, and the grades you may see.',
      steps: [
        'Sign in to Canvas in your web browser.',
        'Press ‘Account’, then ‘Settings’.',
        'Press ‘New Access Token’. Give it a name, such as Evidence Vault.',
        'Press ‘Generate Token’ and copy the long text that you see. It is shown just once.',
        'Come back here. Paste the web address and the token.',
      ],
    },
    {
      how: 'file',
      formats: ['canvas-submissions'],
      brings: 'The files that you handed in, in one zip file.',
      steps: [
        'Ask your tutor, or look in your settings there, for a download of what you handed in.',
        'Save the zip file. Do not open it first.',
        'Drop it on this window.',
      ],
    },
    {
      how: 'window',
      brings: 'The files and pages that you choose.',
      steps: [
        'Open your Canvas in the safe window and sign in.',
        'Press each file that you want to keep.',
        'Press ‘Keep this page’ where you see your grades and comments.',
      ],
    },
    {
      how: 'mail',
      brings: 'Proof of when work was handed in and marked.',
      steps: [
        'Find the e-mails from Canvas in your mailbox.',
        'Save each one as a file, or connect your mailbox here.',
        'Drop the saved e-mails on this window.',
      ],
    },
  ],
  limits: [
    'Some colleges do not let you make a token. Then use the safe window.',
    'A grade that is not out yet cannot be copied.',
  ],
  looked: '2026-11-22',
  sources: [
    'https://lib.rs/crates/canvas-cli',
    'https://github.com/Nexumi/StudentAssignmentDownloader/releases',
  ],
};
