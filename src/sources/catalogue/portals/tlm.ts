import type { Portal } from '../portal.ts';

export const tlm: Portal = {
  id: 'tlm',
  name: 'TLM Markbook and Learning Site',
  kind: 'record',
  called: ['The Learning Machine', 'INGOTs', 'Markbook', 'Learning Site', 'theINGOTs'],
  addresses: ['*.tlm.org.uk', '*.theingots.org', '*.thelearningmachine.co.uk'],
  ways: [
    {
      how: 'window',
      brings: 'Your evidence pages and files from the Learning Site.',
      steps: [
        'Open the Learning Site in the safe window and sign in.',
        'Press ‘Keep this page’ on each page where you put evidence.',
        'Press the files that you want to keep.',
      ],
    },
    {
      how: 'file',
      formats: ['units-and-grades'],
      brings: 'Your marks for each unit, and your certificates.',
      steps: [
        'Ask your assessor for your mark sheet from the Markbook. You cannot sign in there yourself.',
        'A table is best, saved as CSV. It should show your own marks only.',
        'Drop the table on this window. We show you what we read before we take it in.',
        'Drop your certificates too. Each has a code with which others can check it.',
      ],
    },
    {
      how: 'mail',
      brings: 'Proof of what your assessor wrote to you.',
      steps: [
        'Find the e-mails about your units in your mailbox.',
        'Save each one as a file, or connect your mailbox here.',
        'Drop the saved e-mails on this window.',
      ],
    },
  ],
  limits: [
    'Only assessors use the Markbook. What it says about you has to come through them.',
    'A mark sheet that was sent to you as a table shows what it says, not who made it.',
  ],
  looked: '2026-11-22',
  sources: [
    'https://tlm.org.uk/how-to',
    'https://tlm.org.uk/faq/',
    'https://theingots.org/community/print/58994',
    'https://thelearningmachine.co.uk/honours/',
  ],
};
