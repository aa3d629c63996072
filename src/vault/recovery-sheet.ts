import { encodePdf, pageSize, type PdfBox, type PdfText } from './simple-pdf.ts';

export interface RecoverySheet {
  /** The twelve words, with blanks between them. */
  readonly words: string;
  /** Vault id, hexadecimal; left out where no vault is open. */
  readonly vault?: string;
  /** ISO 8601. */
  readonly madeAt: string;
}

const left = 64;
const columns = 3;
const rowHeight = 46;
const boxWidth = (pageSize.width - 2 * left) / columns;
const gridTop = 600;

/** A sheet of paper with the recovery key, to be printed and put away: an A4 page as PDF. */
export function recoverySheet({ words, vault, madeAt }: RecoverySheet): Uint8Array {
  const list = words.split(/\s+/u).filter(Boolean);
  const below = gridTop - Math.ceil(list.length / columns) * rowHeight - 36;
  const texts: PdfText[] = [
    line(758, 'Recovery key', 26, 'bold'),
    line(732, 'Evidence Vault', 12),
    ...paragraph(696, [
      'These twelve words open your vault if you forget your passphrase.',
      'Whoever has them can open it too, so keep this sheet like a passport:',
      'in a drawer at home, or with somebody you trust. Not with your computer.',
    ]),
    ...list.flatMap((word, place) => {
      const { x, y } = boxOf(place);
      return [
        { x: x + 10, y: y + 15, size: 10, font: 'regular' as const, text: String(place + 1) },
        { x: x + 32, y: y + 14, size: 15, font: 'bold' as const, text: word },
      ];
    }),
    ...paragraph(below, [
      'To use it: start Evidence Vault, choose "I forgot my passphrase" and type the words in this order.',
      'Capital letters do not matter. You then choose a new passphrase; these words go on working.',
      'If somebody else saw this sheet, make a new recovery key under Settings: these words then stop working.',
    ]),
    ...paragraph(below - 84, [
      `Made on ${madeAt.slice(0, 10)}.`,
      ...(vault === undefined ? [] : ['It opens the vault with this number:', ...halves(vault)]),
    ]),
  ];
  const boxes: PdfBox[] = list.map((_word, place) => ({
    ...boxOf(place),
    width: boxWidth - 8,
    height: rowHeight - 8,
  }));
  return encodePdf({ title: 'Recovery key - Evidence Vault', texts, boxes });
}

function boxOf(place: number): { readonly x: number; readonly y: number } {
  const row = Math.floor(place / columns);
  return { x: left + (place % columns) * boxWidth, y: gridTop - (row + 1) * rowHeight };
}

function line(y: number, text: string, size: number, font: PdfText['font'] = 'regular'): PdfText {
  return { x: left, y, size, font, text };
}

function paragraph(top: number, lines: readonly string[]): PdfText[] {
  return lines.map((text, place) => line(top - place * 16, text, 10.5));
}

function halves(text: string): string[] {
  return [text.slice(0, text.length / 2), text.slice(text.length / 2)];
}
