import { concatBytes, utf8 } from '../../../src/base/bytes.ts';
import { rawZip, u16, u32, u64, type RawEnd, type RawFile } from '../bundle/raw-zip.ts';
import { unzipFiles } from '../bundle/rezip.ts';
import { at } from './edits.ts';
import { RuleGroup, type VectorSet } from './vector-set.ts';

const essay = 'data/evidence/essay.txt';

/** The good bundle in zips that are not the plain one: everything inside is as it was signed. */
export async function addZipVectors(set: VectorSet, good: string): Promise<void> {
  const bundle = set.bytes(good);
  const { base, files } = await unzipFiles(bundle);
  const zipped = (
    change: (file: RawFile, path: string) => RawFile | readonly RawFile[],
    end?: RawEnd,
  ): Uint8Array =>
    rawZip(
      [...files].flatMap(([path, bytes]) => change({ name: `${base}/${path}`, bytes }, path)),
      end,
    );
  const withEssay =
    (changes: Omit<RawFile, 'name'>): (() => Uint8Array) =>
    () =>
      zipped((file, path) => (path === essay ? { ...file, ...changes } : file));
  const named = (name: string) => () =>
    zipped((file, path) => (path === essay ? { ...file, name: `${base}/${name}` } : file));
  const beside = (file: RawFile) => () => zipped((one, path) => (path === essay ? [one, file] : one));
  const plain = zipped((file) => file);
  const end = new DataView(plain.buffer, plain.length - 22);
  const [directorySize, directoryOffset] = [end.getUint32(12, true), end.getUint32(16, true)];
  const group = new RuleGroup(set, 'zip', { file: good });

  await group.broken('EV-001', 'zip-not-a-zip', 'A text in place of a zip.', () =>
    utf8('Dear officer, this is no zip.\n'),
  );
  await group.broken('EV-002', 'zip-truncated', 'The last 30 bytes are cut off.', () => bundle.slice(0, -30));
  await group.broken('EV-003', 'zip-trailing-data', 'One byte follows the end record.', () =>
    concatBytes(bundle, Uint8Array.of(0)),
  );
  await group.broken('EV-004', 'zip-comment', 'The end record has a comment.', () =>
    zipped((file) => file, { comment: 'hello' }),
  );
  await group.broken('EV-005', 'zip-several-disks', 'The end record is of the second disk.', () =>
    zipped((file) => file, { disk: 1 }),
  );
  await group.broken(
    'EV-006',
    'zip-zip64-inconsistent',
    'The number of files says ZIP64, and there is no ZIP64 record.',
    () => zipped((file) => file, { entries: 0xffff }),
  );
  await group.broken('EV-007', 'zip-too-many-entries', 'A ZIP64 record counts 100,001 files.', () =>
    zipped((file) => file, {
      entries: 0xffff,
      before: concatBytes(
        ...[u32(0x06064b50), u64(44), u16(0x032d), u16(45), u32(0), u32(0), u64(100_001), u64(100_001)],
        ...[
          u64(directorySize),
          u64(directoryOffset),
          u32(0x07064b50),
          u32(0),
          u64(directoryOffset + directorySize),
          u32(1),
        ],
      ),
    }),
  );
  await group.broken(
    'EV-008',
    'zip-directory-too-large',
    'The central directory is said to be 33 MiB long.',
    () => zipped((file) => file, { directorySize: 33 * 1024 * 1024 }),
  );
  await group.broken('EV-009', 'zip-directory-malformed', 'One file more is counted than listed.', () =>
    zipped((file) => file, { entries: files.size + 1 }),
  );
  await group.broken('EV-010', 'zip-prefix', 'A script stands in front of the zip.', () =>
    concatBytes(utf8('#!/bin/sh\n'), bundle),
  );
  await group.broken(
    'EV-011',
    'zip-gap',
    'Bytes lie between two files.',
    withEssay({ after: utf8('hidden') }),
  );
  await group.broken(
    'EV-012',
    'zip-overlap',
    'A file of the directory lies on the bytes of the first one.',
    withEssay({ central: { offset: 0 } }),
  );
  await group.broken(
    'EV-013',
    'zip-compressed',
    'A file is said to be deflated.',
    withEssay({ both: { method: 8 } }),
  );
  await group.broken(
    'EV-014',
    'zip-encrypted',
    'A file is said to be encrypted.',
    withEssay({ both: { flags: 1 } }),
  );
  await group.broken(
    'EV-015',
    'zip-data-descriptor',
    'A file is said to have a data descriptor.',
    withEssay({ both: { flags: 8 } }),
  );
  await group.broken(
    'EV-016',
    'zip-unexpected-field',
    'A file may be run as a program.',
    withEssay({ central: { external: 0o100755 * 0x1_0000 } }),
  );
  await group.other(
    'EV-016',
    { verdict: 'fail', check: 'zip', result: 'fail', code: 'zip-unexpected-field' },
    'A file has the flag for names in UTF-8.',
    withEssay({ both: { flags: 0x800 } }),
  );
  await group.broken(
    'EV-017',
    'zip-symlink',
    'A file is a symbolic link.',
    withEssay({ central: { external: 0o120777 * 0x1_0000 } }),
  );
  await group.broken(
    'EV-018',
    'zip-special-file',
    'A file is a device.',
    withEssay({ central: { external: 0o020644 * 0x1_0000 } }),
  );
  await group.broken(
    'EV-019',
    'zip-directory-entry',
    'A folder is listed as if it were a file.',
    beside({ name: `${base}/data/empty/` }),
  );
  await group.broken(
    'EV-020',
    'zip-extra-field',
    'A file has an extra field.',
    withEssay({ both: { extra: concatBytes(u16(0x7075), u16(1), u16(0)) } }),
  );
  await group.broken(
    'EV-021',
    'zip-headers-disagree',
    'The local header has another name than the central one.',
    withEssay({ local: { name: `${base}/data/evidence/ussay.txt` } }),
  );
  await group.broken(
    'EV-022',
    'zip-non-ascii-name',
    'A name has a letter beyond ASCII.',
    named('data/evidence/essäy.txt'),
  );
  await group.broken(
    'EV-023',
    'zip-unsafe-name',
    'A name is a device of Windows.',
    named('data/evidence/con.txt'),
  );
  await group.broken('EV-024', 'zip-traversal', 'A name leads out of its folder.', named('../essay.txt'));
  await group.broken('EV-025', 'zip-absolute-path', 'A name begins at the root.', () =>
    zipped((file, path) => (path === essay ? { ...file, name: '/essay.txt' } : file)),
  );
  await group.broken('EV-026', 'zip-drive-letter', 'A name begins with a drive.', () =>
    zipped((file, path) => (path === essay ? { ...file, name: 'C:/essay.txt' } : file)),
  );
  await group.broken('EV-027', 'zip-backslash', 'A name has a backslash.', named('data/evidence\\essay.txt'));
  const essayBytes = at(
    [...files.entries()].filter(([path]) => path === essay),
    0,
  )[1];
  await group.broken(
    'EV-028',
    'zip-duplicate-name',
    'The same file comes twice.',
    beside({ name: `${base}/${essay}`, bytes: essayBytes }),
  );
  await group.broken(
    'EV-029',
    'zip-duplicate-name-ignoring-case',
    'Two names differ in capitals only.',
    beside({ name: `${base}/data/evidence/Essay.txt`, bytes: essayBytes }),
  );
  await group.broken(
    'EV-030',
    'zip-file-and-folder',
    'A name is a file and a folder.',
    beside({ name: `${base}/${essay}/more.txt`, bytes: essayBytes }),
  );
  await group.broken(
    'EV-031',
    'crc-wrong',
    'Both headers give a file a wrong CRC-32; the content is as it was signed.',
    () => zipped((file, path) => (path === 'bagit.txt' ? { ...file, both: { crc32: 1 } } : file)),
  );
  await group.other(
    'EV-031',
    { verdict: 'fail', check: 'zip', result: 'fail', code: 'crc-wrong' },
    'The same of an evidence file, whose CRC-32 stands in the history.',
    withEssay({ both: { crc32: 1 } }),
  );
}
