import { describe, expect, it } from 'vitest';

import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { encodeLocalHeader } from '../../../src/bundle/zip/zip-headers.ts';
import { encodeDirectory, layOutZip } from '../../../src/bundle/zip/zip-layout.ts';
import { openZip } from '../../../src/bundle/zip/zip-reader.ts';
import { sparse, when } from '../../support/bundle/sparse-zip.ts';

const GiB = 2 ** 30;

/** As `concatBytes`, for more pieces than a call takes arguments. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

const file = (name: string, size: number) => ({ name, size, crc32: 7 });

describe('ZIP64', () => {
  it('is used for more than 65,534 files, and read back', async () => {
    const layout = layOutZip(Array.from({ length: 65_536 }, (_, n) => file(`b/${n}`, 0)));
    const bytes = joined([
      ...layout.members.map((member) => encodeLocalHeader(member, when)),
      ...encodeDirectory(layout, when),
    ]);
    expect(bytes.length).toBe(layout.size);
    const zip = await openZip(memoryAccess(bytes));
    expect(zip.members.length).toBe(65_536);
    expect(zip.members.at(-1)?.name).toBe('b/65535');
  });

  it('finds any byte of the headers or the directory that was changed', async () => {
    const layout = layOutZip([file('b/a', 5 * GiB), file('b/z', 1)]);
    let length = 0;
    sparse(layout, (piece) => {
      length += piece.length;
    });
    for (let target = 0; target < length; target += 1) {
      let at = 0;
      const changed = sparse(layout, (piece) => {
        const here = target - at;
        if (here >= 0 && here < piece.length) piece[here] = (piece[here] ?? 0) ^ 1;
        at += piece.length;
      });
      await expect(openZip(changed), `byte ${target}`).rejects.toMatchObject({ code: 'format.zip-unsafe' });
    }
  });
});
