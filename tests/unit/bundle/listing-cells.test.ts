import { describe, expect, it } from 'vitest';

import type { JsonObject } from '../../../src/base/json.ts';
import type { EntryView } from '../../../src/bundle/entry-view.ts';
import { indexRows } from '../../../src/bundle/index-rows.ts';
import { renderRoCrate } from '../../../src/bundle/ro-crate.ts';
import { file, inputOf, item, jsonOf, said } from '../../support/bundle/plain-views.ts';

const rowsOf = (views: readonly EntryView[], files?: Record<string, object>) =>
  indexRows(inputOf(views, files));

describe('a row of the evidence index', () => {
  it('has every cell that the records fill, and no other', () => {
    const views = [
      said('p', 'profile', { name: 'Sam Reed', candidateNumber: '44', registration: 'R-1' }),
      said('e1', 'enrolment', { registration: 'R-2', qualification: { title: 'Diploma' } }),
      said('e2', 'enrolment', { registration: 'R-1', qualification: { title: 'Award' } }),
      said('u1', 'unit', { reference: 'A/1', title: 'Food safety' }),
      said('u2', 'unit', { title: 'Knives', enrolment: 'e2' }),
      said('c1', 'criterion', { reference: '1.1' }),
      said('m1', 'mapping', { item: 'i-1', unit: 'u1', criterion: 'c1' }),
      said('m2', 'mapping', { item: 'i-1', unit: 'u2' }),
      item('i-1', 'document', { role: 'submission-file', on: '2026-11-01' }),
      item('i-2', 'document'),
      item('i-3', 'grade', {}, { at: '2026-10-05T10:00:00.000Z' }),
    ];
    expect(rowsOf(views, file('i-1'))).toEqual([
      [
        'Sam Reed',
        'R-1; R-2',
        'Diploma; Award',
        'A/1 Food safety',
        '1.1',
        '1',
        'i-1',
        'submission-file',
        'evidence/i-1.txt',
        '',
        '',
        '2026-11-01',
      ],
      [
        'Sam Reed',
        'R-1',
        'Award',
        'Knives',
        '',
        '1',
        'i-1',
        'submission-file',
        'evidence/i-1.txt',
        '',
        '',
        '2026-11-01',
      ],
      [
        'Sam Reed',
        'R-1; R-2',
        'Diploma; Award',
        '',
        '',
        '2',
        'i-2',
        'file',
        'records/i-2.json',
        '',
        '',
        '2026-11-20',
      ],
      [
        'Sam Reed',
        'R-1; R-2',
        'Diploma; Award',
        '',
        '',
        '3',
        'i-3',
        'Grade',
        'records/i-3.json',
        '',
        '',
        '2026-10-05',
      ],
    ]);
  });

  it('calls the learner by their number where the name is closed, or by nothing', () => {
    expect(rowsOf([said('p', 'profile', { candidateNumber: '44' }), item('i', 'document')])[0]?.[0]).toBe(
      '44',
    );
    expect(rowsOf([item('i', 'document')])[0]?.[0]).toBe('');
  });

  it('has what only gathers others where a mapping names it alone', () => {
    for (const kind of ['assignment', 'attempt', 'submission']) {
      expect(rowsOf([item('i', kind)])).toEqual([]);
      expect(rowsOf([item('i', kind), said('m', 'mapping', { item: 'i', unit: 'u' })])).toHaveLength(1);
    }
    expect(rowsOf([item('i', 'document'), said('m', 'mapping', { item: 5 })])).toHaveLength(1);
  });

  it('has earlier versions that have a file, under the number of the last', () => {
    const views = [
      item('i', 'document'),
      item('i', 'document', {}, { version: 2 }),
      item('i', 'document', {}, { version: 3 }),
    ];
    expect(rowsOf(views, file('i')).map((row) => row[5])).toEqual(['1.1', '1']);
    expect(rowsOf(views).map((row) => row[5])).toEqual(['1']);
  });

  it.each<[JsonObject, string]>([
    [{ on: '2026-01-01', submitted: '2026-01-02' }, '2026-01-01'],
    [{ submitted: { said: 'x', means: '2026-01-02T10:00:00.000Z' } }, '2026-01-02'],
    [{ gradedAt: '2026-01-03T10:00:00.000Z' }, '2026-01-03'],
    [{ gradedOn: '2026-01-04' }, '2026-01-04'],
    [{ sent: { means: '2026-01-05T00:00:00.000Z' } }, '2026-01-05'],
    [{ modified: '2026-01-06' }, '2026-01-06'],
    [{ created: '2026-01-07', modified: 'x2026-01-06' }, '2026-01-07'],
    [{ on: 'last Monday' }, '2026-11-20'],
    [{ on: { said: '2026-01-08' } }, '2026-11-20'],
  ])('has the day that the record gives: %j', (record, day) => {
    expect(rowsOf([item('i', 'document', record)])[0]?.[11]).toBe(day);
  });

  it('has the mappings of what an item belongs to, in the order of the bundle, each once', () => {
    const views = [
      said('u1', 'unit', { reference: 'U1' }),
      said('u2', 'unit', { reference: 'U2' }),
      said('m1', 'mapping', { item: 'a-1', unit: 'u2' }),
      said('m2', 'mapping', { item: 'i-1', unit: 'u1' }),
      item('t-1', 'attempt', { assignment: 'a-1', number: 2 }),
      item('s-1', 'submission', { attempt: 't-1', items: ['i-1', 5] }),
      item('i-1', 'document'),
    ];
    expect(rowsOf(views).map((row) => [row[6], row[3]])).toEqual([
      ['i-1', 'U2'],
      ['i-1', 'U1'],
    ]);
  });

  it('names nobody whom a decision of another kind names', () => {
    const decision = (role: string, name: string, about: JsonObject) =>
      item(`d-${name}`, 'decision', { role: { means: role }, by: { name }, ...about });
    const views = [
      decision('learner', 'Nobody', { items: ['i-1'] }),
      decision('assessor', 'Other', { items: ['i-2', 5] }),
      decision('iqa', 'Sampler', { items: ['i-1'] }),
      decision('assessor', 'Own', { items: ['i-1'] }),
      item('f-1', 'feedback', { by: { name: 'Feedback' }, attempt: 't-1' }),
      item('n-1', 'note', { by: { name: 'Note' }, attempt: 't-1' }),
      item('i-1', 'document', { attempt: 't-1' }),
    ];
    const row = rowsOf(views).find((cells) => cells[6] === 'i-1');
    expect(row?.slice(9, 11)).toEqual(['Own; Feedback', 'Sampler']);
    expect(rowsOf(views).find((cells) => cells[6] === 'f-1')?.[9]).toBe('Feedback');
  });
});

