import { concatBytes, utf8 } from '../base/bytes.ts';

/** Helvetica and its bold face: every reader of PDF has them (PDF 1.7, section 9.6.2.2), so no font is put in. */
type PdfFont = 'regular' | 'bold';

/** A line of text at a place on the page; `x` and `y` in points from the lower left corner. */
export interface PdfText {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly font: PdfFont;
  readonly text: string;
}

/** A hairline or a frame, in points. */
export interface PdfBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PdfPage {
  readonly title: string;
  readonly texts: readonly PdfText[];
  readonly boxes: readonly PdfBox[];
}

/** A4 in points. */
export const pageSize = { width: 595, height: 842 } as const;

/**
 * A PDF of one A4 page with text in Helvetica and frames: no compression, no scripts, no links, nothing that names who made it or
 * when. Text may hold what Windows-1252 shares with Latin-1; anything else is written as a question mark.
 */
export function encodePdf(page: PdfPage): Uint8Array {
  const content = latin1(
    [
      '0.6 w',
      ...page.boxes.map(({ x, y, width, height }) => `${n(x)} ${n(y)} ${n(width)} ${n(height)} re S`),
      ...page.texts.map(
        ({ x, y, size, font, text }) =>
          `BT /${font === 'bold' ? 'B' : 'R'} ${n(size)} Tf ${n(x)} ${n(y)} Td (${escaped(text)}) Tj ET`,
      ),
    ].join('\n'),
  );
  const { width, height } = pageSize;
  const font = (name: string) =>
    utf8(`<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`);
  const objects: Uint8Array[] = [
    utf8('<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) /ViewerPreferences << /DisplayDocTitle true >> >>'),
    utf8('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    utf8(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${String(width)} ${String(height)}] /Contents 4 0 R /Resources << /Font << /R 5 0 R /B 6 0 R >> >> >>`,
    ),
    concatBytes(utf8(`<< /Length ${String(content.length)} >>\nstream\n`), content, utf8('\nendstream')),
    font('Helvetica'),
    font('Helvetica-Bold'),
    latin1(`<< /Title (${escaped(page.title)}) >>`),
  ];
  return assemble(objects);
}

/** Header, objects, cross-reference table and trailer (PDF 1.7, section 7.5). */
function assemble(objects: readonly Uint8Array[]): Uint8Array {
  // Four bytes above 127 tell programs that copy files that this is no text (section 7.5.2).
  const parts: Uint8Array[] = [utf8('%PDF-1.7\n%'), Uint8Array.of(0xe2, 0xe3, 0xcf, 0xd3, 0x0a)];
  let at = parts.reduce((sum, { length }) => sum + length, 0);
  const places: number[] = [];
  for (const [number, object] of objects.entries()) {
    const whole = concatBytes(utf8(`${String(number + 1)} 0 obj\n`), object, utf8('\nendobj\n'));
    places.push(at);
    parts.push(whole);
    at += whole.length;
  }
  const count = String(objects.length + 1);
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    utf8(`xref\n0 ${count}\n0000000000 65535 f \n${rows}`),
    utf8(`trailer\n<< /Size ${count} /Root 1 0 R /Info 7 0 R >>\nstartxref\n${String(at)}\n%%EOF\n`),
  );
  return concatBytes(...parts);
}

function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Inside a literal string, brackets and backslashes are escaped (section 7.3.4.2). */
function escaped(text: string): string {
  return text.replace(/[\\()]/gu, String.raw`\$&`);
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const isShared = (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code < 0x100) || code === 0x0a;
    return isShared ? code : 0x3f;
  });
}
