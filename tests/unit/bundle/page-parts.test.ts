import { describe, expect, it } from 'vitest';

import { parseUtf8 } from '../../../src/base/bytes.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import type { EntryView } from '../../../src/bundle/entry-view.ts';
import { renderPage } from '../../../src/bundle/page/render-page.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { entryOf, file, inputOf, item, said } from '../../support/bundle/plain-views.ts';

const plain = (text: string) =>
  text
    .replaceAll(/<style[\s\S]*?<\/style>/gu, ' ')
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
function pageOf(views: readonly EntryView[], files?: Record<string, object>, more: object = {}): string {
  const input = inputOf(views, files);
  const document = { ...input.document, ...more };
  return parseUtf8(renderPage(hashes, { ...input, document }));
}
const wordsOf = (...given: Parameters<typeof pageOf>) => plain(pageOf(...given));
const shown = (kind: string, record: JsonObject) => wordsOf([item('i-1', kind, record)]);

describe('the learner on a page', () => {
  it('is told in a row for each thing that is open', () => {
    const views = [
      said('p', 'profile', {
        name: 'Sam',
        candidateNumber: '44',
        registration: 'R-1',
        uln: '123',
        learnerNumber: 'L-1',
        dateOfBirth: '2008-02-03',
        email: 'sam@x.test',
      }),
      said('e', 'enrolment', {
        qualification: { title: 'Diploma', level: 3, qan: '600/1' },
        provider: { name: 'College', ukprn: '100' },
        programme: 'Catering',
        awardingOrganisation: { name: 'Awards', recognitionNumber: 'RN1' },
        standard: { title: 'Chef', reference: 'ST1' },
        endPointAssessor: { name: 'Assessors', epao: 'EPA1' },
        registration: 'R-2',
        start: '2025-09-01',
        expectedEnd: '2027-07-01',
      }),
    ];
    expect(wordsOf(views)).toContain(
      'The learner As the learner states it. ' +
        'Name Sam Candidate number 44 Registration R-1 Unique learner number 123 Learner number at the provider L-1 Date of birth 2008-02-03 E-mail sam@x.test ' +
        'Qualification Diploma, 3, 600/1 Provider College, 100 Programme Catering Awarding organisation Awards, RN1 Apprenticeship standard Chef, ST1 End-point assessor Assessors, EPA1 Registration R-2 Start 2025-09-01 Expected end 2027-07-01 The evidence',
    );
    expect(wordsOf([said('e', 'enrolment', { provider: { ukprn: '100' } })])).toContain(
      'Provider 100 The evidence',
    );
  });

  it('is not told of where nothing is open', () => {
    expect(wordsOf([])).not.toContain('The learner As');
    expect(wordsOf([said('p', 'profile', {})])).not.toContain('The learner As');
  });

  it('is the title by name, or else by number', () => {
    const titled = (...profiles: JsonObject[]) =>
      /<title>([^<]*)<\/title>/u.exec(
        pageOf(profiles.map((record, at) => said(`p${String(at)}`, 'profile', record))),
      )?.[1];
    expect(titled({ name: 'Sam', candidateNumber: '44' })).toBe('Evidence of Sam');
    expect(titled({ candidateNumber: '44' })).toBe('Evidence of 44');
    expect(titled({}, { name: '' }, { name: 'Sam' })).toBe('Evidence of Sam');
    expect(titled()).toBe('Evidence');
    expect(/<title>([^<]*)/u.exec(pageOf([], {}, { practice: true }))?.[1]).toBe('Practice: Evidence');
  });
});

