import type { Portal } from '../portal.ts';

export const openAwards: Portal = {
  id: 'open-awards',
  name: 'Open Awards portal',
  kind: 'record',
  called: ['Open Awards', 'The Portal', 'Secure Portal', 'unit grades', 'awarding body'],
  addresses: ['*.openawards.org.uk'],
  ways: [
    {
      how: 'file',
      formats: ['units-and-grades'],
      brings: 'Your units with their grades, and your certificates.',
      steps: [
        'Ask your provider for the list of your units and grades from the portal. You cannot sign in there yourself.',
        'A table is best, saved as CSV. It should show your own grades only.',
        'Ask for a unit transcript too, if you leave before the end.',
        'Drop the table on this window. We show you what we read before we take it in.',
        'Drop your certificates too.',
      ],
    },
    {
      how: 'mail',
      brings: 'Proof of what your provider wrote to you.',
      steps: [
        'Find the e-mail with your grades in your mailbox.',
        'Save it as a file, or connect your mailbox here.',
        'Drop the saved e-mail on this window.',
      ],
    },
  ],
  limits: [
    'Only providers sign in to this portal. What it says about you has to come through them.',
    'A grade there is locked in, but it is not yet a claim for a certificate.',
    'A table that was sent to you shows what it says, not who made it. The e-mail it came with helps. Keep that too.',
  ],
  looked: '2026-11-22',
  sources: [
    'https://openawards.org.uk/centres/awarding-and-certification',
    'https://openawards.theprogressteam.com/faqs-category/admin-faqs',
    'https://openawards.theprogressteam.com/faqs-category/delivery-and-assessment-support',
  ],
};
