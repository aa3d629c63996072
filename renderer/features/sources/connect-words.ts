import { defineWords } from '../../language/define-words.ts';

/** The forms that connect a source, and how connecting in the portal window ended. */
export const connectWords = defineWords({
  en: {
    or: 'Or:',
    canvas: {
      address: 'Web address of your Canvas',
      addressHelp: 'Such as mycollege.instructure.com',
      token: 'Token',
      tokenHelp: 'The long text that Canvas showed you once.',
      tokenTitle: 'What happens to the token?',
      tokenText:
        'We keep it locked in your vault, and use it just to read. You can end it in Canvas at any time. Then we ask you for a new one.',
      connecting: 'Looking up your Canvas',
    },
    badges: {
      address: 'Web address of the place that holds your badges',
      addressHelp: 'Such as badges.mycollege.ac.uk',
      signIn: 'Sign in there',
      looking: 'Looking for your badges',
    },
    mail: {
      host: 'Mail server',
      hostHelp: 'Such as imap.gmail.com. Your mail service tells you, if you look for IMAP.',
      username: 'Your e-mail address',
      password: 'App password',
      passwordHelp: 'Not the password that you sign in with. You make it at your mail service.',
      passwordTitle: 'What happens to it?',
      passwordText:
        'We keep it locked in your vault, for your mail server asks for it each time. You can end it at your mail service at any time.',
      more: 'If it does not work like this',
      port: 'Port',
      portHelp: 'A number. Leave this empty if you do not know it.',
      security: 'How the line is kept safe',
      securities: { tls: 'From the start (most use this)', starttls: 'After a hello', none: 'Not at all' },
      look: 'Look at my folders',
      looking: 'Asking your mail server',
      chooseTitle: 'What do you want to keep?',
      chooseText: 'Choose folders, or the people whose e-mails you want, or both. The rest is left alone.',
      folders: 'Folders',
      senders: 'Only e-mails from',
      sendersHelp:
        'One on each line, such as tutor@mycollege.ac.uk. For all people of one place, leave out the name: @mycollege.ac.uk.',
      nothing: 'Choose a folder, or type whose e-mails you want.',
      preview: 'Show me what would be kept',
      previewing: 'Looking at your e-mails',
      found: { one: '{count} e-mail would be kept.', many: '{count} e-mails would be kept.' },
      none: 'No e-mail fits. Choose more folders or other people.',
      newest: 'The newest of them',
      from: 'from {name}',
      noSubject: 'No subject',
      again: 'Choose again',
      connect: 'Keep these e-mails',
      uses: {
        inbox: 'Inbox',
        sent: 'Sent',
        drafts: 'Drafts',
        junk: 'Junk',
        trash: 'Bin',
        archive: 'Archive',
        all: 'All mail',
      },
    },
    end: {
      connecting: 'Signing in',
      connected: '{name} is connected. The first copy can take a while.',
      signedIn: 'You are signed in again at {name}.',
      failed: 'That sign-in did not work',
      see: 'Have a look',
      hide: 'Hide this',
    },
  },
});
