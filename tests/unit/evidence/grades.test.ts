import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { gradeWords, ilrCodes, type GradeMeaning } from '../../../src/evidence/grades/grade-meaning.ts';
import { gradeSaid } from '../../../src/evidence/grades/grade-value.ts';
import { sayWord, wordOf } from '../../../src/evidence/grades/grade-words.ts';
import { ilrCodeOf, wordOfIlrCode } from '../../../src/evidence/grades/ilr-codes.ts';
import { readGrade, type GradeHint } from '../../../src/evidence/grades/read-grade.ts';
import { sayGrade } from '../../../src/evidence/grades/say-grade.ts';

const word = (outcome: (typeof gradeWords)[number]): GradeMeaning => ({
  scheme: 'pass-merit-distinction',
  outcome,
});
const scale = ['Refer', 'Pass', 'Merit', 'Distinction'];

const hintArbitrary: fc.Arbitrary<GradeHint> = fc
  .record({
    scheme: fc.option(
      fc.constantFrom('pass-merit-distinction', 'points', 'percent', 'scale', '9-1', 'ilr', 'text'),
      { nil: undefined },
    ),
    of: fc.option(fc.integer({ min: 1, max: 1000 }), { nil: undefined }),
    items: fc.option(
      fc.array(fc.constantFrom('Refer', 'Pass', ' Merit', '1', '2', '', 'a / b', '3 / 4'), { minLength: 1 }),
      {
        nil: undefined,
      },
    ),
  })
  .map(({ scheme, of, items }) => ({
    ...(scheme === undefined ? {} : { scheme }),
    ...(of === undefined ? {} : { of }),
    ...(items === undefined ? {} : { items }),
  }));

const gradeTextArbitrary = fc.oneof(
  fc.string(),
  fc.constantFrom(
    ...gradeWords.map(sayWord),
    ...ilrCodes,
    'P',
    'D*',
    'Distinction *',
    'NYA',
    'Refer',
    ' Merit',
    '-',
    'U',
  ),
  fc.integer({ min: -3, max: 12 }).map(String),
  fc.integer({ min: -100_000, max: 100_000 }).map((hundredths) => (hundredths / 100).toFixed(2)),
  fc
    .tuple(fc.nat({ max: 100 }), fc.nat({ max: 100 }))
    .map(([value, of]) => `${String(value)}.50 / ${String(of)}.00`),
  fc.nat({ max: 10_000 }).map((hundredths) => `${(hundredths / 100).toFixed(2)} %`),
);

