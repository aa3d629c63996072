import { z } from 'zod';

import { utf8 } from '../../../src/base/bytes.ts';
import { paths } from '../../../src/bundle/layout.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { remakeTagManifests, textIn, unzipFiles, zipFiles, zipTree, type Files } from './rezip.ts';
import { edited, report1, resigned, type Tampering } from './tamper-edits.ts';

const documentSchema = z.looseObject({ items: z.array(z.looseObject({ record: z.string() })) });
const ledgerSchema = z.looseObject({
  logs: z.array(
    z.looseObject({
      entries: z.array(z.looseObject({ fields: z.array(z.looseObject({ name: z.string() })) })),
    }),
  ),
});

type Document = z.infer<typeof documentSchema>;
type Ledger = z.infer<typeof ledgerSchema>;

function editDocument(files: Files, edit: (document: Document) => void): void {
  const document = documentSchema.parse(JSON.parse(textIn(files, paths.bundle)));
  edit(document);
  files.set(paths.bundle, utf8(JSON.stringify(document)));
}

function editLedger(files: Files, edit: (ledger: Ledger) => void): void {
  const ledger = ledgerSchema.parse(JSON.parse(textIn(files, paths.ledger)));
  edit(ledger);
  files.set(paths.ledger, utf8(JSON.stringify(ledger)));
}

/** Removes a line of both payload manifests, and signs again. */
const withoutLine = (path: string) =>
  edited((files, vault) => {
    for (const manifest of [paths.manifest256, paths.manifest512]) {
      const lines = textIn(files, manifest)
        .split('\n')
        .filter((line) => !line.endsWith(`  ${path}`));
      files.set(manifest, utf8(lines.join('\n')));
    }
    remakeTagManifests(files, vault.root);
  });

/** Changes to what the bundle says of itself, signed again by its owner. */
export const tamperedRows: readonly Tampering[] = [
  {
    name: 'a row left out',
    rule: 'H7',
    check: 'history',
    code: 'entry-unlisted',
    make: resigned((files) => editDocument(files, ({ items }) => items.pop())),
  },
  {
    name: 'a row twice',
    rule: 'H7',
    check: 'history',
    code: 'entry-listed-twice',
    make: resigned((files) => editDocument(files, ({ items }) => items.push(...items.slice(0, 1)))),
  },
  {
    name: 'a row of an entry that is not here',
    rule: 'H7',
    check: 'history',
    code: 'row-without-entry',
    make: resigned((files) =>
      editDocument(files, ({ items }) =>
        items.push(
          ...items.slice(0, 1).map((item) => ({ ...item, entry: { log: '0'.repeat(32), index: 0 } })),
        ),
      ),
    ),
  },
  {
    name: 'a record file for two rows',
    rule: 'H10',
    check: 'history',
    code: 'record-shared',
    make: resigned((files) =>
      editDocument(files, ({ items: [first, second] }) =>
        Object.assign(first ?? {}, { record: second?.record }),
      ),
    ),
  },
  {
    name: 'an entry taken out of the ledger',
    rule: 'H7',
    check: 'history',
    code: 'row-without-entry',
    make: resigned((files) => editLedger(files, ({ logs }) => logs[0]?.entries.pop())),
  },
  {
    name: 'an entry that does not open its kind',
    rule: 'H6',
    check: 'history',
    code: 'entry-malformed',
    make: resigned((files) =>
      editLedger(files, ({ logs }) => {
        const fields = logs[0]?.entries[0]?.fields;
        fields?.splice(
          fields.findIndex(({ name }) => name === 'kind'),
          1,
        );
      }),
    ),
  },
  {
    name: 'entries out of order',
    rule: 'L7',
    check: 'layout',
    code: 'ledger-malformed',
    make: resigned((files) => editLedger(files, ({ logs }) => logs[0]?.entries.reverse())),
  },
  {
    name: 'a log twice',
    rule: 'H1',
    check: 'layout',
    code: 'ledger-malformed',
    make: resigned((files) => editLedger(files, ({ logs }) => logs.push(...logs.slice(0, 1)))),
  },
  {
    name: 'a file that the signed list leaves out',
    rule: 'P2',
    check: 'integrity',
    code: 'file-added',
    file: report1,
    make: withoutLine(report1),
  },
  {
    name: 'a page that the signed list leaves out',
    rule: 'L5',
    check: 'layout',
    code: 'manifest-incomplete',
    make: withoutLine(paths.page),
  },
  {
    name: 'a base folder of another name',
    rule: 'L1',
    check: 'layout',
    code: 'base-folder-wrong',
    make: async (bundle) => zipFiles('evidence', (await unzipFiles(bundle)).files),
  },
  {
    name: 'a file beside the base folder',
    rule: 'L1',
    check: 'layout',
    code: 'base-folder-wrong',
    make: async (bundle) => {
      const { base, files } = await unzipFiles(bundle);
      return zipTree(
        [...files].map(([path, bytes]) => [
          path === paths.bagit ? `beside/${path}` : `${base}/${path}`,
          bytes,
        ]),
      );
    },
  },
  {
    name: 'the zip’s own checksum of evidence',
    rule: 'Z10',
    check: 'zip',
    code: 'crc-wrong',
    file: report1,
    make: changeChecksum,
  },
];

/** Changes the CRC-32 of one evidence file wherever the zip gives it: both headers agree, and both are wrong. */
function changeChecksum(bundle: Uint8Array): Uint8Array {
  const changed = bundle.slice();
  const crc = hashes.crc32(utf8('%PDF-1.7 report of attempt 1'));
  const view = new DataView(changed.buffer);
  for (let at = 0; at + 4 <= changed.length; at += 1)
    if (view.getUint32(at, true) === crc) view.setUint32(at, crc ^ 1, true);
  return changed;
}