describe('a record on a page', () => {
  it.each<[string, JsonObject, string]>([
    [
      'submission',
      { status: 'Handed in', submitted: '2026-01-02', modified: '2026-01-03' },
      'Status Handed in Handed in 2026-01-02 Last changed 2026-01-03 Kept',
    ],
    [
      'message',
      { subject: 'Result', sent: '2026-01-02', text: [{ said: 'One.' }, { said: 'Two.' }] },
      'Subject Result Sent 2026-01-02 One. Two. Kept',
    ],
    [
      'page',
      { title: 'Start', address: 'https://a.test', seen: '2026-01-02' },
      'Title Start Address https://a.test Seen 2 January 2026 Kept',
    ],
    [
      'decision',
      { role: 'IQA', outcome: 'Agreed', on: '2026-01-02', by: { name: 'Kim' } },
      'Role IQA Outcome Agreed On 2026-01-02 By Kim Kept',
    ],
    [
      'declaration',
      { wording: 'My own.', form: 'typed', name: 'Sam', on: '2026-01-02' },
      'Wording My own. Made by typed Name Sam On 2026-01-02 Kept',
    ],
    ['later-kind', { jobRole: 'Chef', years: 2, more: {} }, 'Job role Chef Years 2 Kept'],
    [
      'grade',
      { title: 'Essay', value: 'Merit', gradedAt: '2026-01-02', by: { name: 'Kim' } },
      'For Essay Grade Merit Given 2026-01-02 By Kim Kept',
    ],
    ['grade', { value: 'Merit', released: false }, 'Grade Not released by the provider Kept'],
    ['grade', {}, 'Grade Not shown here Kept'],
    ['feedback', { released: false, comments: [{ said: 'x' }] }, 'Not released by the provider Kept'],
    [
      'feedback',
      { by: { name: 'Kim' }, at: '2026-01-02', comments: [{ said: 'Well done.' }] },
      'By Kim At 2026-01-02 Well done. Kept',
    ],
    [
      'feedback',
      {
        rubric: [
          { title: 'Report', level: 'Good', comment: 'Clear.' },
          { points: 4, of: 5 },
        ],
        markingGuide: [{ title: 'Spelling', points: 3 }, { of: 9 }, 'none'],
      },
      'Criterion Level or points Comment Report Good Clear. 4 of 5 Spelling 3 Kept',
    ],
    ['feedback', {}, 'Feedback Kept'],
    ['document', { role: 'brief', title: 'not told' }, 'Brief i-1 Kept'],
  ])('of the kind %s: %j', (kind, record, expected) => {
    expect(shown(kind, record)).toContain(expected);
  });

  it('has no table where nothing was marked by rows', () => {
    expect(pageOf([item('i-1', 'feedback', {})])).not.toContain('Level or points');
  });

  it('of a credential says what it says, and what could be said of it', () => {
    const record = {
      title: 'Unit 3',
      issuer: { name: 'College', id: 'did:web:a.test' },
      achievements: [{ name: 'Food' }, { name: 'Knives' }],
      results: [{ of: 'Grade', value: 'Merit' }, { level: 'Good' }, { of: 'Talk', status: 'Done' }, {}],
      awarded: '2026-01-02',
      validFrom: '2026-01-03',
      validUntil: '2027-01-03',
      checked: {
        at: '2026-01-04',
        signature: { state: 'good', codes: ['signature-fits'] },
        key: { state: 'not-checked' },
        time: { state: 'bad', codes: ['expired', 5] },
        status: { state: 'later' },
      },
    };
    const words = shown('credential', record);
    expect(words).toContain(
      'Title Unit 3 Issued by College For Food Knives Result Grade: Merit Good Talk: Done not shown here Awarded 2026-01-02 Valid from 2026-01-03 Valid until 2027-01-03 What the vault could say of it, as it was kept 4 January 2026 . Its bytes are beside it. Signature Good. ',
    );
    expect(words).toMatch(/Key Not checked\. Time Not good\. .+ Status later Kept/u);
    const bare = shown('credential', { issuer: { id: 'did:web:a.test' } });
    expect(bare).toContain(
      'Issued by did:web:a.test What the vault could say of it, as it was kept . Its bytes are beside it. Kept',
    );
    expect(shown('credential', {})).not.toContain('Issued by');
  });
});

