import { describe, expect, it } from 'vitest';

import { judgeNeeds } from '../../../../electron/main/policies/need-notices.ts';
import { restartDelay } from '../../../../electron/main/policies/restart-delay.ts';

const expired = 'source.login-expired';
const day = 24 * 60 * 60 * 1000;

describe('notifications', () => {
  it('tell of a need once, and again after a day', () => {
    const first = judgeNeeds({ needs: [expired, expired], practice: false }, {}, 1000);
    expect(first.tell).toEqual([expired]);
    const soon = judgeNeeds({ needs: [expired], practice: false }, first.told, 1000 + day - 1);
    expect(soon.tell).toEqual([]);
    expect(judgeNeeds({ needs: [expired], practice: false }, soon.told, 1000 + day).tell).toEqual([expired]);
  });

  it('tell at once of a need that went away and came back', () => {
    const { told } = judgeNeeds({ needs: [expired], practice: false }, {}, 1000);
    const gone = judgeNeeds({ needs: [], practice: false }, told, 2000);
    expect(judgeNeeds({ needs: [expired], practice: false }, gone.told, 3000).tell).toEqual([expired]);
  });

  it('remind of a second copy that grows old once a week, and at once of one that is too old', () => {
    const reminders = ['copy-soon-late'];
    const first = judgeNeeds({ needs: [], reminders, practice: false }, {}, 0);
    expect(first.tell).toEqual(reminders);
    const next = judgeNeeds({ needs: [], reminders, practice: false }, first.told, 6 * day);
    expect(next.tell).toEqual([]);
    expect(judgeNeeds({ needs: [], reminders, practice: false }, next.told, 7 * day).tell).toEqual(reminders);
    const late = { needs: [], reminders: ['copy-late'], practice: false };
    expect(judgeNeeds(late, next.told, 6 * day).tell).toEqual(['copy-late']);
  });

  it('say nothing of the practice provider', () => {
    expect(judgeNeeds({ needs: [expired], practice: true }, {}, 0).tell).toEqual([]);
  });
});

describe('what falls over', () => {
  it('is started again at once, then more and more slowly, and never given up', () => {
    const delays = [1, 2, 3, 4, 5, 6, 100].map((crashes) => restartDelay(crashes));
    expect(delays).toEqual([200, 1000, 5000, 15_000, 60_000, 60_000, 60_000]);
  });
});
