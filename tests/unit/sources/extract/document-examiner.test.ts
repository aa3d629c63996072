import { deflateSync } from 'node:zlib';

import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';

import { DocumentExaminer } from '../../../../src/sources/extract/document-examiner.ts';
import {
  documentKind,
  readableTypes,
  type DocumentKind,
} from '../../../../src/sources/extract/document-kinds.ts';
import {
  examinationLimits,
  type Examination,
  type ExaminationLimits,
} from '../../../../src/sources/extract/examination.ts';
import {
  makeDocx,
  makeOdt,
  makePdf,
  makePptx,
  makeXlsx,
  paragraph,
  pdfOf,
} from '../../../support/extract/make-documents.ts';
import { rawZip } from '../../../support/raw-zip.ts';

const noStop = new AbortController().signal;
const examiner = new DocumentExaminer();
afterAll(() => examiner.close());

const examine = (kind: DocumentKind, bytes: Uint8Array | string): Promise<Examination> =>
  examiner.examine(kind, new Uint8Array(Buffer.from(bytes)), noStop);

/** With limits of its own, in a thread of its own. */
async function examineWithin(
  limits: Partial<ExaminationLimits>,
  kind: DocumentKind,
  bytes: Uint8Array | string,
): Promise<Examination> {
  const own = new DocumentExaminer({ ...examinationLimits, ...limits });
  try {
    return await own.examine(kind, new Uint8Array(Buffer.from(bytes)), noStop);
  } finally {
    await own.close();
  }
}

/** A PDF whose one page has this content, packed. */
function pdfWithPage(content: Buffer): Buffer {
  const packed = deflateSync(content);
  const head = `<</Length ${packed.length}/Filter/FlateDecode>>stream\n`;
  return pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>/Contents 4 0 R>>',
    Buffer.concat([Buffer.from(head), packed, Buffer.from('\nendstream')]),
  ]);
}

/** Draws nothing, some ten million times. */
const slowPdf = pdfWithPage(Buffer.alloc(40 * 1024 * 1024, 'q Q '));

describe('reading words for search', () => {
  it('finds them in a text document of Office, with its notes, and leaves deleted text out', async () => {
    const docx = makeDocx(
      `${paragraph('Isol', 'ation of supplies')}<w:p><w:del><w:r><w:delText>struck out</w:delText></w:r></w:del><w:r><w:instrText>PAGEREF</w:instrText><w:t>tested</w:t><w:tab/><w:t>dead</w:t></w:r></w:p>`,
      [
        {
          name: 'word/footnotes.xml',
          data: `<w:footnotes xmlns:w="w">${paragraph('BS 7671')}</w:footnotes>`,
        },
      ],
    );
    expect(await examine('word', docx)).toEqual({
      text: 'Method statement\nIsolation of supplies\ntested dead\nBS 7671',
    });
  });

  it('finds them in a presentation, slide by slide, and in its speaker notes', async () => {
    const pptx = makePptx(['First', 'Second'], 'say this slowly');
    expect(await examine('presentation', pptx)).toEqual({ text: 'First\nSecond\nsay this slowly', pages: 2 });
  });

  it('finds words and numbers in a workbook', async () => {
    const { text, pages } = await examine(
      'workbook',
      makeXlsx(
        [
          ['Unit', 'Mark'],
          ['A/502/0812', 68],
        ],
        'moderated',
      ),
    );
    expect(text).toBe('Mark sheet\nUnit\nMark\nA/502/0812\n68\nmoderated');
    expect(pages).toBe(1);
  });

  it('finds them in a text of LibreOffice', async () => {
    const odt = makeOdt(
      '<text:h>Week<text:s/>one</text:h><text:p>I fitted a <text:span>con</text:span>sumer unit.</text:p>',
    );
    expect(await examine('open-document', odt)).toEqual({
      text: 'Reflective log\nWeek one\nI fitted a consumer unit.',
    });
  });

  it('finds them in a PDF, and counts its pages', async () => {
    expect(await examine('pdf', makePdf(['Risk assessment', 'Site plan']))).toEqual({
      text: 'Risk assessment\nSite plan',
      pages: 2,
    });
  });

  it('notes the signatures of a PDF, and says nothing of whether they hold', async () => {
    const pdf = makePdf(['Signed'], {
      catalog: '/AcroForm<</Fields[6 0 R]/SigFlags 3>>',
      objects: [
        '<</Type/Annot/Subtype/Widget/FT/Sig/T(Assessor)/Rect[0 0 0 0]/V 7 0 R>>',
        '<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 10 20 30]/Contents<00>>>',
      ],
    });
    expect(await examine('pdf', pdf)).toEqual({
      text: 'Signed',
      pages: 1,
      signatures: { fields: 1, byteRanges: 1 },
    });
  });

  it('finds them in a page, decoded as the page says, and reads no scripts', async () => {
    const page = Buffer.from(
      '<html><head><meta charset="iso-8859-1"><title>Unit 3</title><style>p{}</style></head><body><p>caf\u00e9</p><script>hidden()</script><img alt="wiring diagram" src=x>&amp; more</body></html>',
      'latin1',
    );
    expect(await examine('html', page)).toEqual({ text: 'Unit 3\ncafé\nwiring diagram & more' });
  });

  it('finds them in Rich Text, and leaves its tables of fonts out', async () => {
    const rtf = String.raw`{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\*\generator Riched20;}\f0 Tool\b box\b0  talk, caf\'e9 \u8364?5\par signed}`;
    expect(await examine('rtf', rtf)).toEqual({ text: 'Toolbox talk, café €5\nsigned' });
  });

  it('finds them in a message that was kept as a file, with the names of its attachments', async () => {
    const message = [
      'From: Ann Lee <ann@college.example>',
      'To: sam@learner.example',
      'Subject: =?utf-8?q?Caf=C3=A9_marks?=',
      'Content-Type: multipart/mixed; boundary=x',
      '',
      '--x\r\nContent-Type: text/html\r\n\r\n<p>Well <b>done</b></p><script>no</script>',
      '--x\r\nContent-Disposition: attachment; filename="feedback.pdf"\r\n\r\nnot read',
      '--x--',
    ].join('\r\n');
    const { text, problem } = await examine('mail', message);
    expect(problem).toBeUndefined();
    for (const words of ['Café marks', 'Ann Lee', 'Well done', 'feedback.pdf']) expect(text).toContain(words);
    expect(text).not.toMatch(/not read|\bno\b/u);
  });

  it.each([
    ['UTF-8 with its mark', Buffer.from('\ufeffna\u00efve', 'utf8')],
    ['UTF-16 with its mark', Buffer.from('\ufeffna\u00efve', 'utf16le')],
    ['UTF-16 without one', Buffer.from('na\u00efve', 'utf16le')],
    ['the code page of Windows', Buffer.from('na\u00efve', 'latin1')],
    ['letters with accents of their own', Buffer.from('nai\u0308ve', 'utf8')],
  ])('reads plain text in %s', async (_, bytes) => {
    expect(await examine('plain', bytes)).toEqual({ text: 'naïve' });
  });

  it('knows how to read every type that it says it can', () => {
    for (const type of readableTypes) expect(documentKind(type)).toBeDefined();
    expect(documentKind('image/png')).toBeUndefined();
    expect(documentKind('constructor')).toBeUndefined();
  });
});

