import { Parser } from 'htmlparser2';

import { inertDocument } from '../../../src/sources/canvas/inert-html.ts';
import { linkedFiles } from '../../../src/sources/canvas/linked-files.ts';
import type { Disk } from '../../../src/sources/disk/disk.ts';
import type { Look } from '../../../src/sources/disk/look.ts';
import type { DocumentKind } from '../../../src/sources/extract/document-kinds.ts';
import { examinationLimits } from '../../../src/sources/extract/examination.ts';
import { loadReader, readDocument } from '../../../src/sources/extract/read-document.ts';
import { imagesOfHtml, textOfHtml } from '../../../src/sources/html/html-text.ts';
import { inertHtml } from '../../../src/sources/html/inert-html.ts';
import { treeLimits } from '../../../src/sources/imports/archive/tree-limits.ts';
import { readZipTree } from '../../../src/sources/imports/archive/zip-tree.ts';
import { parseBulkName } from '../../../src/sources/imports/canvas-submissions/bulk-names.ts';
import { parseExportPath } from '../../../src/sources/imports/canvas-submissions/export-paths.ts';
import { splitMbox } from '../../../src/sources/imports/mail/split-mbox.ts';
import { readExport } from '../../../src/sources/imports/moodle-privacy/read-export.ts';
import { SharedFile } from '../../../src/sources/imports/shared-file.ts';
import { readSheetRows } from '../../../src/sources/imports/table/read-sheet-rows.ts';
import { readFileMetadata, stripFileMetadata } from '../../../src/sources/metadata/file-metadata.ts';
import { bulkMembers, exportMembers } from '../../support/canvas-zips.ts';
import {
  makeDocx,
  makeOdt,
  makePdf,
  makePptx,
  makeXlsx,
  paragraph,
} from '../../support/extract/make-documents.ts';
import {
  ascii,
  exifSegment,
  makeExif,
  makeJpeg,
  makePng,
  xmpSegment,
} from '../../support/metadata/make-pictures.ts';
import { english, privacyExport } from '../../support/moodle-privacy-sample.ts';
import { rawZip } from '../../support/raw-zip.ts';
import { text } from '../corpus.ts';
import type { FuzzTarget } from '../fuzz-target.ts';

const { signal } = new AbortController();
const decoded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const xmlWords = ['<!DOCTYPE a [<!ENTITY b "c">]>', '&b;', '&#x0;', '<![CDATA[', '</', '/>', '<a><a><a><a>'];
const zipWords = ['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06', 'PK\x06\x06', '../', 'C:'];
const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** A change inside a packed part would only break its checksum: a part that comes bare is packed here. */
const packedAs =
  (...names: readonly string[]) =>
  (bytes: Uint8Array): Uint8Array =>
    isZip(bytes)
      ? bytes
      : new Uint8Array(rawZip(names.map((name) => ({ name, data: bytes, method: 0 as const }))));

/** Documents are read for search in a thread with limits, and whatever goes wrong is said there: reader-failed is what nobody foresaw. */
function wordsOf(kind: DocumentKind, pack = (bytes: Uint8Array): Uint8Array => bytes) {
  return async (bytes: Uint8Array): Promise<void> => {
    const reader = await loadReader(kind);
    const { problem } = await readDocument(reader, pack(bytes), examinationLimits);
    if (problem === 'reader-failed' && kind !== 'pdf') throw new Error('the reader failed');
  };
}

/** A disk with one file. */
function diskOf(bytes: Uint8Array): { readonly disk: Disk; readonly look: Look } {
  const times = { mtimeNs: 1n, ctimeNs: 1n, birthtimeNs: 1n, inode: 1n, device: 1n, blocks: 1n };
  const look: Look = { kind: 'file', size: bytes.length, ...times };
  const disk: Disk = {
    realPath: (path) => Promise.resolve(Buffer.from(path)),
    look: () => Promise.resolve(look),
    list: () => Promise.resolve([]),
    fileSystemKind: () => Promise.resolve(0),
    open: () =>
      Promise.resolve({
        look: () => Promise.resolve(look),
        read: (into, position) => {
          const part = bytes.subarray(position, position + into.length);
          into.set(part);
          return Promise.resolve(part.length);
        },
        close: () => Promise.resolve(),
      }),
  };
  return { disk, look };
}

