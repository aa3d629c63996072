import { defineWords } from '../../language/define-words.ts';

/** What is said of spare parts. */
export const words = defineWords({
  en: {
    title: 'Spare parts',
    text: 'With spare parts, small damage to a file heals by itself, even with no second copy. If the whole disk is lost, only a second copy helps.',
    keep: 'Keep spare parts',
    cost: 'This takes about 7 % more room. For your vault that is about {size}.',
    none: 'There are none yet.',
    there: '{count} files have spare parts. They take up {size}.',
    on: 'Making spare parts',
    off: 'Taking the spare parts away',
    stopped: 'You stopped it. It goes on from there the next time something is kept.',
    failed: 'That could not be done',
    skipped: {
      one: '{count} file is damaged or missing, so it got none. Check your vault to mend it.',
      many: '{count} files are damaged or missing, so they got none. Check your vault to mend them.',
    },
  },
});
