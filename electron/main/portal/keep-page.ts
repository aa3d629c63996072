import type { WebContents } from 'electron';
import { z } from 'zod';

import { throwIfCancelled, VaultError } from '../../../src/base/errors.ts';
import type { CaptureOrigin } from '../../../src/contract/control-frames.ts';
import type { CaptureOutbox, KeptCapture } from './capture-outbox.ts';

const snapshotSchema = z.object({ data: z.string().min(1) });

/**
 * Keeps a page as it is shown now: as a PDF, as a picture of what is to be seen, and as its own source with all that belongs to it. The
 * three are kept together or not at all. What was typed into password fields is in none of them but as dots.
 */
export async function keepPage(
  contents: WebContents,
  origin: Omit<CaptureOrigin, 'what' | 'parts' | 'received' | 'size'>,
  outbox: CaptureOutbox,
  signal: AbortSignal,
): Promise<KeptCapture> {
  const received = new Date().toISOString();
  const picture = await contents.capturePage();
  const source = await sourceOf(contents);
  const pdf = await contents.printToPDF({ printBackground: true, pageSize: 'A4' });
  throwIfCancelled(signal);
  if (picture.isEmpty()) throw new VaultError('source.protocol', { what: 'picture' });
  const png = picture.toPNG();
  const upload = outbox.begin({
    ...origin,
    what: 'page',
    received,
    parts: [
      { what: 'pdf', size: pdf.length },
      { what: 'screenshot', size: png.length },
      { what: 'source', size: source.length },
    ],
  });
  const stop = (): void => {
    upload.abort();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (const part of [pdf, png, source]) await upload.write(part);
    return await upload.end();
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** MHTML, as the debugger's `Page.captureSnapshot` makes it (Chrome DevTools Protocol). */
async function sourceOf({ debugger: inside }: WebContents): Promise<Uint8Array> {
  inside.attach('1.3');
  try {
    const answer: unknown = await inside.sendCommand('Page.captureSnapshot', { format: 'mhtml' });
    return Buffer.from(snapshotSchema.parse(answer).data, 'utf8');
  } finally {
    inside.detach();
  }
}
