import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { importGiven } from '../../../../src/vault/import-given.ts';
import { temporaryRoot } from '../../../support/vault/vault-world.ts';
import type { SourceFixture } from './source-fixture.ts';

const rows = Array.from({ length: 8 }, (_, number) => `U${number},Unit number ${number},Pass`);

function table(changes: Readonly<Record<number, string>> = {}): string {
  return ['Unit,Title,Grade', ...rows.map((row, number) => changes[number] ?? row)].join('\r\n');
}

/** A table of units and grades that somebody handed over, as a source. */
export const tableFixture: SourceFixture = {
  stops: 3,
  start: async () => {
    const root = await temporaryRoot();
    const path = join(root, 'grades.csv');
    await writeFile(path, table());
    return {
      secrets: [],
      methods: ['import'],
      snapshot: () => readFile(path, 'utf8'),
      pull: (vault, options) => importGiven(vault, path, options),
      changeOne: async () => {
        await writeFile(path, table({ 3: 'U3,Unit number 3,Merit' }));
        return { changed: ['table', 'grade//u3///'] };
      },
      breakOne: async () => {
        await writeFile(path, table({ 5: 'U5,Unit number 5,Pass,and,more' }));
        return {
          key: 'row/7',
          code: 'input.csv-invalid',
          alongside: ['table', 'grade//u5///'],
          mend: () => writeFile(path, table()),
        };
      },
      fallSilent: () => writeFile(path, 'Unit,Title,Grade\r\n'),
      end: () => rm(root, { recursive: true, force: true }),
    };
  },
};
