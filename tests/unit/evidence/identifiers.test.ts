import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkApprenticeshipStandard } from '../../../src/evidence/identifiers/apprenticeship-standard.ts';
import { checkEpao } from '../../../src/evidence/identifiers/epao.ts';
import { checkQan, sameQan } from '../../../src/evidence/identifiers/qan.ts';
import { checkRecognitionNumber } from '../../../src/evidence/identifiers/recognition-number.ts';
import { checkUkprn } from '../../../src/evidence/identifiers/ukprn.ts';
import { checkUln, sameUln } from '../../../src/evidence/identifiers/uln.ts';
import { checkUnitReference, sameUnitReference } from '../../../src/evidence/identifiers/unit-reference.ts';

const checks = {
  checkUln,
  checkQan,
  checkUnitReference,
  checkUkprn,
  checkEpao,
  checkRecognitionNumber,
  checkApprenticeshipStandard,
};

/** Valid learner numbers, made by trying last digits: some beginnings have none. */
const ulnArbitrary = fc
  .integer({ min: 100_000_000, max: 999_999_999 })
  .map((start) =>
    Array.from({ length: 10 }, (_, last) => `${String(start)}${String(last)}`).find(
      (uln) => checkUln(uln).valid,
    ),
  )
  .filter((uln) => uln !== undefined);

describe.each(Object.entries(checks))('%s', (_name, check) => {
  it('answers for any text without throwing, keeps it as entered, and explains every doubt', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const result = check(text);
        expect(result.entered).toBe(text);
        expect(result.warning === undefined).toBe(result.valid);
        expect(check(result.normalised).normalised).toBe(result.normalised);
      }),
    );
  });
});

describe('a unique learner number', () => {
  it.each(['9276308686', '1000000043'])('%s is valid', (uln) => {
    expect(checkUln(uln)).toEqual({ entered: uln, normalised: uln, valid: true });
  });

  it.each([
    ['1000000063', 'uln-check'],
    ['9999999999', 'uln-temporary'],
    ['0276308686', 'uln-shape'],
    ['927630868', 'uln-shape'],
    ['92763086866', 'uln-shape'],
    ['927630868A', 'uln-shape'],
    ['٩٢٧٦٣٠٨٦٨٦', 'uln-shape'],
    ['', 'uln-shape'],
  ])('%s gets the warning %s', (uln, code) => {
    expect(checkUln(uln)).toMatchObject({ entered: uln, valid: false, warning: { code } });
  });

  it('is compared without its blanks and label', () => {
    expect(checkUln(' ULN: 9276 308 686 ')).toEqual({
      entered: ' ULN: 9276 308 686 ',
      normalised: '9276308686',
      valid: true,
    });
    expect(sameUln('9276-308-686', '9276308686')).toBe(true);
    expect(sameUln('9276308686', '1000000043')).toBe(false);
  });

  it('with any one digit changed is caught', () => {
    fc.assert(
      fc.property(ulnArbitrary, (uln) => {
        for (let place = 0; place < 10; place += 1) {
          for (let digit = 0; digit < 10; digit += 1) {
            const changed = `${uln.slice(0, place)}${String(digit)}${uln.slice(place + 1)}`;
            expect(checkUln(changed).valid).toBe(changed === uln);
          }
        }
      }),
    );
  });

  it('with any two different digits swapped is caught', () => {
    fc.assert(
      fc.property(ulnArbitrary, fc.nat({ max: 9 }), fc.nat({ max: 9 }), (uln, a, b) => {
        const digits = Array.from({ length: 10 }, (_, place) =>
          uln.charAt(place === a ? b : place === b ? a : place),
        );
        const swapped = digits.join('');
        expect(checkUln(swapped).valid).toBe(swapped === uln);
      }),
    );
  });

  it('is not caught when two changes cancel out, which the check cannot see', () => {
    // The last digit weighs 1 and the one before it 2: one more there, two less here.
    expect(checkUln('9276308686').valid).toBe(true);
    expect(checkUln('9276308694').valid).toBe(true);
  });
});

describe('a qualification number', () => {
  it.each(['60056401', '6005640X', '600/5640/X', '600/5640/1', '600/5640/x', ' 600/5640/X '])(
    '%s is valid',
    (qan) => {
      expect(checkQan(qan)).toMatchObject({ entered: qan, valid: true });
    },
  );

  it.each(['600/5640', '6005640XX', '600/56401', '60/05640/X', '600/5640/?', 'X005640X', ''])(
    '%s gets a warning and is kept',
    (qan) => {
      expect(checkQan(qan)).toMatchObject({ entered: qan, valid: false, warning: { code: 'qan-shape' } });
    },
  );

  it('is compared in its normalised form', () => {
    expect(sameQan('600/5640/X', '6005640x')).toBe(true);
    expect(sameQan('600/5640/X', '600/5641/X')).toBe(false);
  });
});

describe('a unit reference', () => {
  it.each(['A/502/0812', 'CBF498', 'UA33ART12', 'a/502/0812'])('%s is valid', (reference) => {
    expect(checkUnitReference(reference)).toMatchObject({ entered: reference, valid: true });
  });

  it.each(['A/502/081', 'Unit three', 'UNIT', '', 'A/B/C'])('%s gets a warning and is kept', (reference) => {
    expect(checkUnitReference(reference)).toMatchObject({
      entered: reference,
      valid: false,
      warning: { code: 'unit-reference-shape' },
    });
  });

  it('is compared in its normalised form', () => {
    expect(sameUnitReference('A/502/0812', 'a5020812')).toBe(true);
    expect(sameUnitReference('CBF498', 'CBF499')).toBe(false);
  });
});

describe('the other identifiers', () => {
  it.each([
    [checkUkprn, '10000000'],
    [checkUkprn, '99999999'],
    [checkUkprn, 'UKPRN 1000 1234'],
    [checkEpao, 'EPA0123'],
    [checkEpao, 'EPA012345678'],
    [checkRecognitionNumber, 'RN5273'],
    [checkRecognitionNumber, 'rn5273'],
    [checkApprenticeshipStandard, 'ST0070'],
  ])('%o accepts %s', (check, text) => {
    expect(check(text)).toMatchObject({ entered: text, valid: true });
  });

  it.each([
    [checkUkprn, '09999999', 'ukprn-shape'],
    [checkUkprn, '100000000', 'ukprn-shape'],
    [checkEpao, 'EPA012', 'epao-shape'],
    [checkEpao, 'EPA0123456789', 'epao-shape'],
    [checkRecognitionNumber, 'RN527', 'recognition-number-shape'],
    [checkRecognitionNumber, '5273', 'recognition-number-shape'],
    [checkApprenticeshipStandard, 'ST00700', 'standard-shape'],
  ])('%o warns about %s', (check, text, code) => {
    expect(check(text)).toMatchObject({ entered: text, valid: false, warning: { code } });
  });
});