describe('a hostile document', () => {
  it('that unpacks to nothing but blanks ends at the limit, with the words before it', async () => {
    const blanks = Buffer.alloc(64 * 1024 * 1024, 0x20);
    const bomb = makeDocx(
      `${paragraph('before')}<w:p><w:r><w:t>${blanks.toString('latin1')}</w:t></w:r></w:p>`,
    );
    const found = await examineWithin({ unpacked: 16 * 1024 * 1024 }, 'word', bomb);
    expect(found).toEqual({ text: 'Method statement\nbefore', problem: 'unpacks-too-large' });
  });

  it('that lies about what it unpacks to is refused', async () => {
    const liar = rawZip([{ name: 'word/document.xml', data: 'x'.repeat(1000), size: 10 }]);
    expect(await examine('word', liar)).toEqual({ text: '', problem: 'malformed' });
  });

  it('with more parts than any program writes is refused', async () => {
    const many = rawZip(Array.from({ length: 60 }, (_, at) => ({ name: `p${at}`, data: '' })));
    expect(await examineWithin({ parts: 50 }, 'word', many)).toEqual({
      text: '',
      problem: 'unpacks-too-large',
    });
  });

  it('nested without end is refused', async () => {
    const deep = makeDocx(paragraph('top') + '<w:x>'.repeat(5000));
    expect(await examine('word', deep)).toEqual({ text: 'Method statement\ntop', problem: 'too-deep' });
  });

  it('with entities that laugh a billion times is refused', async () => {
    const levels = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`);
    const laughs = rawZip([
      {
        name: 'word/document.xml',
        data: `<!DOCTYPE x [<!ENTITY l0 "ha">${levels.join('')}]><x><t>&l9;</t></x>`,
      },
    ]);
    expect(await examine('word', laughs)).toEqual({ text: '', problem: 'malformed' });
  });

  it('with a password says so', async () => {
    const locked = rawZip([{ name: 'word/document.xml', data: 'x', flags: 1 }]);
    expect(await examine('word', locked)).toEqual({ text: '', problem: 'encrypted' });
    const odt = makeOdt('', '<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>');
    expect(await examine('open-document', odt)).toEqual({ text: '', problem: 'encrypted' });
    const pdf = makePdf(['x'], {
      objects: [`<</Filter/Standard/V 1/R 2/O<${'00'.repeat(32)}>/U<${'00'.repeat(32)}>/P -4>>`],
    })
      .toString('latin1')
      .replace('/Root 1 0 R', `/Root 1 0 R/Encrypt 6 0 R/ID[<00><00>]`);
    expect(await examine('pdf', Buffer.from(pdf, 'latin1'))).toEqual({ text: '', problem: 'encrypted' });
  });

  it('that says it has a billion pages, goes round in circles or draws itself, ends', async () => {
    const oneOf = (catalog: string, ...rest: readonly string[]) =>
      examine('pdf', pdfOf(['<</Type/Catalog/Pages 2 0 R>>', catalog, ...rest]));
    expect(await oneOf('<</Type/Pages/Kids[]/Count 1000000000>>')).toEqual({ text: '', pages: 0 });
    expect(await oneOf('<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>')).toMatchObject({
      text: '',
      problem: 'malformed',
    });
    const drawn = '/Resources<</XObject<</X 5 0 R>>>>';
    const itself = await oneOf(
      '<</Type/Pages/Kids[3 0 R]/Count 1>>',
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]${drawn}/Contents 4 0 R>>`,
      '<</Length 5>>stream\n/X Do\nendstream',
      `<</Type/XObject/Subtype/Form/BBox[0 0 9 9]${drawn}/Length 11>>stream\n/X Do /X Do\nendstream`,
    );
    expect(itself).toEqual({ text: '', pages: 1 });
  });

  it('whose one page unpacks beyond the memory it may have is stopped', async () => {
    const bomb = pdfWithPage(Buffer.alloc(256 * 1024 * 1024, 0x20));
    expect(await examineWithin({ arraysMiB: 32 }, 'pdf', bomb)).toEqual({
      text: '',
      problem: 'too-much-memory',
    });
  });

  it('with more pages, or words, than are kept is cut there', async () => {
    const pdf = makePdf(['one', 'two', 'three']);
    expect(await examineWithin({ pages: 2 }, 'pdf', pdf)).toEqual({ text: 'one\ntwo', pages: 3, cut: true });
    expect(await examineWithin({ characters: 6 }, 'pdf', pdf)).toEqual({
      text: 'one\ntw',
      pages: 3,
      cut: true,
    });
    expect(await examineWithin({ characters: 6 }, 'plain', 'one two')).toEqual({ text: 'one tw', cut: true });
  });

  it('that would take for ever is stopped, and the next one is read', async () => {
    const own = new DocumentExaminer({ ...examinationLimits, milliseconds: 200 });
    try {
      expect(await own.examine('pdf', new Uint8Array(slowPdf), noStop)).toEqual({
        text: '',
        problem: 'too-slow',
      });
      expect(await own.examine('plain', new Uint8Array(Buffer.from('next')), noStop)).toEqual({
        text: 'next',
      });
    } finally {
      await own.close();
    }
  });

  it('that needs too much memory is stopped, and the next one is read', async () => {
    const own = new DocumentExaminer({ ...examinationLimits, heapMiB: 24 });
    const greedy = `<x>${'<y/>'.repeat(10)}${'a="b" '.repeat(10)}`;
    const attributes = Array.from({ length: 900_000 }, (_, at) => `a${at}="${at}"`).join(' ');
    const docx = rawZip([{ name: 'word/document.xml', data: `<x ${attributes}>${greedy}</x>` }]);
    try {
      expect(await own.examine('word', new Uint8Array(docx), noStop)).toEqual({
        text: '',
        problem: 'too-much-memory',
      });
      expect(await own.examine('plain', new Uint8Array(Buffer.from('next')), noStop)).toEqual({
        text: 'next',
      });
    } finally {
      await own.close();
    }
  });

  it('larger than the limit is not read at all', async () => {
    expect(await examineWithin({ bytes: 10 }, 'plain', 'more than ten')).toEqual({
      text: '',
      problem: 'too-large',
    });
  });

  it('of random bytes never brings the reader down, whatever it is taken for', async () => {
    const kinds = [...new Set(readableTypes.flatMap((type) => documentKind(type) ?? []))];
    const heads = ['', 'PK\u0003\u0004', '%PDF-1.7\n', '{\\rtf1', '<html>'];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds),
        fc.constantFrom(...heads),
        fc.uint8Array({ maxLength: 2000 }),
        async (kind, head, rest) => {
          const { text, problem } = await examine(kind, Buffer.concat([Buffer.from(head, 'latin1'), rest]));
          expect(text.isWellFormed()).toBe(true);
          if (problem !== undefined) expect(['malformed', 'encrypted']).toContain(problem);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('of a real one with some bytes changed never brings the reader down', async () => {
    const real: readonly [DocumentKind, Buffer][] = [
      ['word', makeDocx(paragraph('words'))],
      ['workbook', makeXlsx([['a', 1]])],
      ['pdf', makePdf(['words'])],
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...real),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 5 }),
        async ([kind, bytes], changes) => {
          const changed = Buffer.from(bytes);
          for (const [at, value] of changes) changed[at % changed.length] = value;
          const { problem } = await examine(kind, changed);
          if (problem !== undefined)
            expect(['malformed', 'encrypted', 'unpacks-too-large']).toContain(problem);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('stopping', () => {
  it('ends the thread in the middle of a document', async () => {
    const own = new DocumentExaminer();
    const stop = new AbortController();
    const reading = own.examine('pdf', new Uint8Array(slowPdf), stop.signal);
    setTimeout(() => {
      stop.abort();
    }, 150);
    await expect(reading).rejects.toMatchObject({ code: 'internal.cancelled' });
    await own.close();
  });
});
