import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { importGiven } from '../../../../src/vault/import-given.ts';
import { maharaFeed } from '../../../support/leap2a-samples.ts';
import { english, privacyExport } from '../../../support/moodle-privacy-sample.ts';
import { rawZip, type RawMember } from '../../../support/raw-zip.ts';
import { temporaryRoot } from '../../../support/vault/vault-world.ts';
import type { SourceFixture } from './source-fixture.ts';

interface PackedSource {
  readonly name: string;
  readonly members: readonly RawMember[];
  /** Another state of the same, and the keys that it changes beside the archive. */
  readonly changed: readonly RawMember[];
  readonly changes: readonly string[];
  /** The same export with next to nothing in it. */
  readonly silent: readonly RawMember[];
  /** A member whose sum will be wrong, and the key of its item. */
  readonly breaks: string;
  readonly brokenKey: string;
}

/** An export that somebody handed over, as a source. Nothing says that anything in it is gone. */
function packedFixture({
  name,
  members,
  changed,
  changes,
  silent,
  breaks,
  brokenKey,
}: PackedSource): SourceFixture {
  return {
    stops: 4,
    start: async () => {
      const root = await temporaryRoot();
      const path = join(root, name);
      await writeFile(path, rawZip(members));
      return {
        secrets: [],
        methods: ['import'],
        snapshot: async () => (await readFile(path)).toString('base64'),
        pull: (vault, options) => importGiven(vault, path, options),
        changeOne: async () => {
          await writeFile(path, rawZip(changed));
          return { changed: ['archive', ...changes] };
        },
        breakOne: async () => {
          const broken = members.map((member) => (member.name === breaks ? { ...member, crc: 1 } : member));
          await writeFile(path, rawZip(broken));
          return {
            key: brokenKey,
            code: 'format.malformed',
            alongside: ['archive'],
            mend: () => writeFile(path, rawZip(members)),
          };
        },
        fallSilent: () => writeFile(path, rawZip(silent)),
        end: () => rm(root, { recursive: true, force: true }),
      };
    },
  };
}

const files: RawMember[] = [
  ...Array.from({ length: 9 }, (_, number) => ({
    name: `drafts/draft ${number}.txt`,
    data: `Draft ${number}.`,
  })),
  { name: 'Unit 3/portfolio.pdf', data: '%PDF-1.7\nA portfolio.\n' },
  { name: 'Unit 3/film.bin', data: Buffer.alloc(700_000, 'film') },
  { name: 'empty.txt', data: '' },
];

export const archiveFixture = packedFixture({
  name: 'portal.zip',
  members: files,
  changed: files.map((file) => (file.name === 'empty.txt' ? { ...file, data: 'no longer' } : file)),
  changes: ['file:empty.txt'],
  silent: [],
  breaks: 'Unit 3/film.bin',
  brokenKey: 'file:Unit 3/film.bin',
});

const portfolio = (feed: string): RawMember[] => [
  { name: 'leap2a.xml', data: feed.replace(/<entry>\s*<title>Lost<[\s\S]*?<\/entry>/u, '') },
  { name: 'files/31-photo.png', data: 'no picture' },
  { name: 'files/23-essay one.txt', data: 'My essay.' },
  { name: 'beside.txt', data: 'beside' },
];

export const leap2aFixture = packedFixture({
  name: 'mahara.zip',
  members: portfolio(maharaFeed()),
  changed: portfolio(maharaFeed(1_790_000_000, 'I learned more.')),
  changes: ['feed', 'entry:portfolio:artefact21'],
  silent: [{ name: 'leap2a.xml', data: maharaFeed().replace(/<entry>[\s\S]*<\/entry>/u, '') }],
  breaks: 'files/23-essay one.txt',
  brokenKey: 'entry:portfolio:artefact23',
});

export const moodlePrivacyFixture = packedFixture({
  name: 'export.zip',
  members: privacyExport(english),
  changed: privacyExport(english, true),
  changes: ['text:40:1', 'text:40:2'],
  silent: privacyExport(english).filter(({ name }) => !name.toString().includes('attempt 2')),
  breaks:
    'System _.1/Category Science _.3/Course Maths _.25/Assignment Essay _.40/attempt 2/Feedback files/_files/feedback_files/_9/marked.txt',
  brokenKey:
    'file:System _.1/Category Science _.3/Course Maths _.25/Assignment Essay _.40/attempt 2/Feedback files/_files/feedback_files/_9/marked.txt',
});
