import { describe, expect, it } from 'vitest';

import { errorMeanings } from '../../../src/base/error-codes.ts';
import { standingMeanings, waitMeanings, workMeanings } from '../../../src/base/work-words.ts';
import { words as mainWords } from '../../../electron/main/words.ts';
import { missingReasons } from '../../../src/vault/export-missing.ts';
import { importNoticeCodes, importNoticeSentence } from '../../../src/vault/import-notices.ts';
import { protectionReasons } from '../../../src/vault/protection.ts';
import {
  doubtfulIdentifier,
  identifierWarningCodes,
} from '../../../src/evidence/identifiers/identifier-check.ts';
import { credentialSentences } from '../../../src/evidence/credential-codes.ts';
import { catalogue } from '../../../src/sources/catalogue/catalogue.ts';
import { gradeOf, measure, pool, readable } from './reading-age.ts';

/** Grade 6 is read with ease at 11 to 12; most of what is said here is far below. */
const highest = 6;
/**
 * The formula tells nothing about a label of a few words: 'Settings' alone would be grade 8. Texts of fewer words than this are
 * measured together, file by file, and every longer text by itself.
 */
const measurableWords = 8;

function textsOf(tree: unknown, path: string): [string, string][] {
  if (typeof tree === 'string') return [[path, tree]];
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([name, part]) =>
    textsOf(part, path === '' ? name : `${path}.${name}`),
  );
}

const modules = import.meta.glob<Readonly<Record<string, unknown>>>(
  '../../../renderer/**/{words,*-words}.ts',
  {
    eager: true,
  },
);
const sources = import.meta.glob<string>('../../../renderer/**/*.{ts,tsx}', {
  eager: true,
  query: '?raw',
  import: 'default',
});

function englishOf(exported: unknown): unknown {
  return typeof exported === 'object' && exported !== null && 'en' in exported ? exported.en : undefined;
}

const files: [string, [string, string][]][] = [
  ...Object.entries(modules)
    .map(([path, exported]): [string, [string, string][]] => [
      path.replace('../../../', ''),
      Object.entries(exported).flatMap(([name, one]) => textsOf(englishOf(one), name)),
    ])
    .filter(([, texts]) => texts.length > 0),
  ['electron/main/words.ts', textsOf(mainWords, '')],
  [
    'src/vault/import-notices.ts',
    importNoticeCodes.map((code): [string, string] => [code, importNoticeSentence(code)]),
  ],
  ['src/vault/export-missing.ts', textsOf(missingReasons, '')],
  [
    'src/base/error-codes.ts',
    Object.entries(errorMeanings).map(([code, { sentence }]): [string, string] => [code, sentence]),
  ],
  ['src/base/work-words.ts', textsOf({ standingMeanings, waitMeanings, workMeanings }, '')],
  [
    'src/vault/protection.ts',
    Object.entries(protectionReasons).flatMap(([code, { sentence, next }]): [string, string][] => [
      [code, sentence],
      [`${code}.next`, next],
    ]),
  ],
  // A portal's name is not ours to make plainer.
  ...catalogue.map(({ id, name, ways, limits }): [string, [string, string][]] => [
    `src/sources/catalogue/portals/${id}.ts`,
    [
      ...textsOf(limits, 'limits'),
      ...ways.flatMap(({ how, brings, steps }) => textsOf({ brings, steps }, how)),
    ].map(([path, text]) => [path, text.replaceAll(name, '')]),
  ]),
  ['src/evidence/credential-codes.ts', textsOf(credentialSentences, '')],
  [
    'src/evidence/identifiers',
    identifierWarningCodes.map((code): [string, string] => [
      code,
      doubtfulIdentifier('', '', code).warning?.sentence ?? '',
    ]),
  ],
];

describe('what a learner reads', () => {
  it('is found in every file that declares words', () => {
    const declaring = Object.entries(sources)
      .filter(([path, text]) => text.includes('= defineWords(') && !path.endsWith('define-words.ts'))
      .map(([path]) => path.replace('../../../', ''));
    expect(declaring.length).toBeGreaterThanOrEqual(10);
    expect(files.map(([file]) => file)).toEqual(expect.arrayContaining(declaring));
  });

  it.each(files)('is plain in %s: each longer text, and the short ones together', (_file, texts) => {
    const measured = texts.map(([path, text]) => ({ path, text, facts: measure(readable(text)) }));
    const tooHard = measured
      .filter(({ facts }) => facts.words >= measurableWords)
      .map(({ path, text, facts }) => ({ path, text, grade: gradeOf(facts) ?? 0 }))
      .filter(({ grade }) => grade > highest)
      .map(({ path, text, grade }) => `${grade.toFixed(1)}  ${path}: ${text}`);
    expect(tooHard).toEqual([]);
    const short = measured
      .filter(({ facts }) => facts.words < measurableWords)
      .map(({ text }) => readable(text));
    const together = gradeOf(pool(short)) ?? 0;
    expect(together, 'short texts together').toBeLessThanOrEqual(highest);
  });

  it('would be found too hard if it were', () => {
    const hard =
      'Authentication credentials necessitate immediate reconfirmation because of institutional requirements.';
    expect(gradeOf(measure(readable(hard)))).toBeGreaterThan(highest);
    expect(gradeOf(measure('The cat sat on the mat and ate its fish.'))).toBeLessThan(2);
  });
});
