import { describe, expect, it } from 'vitest';

import { fit } from '../../../src/vault/suggest-mappings.ts';

const unit = (reference: string, title?: string) => ({
  reference,
  ...(title === undefined ? {} : { title }),
});

describe('how well an assignment fits a unit', () => {
  it.each([
    ['its reference in the name', unit('A/502/0812'), 'A/502/0812 Health and safety report', ''],
    ['its reference without slashes', unit('A/502/0812'), 'Assignment A5020812', ''],
    ['its own code', unit('CBF498'), 'cbf498 – site diary', ''],
    ['its number', unit('Unit 3', 'Plumbing'), 'Unit 03: Bathrooms', ''],
    ['a bare number as reference', unit('3', 'Plumbing'), 'U3 task two', ''],
    ['a number in its title', unit('A/502/0812', 'Unit 7 Roofing'), 'Unit 7 evidence', ''],
    ['every longer word of its title', unit('X1', 'Health and Safety'), 'Safety and health quiz', ''],
    ['its title in the course alone', unit('X1', 'Health and Safety'), 'Quiz', 'Health and safety at work'],
  ])('sees %s', (_what, stated, name, course) => {
    expect(fit(stated, name, course)).toBeGreaterThan(0);
  });

  it.each([
    ['a number that stands for something else', unit('3', 'Plumbing'), '3 photographs', ''],
    ['another number that begins alike', unit('Unit 1', 'Wood'), 'Unit 12 stone', ''],
    ['a part of its title', unit('X1', 'Health and Safety'), 'Health diary', ''],
    ['a word that only holds its reference', unit('AB1'), 'LAB12 notes', ''],
    ['a unit with nothing but short words', unit('X1', 'On it'), 'On it', ''],
    ['nothing', unit('X1'), '', ''],
  ])('is not taken in by %s', (_what, stated, name, course) => {
    expect(fit(stated, name, course)).toBe(0);
  });

  it('takes a reference for a surer sign than a number, that for surer than a title, and the name for surer than the course', () => {
    const stated = unit('A/502/0812', 'Unit 7 Roofing repairs');
    const fits = [
      fit(stated, 'A/502/0812', ''),
      fit(stated, '', 'A/502/0812'),
      fit(stated, 'Unit 7', ''),
      fit(stated, '', 'Unit 7'),
      fit(stated, 'Roofing repairs', ''),
      fit(stated, '', 'Roofing repairs'),
    ];
    expect(fits).toEqual([...fits].sort((a, b) => b - a));
    expect(new Set(fits).size).toBe(fits.length);
  });
});