describe('the description of a bundle as an RO-Crate', () => {
  const graph = (views: readonly EntryView[], files?: Record<string, object>, pdf = false) =>
    jsonOf(renderRoCrate(inputOf(views, files), { pdf }))['@graph'] as JsonObject[];
  const byId = (all: readonly JsonObject[], id: string) => all.find((one) => one['@id'] === id);

  it('has each file with what is known of it, and nothing else', () => {
    const views = [
      said('u-1', 'unit', { title: 'Food', reference: 'A/1' }),
      said('u-2', 'unit', { reference: 'A/2' }),
      said('u-3', 'unit', {}),
      said('p-1', 'profile', { name: 'Sam', candidateNumber: '44' }),
      said('p-2', 'profile', { candidateNumber: '45' }),
      said('p-3', 'profile', {}),
      said('m-1', 'mapping', { item: 'i-1', unit: 'u-1' }),
      said('m-2', 'mapping', { item: 'i-1', unit: 'u-9' }),
      item('i-1', 'document', {}, { 'media-type': 'text/plain' }),
      item('i-2', 'document', {}, { version: 2 }),
      item('i-3', 'document'),
    ];
    const copy = { copyOf: '1'.repeat(64) };
    const all = graph(views, { ...file('i-1'), 'i-2/2': file('i-2', copy)['i-2'] ?? {} });
    expect(byId(all, 'evidence/i-1.txt')).toEqual({
      '@id': 'evidence/i-1.txt',
      '@type': 'File',
      name: 'i-1',
      contentSize: '3',
      sha256: '0'.repeat(64),
      encodingFormat: 'text/plain',
      about: [{ '@id': '#u-1' }],
    });
    expect(byId(all, 'evidence/i-2.txt')).toEqual({
      '@id': 'evidence/i-2.txt',
      '@type': 'File',
      name: 'i-2',
      contentSize: '3',
      sha256: '0'.repeat(64),
      description: `copy without metadata, made by the exporter; SHA-256 of the kept file: ${'1'.repeat(64)}`,
      version: '2',
    });
    const units = ['#u-1', '#u-2', '#u-3'].map((id) => byId(all, id));
    expect(units.map((unit) => [unit?.name, unit?.termCode])).toEqual([
      ['Food', 'A/1'],
      ['A/2', 'A/2'],
      ['u-3', undefined],
    ]);
    expect(byId(all, './')?.author).toEqual([{ '@id': '#p-1' }, { '@id': '#p-2' }]);
    expect(['#p-1', '#p-2', '#p-3'].map((id) => byId(all, id)?.name)).toEqual(['Sam', '45', undefined]);
    expect(byId(all, './')?.hasPart).toEqual(
      ['index.html', 'index.csv', 'records/', 'evidence/i-1.txt', 'evidence/i-2.txt'].map((id) => ({
        '@id': id,
      })),
    );
  });

  it('names an index for printing where there is one, and no author where none is shown', () => {
    expect(byId(graph([], {}, true), 'index.pdf')).toMatchObject({ encodingFormat: 'application/pdf' });
    expect(byId(graph([]), 'index.pdf')).toBeUndefined();
    expect(byId(graph([]), './')).not.toHaveProperty('author');
  });
});
