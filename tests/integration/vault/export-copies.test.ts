import { describe, expect, it } from 'vitest';

import { makeCopies, openCopy } from '../../../src/vault/export-copies.ts';
import { listItems } from '../../../src/vault/items.ts';
import { ascii, exifSegment, makeExif, makeJpeg } from '../../support/metadata/make-pictures.ts';
import { worlds } from '../../support/vault/worlds.ts';

const camera = makeJpeg([exifSegment(makeExif([ascii(0x010f, 'A camera')]))]);
const world = worlds((template) =>
  template.using(async (vault) => {
    await template.add(vault, { 'boiler.jpg': Buffer.from(camera) });
  }),
);

const whole = async (pieces: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const held: Uint8Array[] = [];
  for await (const piece of pieces) held.push(piece);
  return Buffer.concat(held);
};

describe('a copy that says less of itself, made again for a bundle', () => {
  it('is the one that was planned, or none', async () => {
    const vault = await (await world()).write();
    const ids = listItems(vault).map(({ id }) => id);
    const { copies } = await makeCopies(vault, ids, true, {});
    const [[original = '', copy] = []] = copies;
    if (copy === undefined) throw new Error('no copy was made');
    const kept = { sha256: original, size: camera.length };
    expect((await whole(openCopy(vault, kept, copy.sha256))).length).toBe(copy.size);
    await expect(whole(openCopy(vault, kept, original))).rejects.toMatchObject({
      code: 'integrity.blob-corrupt',
    });
  });
});