const sheet =
  '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Unit</t></is></c><c r="B1" s="1"><v>45000</v></c></row></sheetData></worksheet>';
const html =
  '<div class="a"><h1>Task</h1><p>Words <a href="https://x.test/?token=1">a link</a></p><img src="a.png"><table><tr><td colspan="2">1</td></tr></table><script>x</script><input value="3"></div>';
const mbox = [
  'From a@b.test Thu Jan  1 10:00:00 2026',
  'Subject: one',
  'Content-Length: 6',
  '',
  '>From x',
  '',
  'From - Fri Jan  2 10:00:00 2026',
  'Subject: two',
  '',
  'x',
  '',
].join('\n');

const actingElements = new Set('script iframe frame object embed form link base style svg math'.split(' '));

/** What is shown never runs, loads or leads anywhere. */
function mustBeInert(shown: string): void {
  const parser = new Parser({
    onopentag: (name, attributes) => {
      const acting = Object.entries(attributes).some(
        ([attribute, value]) =>
          attribute.startsWith('on') ||
          attribute === 'style' ||
          (/^(?:src|href|action|formaction|srcset)$/.test(attribute) && !value.startsWith('data:image/')),
      );
      if (acting || actingElements.has(name)) throw new Error(`not inert: ${name} in ${shown.slice(0, 500)}`);
    },
  });
  parser.end(shown);
}

