import { describe, expect, it } from 'vitest';

import {
  noticeKeyOf,
  readNotices,
  sourceStates,
  standingOf,
  type Source,
} from '../../../../renderer/features/sources/source-state.ts';
import { words } from '../../../../renderer/features/sources/words.ts';

const now = new Date('2026-11-22T12:00:00Z');
const moodle = (changes: Partial<Source> = {}): Source => ({
  id: 's-1',
  type: 'moodle',
  name: 'Northfield',
  state: 'ok',
  paused: false,
  lastSuccess: '2026-11-21T12:00:00Z',
  items: 10,
  failed: 0,
  ...changes,
});

describe('how a source stands', () => {
  it('is up to date once all was copied lately, with nothing that must be done', () => {
    expect(standingOf(moodle(), now)).toEqual({ state: 'ok', level: 'safe', action: 'sync' });
  });

  it('gets old after a week without a full copy', () => {
    expect(standingOf(moodle({ lastSuccess: '2026-11-15T11:59:00Z' }), now).state).toBe('stale');
    expect(standingOf(moodle({ lastSuccess: '2026-11-15T12:01:00Z' }), now).state).toBe('ok');
  });

  it('is never safe while something of it could not be copied', () => {
    expect(standingOf(moodle({ failed: 1 }), now)).toMatchObject({ state: 'partial', level: 'attention' });
  });

  it.each([
    ['login-expired', 'sign-in'],
    ['held', 'accept'],
    ['unreachable', 'retry'],
    ['maintenance', 'retry'],
    ['refused', 'look'],
    ['shows-less', 'look'],
    ['partial', 'look'],
    ['new', 'sync'],
  ])('has one thing to do when it is %s', (state, action) => {
    expect(standingOf(moodle({ state }), now).action).toBe(action);
  });

  it('says a state of a later version is something to look at, never that all is well', () => {
    for (const state of ['melted', 'toString'])
      expect(standingOf(moodle({ state }), now)).toEqual({
        state: 'other',
        level: 'attention',
        action: 'look',
      });
  });

  it('still says that the sign-in ended while it is paused', () => {
    expect(standingOf(moodle({ paused: true }), now)).toMatchObject({ state: 'paused', action: 'resume' });
    expect(standingOf(moodle({ paused: true, state: 'login-expired' }), now).action).toBe('sign-in');
  });

  it('offers to add to what is brought by hand, and never to copy it', () => {
    const byHand = moodle({ type: 'files', state: 'ok' });
    expect(standingOf(byHand, now).action).toBe('add-files');
    expect(standingOf({ ...byHand, type: 'portal' }, now).action).toBe('open');
    expect(standingOf({ ...byHand, failed: 2 }, now).state).toBe('partial');
  });

  it('has words for every state and every thing to do', () => {
    for (const state of sourceStates) expect(words.en.state[state].word).not.toBe('');
  });
});

describe('notices of a connector', () => {
  it('are said in words, and unknown ones are still said', () => {
    expect(noticeKeyOf('not-encrypted')).toBe('not-encrypted');
    expect(noticeKeyOf('not-offered:gradereport_user_get_grade_items')).toBe('no-grades');
    expect(noticeKeyOf('something-new')).toBe('other');
  });

  it('are read from an address, and nothing else is', () => {
    expect(readNotices('no-grades,<b>,not-encrypted')).toEqual(['no-grades', 'not-encrypted']);
    expect(readNotices(null)).toEqual([]);
  });
});