describe('an item on a page', () => {
  const digest = { size: 1234, sha256: '2'.repeat(64), sha512: '3'.repeat(128), crc32: 1 };
  const kept = (more: JsonObject = {}) => item('i-1', 'document', {}, { content: digest, ...more });

  it('has its file with its name, size and fingerprint', () => {
    const page = pageOf([kept({ 'media-type': 'text/plain' })], file('i-1', { size: 1234 }));
    expect(plain(page)).toContain(
      `i-1.txt , 1.2 kB Original name: i-1 · text/plain Fingerprint SHA-256 ${'0'.repeat(64)} Kept 20 November 2026, 10:00 UTC`,
    );
    expect(page).toContain('<a href="evidence/i-1.txt">i-1.txt</a>');
    expect(page).not.toContain('of the kept file');
    expect(page).not.toContain('A copy without');
    expect(plain(pageOf([kept()], file('i-1')))).toContain('Original name: i-1 Fingerprint');
  });

  it('says what is a copy, and names the kept file’s fingerprint', () => {
    const words = wordsOf([kept()], file('i-1', { copyOf: '4'.repeat(64) }));
    expect(words).toContain('A copy without hidden details, made for this bundle.');
    expect(words).toContain(`of the kept file: SHA-256 ${'4'.repeat(64)}`);
  });

  it('says what is not in the bundle, or has no file or name', () => {
    expect(wordsOf([kept()])).toContain('i-1 , 1.2 kB: not in this bundle (see ‘What is missing’) Kept');
    const { name: _, ...nameless } = kept().fields;
    expect(wordsOf([entryOf('item-captured', nameless)])).toContain('not shown, 1.2 kB: not in this bundle');
    expect(shown('page', {})).toContain('Items Kept page Kept 20 November');
  });

  it('links nothing that could run', () => {
    const page = pageOf([kept()], {
      'i-1': { path: 'data/evidence/i-1.html', size: 3, sha256: '0'.repeat(64) },
    });
    expect(page).toContain('<code>evidence/i-1.html</code>');
    expect(page).not.toContain('href="evidence/i-1.html"');
  });

  it('says where it came from, and since when it is gone there', () => {
    const from = (source: JsonObject) => [
      entryOf('source-added', { source: 's-1', ...source }),
      item('i-1', 'document', {}, { source: 's-1' }),
    ];
    const day = '20 November 2026, 10:00 UTC';
    expect(wordsOf(from({ name: 'College', type: 'moodle' }))).toContain(`Kept ${day} from College`);
    expect(wordsOf(from({ type: 'moodle' }))).toContain(`Kept ${day} from moodle`);
    expect(wordsOf([item('i-1', 'document', {}, { source: 's-9' })])).toMatch(
      new RegExp(`Kept ${day} What is missing`, 'u'),
    );
    const gone = (more: JsonObject) => entryOf('item-gone', { item: 'i-1', ...more });
    const never = item('i-1', 'document', {}, { at: '' });
    expect(wordsOf([item('i-1', 'document'), gone({ at: '2026-11-21T10:00:00.000Z' })])).toContain(
      'not at its source any more since 21 November 2026, 10:00 UTC',
    );
    expect(wordsOf([never, gone({})])).toMatch(/not at its source any more What is missing/u);
  });

  it('shows all versions under one heading, from the first', () => {
    const page = pageOf([
      item('i-1', 'document', {}, { version: 3 }),
      item('i-1', 'document', {}, { version: 1 }),
      item('i-1', 'document', {}, { version: 2 }),
    ]);
    expect(page).toContain('<h4>Document, 3 versions</h4>');
    expect([...page.matchAll(/<li value="(\d)">/gu)].map(([, value]) => value)).toEqual(['1', '2', '3']);
  });
});

