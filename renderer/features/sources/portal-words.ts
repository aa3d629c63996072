import { defineWords } from '../../language/define-words.ts';

/** Choosing a portal, and what works with each. */
export const portalWords = defineWords({
  en: {
    title: 'Which portal do you use?',
    lead: 'Find it here, and we show you the best way. You can add more than one.',
    search: 'Name or web address of your portal',
    list: 'Portals that we know',
    found: { one: '{count} portal fits', many: '{count} portals fit' },
    none: {
      title: 'We do not know that one yet',
      text: 'That is fine. You can open any portal here in a safe window, or bring files from it.',
      open: 'Open it here',
    },
    others: 'Or begin here',
    portal: {
      title: 'My portal is not listed',
      text: 'Open any portal in a safe window here. All that you download there is kept.',
    },
    folder: { title: 'A folder', text: 'A folder on this computer, a stick or a shared drive.' },
    files: {
      title: 'Some files',
      text: 'Files that you choose by hand. You can drop them on the window too.',
    },
    short: {
      connect: 'We copy it for you',
      file: 'Bring a file',
      window: 'Safe window',
      mail: 'Keep its e-mails',
    },
    way: {
      connect: 'Let us copy it for you',
      file: 'Bring a file from it',
      window: 'Open it in the safe window',
      mail: 'Keep its e-mails',
    },
    best: 'The best way',
    otherWays: 'Other ways',
    limits: 'Good to know',
    chooseFile: 'Choose the file',
    chooseMail: 'Choose the e-mails',
    mailbox: 'Connect your mailbox',
    about: 'Where we read this',
    looked:
      'We last looked on {date}. Portals change. If a button has another name now, look for one like it.',
    noSource: 'We found no public page about it, so these steps are the general way.',
    openPage: 'Open {page}',
  },
});
