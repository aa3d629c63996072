import { describe, expect, it } from 'vitest';

import { sameWayElsewhere, wayWithinVolume } from '../../../src/store/place/other-volumes.ts';
import type { PlaceProbe } from '../../../src/store/place/unsafe-place.ts';

function probe(platform: NodeJS.Platform, points: readonly string[] = []): PlaceProbe {
  return {
    platform,
    env: { SystemDrive: 'C:' },
    home: '/home/sam',
    realPath: (path) => path,
    namesIn: () => [],
    exists: () => true,
    mounts: () => points.map((point) => ({ point, type: 'vfat' })),
  };
}

describe('a place on a disk that can be mounted elsewhere', () => {
  it('is remembered by its way from the mount point', () => {
    const linux = probe('linux', ['/', '/home', '/media/sam/STICK']);
    expect(wayWithinVolume('/media/sam/STICK/copies', linux)).toBe('copies');
    expect(wayWithinVolume('/media/sam/STICK', linux)).toBe('');
    expect(wayWithinVolume('/home/sam/Dropbox', linux)).toBeUndefined();
    expect(wayWithinVolume('/srv/copies', linux)).toBeUndefined();
  });

  it('is looked for below every other mount point', () => {
    const now = probe('linux', ['/', '/home', '/media/sam/STICK1', '/mnt/backup']);
    expect(sameWayElsewhere('copies', now)).toEqual(['/media/sam/STICK1/copies', '/mnt/backup/copies']);
    expect(sameWayElsewhere('', now)).toEqual(['/media/sam/STICK1', '/mnt/backup']);
  });

  it('is looked for under every drive letter of Windows but the system’s', () => {
    const windows = probe('win32');
    expect(wayWithinVolume('E:\\copies', windows)).toBe('copies');
    expect(wayWithinVolume('C:\\Users\\sam', windows)).toBeUndefined();
    expect(wayWithinVolume('\\\\server\\share\\copies', windows)).toBeUndefined();
    const places = sameWayElsewhere('copies', windows);
    expect(places).toContain('F:\\copies');
    expect(places.some((place) => place.startsWith('C:'))).toBe(false);
  });
});
