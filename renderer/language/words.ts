import { defineWords } from './define-words.ts';

export const words = defineWords({
  en: {
    justNow: 'just now',
    oneMinuteAgo: '{count} minute ago',
    minutesAgo: '{count} minutes ago',
    today: 'today at {time}',
    yesterday: 'yesterday',
    inOneMinute: 'in {count} minute',
    inMinutes: 'in {count} minutes',
    tomorrow: 'tomorrow at {time}',
  },
});
