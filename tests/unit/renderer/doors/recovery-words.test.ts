import { describe, expect, it } from 'vitest';

import {
  pickPlaces,
  placeWords,
  recoveryWordCount,
  splitWords,
} from '../../../../renderer/doors/recovery-words.ts';

const none = Array<string>(recoveryWordCount).fill('');
const key = 'abandon ability able about above absent absorb abstract absurd abuse access accident';

describe('words that are typed or pasted', () => {
  it('are taken without numbers, dots, capitals and line breaks', () => {
    expect(splitWords(' 1. Abandon\n2. ability,\tABLE ')).toEqual(['abandon', 'ability', 'able']);
  });

  it('fill all fields when twelve are pasted into any of them', () => {
    expect(placeWords(none, 5, key)).toEqual(key.split(' '));
  });

  it('go on into the next fields when some are pasted', () => {
    const placed = placeWords(none, 10, 'access accident able');
    expect(placed.slice(9)).toEqual(['', 'access', 'accident']);
    expect(placed.slice(0, 9)).toEqual(none.slice(0, 9));
  });

  it('stay in their field one by one, blanks left out', () => {
    expect(placeWords(none, 2, 'Able ')[2]).toBe('Able');
    expect(placeWords(placeWords(none, 2, 'able'), 2, '')).toEqual(none);
  });
});

describe('the words that are asked back', () => {
  it('are three different ones, in order', () => {
    const met = new Set<number>();
    for (let round = 0; round < 300; round += 1) {
      const places = pickPlaces(3, recoveryWordCount);
      expect(new Set(places).size).toBe(3);
      expect(places).toEqual([...places].sort((one, other) => one - other));
      for (const place of places) met.add(place);
    }
    expect([...met].sort((one, other) => one - other)).toEqual([...none.keys()]);
  });
});
