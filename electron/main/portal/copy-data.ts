import type { CaptureOrigin } from '../../../src/contract/control-frames.ts';
import { VaultError } from '../../../src/base/errors.ts';
import type { CaptureOutbox, KeptCapture } from './capture-outbox.ts';

/** Keeps what a page held in a `data:` address: short, so it may be in memory whole. Throws why it is not kept. */
export async function copyData(
  url: string,
  origin: Pick<CaptureOrigin, 'source' | 'site' | 'title' | 'address' | 'certificates' | 'name'>,
  outbox: CaptureOutbox,
): Promise<KeptCapture> {
  const { bytes, mediaType } = await readData(url);
  const upload = outbox.begin({
    ...origin,
    what: 'download',
    inPage: true,
    ...(mediaType === null || mediaType === '' ? {} : { mediaType: mediaType.slice(0, 200) }),
    headers: {},
    received: new Date().toISOString(),
    size: bytes.length,
  });
  await upload.write(bytes);
  return upload.end();
}

/** The Fetch standard's own reading of a `data:` address; no network has a part in it. */
async function readData(url: string): Promise<{ bytes: Uint8Array; mediaType: string | null }> {
  try {
    const answer = await fetch(url);
    return {
      bytes: new Uint8Array(await answer.arrayBuffer()),
      mediaType: answer.headers.get('content-type'),
    };
  } catch (thrown) {
    throw new VaultError('source.protocol', {}, thrown);
  }
}
