import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { utf8 } from '../../../src/base/bytes.ts';
import { csvLine } from '../../../src/bundle/csv-line.ts';
import { listings, paths } from '../../../src/bundle/layout.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import {
  bytesIn,
  remakeManifests,
  rezip,
  textIn,
  unzipFiles,
  type Files,
} from '../../support/bundle/rezip.ts';
import { samsVault } from '../../support/bundle/sam.ts';
import type { SmallVault } from '../../support/bundle/small-vault.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';

let vault: SmallVault;
let bundle: Uint8Array;
let files: Files;

beforeAll(async () => {
  vault = samsVault();
  vault.state('c-0000000031', 'criterion', { unit: 'u-0000000003', reference: 'AC 3.1' });
  vault.state('m-0000000002', 'mapping', {
    item: 'i-file-2',
    unit: 'u-0000000003',
    criterion: 'c-0000000031',
  });
  vault.capture({
    item: 'i-decision',
    kind: 'decision',
    name: 'Sampled',
    record: {
      role: { said: 'IQA', means: 'iqa' },
      by: { standing: 'named', name: 'Ida Quill' },
      on: { said: '2026-11-02', means: '2026-11-02' },
      items: ['i-file-2'],
    },
  });
  vault.capture({
    item: 'i-grade-2',
    kind: 'grade',
    name: 'Grade',
    version: 3,
    record: {
      attempt: 'i-attempt-2',
      value: { said: 'Merit' },
      by: { standing: 'named', name: 'Asa Marker' },
      released: true,
    },
  });
  vault.capture({
    item: 'i-evil',
    kind: 'document',
    name: '=HYPERLINK("http://x.example"),\r\n+1',
    bytes: utf8('evil'),
    record: { name: 'evil', role: 'file' },
  });
  bundle = await makeBundle(vault);
  ({ files } = await unzipFiles(bundle));
});

/** Reads RFC 4180 back. */
function readCsv(bytes: Uint8Array): string[][] {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  expect(text.startsWith('\uFEFF')).toBe(true);
  const lines = text.slice(1).split('\r\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/gu)].map(
      ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
    ),
  );
}

describe('the evidence index', () => {
  it('is laid out as awarding organisations lay it out', () => {
    const [head, ...rows] = readCsv(bytesIn(files, listings.index));
    expect(head).toEqual([
      'Learner',
      'Registration',
      'Qualification',
      'Unit',
      'Criterion',
      'Evidence number',
      'Title',
      'Type',
      'Location',
      'Assessor',
      'IQA',
      'Date',
    ]);
    for (const row of rows) expect(row).toHaveLength(12);
    const report = rows.filter(([, , , , , , , , location]) => location?.includes('attempt-2-report.pdf'));
    const [number] = report.map((row) => row[5]);
    const head5 = ['Sam Taylor', '', 'Level 3 Diploma in Engineering', '3 Practical portfolio'];
    const tail = [
      'Report.pdf',
      'submission-file',
      'evidence/unit-3-attempt-2-report.pdf',
      'Asa Marker',
      'Ida Quill',
      '2026-11-20',
    ];
    // Once for the unit, by its assignment, and once for the criterion that names it.
    expect(report).toEqual([
      [...head5, '', number, ...tail],
      [...head5, 'AC 3.1', number, ...tail],
    ]);
    expect(rows.some(([, , , , , , title]) => title === 'Attempt 1')).toBe(false);
  });

  it('names only files that are in the bundle', () => {
    const [, ...rows] = readCsv(bytesIn(files, listings.index));
    for (const row of rows) expect(files.has(`data/${row[8] ?? ''}`), row[8]).toBe(true);
  });

  it('holds nothing that a spreadsheet would work out', () => {
    const rows = readCsv(bytesIn(files, listings.index));
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/u.test(cell))).toEqual([]);
    expect(rows.flat()).toContain('\'=HYPERLINK("http://x.example"), +1');
    expect(csvLine(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1', 'a-b', '1', ''])).toBe(
      "'=1+1,'+1,'-1,'@SUM(A1),' =1,'＝1,a-b,1,\r\n",
    );
    expect(csvLine(['a"b', 'c,d', 'e\nf', ' g'])).toBe('"a""b","c,d",e f," g"\r\n');
  });

  it('holds nothing that a spreadsheet would work out that splits lines at semicolons', () => {
    const cells = ['a;=1', 'b; +1', 'c;"=1"', 'd;;@x', 'e;\t-1', 'f;＝1', 'g; 1-1', '=a;b'];
    for (const cell of csvLine(cells).split(/[;\r\n]/u))
      expect(cell.replaceAll('"', '').trim()).not.toMatch(/^[=+\-@\t\r＝＋－＠]/u);
    expect(csvLine(['a;=1', 'b; c-d', 'e;"=f']).trimEnd()).toBe(`a;'=1,b; c-d,"e;""'=f"`);
  });
});

