import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { declaredName } from '../../../src/evidence/records/declaration.ts';
import { highestStep, unitSteps } from '../../../src/evidence/records/unit.ts';
import { hiddenPerson, personAtSource, personName } from '../../../src/evidence/values/person.ts';
import { plainText } from '../../../src/evidence/values/plain-text.ts';
import { stateByTable } from '../../../src/evidence/values/stated.ts';
import { daySaid, timeSaidInIso, timeSaidInUnixSeconds } from '../../../src/evidence/values/times.ts';
import { sampleRecords } from './sample-records.ts';

const saidArbitrary = fc.oneof(fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null));

describe('a time that a source said', () => {
  it('is read from Unix seconds', () => {
    expect(timeSaidInUnixSeconds(1795293809)).toEqual({
      said: 1795293809,
      means: '2026-11-21T20:43:29.000Z',
    });
  });

  it.each([0, null, -5, 1.5, '1795293809', true, 2 ** 53, 253_402_300_800])(
    'means nothing when it is %s',
    (said) => {
      expect(timeSaidInUnixSeconds(said)).toEqual({ said });
    },
  );

  it('is read from ISO 8601 with an offset', () => {
    expect(timeSaidInIso('2026-11-21T22:23:29+01:00')).toEqual({
      said: '2026-11-21T22:23:29+01:00',
      means: '2026-11-21T21:23:29.000Z',
    });
    expect(timeSaidInIso('2026-11-21T22:23:29')).toEqual({ said: '2026-11-21T22:23:29' });
    expect(timeSaidInIso('2026-02-30T22:23:29Z')).toEqual({ said: '2026-02-30T22:23:29Z' });
    expect(timeSaidInIso('0000-01-01T00:00:00+14:00')).toEqual({ said: '0000-01-01T00:00:00+14:00' });
  });

  it.each([
    ['2026-11-21', '2026-11-21'],
    ['3 April 2005', '2005-04-03'],
    [' 21 nov 2026 ', '2026-11-21'],
  ])('is a day where %s can be read in one way only', (said, means) => {
    expect(daySaid(said)).toEqual({ said, means });
  });

  it.each(['03/04/2026', '2026-02-30', '31 April 2026', 'summer', '1 Ma 2026', '21.11.2026', 20261121])(
    'is no day when it is %s',
    (said) => {
      expect(daySaid(said)).toEqual({ said });
    },
  );

  it('is never changed by its interpretation', () => {
    fc.assert(
      fc.property(saidArbitrary, (said) => {
        for (const read of [timeSaidInUnixSeconds, timeSaidInIso, daySaid])
          expect(read(said).said).toBe(said);
      }),
    );
  });
});

describe('a word of a source', () => {
  const statuses = new Map([['submitted', 'handed in']]);

  it('means what the table says, or nothing', () => {
    expect(stateByTable('submitted', statuses)).toEqual({ said: 'submitted', means: 'handed in' });
    expect(stateByTable('SUBMITTED', statuses)).toEqual({ said: 'SUBMITTED' });
    expect(stateByTable(null, statuses)).toEqual({ said: null });
  });
});

describe('a person at a source', () => {
  it('has a name only where the source gave one', () => {
    expect(personName(personAtSource(6))).toBeUndefined();
    expect(personName(personAtSource(6, '  '))).toBeUndefined();
    expect(personName(hiddenPerson(-1))).toBeUndefined();
    expect(personName(undefined)).toBeUndefined();
    expect(personName(personAtSource(6, 'P. Ivanova'))).toBe('P. Ivanova');
  });

  it('keeps the id as said', () => {
    expect(personAtSource(6)).toEqual({ standing: 'id-only', id: 6 });
    expect(hiddenPerson(-1)).toEqual({ standing: 'hidden', id: -1 });
    expect(personAtSource(null)).toEqual({ standing: 'unknown', id: null });
    expect(personAtSource(undefined)).toEqual({ standing: 'unknown' });
  });
});

describe('plain text of a portal', () => {
  it.each([
    ['Refer&ndash;Distinction', 'Refer–Distinction'],
    ['40.00&nbsp;/&nbsp;50.00', '40.00 / 50.00'],
    ['<p>Good<br>work</p>', 'Good work'],
    ['&lt;b&gt; &amp;amp;', '<b> &amp;'],
    ['&#39;&#x2605;&#55357;&#0;&unknown;', "'★&#55357;&#0;&unknown;"],
    ['3 < 4 and 5 > 2', '3 < 4 and 5 > 2'],
  ])('of %s is %s', (html, text) => {
    expect(plainText(html)).toBe(text);
  });

  it('is well formed for any well-formed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (html) => {
        expect(plainText(html).isWellFormed()).toBe(html.isWellFormed());
      }),
    );
  });
});

describe('the ladder of a unit', () => {
  it('stands at its highest step, in whatever order the steps were recorded', () => {
    expect(highestStep(sampleRecords.unit)).toBe('grade-locked-in');
    expect(highestStep({ reference: 'CBF498' })).toBe('not-started');
  });

  it('tells a locked-in grade from a claim, and a claim from a certificate', () => {
    expect(unitSteps).toEqual([
      'not-started',
      'submitted',
      'assessed',
      'grade-locked-in',
      'sampled',
      'claimed',
      'certificated',
    ]);
  });
});

describe('a declaration', () => {
  it('labels a typed name as typed', () => {
    expect(declaredName(sampleRecords.declaration)).toBe('Sam Field (typed)');
    expect(declaredName({ wording: 'Mine.', form: 'ticked-box' })).toBeUndefined();
  });
});
