import { defineWords } from '../../language/define-words.ts';

/** What the item page says of marks. */
export const words = defineWords({
  en: {
    title: 'Keep this here',
    text: 'Tick what fits. It then stays out of what you send, unless you tick it each time. No one is told why.',
    sensitive: 'It is private',
    others: 'It shows other people',
    help: {
      sensitive: 'Such as your health, or trouble at home.',
      others: 'Such as a photo, what a witness wrote, or work that you did in a group.',
    },
    marked: 'Marked. It stays here unless you tick it when you send.',
    unmarked: 'The mark is gone.',
  },
});
