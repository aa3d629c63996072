import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { importGiven } from '../../../../src/vault/import-given.ts';
import { bulkMembers, exportMembers } from '../../../support/canvas-zips.ts';
import { rawZip, type RawMember } from '../../../support/raw-zip.ts';
import { temporaryRoot } from '../../../support/vault/vault-world.ts';
import { sourceContract } from './source-contract.ts';
import type { SourceFixture } from './source-fixture.ts';

interface Zip {
  readonly members: readonly RawMember[];
  /** A member of it, and the key of its item. */
  readonly member: string;
  readonly key: string;
}

function zipFixture({ members, member, key }: Zip): SourceFixture {
  const withMember = (change: Partial<RawMember>): Buffer =>
    rawZip(members.map((each) => (each.name === member ? { ...each, ...change } : each)));
  return {
    stops: 3,
    start: async () => {
      const root = await temporaryRoot();
      const path = join(root, 'submissions.zip');
      await writeFile(path, rawZip(members));
      return {
        secrets: [],
        methods: ['import'],
        snapshot: async () => (await readFile(path)).toString('base64'),
        pull: (vault, options) => importGiven(vault, path, options),
        changeOne: async () => {
          await writeFile(path, withMember({ data: '%PDF-1.7\nAnother essay.\n' }));
          return { changed: ['archive', key] };
        },
        breakOne: async () => {
          await writeFile(path, withMember({ crc: 1 }));
          return {
            key,
            code: 'format.malformed',
            alongside: ['archive'],
            mend: () => writeFile(path, rawZip(members)),
          };
        },
        fallSilent: () => writeFile(path, rawZip(members.slice(-1))),
        end: () => rm(root, { recursive: true, force: true }),
      };
    },
  };
}

sourceContract(
  'submissions to an assignment of Canvas',
  zipFixture({
    members: bulkMembers,
    member: 'ashworthrobin_LATE_1001_9001_essay.pdf',
    key: 'user/1001/file/9001',
  }),
);
sourceContract(
  'a learner\u2019s submissions from Canvas',
  zipFixture({
    members: exportMembers,
    member: '2026-11-22 data export/Level 3/Unit 1/essay.pdf',
    key: 'assignment/Level 3/Unit 1/essay.pdf',
  }),
);
