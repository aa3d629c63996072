import { decodeQR } from 'qr/decode.js';

/** Bytes of the longest file that may hold a card's text, and of the largest picture that is looked at. */
const longestText = 65_536;
const largestPicture = 60 * 1024 * 1024;
/** Pixels of the longer side at which a code is looked for, one after the other: noise of a camera is gone at some, small codes at others. */
const sides = [1_400, 800, 2_400, 500];
/** Milliseconds for one of them. */
const patience = 1_500;

type ReadCard =
  { readonly text: string } | { readonly problem: 'tooLarge' | 'noPicture' | 'noCode' | 'noCard' };

/** The text in a card's file, or in the QR code of a picture of it. The picture is looked at here and goes nowhere. */
export async function readCardFile(file: File): Promise<ReadCard> {
  if (!file.type.startsWith('image/'))
    return file.size > longestText ? { problem: 'noCard' } : { text: await file.text() };
  if (file.size > largestPicture) return { problem: 'tooLarge' };
  const picture = await openPicture(file);
  if (picture === undefined) return { problem: 'noPicture' };
  try {
    for (const side of sides) {
      const text = codeAt(picture, side);
      if (text !== undefined) return { text };
    }
    return { problem: 'noCode' };
  } finally {
    picture.close();
  }
}

async function openPicture(file: File): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(file);
  } catch {
    return undefined;
  }
}

function codeAt(picture: ImageBitmap, side: number): string | undefined {
  // Small pictures are not made larger: that adds nothing to see.
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) return undefined;
  // What is clear in a picture is taken for paper.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  try {
    return decodeQR({ width, height, data }, { timeLimit: patience, effort: 4 });
  } catch {
    return undefined;
  }
}
