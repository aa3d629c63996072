import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { attemptsOf, shortName, type Part } from '../../../../renderer/features/item/attempts.ts';
import { fileKindOf } from '../../../../renderer/features/item/file-kind.ts';
import { sayEvent } from '../../../../renderer/features/item/history-words.ts';
import {
  parsePages,
  parseTimes,
  placeParts,
  sayTime,
} from '../../../../renderer/features/item/place-in-item.ts';
import { readableText } from '../../../../renderer/features/item/readable-text.ts';
import { gradeIn, personIn, releasedIn, timeIn } from '../../../../renderer/features/item/record-parts.ts';
import { sayWhat } from '../../../../renderer/features/item/say-what.ts';
import { words } from '../../../../renderer/features/item/words.ts';
import type { ShownItem } from '../../../../src/contract/methods/item-methods.ts';

const version = (record: Record<string, never> | object): NonNullable<Part['latest']> => ({
  version: 1,
  capturedAt: '2026-11-21T10:00:00Z',
  name: 'x',
  record: record as NonNullable<Part['latest']>['record'],
  provenance: {},
  log: 'l',
  index: 1,
  leafHash: 'h',
});
const part = (id: string, kind: string, attempt: number | undefined, record?: object): Part => ({
  id,
  kind,
  name: id,
  source: 's',
  versions: 1,
  ...(attempt === undefined ? {} : { attempt }),
  ...(record === undefined ? {} : { latest: version(record) }),
});

describe('the attempts of an assignment', () => {
  const views = attemptsOf([
    part('grade book', 'grade', undefined, {}),
    part('b', 'attempt', 2, { files: [{ item: 'lost.docx' }] }),
    part('a', 'attempt', 1, {}),
    part('essay.docx', 'document', 1, { role: 'submission-file' }),
    part('words', 'document', 1, { role: 'online-text' }),
    part('marked.pdf', 'document', 1, { role: 'annotated-copy' }),
    part('said', 'feedback', 1, { items: ['marked.pdf'] }),
    part('pass', 'grade', 1, {}),
    part('lost.docx', 'document', 2),
  ]);

  it('come in their order, and what belongs to none comes last', () => {
    expect(views.map(({ number }) => number)).toEqual([1, 2, undefined]);
  });

  it('keep each its own feedback, grade and files', () => {
    const [first, second, whole] = views;
    expect(first?.handedIn.map(({ id }) => id)).toEqual(['essay.docx', 'words']);
    expect(first?.returned.map(({ id }) => id)).toEqual(['marked.pdf']);
    expect(first?.grades.map(({ id }) => id)).toEqual(['pass']);
    expect(second?.grades).toEqual([]);
    expect(whole?.grades.map(({ id }) => id)).toEqual(['grade book']);
  });

  it('count a file that could not be copied among what was handed in', () => {
    expect(views[1]?.handedIn.map(({ id }) => id)).toEqual(['lost.docx']);
  });

  it('are called by what is new in their names', () => {
    expect(shortName({ name: 'Unit 1, attempt 1, grade' }, 'Unit 1, attempt 1')).toBe('grade');
    expect(shortName({ name: 'essay.docx' }, 'Unit 1, attempt 1')).toBe('essay.docx');
  });
});

describe('what a record says', () => {
  it('gives a grade as the portal wrote it', () => {
    expect(gradeIn({ value: { said: '40.00&nbsp;/&nbsp;50.00', shown: '40.00 / 50.00' } })).toBe(
      '40.00 / 50.00',
    );
    expect(gradeIn({ value: { said: 7 } })).toBe('7');
    expect(gradeIn({ value: { said: null } })).toBeUndefined();
    expect(gradeIn({})).toBeUndefined();
  });

  it('never takes an id for a name', () => {
    expect(personIn({ by: { standing: 'id-only', id: 6, name: 'no' } }, 'by')).toBeUndefined();
    expect(personIn({ by: { standing: 'named', name: 'Amy Ray' } }, 'by')).toBe('Amy Ray');
  });

  it('tells "not given out" from "no word on it"', () => {
    expect(releasedIn({ released: false })).toBe(false);
    expect(releasedIn({})).toBeUndefined();
  });

  it('survives records of any shape', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        gradeIn(record);
        personIn(record, 'by');
        timeIn(record, 'at');
        attemptsOf([{ ...part('a', 'document', 1), latest: version(record) }]);
      }),
    );
  });
});

