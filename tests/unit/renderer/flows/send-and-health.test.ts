import { describe, expect, it } from 'vitest';

import { stageOf } from '../../../../renderer/features/health/check-stage.ts';
import { whatToDo } from '../../../../renderer/features/health/what-to-do.ts';
import { words as healthWords } from '../../../../renderer/features/health/words.ts';
import { choiceOf, choosingFrom } from '../../../../renderer/features/send/export-choice.ts';
import { errorMeanings } from '../../../../src/base/error-codes.ts';

const from = (query: string) => choosingFrom(new URLSearchParams(query));

/** As the engine would choose where nothing is said. */
const identity = ['name', 'dateOfBirth', 'uln', 'registration', 'candidateNumber'];

describe('what to send', () => {
  it('is everything unless a link or the learner says otherwise', () => {
    expect(choiceOf(from(''))).toEqual({ identity });
    expect(choiceOf(from('unit=u-1'))).toEqual({ unit: 'u-1', identity });
    expect(choiceOf(from('source=s-1'))).toEqual({ source: 's-1', identity });
    expect(choiceOf(from('item=i-1&item=i-2&item=i-1'))).toEqual({ items: ['i-1', 'i-2'], identity });
  });

  it('is not complete while nothing is picked, and then never everything', () => {
    for (const scope of ['unit', 'source', 'items'] as const)
      expect(choiceOf({ ...from(''), scope })).toBeUndefined();
  });

  it('keeps what was picked on another way to itself', () => {
    expect(choiceOf({ ...from('unit=u-1'), scope: 'everything' })).toEqual({ identity });
  });
});

describe('a check under way', () => {
  it('is said by stage, with the rate of what is read', () => {
    expect(stageOf({ name: 'the history' })).toMatchObject({ stage: 'history', counts: 'items' });
    expect(stageOf({ name: 'what is in every file, 120 MB a second' })).toEqual({
      stage: 'contents',
      rate: '120 MB',
      counts: 'bytes',
    });
    expect(stageOf({ name: 'what is in every file' })).toMatchObject({ stage: 'contents', rate: undefined });
    expect(stageOf({ name: 'something new' }).stage).toBe('other');
  });
});

describe('what to do about damage', () => {
  it('has words for every code, and nothing left to do once it was put right', () => {
    for (const code of Object.keys(errorMeanings))
      expect(healthWords.en.todo[whatToDo(code)], code).not.toBe('');
    expect(whatToDo('integrity.ledger-damaged', true)).toBe('mended');
    expect(whatToDo('integrity.blob-missing')).toBe('fetch');
    expect(whatToDo('of-a-later-version')).toBe('copy');
  });
});