const crateSchema = z.object({
  '@context': z.string(),
  '@graph': z.array(z.looseObject({ '@id': z.string(), '@type': z.string() })),
});

describe('the RO-Crate', () => {
  const crate = () => crateSchema.parse(JSON.parse(textIn(files, listings.crate)));
  const entity = (id: string) => crate()['@graph'].find((each) => each['@id'] === id);

  it('has its descriptor and root as RO-Crate 1.2 wants them', () => {
    expect(crate()['@context']).toBe('https://w3id.org/ro/crate/1.2/context');
    expect(entity('ro-crate-metadata.json')).toEqual({
      '@id': 'ro-crate-metadata.json',
      '@type': 'CreativeWork',
      about: { '@id': './' },
      conformsTo: { '@id': 'https://w3id.org/ro/crate/1.2' },
    });
    expect(entity('./')).toMatchObject({ '@type': 'Dataset', identifier: 'b-0123456789' });
    for (const name of ['name', 'description', 'datePublished', 'license'])
      expect(entity('./')?.[name], name).toBeTruthy();
  });

  it('describes every evidence file once, and links to nothing that is not there', () => {
    const graph = crate()['@graph'];
    const ids = graph.map((each) => each['@id']);
    expect(new Set(ids).size).toBe(ids.length);
    const evidence = [...files.keys()].filter((path) => path.startsWith('data/evidence/'));
    expect(graph.filter(({ contentSize }) => contentSize !== undefined).map((each) => each['@id'])).toEqual(
      expect.arrayContaining(evidence.map((path) => path.slice('data/'.length))),
    );
    for (const each of graph)
      for (const found of JSON.stringify(each).matchAll(/\{"@id":"([^"]+)"\}/gu))
        if (found[1] !== 'https://w3id.org/ro/crate/1.2') expect(ids).toContain(found[1]);
    for (const each of graph.filter((one) => one['@type'] === 'File'))
      expect(files.has(`data/${each['@id']}`), each['@id']).toBe(true);
  });
});

/** What the owner of the key could do to the payload. */
function signAgain(all: Files): void {
  const payload = [...all].filter(([path]) => path.startsWith('data/'));
  const bytes = payload.reduce((sum, [, { length }]) => sum + length, 0);
  const info = textIn(all, paths.bagInfo).replace(
    /^Payload-Oxum: .*$/mu,
    `Payload-Oxum: ${bytes}.${payload.length}`,
  );
  all.set(paths.bagInfo, utf8(info));
  remakeManifests(all, vault.root);
}

describe('a verifier', () => {
  it('makes the listings again and compares them', async () => {
    expect(checkOf(await verifyBytes(bundle), 'page').result).toBe('pass');
    for (const path of [paths.page, listings.index, listings.crate]) {
      const changed = await rezip(bundle, (all) => {
        all.set(path, utf8(`${textIn(all, path)} `));
        signAgain(all);
      });
      const report = await verifyBytes(changed);
      expect(report.ok, path).toBe(true);
      expect(checkOf(report, 'page'), path).toMatchObject({
        result: 'not-checked',
        code: 'page-not-compared',
      });
    }
  });

  it('takes a bundle of the first version, which has none', async () => {
    const first = await rezip(bundle, (all) => {
      all.delete(listings.index);
      all.delete(listings.crate);
      signAgain(all);
    });
    expect(checkOf(await verifyBytes(first), 'page').result).toBe('pass');
  });
});
