import { mkdir } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { systemProbe } from '../../../../src/store/place/system-probe.ts';
import type { PlaceProbe } from '../../../../src/store/place/unsafe-place.ts';
import { copiesIn } from '../../../../src/vault/restore/copies-in.ts';
import { lookAtCopy } from '../../../../src/vault/restore/look-at-copy.ts';
import { pluggedCopies } from '../../../../src/vault/restore/plugged-copies.ts';
import { pushTo } from '../../../support/vault/second-copies.ts';
import { codeOf, noStop } from '../../../support/vault/vault-world.ts';
import { worlds } from '../../../support/vault/worlds.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const world = worlds(async (template) => {
  await template.using((vault) => template.add(vault, { 'essay.txt': 'An essay about bees.' }));
});
const folder = temporaryFolders();

/** A computer whose sticks are folders here. */
function probeWith(points: readonly string[]): PlaceProbe {
  return {
    ...systemProbe,
    platform: 'linux',
    mounts: () => points.map((point) => ({ point, type: 'vfat' })),
    namesIn: (path) => {
      try {
        return readdirSync(path);
      } catch {
        return [];
      }
    },
  };
}

describe('second copies on what is plugged in', () => {
  it('are looked for where systems mount sticks, and nowhere else', async () => {
    const lost = await world();
    const elsewhere = await folder();
    await lost.using((vault) => pushTo(vault, elsewhere));
    const [top, deeper] = [await folder(), await folder()];
    await lost.using((vault) => pushTo(vault, top));
    await lost.using((vault) => pushTo(vault, join(deeper, 'Backups')));
    const points = [top, deeper, await folder(), join(top, 'gone')];
    expect(await pluggedCopies(probeWith(points), /^./u)).toEqual([
      { type: 'folder', path: top },
      { type: 'folder', path: join(deeper, 'Backups') },
    ]);
    // A file system of the system's own, which holds a copy all the same, is not a stick.
    expect(await pluggedCopies(probeWith([elsewhere, '/proc', '/']))).toEqual([]);
  });

  it('show whose they are and how much they hold, to whoever has no key', async () => {
    const lost = await world();
    const stick = await folder();
    await lost.using((vault) => pushTo(vault, stick));
    const [place] = await copiesIn([{ type: 'folder', path: stick }]);
    if (place === undefined) throw new Error('there is no copy');
    const look = await lookAtCopy(place, noStop());
    expect(look).toMatchObject({ vault: lost.vaultId, files: 1 });
    expect(look.problem).toBeUndefined();
    expect(look.bytes).toBeGreaterThan(1000);
    const other = join(stick, 'other');
    await mkdir(other);
    expect(await codeOf(copiesIn([{ type: 'folder', path: other }]))).toBe('access.no-vault');
  });
});