/** What people hand in and hand over, read to be found again, taken apart, or cleaned of what it says beside. */
export const documents: readonly FuzzTarget[] = [
  {
    name: 'sheets',
    corpus: () => [
      makeXlsx(
        [
          ['Unit', 'Mark'],
          ['A', 12],
        ],
        'more',
      ),
      text(sheet),
      text('<sst><si><t>Unit</t><rPh><t>x</t></rPh></si></sst>'),
      text(
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>',
      ),
    ],
    words: [...xmlWords, '<row r="99999999">', '<c r="ZZZ1">', '<c t="s">', '<v>', 'date1904="1"'],
    read: async (bytes) => {
      const names = ['xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml', 'xl/styles.xml', 'xl/workbook.xml'];
      await readSheetRows(packedAs(...names)(bytes));
    },
    share: 0.02,
  },
  {
    name: 'words-word',
    corpus: () => [
      makeDocx(paragraph('One', 'two')),
      text(`<w:document xmlns:w="w"><w:body>${paragraph('a')}</w:body></w:document>`),
    ],
    words: [...xmlWords, ...zipWords, '<w:t>', '<w:del>'],
    read: wordsOf('word', packedAs('word/document.xml', 'docProps/core.xml')),
    share: 0.02,
  },
  {
    name: 'words-slides',
    corpus: () => [
      makePptx(['One', 'Two'], 'a note'),
      text('<p:sld xmlns:p="p" xmlns:a="a"><a:t>x</a:t></p:sld>'),
    ],
    words: [...xmlWords, ...zipWords],
    read: wordsOf('presentation', packedAs('ppt/slides/slide1.xml', 'ppt/presentation.xml')),
    share: 0.02,
  },
  {
    name: 'words-workbook',
    corpus: () => [makeXlsx([['a', 1]], 'b'), text(sheet)],
    words: [...xmlWords, ...zipWords],
    read: wordsOf('workbook', packedAs('xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml')),
    share: 0.02,
  },
  {
    name: 'words-open-document',
    corpus: () => [
      makeOdt('<t:p>One</t:p>'),
      text('<o:document-content xmlns:o="o" xmlns:t="t"><t:p>x</t:p></o:document-content>'),
    ],
    words: [...xmlWords, ...zipWords],
    read: wordsOf('open-document', packedAs('content.xml', 'META-INF/manifest.xml')),
    share: 0.02,
  },
  {
    name: 'words-pdf',
    corpus: () => [makePdf(['One page', 'Another'])],
    words: ['endobj', 'stream\n', 'endstream', '/Kids[', '/Length 99999999', '<<', '>>', ' 0 R'],
    read: wordsOf('pdf'),
    share: 0.002,
  },
  {
    name: 'words-rtf',
    corpus: () => [
      text("{\\rtf1\\ansi\\ansicpg1252 {\\b One} \\u8212? {\\*\\x y}\\par two \\'e9 \\bin3 abc}"),
    ],
    words: ['{', '}', '\\bin99999999 ', '\\u-1', "\\'", '\\uc9', '\\ansicpg1251'],
    read: wordsOf('rtf'),
    share: 0.2,
  },
  {
    name: 'words-plain-and-mail',
    corpus: () => [text('\ufeffplain'), Buffer.from('fffe610062', 'hex'), text('Subject: x\r\n\r\nwords')],
    words: ['\r\n', '\0', '\xff\xfe', '=?utf-8?B?'],
    read: async (bytes) => {
      await wordsOf('plain')(bytes);
      await wordsOf('mail')(bytes);
    },
    share: 0.03,
  },
  {
    name: 'html',
    corpus: () => [text(html)],
    words: [
      '<svg>',
      '</p>',
      '<a href="javascript:x">',
      '<style>',
      '<!--',
      '&#x110000;',
      '<img src="',
      '"',
      '<td>',
    ],
    read: async (bytes) => {
      const page = decoded(bytes);
      const kept = [
        inertHtml(page, (address) =>
          address.length % 2 === 0 ? { data: 'data:image/png;base64,AA==' } : 'not-kept',
        ),
        inertDocument('x', page, (address) =>
          address.length % 2 === 0 ? 'data:image/png;base64,AA==' : undefined,
        ),
      ];
      for (const shown of kept) mustBeInert(shown);
      textOfHtml(page);
      imagesOfHtml(page);
      linkedFiles(page, new URL('https://canvas.test'));
      await wordsOf('html')(bytes);
    },
    share: 0.1,
  },
  {
    name: 'archive',
    corpus: () => [rawZip([...bulkMembers]), rawZip([...exportMembers]), rawZip(privacyExport(english))],
    words: zipWords,
    read: async (bytes) => {
      const { disk, look } = diskOf(bytes);
      const name = Buffer.from('a.zip');
      const shared = new SharedFile(disk, { system: name, name, pathStart: 0, key: 'a.zip' }, look);
      const found = await readZipTree(shared, undefined, treeLimits, signal);
      if (found.is === 'document') return;
      for (const { path } of found.tree.files) {
        parseBulkName(path);
        parseExportPath(path);
      }
      await readExport(found.tree, signal);
    },
    share: 0.01,
  },
  {
    name: 'mbox',
    corpus: () => [text(mbox), text(mbox.replaceAll('\n', '\r\n'))],
    words: [
      '\nFrom ',
      '\n\nFrom a Thu Jan  1 10:00:00 2026\n',
      'Content-Length: 9999\n',
      '>>From ',
      '\r\n\r\n',
    ],
    read: async (bytes) => {
      const half = Math.floor(bytes.length / 2);
      let at = 0;
      for await (const { start, length } of splitMbox(
        asPieces(bytes.subarray(0, half), bytes.subarray(half)),
      )) {
        if (start < at || start + length > bytes.length) throw new Error('messages lie over one another');
        at = start + length;
      }
    },
    share: 0.2,
  },
  {
    name: 'said-beside',
    corpus: () => [
      makeJpeg([
        exifSegment(makeExif([ascii(0x013b, 'Ann')], [51, 0])),
        xmpSegment('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'),
      ]),
      makePng([]),
      makeDocx(paragraph('x')),
      makeOdt('x'),
      makePdf(['x']),
      text('<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>Ann</dc:creator></cp:coreProperties>'),
    ],
    words: [...xmlWords, ...zipWords, '\xff\xe1', 'Exif\0\0MM\0*', 'tEXt', 'iTXt', '/Author ('],
    read: async (bytes) => {
      const file = bytes[0] === 0x3c ? packedAs('docProps/core.xml', 'word/document.xml')(bytes) : bytes;
      // It never throws for what a file holds.
      try {
        await readFileMetadata(file);
        await stripFileMetadata(file);
      } catch (thrown) {
        throw new Error('threw', { cause: thrown });
      }
    },
    share: 0.02,
  },
];

async function* asPieces(...pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield await Promise.resolve(piece);
}
