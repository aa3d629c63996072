import { defineWords } from '../../language/define-words.ts';

export const words = defineWords({
  en: {
    title: 'If your provider closed today, what could you prove?',
    loading: 'Looking at what you have…',
    copyNow: 'Copy now',
    summary: {
      unitSafe: {
        one: '{safe} of your {total} unit is safe.',
        many: '{safe} of your {total} units are safe.',
      },
      workSafe: {
        one: '{safe} of your {total} piece of work is safe.',
        many: '{safe} of your {total} pieces of work are safe.',
      },
      attention: { one: '{count} needs attention.', many: '{count} need attention.' },
      risk: { one: '{count} is at risk.', many: '{count} are at risk.' },
    },
    urgent: {
      about: '{title}: {reason}',
    },
    onlyHere: {
      title: 'All your work has been copied',
      oneDisk:
        'It is all on this one disk. If this computer is lost or breaks, a second copy brings it back.',
      make: 'Make a second copy',
      oldCopy: 'Your second copy does not have all of it yet.',
      look: 'Have a look',
      datesOff: 'No one else puts a date on it. You can turn that on.',
      toDates: 'Dates',
    },
    // One for each code of PROTECTION.md: what is so, and the one thing to do.
    reason: {
      damaged: {
        says: 'a kept file is damaged or gone',
        text: 'Health can mend it, from a second copy or from where it came.',
        act: 'Mend it',
      },
      'not-kept': {
        says: 'something could not be copied',
        text: 'No earlier copy of it is kept. Try to copy it again, or save the file yourself and add it.',
        act: 'Try again',
      },
      'no-evidence': {
        says: 'nothing is kept for this yet',
        text: 'If you have work for this, tell us where it is, or add the files.',
        act: 'Add your work',
      },
      'never-copied': {
        says: 'it was never copied to the end',
        text: 'Copy it now and let it run to the end.',
        act: 'Copy now',
      },
      held: {
        says: 'very many files changed at once',
        text: 'Copying was stopped to be safe. Look at the folder. If the changes are yours, let it go on.',
        act: 'Have a look',
      },
      'login-expired': {
        says: 'your sign-in has ended',
        text: 'Sign in again, and copying goes on from where it was.',
        act: 'Sign in again',
      },
      'shows-less': {
        says: 'the portal shows less than before',
        text: 'All that was kept is still here. Open the portal and see if it asks you for something.',
        act: 'Have a look',
      },
      'newest-not-kept': {
        says: 'the newest version could not be copied',
        text: 'An earlier one is kept. Try to copy it again.',
        act: 'Try again',
      },
      'file-shrank': {
        says: 'a file became shorter or empty',
        text: 'The earlier version is kept. See if that is what you wanted.',
        act: 'Have a look',
      },
      unreachable: {
        says: 'the portal could not be copied last time',
        text: 'All that was kept is still here. Try again later.',
        act: 'Try again',
      },
      stale: {
        says: 'it was last copied more than a week ago',
        text: 'Copy it now, so that nothing new is left out.',
        act: 'Copy now',
      },
      'not-handed-in': {
        says: 'no work has been handed in',
        text: 'Hand in your work when it is ready. Then copy again.',
        act: 'Copy now',
      },
      'not-marked': {
        says: 'it has not been marked yet',
        text: 'Copy again once your work has been marked.',
        act: 'Copy now',
      },
      'no-second-copy': {
        says: 'there is no new second copy',
        text: 'If this computer is lost or breaks, a second copy brings your work back. Keep one somewhere else.',
        act: 'Make a second copy',
      },
      'no-independent-date': {
        says: 'nobody else has dated it yet',
        text: 'Dates are on, but not all of your work has one yet. It is asked for again after each copy. See who was asked.',
        act: 'Have a look',
      },
    },
    table: {
      unit: 'Unit',
      assignment: 'Assignment',
      work: 'Your work',
      feedback: 'Feedback',
      grade: 'Grade',
      dated: 'Dated',
      secondCopy: '2nd copy',
      protection: 'Protection',
      files: { one: '{count} file', many: '{count} files' },
      attempts: { one: '{count} attempt', many: '{count} attempts' },
      empty: 'nothing yet',
      unmarked: 'waiting for marking',
    },
    course: {
      unnamed: 'Your units',
      work: 'Your work',
      loose: 'Not in a unit yet',
      edit: 'My course',
      say: 'Say which course this is',
      sort: 'Put these into units',
    },
    sources: {
      title: 'Where your work comes from',
      all: 'All sources',
      none: 'No places yet. Add the portal or folder where your work is.',
      add: 'Add a place',
      copied: 'Copied {date}',
      never: 'Not copied yet',
      stale: 'Last copied {date}. That is more than a week ago.',
      paused: 'Paused. Last copied {date}.',
      pausedNever: 'Paused. Not copied yet.',
      items: { one: '{count} item', many: '{count} items' },
      failed: { one: '{count} could not be copied', many: '{count} could not be copied' },
      upToDate: 'Up to date',
      state: {
        'login-expired': { says: 'Your sign-in has ended', act: 'Sign in' },
        unreachable: { says: 'It could not be reached', act: 'Try again' },
        maintenance: { says: 'It was shut for repairs', act: 'Try again' },
        refused: { says: 'It did not let us in', act: 'Look' },
        'shows-less': { says: 'It shows less than before', act: 'Look' },
        held: { says: 'Stopped: very many files changed', act: 'Look' },
        partial: { says: 'Some of it could not be copied', act: 'Look' },
        new: { says: 'Not copied yet', act: 'Copy now' },
      },
    },
    second: {
      title: 'Your second copy',
      none: 'Not made yet',
      noneText: 'All your work is on this one disk.',
      make: 'Make one',
      look: 'Have a look',
      made: 'Made {date}',
    },
    byItself: {
      title: 'Going on by itself',
      next: 'Next: {what}, {date}',
      noNext: 'Nothing is planned.',
    },
    rehearsal: {
      title: 'Last try of a second copy',
      never: 'Not tried yet. It is tried by itself.',
      good: 'All came back from {name}, {date}',
      bad: '{readable} of {items} came back from {name}, {date}',
    },
    check: {
      title: 'Last full look at your vault',
      good: 'All was well {date}',
      bad: 'Something was wrong {date}',
      never: 'Not checked yet',
      act: 'Check',
    },
    alerts: {
      title: 'Worth a look',
      settle: 'I have seen this',
      settleLabel: 'I have seen this: {what}',
      settled: 'Done. It is no longer shown here.',
      look: 'Look',
      lookLabel: 'Look at {name}',
      accept: 'The changes are mine',
      acceptTitle: 'Did you make these changes?',
      acceptText:
        'Very many files in this folder changed or went away at once. If that was you, let copying go on. The older versions stay in your vault.',
      acceptDo: 'Yes, go on copying',
      says: {
        'file-shrank': 'A file became much shorter. The earlier version is kept.',
        'file-emptied': 'A file is empty now. The earlier version is kept.',
        'mass-change': 'Very many files changed at once, so copying was stopped.',
        'shows-less': 'The portal shows less than before. All that was kept is still here.',
        unreadable: 'A file could not be opened for copying.',
        'not-offered': 'This portal does not hand out all that we ask for.',
        'replica-shrank': 'Files of a second copy were gone. What your vault has was put there again.',
        'replica-changed': 'Files of a second copy were changed or damaged.',
        'witness-saw-more':
          'A witness saw more of this history than is here. An older copy may have been put back.',
        'witness-saw-other': 'A witness saw another history of this vault. Please ask for help.',
        'integrity.fork':
          'Two computers went on from one and the same point. All that is here is safe. See what to do.',
        other: 'Something is not as it was before.',
      },
    },
    begin: {
      title: 'Let us fetch your work',
      lead: 'Your vault is ready and still empty. Where is your work now? You can add more places later.',
      portal: {
        title: 'On a portal',
        text: 'Moodle or another site of your college. Your work, feedback and grades are copied.',
      },
      folder: {
        title: 'In a folder',
        text: 'On this computer or a drive. New and changed files are copied by themselves.',
      },
      files: {
        title: 'In a few files',
        text: 'Choose them now, or drop them on this window at any time.',
      },
    },
  },
});