describe('the evidence on a page', () => {
  it('says that there is none', () => {
    expect(wordsOf([])).toContain('The evidence This bundle holds no items. What is missing');
    expect(wordsOf([item('i-1', 'document')])).not.toContain('holds no items');
  });

  it('is told by assignment and attempt, attempts by number and items by kind', () => {
    const attempt = (id: string, more: JsonObject) => item(id, 'attempt', { assignment: 'a-1', ...more });
    const of = (id: string, kind: string, number: string, record: JsonObject = {}) =>
      item(id, kind, { attempt: `t-${number}`, ...record });
    const views = [
      said('u-1', 'unit', { reference: 'A/1', title: 'Food' }),
      said('u-2', 'unit', { reference: 'A/2' }),
      said('m-1', 'mapping', { item: 'a-1', unit: 'u-1' }),
      said('m-2', 'mapping', { item: 'a-1', unit: 'u-2' }),
      said('m-3', 'mapping', { item: 'a-1', unit: 'u-9' }),
      of('g-2', 'grade', '2', { value: 'Merit' }),
      of('n-2', 'later-kind', '2', { note: 'Last' }),
      of('f-2', 'feedback', '2', { comments: [{ said: 'Second.' }] }),
      of('s-2', 'submission', '2', { status: 'Two' }),
      of('s-9', 'submission', '9', { status: 'Unnumbered' }),
      of('s-1', 'submission', '1', { status: 'One' }),
      attempt('t-9', {}),
      attempt('t-2', { number: 2, status: 'Finished', gradingStatus: 'Marked', submitted: '2026-01-02' }),
      attempt('t-1', { number: 1 }),
      item('a-1', 'assignment', { title: 'Essay', due: '2026-02-03' }),
      item('b-1', 'document', { assignment: 'a-1', role: 'brief' }),
      item('x-1', 'document'),
    ];
    const page = wordsOf(views);
    const kept = 'Kept 20 November 2026, 10:00 UTC';
    expect(page).toContain(
      `Essay Unit A/1 · Food A/2 u-9 Due 2026-02-03 Brief b-1 ${kept} ` +
        `Attempt 1 Submission Status One ${kept} ` +
        `Attempt 2 Status Finished Marking Marked Handed in 2026-01-02 ` +
        `Submission Status Two ${kept} Feedback Second. ${kept} Grade Grade Merit ${kept}`,
    );
    expect(page).toMatch(
      /Grade Grade Merit .+ Note Last .+ Attempt without a number .*Submission Status Unnumbered .+ Other evidence Document x-1/u,
    );
    expect(page).toContain('Units Unit Title Items here A/1 Food');
    expect(wordsOf([item('x-1', 'document')])).toContain('Items Document x-1');
  });

  it('names an assignment that is not shown as such, and an attempt by the item’s own number', () => {
    const chained = item(
      't-1',
      'attempt',
      { assignment: 'a-1' },
      {
        chain: { chain: 'c', number: 4, sequence: 1, previous: null },
      },
    );
    expect(wordsOf([chained])).toContain('An assignment that is not shown Attempt 4');
    expect(wordsOf([item('a-1', 'assignment'), chained])).toContain('a-1 Attempt 4');
    const numbered = [4, 2].map((number) =>
      item(
        `t-${String(number)}`,
        'attempt',
        { assignment: 'a-1' },
        {
          chain: { chain: 'c', number, sequence: 1, previous: null },
        },
      ),
    );
    expect(wordsOf(numbered)).toContain('Attempt 2 Attempt 4');
  });

  it('counts the items of each unit', () => {
    const views = [
      said('u-1', 'unit', { reference: 'A/1' }),
      said('u-2', 'unit', { title: 'Knives' }),
      ...['i-1', 'i-2'].flatMap((id) => [
        item(id, 'document'),
        said(`m-${id}`, 'mapping', { item: id, unit: 'u-1' }),
      ]),
    ];
    expect(wordsOf(views)).toContain('Units Unit Title Items here A/1 2 u-2 Knives 0 The evidence');
    expect(wordsOf([])).not.toContain('Items here');
  });

  it('tells what the learner stated besides', () => {
    const views = [said('n-1', 'note', { text: 'Mine' }), said('m-1', 'mapping', { item: 'x', unit: 'y' })];
    expect(wordsOf(views)).toMatch(/Stated by the learner \w+ Text Mine Stated What is missing/u);
    expect(wordsOf([said('m-1', 'mapping', { item: 'x' })])).not.toContain('Stated by the learner');
  });

  it('tells which part of a set it is, and names the others', () => {
    const part = (bundle: string) => ({ bundle, manifest: '0'.repeat(64), items: 0 });
    const page = pageOf([], {}, { set: { part: 2, parts: ['b-a', 'b-b', 'b-c'].map(part) } });
    expect(plain(page)).toContain(
      'This is part 2 of 3. The evidence did not fit into one file. The other parts are: b-a b-c If you see',
    );
    expect([...page.matchAll(/<li value="(\d)">/gu)].map(([, value]) => value)).toEqual(['1', '3']);
    expect(wordsOf([])).not.toContain('This is part');
  });
});
