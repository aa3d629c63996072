import { encodeQR } from 'qr';

/** Light modules around a code, as ISO/IEC 18004 asks for. */
export const quietModules = 4;

/**
 * The QR code of a card's short form, row by row, true where it is dark, without the quiet zone. Errors are corrected at level M (15 %), which
 * a photo of a print or of a screen needs; the longest card there can be fits.
 */
export function modulesOf(cardText: string): readonly (readonly boolean[])[] {
  // The encoder draws at least one light module around.
  const bordered = encodeQR(cardText, 'raw', { ecc: 'medium', encoding: 'alphanumeric', border: 1 });
  return bordered.slice(1, -1).map((row) => row.slice(1, -1));
}
