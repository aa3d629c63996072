import { describe, expect, it } from 'vitest';

import { parseUtf8, utf8 } from '../../../src/base/bytes.ts';
import { VaultError } from '../../../src/base/errors.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import { encodeBagInfo, groupOf, parseBagInfo } from '../../../src/bundle/bag-info.ts';
import { rowFactsOf } from '../../../src/bundle/bundle-document.ts';
import { csvLine } from '../../../src/bundle/csv-line.ts';
import { disclosesByDefault, neverDisclosed } from '../../../src/bundle/default-disclosure.ts';
import { recordFileOf, viewOfDisclosed, type EntryView } from '../../../src/bundle/entry-view.ts';
import { parseManifest } from '../../../src/bundle/manifest-lines.ts';
import {
  encodeCompactJson,
  encodeReadableJson,
  equalJson,
  listOf,
  numberOf,
  objectOf,
  textOf,
} from '../../../src/bundle/readable-json.ts';

const log = 'a'.repeat(32);

function refusal(act: () => unknown): unknown[] {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof VaultError)
      return [
        thrown.code,
        thrown.details.what ?? thrown.details.field ?? '',
        ...(thrown.details.line === undefined ? [] : [thrown.details.line]),
      ];
    throw thrown;
  }
  return [];
}

describe('bag-info.txt', () => {
  const info = {
    bundleId: 'b-1',
    madeAt: '2026-11-20T10:00:00.000Z',
    app: 'evidence-vault/1',
    practice: false,
    payload: { bytes: 12, files: 3 },
  };
  const plain =
    'Bag-Software-Agent: evidence-vault/1\nBagging-Date: 2026-11-20\nExternal-Identifier: b-1\nPayload-Oxum: 12.3\n';

  it('says what the bag is, and what it is a part of', () => {
    expect(parseUtf8(encodeBagInfo(info))).toBe(plain);
    expect(parseUtf8(encodeBagInfo({ ...info, practice: true }))).toBe(
      `${plain}Internal-Sender-Description: PRACTICE: made from invented data\n`,
    );
    const part = (bundle: string) => ({ bundle, manifest: '0'.repeat(64), items: 1 });
    const set = { part: 2, parts: [part('b-0'), part('b-1')] };
    expect(parseUtf8(encodeBagInfo({ ...info, set }))).toBe(
      `Bag-Count: 2 of 2\nBag-Group-Identifier: b-0\n${plain}`,
    );
    expect(groupOf({ part: 1, parts: [] })).toBe('');
    expect([...parseBagInfo(encodeBagInfo(info))]).toEqual([
      ['Bag-Software-Agent', 'evidence-vault/1'],
      ['Bagging-Date', '2026-11-20'],
      ['External-Identifier', 'b-1'],
      ['Payload-Oxum', '12.3'],
    ]);
  });

  it.each([
    '',
    'A: b',
    'A: b\n\n',
    'A:b\n',
    'A:  b\n',
    'A: \n',
    'A1: b\n',
    'xA: b\nA',
    'A: b\nA: c\n',
    ' A: b\n',
    'A: b\r\nC\n',
    'é: b\n',
  ])('is not %j', (text) => {
    expect(refusal(() => parseBagInfo(utf8(text)))).toEqual(['format.malformed', 'bag-info']);
  });

  it('may have any words behind a label', () => {
    expect([...parseBagInfo(utf8('A-b: c: d \nE: é\n'))]).toEqual([
      ['A-b', 'c: d '],
      ['E', 'é'],
    ]);
  });
});