describe('words of a portal', () => {
  it('become lines of plain text', () => {
    expect(readableText('<p>Well <b>done</b>.</p><ul><li>One</li><li>Two &amp; three</li></ul>')).toBe(
      'Well done.\n• One\n• Two & three',
    );
    expect(readableText('One<br>Two<br/>\nThree')).toBe('One\nTwo\nThree');
  });

  it('say what a picture shows, and leave out what nobody reads', () => {
    expect(readableText('<p>See <img src="http://x/y.png" alt="sketch" /></p>')).toBe('See [sketch]');
    expect(readableText('<style>p{}</style><script>alert(1)</script>Hello<!-- no -->')).toBe('Hello');
  });
});

describe('a place in an item', () => {
  it('is read as people write pages and times', () => {
    expect(parsePages('4')).toEqual({ kind: 'page', page: 4 });
    expect(parsePages(' 4 - 6 ')).toEqual({ kind: 'page', page: 4, to: 6 });
    expect(parseTimes('1:30')).toEqual({ kind: 'time', seconds: 90 });
    expect(parseTimes('1:02:05-1:03:00')).toEqual({ kind: 'time', seconds: 3725, to: 3780 });
  });

  it('is not guessed', () => {
    for (const text of ['', '0', 'six', '6-4', '1.5', '1:30']) expect(parsePages(text)).toBeUndefined();
    for (const text of ['', '90', '1:75', '1:99:00', '2:00-1:00', '1:00-', '1:00-2:00-3:00'])
      expect(parseTimes(text)).toBeUndefined();
  });

  it('is said as it was written', () => {
    expect(sayTime(3725)).toBe('1:02:05');
    expect(sayTime(90.7)).toBe('1:30');
    expect(placeParts({ kind: 'page', page: 4, to: 6 })).toEqual({ kind: 'page', from: '4', to: '6' });
    expect(placeParts({ kind: 'time', seconds: 90 })).toEqual({ kind: 'time', from: '1:30', to: undefined });
    expect(placeParts(undefined)).toBeUndefined();
  });
});

describe('what an item is', () => {
  const item = (kind: string, more: Partial<ShownItem> = {}): ShownItem => ({
    id: 'i',
    key: 'k',
    kind,
    name: 'n',
    source: 's',
    versions: 1,
    parts: [],
    within: [],
    mappings: [],
    notes: [],
    ...more,
  });
  const within = [{ id: 'a', kind: 'assignment', name: 'Unit 1', source: 's', versions: 1 }];

  it('is one sentence for every kind, known or not', () => {
    for (const kind of ['assignment', 'grade', 'document', 'portfolio-2031'])
      expect(sayWhat(words.en, item(kind))).toMatch(/^[A-Z].*\.$/u);
  });

  it('names what it belongs to', () => {
    const latest = version({ role: 'submission-file' });
    expect(sayWhat(words.en, item('document', { within, latest }))).toBe(
      'A file that you handed in for Unit 1.',
    );
    expect(sayWhat(words.en, item('grade', { within, attempt: 2 }))).toBe(
      'Your grade for Unit 1, attempt 2.',
    );
  });

  it('counts attempts', () => {
    expect(sayWhat(words.en, item('assignment'))).toContain('not handed in');
    const parts = [part('a', 'attempt', 1), part('b', 'attempt', 2), part('c', 'grade', 2)];
    expect(sayWhat(words.en, item('assignment', { parts }))).toContain('2 attempts');
  });
});

describe('the history of an item', () => {
  it('is told in plain words', () => {
    expect(sayEvent(words.en, 'item-captured', { version: 1 })).toBe('Copied for the first time');
    expect(sayEvent(words.en, 'item-captured', { version: 3 })).toContain('Version 3');
    expect(sayEvent(words.en, 'item-gone', { reason: 'hidden' })).toContain('hidden');
    expect(sayEvent(words.en, 'item-failed', { code: 'source.item-missing' })).toContain('lists this file');
  });

  it('names what this version does not know', () => {
    expect(sayEvent(words.en, 'item-blessed', {})).toContain('item-blessed');
    expect(sayEvent(words.en, 'item-failed', { code: 'source.new' })).toContain('source.new');
  });
});

describe('the kind of a file', () => {
  it('is told by its media type', () => {
    expect(fileKindOf('application/pdf')).toBe('pdf');
    expect(fileKindOf('TEXT/HTML; charset=utf-8')).toBe('web');
    expect(fileKindOf('video/quicktime')).toBe('video');
    expect(fileKindOf('application/x-new')).toBe('other');
    expect(fileKindOf(undefined)).toBe('other');
  });
});
