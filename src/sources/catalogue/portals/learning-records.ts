import type { Portal } from '../portal.ts';

export const learningRecords: Portal = {
  id: 'learning-records',
  name: 'Learning Records Service',
  kind: 'record',
  called: ['LRS', 'PLR', 'Personal Learning Record', 'ULN', 'Unique Learner Number'],
  addresses: [],
  ways: [
    {
      how: 'file',
      formats: ['units-and-grades'],
      brings: 'The list of what you have gained, as the state has it.',
      steps: [
        'Ask your college or provider for a copy of your Personal Learning Record. This is the quick way.',
        'If they cannot help, get the request form from gov.uk and send it with proof of who you are.',
        'Wait. It can take up to a month. The copy comes by e-mail.',
        'Save the file and drop it on this window. Keep the e-mail too.',
      ],
    },
    {
      how: 'mail',
      brings: 'Proof of who sent the record, and when.',
      steps: [
        'Find the e-mail that the record came with.',
        'Save it as a file, with all that hangs on it.',
        'Drop the saved e-mail on this window.',
      ],
    },
  ],
  limits: [
    'There is no website where you can sign in and look. It was shut in the year 2016.',
    'It shows just what is listed with Ofqual. It begins in 2012 in England, and later in Wales and the north of Ireland.',
    'Units that your provider has not yet claimed are not in it.',
  ],
  looked: '2026-11-22',
  sources: [
    'https://www.gov.uk/guidance/how-to-access-your-personal-learning-record',
    'https://www.gov.uk/government/publications/learning-records-service-personal-learning-record',
  ],
};