describe('reading a grade', () => {
  it.each<[string, GradeMeaning]>([
    ['Pass', word('pass')],
    ['merit', word('merit')],
    ['Distinction', word('distinction')],
    ['Distinction*', word('distinction-star')],
    ['DISTINCTION *', word('distinction-star')],
    ['Refer', word('refer')],
    ['Not Yet Achieved', word('not-yet-achieved')],
    ['Achieved', word('achieved')],
    ['40.00 / 50.00', { scheme: 'points', value: 40, of: 50 }],
    ['27.50/40.00', { scheme: 'points', value: 27.5, of: 40 }],
    ['66.67 %', { scheme: 'percent', value: 66.67 }],
  ])('understands %s by itself', (text, meaning) => {
    expect(readGrade(text)).toEqual(meaning);
  });

  it.each([
    '5',
    '40.00',
    'D',
    'P',
    'PA',
    'DS*',
    '-',
    '40,5 %',
    '1/2/3',
    'Merit minus',
    'A*',
    '7-6',
    '1e3',
    '%',
    '/ 50',
  ])('reads nothing into %s without knowing its scheme', (text) => {
    expect(readGrade(text)).toEqual({ scheme: 'text', value: text });
  });

  it.each<[string, GradeHint, GradeMeaning]>([
    ['5', { scheme: '9-1' }, { scheme: '9-1', value: 5 }],
    ['0', { scheme: '9-1' }, { scheme: 'text', value: '0' }],
    ['U', { scheme: '9-1' }, { scheme: 'text', value: 'U' }],
    ['40.00', { scheme: 'points', of: 50 }, { scheme: 'points', value: 40, of: 50 }],
    ['40.00', { scheme: 'points' }, { scheme: 'points', value: 40 }],
    ['66.67', { scheme: 'percent' }, { scheme: 'percent', value: 66.67 }],
    ['D*', { scheme: 'pass-merit-distinction' }, word('distinction-star')],
    ['ds*', { scheme: 'ilr' }, { scheme: 'ilr', outcome: 'DS*' }],
    ['EL2', { scheme: 'ilr' }, { scheme: 'ilr', outcome: 'EL2' }],
    ['3.00000', { scheme: 'scale', items: scale }, { scheme: 'scale', value: 3, of: 4, outcome: 'Merit' }],
    ['Merit', { scheme: 'scale', items: scale }, { scheme: 'scale', value: 3, of: 4, outcome: 'Merit' }],
    ['3.00000', { scheme: 'scale' }, { scheme: 'scale', value: 3 }],
    ['5.00000', { scheme: 'scale', items: scale }, { scheme: 'text', value: '5.00000' }],
    ['2.5', { scheme: 'scale', items: scale }, { scheme: 'text', value: '2.5' }],
    ['-1.00000', { scheme: 'scale', items: scale }, { scheme: 'text', value: '-1.00000' }],
    ['Good', { scheme: 'scale', items: ['Good', 'Good'] }, { scheme: 'text', value: 'Good' }],
  ])('understands %s with the hint %o', (text, hint, meaning) => {
    expect(readGrade(text, hint)).toEqual(meaning);
  });

  it('finds no grade in blanks', () => {
    expect(readGrade(' ')).toBeUndefined();
  });

  it('is undone by saying the grade: the same hint reads it back', () => {
    fc.assert(
      fc.property(gradeTextArbitrary, hintArbitrary, (text, hint) => {
        const meaning = readGrade(text, hint);
        if (meaning !== undefined) expect(readGrade(sayGrade(meaning), hint)).toEqual(meaning);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a grade that a source said', () => {
  it('keeps what was said, decodes it to show, and reads it', () => {
    expect(gradeSaid('40.00&nbsp;/&nbsp;50.00')).toEqual({
      said: '40.00&nbsp;/&nbsp;50.00',
      shown: '40.00 / 50.00',
      means: { scheme: 'points', value: 40, of: 50 },
    });
    expect(gradeSaid('<span class="pass">Merit</span>')).toMatchObject({
      shown: 'Merit',
      means: word('merit'),
    });
    expect(gradeSaid(3, { scheme: 'scale', items: scale })).toMatchObject({
      said: 3,
      shown: '3',
      means: { value: 3, outcome: 'Merit' },
    });
  });

  it('has no meaning where nothing was said', () => {
    expect(gradeSaid(null)).toEqual({ said: null });
    expect(gradeSaid('')).toEqual({ said: '' });
    expect(gradeSaid('&nbsp;')).toEqual({ said: '&nbsp;' });
  });

  it('is never changed by its interpretation', () => {
    fc.assert(
      fc.property(
        fc.oneof(gradeTextArbitrary, fc.double(), fc.boolean(), fc.constant(null)),
        hintArbitrary,
        (said, hint) => {
          expect(gradeSaid(said, hint).said).toBe(said);
        },
      ),
    );
  });
});

describe('words and codes', () => {
  it.each(gradeWords)('the word for %s is read back', (outcome) => {
    expect(wordOf(sayWord(outcome), false)).toBe(outcome);
  });

  it('maps words to ILR codes and back where both sides have the same thing', () => {
    expect(gradeWords.map((outcome) => [outcome, ilrCodeOf(outcome)])).toEqual([
      ['pass', 'PA'],
      ['merit', 'ME'],
      ['distinction', 'DS'],
      ['distinction-star', 'DS*'],
      ['achieved', undefined],
      ['not-yet-achieved', undefined],
      ['refer', undefined],
      ['fail', 'FL'],
    ]);
    for (const code of ilrCodes) {
      const outcome = wordOfIlrCode(code);
      if (outcome !== undefined) expect(ilrCodeOf(outcome)).toBe(code);
    }
    expect(wordOfIlrCode('CR')).toBeUndefined();
    expect(wordOfIlrCode('EL1')).toBeUndefined();
  });
});
