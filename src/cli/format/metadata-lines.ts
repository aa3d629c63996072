import type { ExportReport } from '../../vault/export-bundle.ts';
import type { FileSays } from '../../vault/export-copies.ts';
import { sayCount } from './numbers.ts';

/** What files say beside what they show. */
export function metadataLines(files: readonly FileSays[]): string[] {
  return files.flatMap(({ item, what, said, strippable }) => [
    `This file also says, ${item} ${what}:`,
    ...said.map(
      ({ what: kind, text, stays }) =>
        `  - ${saidWords[kind]} ${text}${stays === true ? ' (this stays)' : ''}`,
    ),
    ...(strippable ? [] : ['  Nothing of that can be taken away.']),
  ]);
}

const saidWords: Readonly<Record<FileSays['said'][number]['what'], string>> = {
  author: 'author:',
  'changed-by': 'last changed by:',
  company: 'company:',
  title: 'title:',
  words: 'words:',
  place: 'place:',
  time: 'time:',
  device: 'device:',
  program: 'program:',
  picture: 'picture:',
  'people-inside': 'named inside:',
  other: 'something else:',
};

/** What became of them where copies were wanted. */
export function copyLines({ copies, said }: Pick<ExportReport, 'copies' | 'said'>): string[] {
  return [
    ...(copies === 0
      ? []
      : [
          `${sayCount(copies, 'file')} went along as a copy without hidden details; the bundle says so, and names the kept file’s fingerprint.`,
        ]),
    ...(said.length === 0 ? [] : ['These still say something of themselves:', ...metadataLines(said)]),
  ];
}
