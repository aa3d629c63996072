import { describe, expect, it } from 'vitest';

import { estimateGuesses } from '../../../../renderer/doors/estimate-guesses.ts';
import { sayGuessingTime, secondsToGuess, strengthOf } from '../../../../renderer/doors/guessing-time.ts';
import { isTooShort, judgePassphrase } from '../../../../renderer/doors/judge-passphrase.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

describe('how long a passphrase withstands', () => {
  it.each([
    'password1',
    'liverpool2024',
    'abcdefghijkl',
    'qwertyuiop123',
    'evidence vault',
    'aaaaaaaaaaaaaaaa',
    'Charlotte1998',
    'the the the the the the',
  ])('calls %j easy', async (passphrase) => {
    expect((await judgePassphrase(passphrase)).strength).toBe('easy');
  });

  it.each(['otter noon lantern marmalade violin', 'pebble-sparrow-ginger-tunnel-blanket', 'vF7#qLz9@kWm2!'])(
    'calls %j hard',
    async (passphrase) => {
      expect((await judgePassphrase(passphrase)).strength).toBe('hard');
    },
  );

  it.each(['the cat sat on the mat', 'to be or not to be', 'manchester united forever'])(
    'does not take the words of %j for random letters',
    async (passphrase) => {
      expect((await judgePassphrase(passphrase)).strength).not.toBe('hard');
    },
  );

  it('never rates words one behind the other above what trying words would need', () => {
    const one = estimateGuesses('otter').guesses;
    const two = estimateGuesses('otter lantern').guesses;
    expect(two).toBeGreaterThan(one);
    expect(two).toBeLessThan(10_000 * 100_000);
  });

  it('takes a repeated word for nothing new', () => {
    expect(estimateGuesses('marmalade marmalade marmalade').guesses).toBeLessThan(
      estimateGuesses('marmalade violin lantern').guesses,
    );
  });

  it('says why, where that helps', () => {
    expect(estimateGuesses('password1').because).toBe('common');
    expect(estimateGuesses('abcdefghij').because).toBe('sequence');
    expect(estimateGuesses('otter noon lantern marmalade violin').because).toBeUndefined();
  });

  it('finds no passphrase too long to be judged', async () => {
    expect((await judgePassphrase('correct horse '.repeat(80))).seconds).toBeGreaterThan(0);
  });
});

describe('the words for it', () => {
  it.each([
    [0.01, 'less than a second'],
    [1, 'about a second'],
    [59, 'about 59 seconds'],
    [minute, 'about a minute'],
    [3 * hour + 59 * minute, 'about 3 hours'],
    [day, 'about a day'],
    [59 * day, 'about 59 days'],
    [65 * day, 'about 2 months'],
    [year, 'about a year'],
    [150 * year, 'about 150 years'],
    [500 * year, 'some hundred years'],
    [5000 * year, 'more than a thousand years'],
    [Infinity, 'more than a thousand years'],
  ])('%d seconds are %s', (seconds, said) => {
    expect(sayGuessingTime(seconds)).toBe(said);
  });

  it('grow from easy over fair to hard', () => {
    expect([day, 29 * day, 31 * day, 49 * year, 50 * year].map(strengthOf)).toEqual([
      'easy',
      'easy',
      'fair',
      'fair',
      'hard',
    ]);
  });

  it('grant the thief ten thousand tries a second', () => {
    expect(secondsToGuess(36_000_000)).toBe(hour);
  });
});

describe('the shortest passphrase', () => {
  it('has eight characters as people count them', () => {
    expect(isTooShort('sieben7')).toBe(true);
    expect(isTooShort('achtacht')).toBe(false);
    expect(isTooShort('🦦🦦🦦🦦')).toBe(true);
    expect(isTooShort('🦦🦦🦦🦦🦦🦦🦦🦦')).toBe(false);
  });
});