describe('a line of a table for spreadsheets', () => {
  it.each([
    ['plain', 'plain'],
    ['', ''],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    [' a', '" a"'],
    ['a ', '"a "'],
    ['a b', 'a b'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@a', "'@a"],
    ['\t=1', "' =1"],
    ['\n=1', '" =1"'],
    ['\ra', "' a"],
    ['＝1', "'＝1"],
    ['a=1', 'a=1'],
    ['a;=1', "a;'=1"],
    ['a; "=1', '"a; ""\'=1"'],
    ['a;b=1', 'a;b=1'],
    ['a\r\n\u0000b', 'a b'],
    ['a\u007fb', 'a b'],
  ])('has %j as %j', (cell, expected) => {
    expect(csvLine(['x', cell])).toBe(`x,${expected}\r\n`);
  });
});

describe('a line of a manifest', () => {
  it('is refused with its number', () => {
    const digest = 'ab'.repeat(32);
    for (const [text, line] of [
      [`${digest}  data/a\n${digest}  data/b`, 2],
      [`${digest}  data/a\n${digest}\tx data/b\n`, 2],
      [`${digest} xdata/a\n`, 1],
      [`${'g'.repeat(64)}  data/a\n`, 1],
      [`${digest}  data/a b\n`, 1],
      ['x', 1],
      ['\n', 1],
    ] as const)
      expect(
        refusal(() => parseManifest(utf8(text), 'sha256')),
        text,
      ).toEqual(['format.malformed', 'manifest-line', line]);
    expect([...parseManifest(new Uint8Array(0), 'sha512')]).toEqual([]);
  });
});

describe('JSON in a bundle', () => {
  it('is indented for people and canonical for machines', () => {
    const value = { b: [1], a: 'x' };
    expect(parseUtf8(encodeReadableJson(value))).toBe('{\n  "b": [\n    1\n  ],\n  "a": "x"\n}\n');
    expect(parseUtf8(encodeCompactJson(value))).toBe('{"a":"x","b":[1]}\n');
    expect(refusal(() => encodeReadableJson({ a: Number.NaN }))[0]).toBe('input.json-invalid');
    expect([equalJson({ a: 1, b: 2 }, { b: 2, a: 1 }), equalJson([1, 2], [2, 1])]).toEqual([true, false]);
  });

  it('is a value of one kind, or none of it', () => {
    const values = ['a', 1, true, null, {}, [], undefined];
    expect(values.map((value) => textOf(value))).toEqual(['a', ...Array(6).fill(undefined)]);
    expect(values.map((value) => numberOf(value))).toEqual([undefined, 1, ...Array(5).fill(undefined)]);
    expect(values.map((value) => objectOf(value))).toEqual([
      ...Array(4).fill(undefined),
      {},
      undefined,
      undefined,
    ]);
    expect(listOf(['a', 1])).toEqual(['a', 1]);
    expect(values.map((value) => listOf(value).length)).toEqual(Array(7).fill(0));
  });
});

describe('a disclosed entry', () => {
  const field = (name: string, value: unknown) => ({
    name,
    salt: new Uint8Array(16),
    value: utf8(JSON.stringify(value)),
  });
  const closed = (name: string) => ({ name, commitment: new Uint8Array(32) });
  const entry = { log, index: 3 };

  it('is seen with what is open, what is of its record, and what is closed', () => {
    const view = viewOfDisclosed(entry, {
      fields: [
        field('kind', 'item-captured'),
        closed('key'),
        field('record.name', 'x'),
        closed('record.text'),
      ],
    });
    expect(view).toEqual({
      entry,
      kind: 'item-captured',
      fields: { kind: 'item-captured' },
      record: { name: 'x' },
      notShown: ['key', 'record.text'],
    });
    const { kind: _, ...file } = view;
    expect(recordFileOf(view)).toEqual(file);
  });

  it('has to say its kind', () => {
    for (const fields of [[field('at', 'x')], [field('kind', 5)], [closed('kind')]])
      expect(refusal(() => viewOfDisclosed(entry, { fields }))).toEqual(['format.malformed', 'entry-kind']);
  });

  const seen = (kind: string, fields: JsonObject): EntryView => ({
    entry,
    kind,
    fields,
    record: {},
    notShown: [],
  });
  it.each<[EntryView, object]>([
    [
      seen('item-captured', { item: 'i', version: 2, 'record-kind': 'grade' }),
      { list: 'items', entry, id: 'i', version: 2, kind: 'grade' },
    ],
    [
      seen('item-captured', { item: 'i', version: 1, 'record-kind': 'grade', name: 'n' }),
      { list: 'items', entry, id: 'i', version: 1, kind: 'grade', name: 'n' },
    ],
    [
      seen('item-captured', { item: 'i', version: 0, 'record-kind': 'grade' }),
      { list: 'others', entry, kind: 'item-captured' },
    ],
    [
      seen('record-stated', { id: 's', 'record-kind': 'profile' }),
      { list: 'statements', entry, id: 's', kind: 'profile' },
    ],
    [seen('record-stated', { 'record-kind': 'profile' }), { list: 'others', entry, kind: 'record-stated' }],
    [
      seen('log-opened', { item: 'i', version: 1, 'record-kind': 'x', id: 's' }),
      { list: 'others', entry, kind: 'log-opened' },
    ],
  ])('%j belongs in one list', (view, facts) => {
    expect(rowFactsOf(view)).toStrictEqual(facts);
  });
});

describe('what an export opens by default', () => {
  const isOpen = (kind: string, name: string, more: JsonObject = {}) =>
    disclosesByDefault({ kind, ...more })(name);
  const ofRecord = (recordKind: string, name: string, more: JsonObject = {}) =>
    isOpen('item-captured', name, { 'record-kind': recordKind, ...more });

  it.each([
    ['item-captured', ['text', 'fingerprint', 'key']],
    ['item-failed', ['key', 'details']],
    ['source-added', ['settings']],
    ['log-opened', ['heads']],
  ])('leaves out of %s what is nobody’s business', (kind, names) => {
    for (const name of names) {
      expect(isOpen(kind, name), name).toBe(false);
      expect(isOpen('other', name), name).toBe(true);
    }
    expect(isOpen(kind, 'at')).toBe(true);
  });

  it.each([
    ['profile', ['record.email', 'record.learnerNumber']],
    ['message', ['record.headers']],
    ['statement', ['record.contact']],
    ['flag', ['record.item', 'record.flags']],
    ['grade', ['record.row']],
    ['decision', ['record.row']],
    ['unit', ['record.row']],
  ])('leaves out of a %s what is nobody’s business', (kind, names) => {
    for (const name of names) {
      expect(ofRecord(kind, name), name).toBe(false);
      expect(ofRecord('document', name), name).toBe(true);
    }
    expect(ofRecord(kind, 'record.title')).toBe(true);
  });

  it('leaves out what was not released', () => {
    for (const name of ['raw', 'value', 'comments', 'rubric', 'markingGuide', 'overridden']) {
      expect(ofRecord('grade', `record.${name}`, { 'record.released': false }), name).toBe(false);
      expect(ofRecord('grade', `record.${name}`, { 'record.released': true }), name).toBe(true);
      expect(ofRecord('grade', `record.${name}`), name).toBe(true);
    }
    expect(ofRecord('grade', 'record.title', { 'record.released': false })).toBe(true);
    expect([...neverDisclosed]).toEqual(['blob-stored', 'document-examined']);
  });
});
