import { describe, expect, it } from 'vitest';
import { parsePlace } from '../../../src/cli/place.ts';

describe('where in an item', () => {
  it.each([
    ['3', { kind: 'page', page: 3 }],
    ['p. 12', { kind: 'page', page: 12 }],
    ['3-5', { kind: 'page', page: 3, to: 5 }],
    ['3 – 5', { kind: 'page', page: 3, to: 5 }],
    ['12:30', { kind: 'time', seconds: 750 }],
    ['1:02:30', { kind: 'time', seconds: 3750 }],
    ['0:00', { kind: 'time', seconds: 0 }],
    ['12:30-14:00', { kind: 'time', seconds: 750, to: 840 }],
  ])('reads %s', (text, place) => {
    expect(parsePlace(text)).toEqual(place);
  });

  it.each([
    '',
    '0',
    '-3',
    '5-3',
    '3-',
    '12:60',
    '12:3',
    'page three',
    '1:2:3:4',
    '3-4-5',
    '12:30-10:00',
    '3-4:00',
  ])('refuses %j', (text) => {
    expect(() => parsePlace(text)).toThrow(expect.objectContaining({ code: 'input.usage' }));
  });
});
