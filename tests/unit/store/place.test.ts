import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { posix, win32 } from 'node:path';

import { describe, expect, it } from 'vitest';

import { refuseUnsafePlace } from '../../../src/store/place.ts';
import { parseMacMounts, parseMountInfo } from '../../../src/store/place/mounts.ts';
import { findUnsafePlace, type PlaceProbe } from '../../../src/store/place/unsafe-place.ts';
import { systemProbe } from '../../../src/store/place/system-probe.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();

interface Pretended {
  readonly env?: Record<string, string>;
  /** Paths that are there besides those asked about. */
  readonly files?: readonly string[];
  readonly links?: Readonly<Record<string, string>>;
  readonly mounts?: PlaceProbe['mounts'];
}

function computer(platform: 'linux' | 'darwin' | 'win32', pretended: Pretended = {}): PlaceProbe {
  const paths = platform === 'win32' ? win32 : posix;
  const files = pretended.files ?? [];
  return {
    platform,
    env: pretended.env ?? {},
    home: { linux: '/home/sam', darwin: '/Users/sam', win32: 'C:\\Users\\sam' }[platform],
    realPath: (path) => pretended.links?.[path] ?? path,
    namesIn: (folder) =>
      files.filter((file) => paths.dirname(file) === folder).map((file) => paths.basename(file)),
    exists: (path) => files.includes(path),
    mounts: pretended.mounts ?? (() => []),
  };
}

describe('a folder of its own on this computer', () => {
  it.each([
    ['linux', '/home/sam/Evidence Vault'],
    ['linux', '/media/sam/STICK/vault'],
    ['linux', '/home/sam/My Dropbox notes/vault'],
    ['linux', '/home/sam/Box/vault'],
    ['darwin', '/Users/sam/Documents/vault'],
    ['darwin', '/Volumes/STICK/vault'],
    ['win32', 'C:\\Users\\sam\\Documents\\vault'],
    ['win32', '\\\\?\\C:\\Users\\sam\\vault'],
    ['win32', 'D:\\Work\\My Drive\\vault'],
  ] as const)('is fine: on %s %s', (platform, folder) => {
    expect(findUnsafePlace(folder, computer(platform))).toBeUndefined();
  });
});

describe('a folder on a network', () => {
  const mountInfo = [
    '22 1 253:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw',
    '30 22 0:25 / /mnt/share rw - cifs //server/share rw',
    '31 22 0:26 / /mnt/home\\040folder rw shared:9 master:2 - nfs4 server:/home rw',
    '32 22 0:27 / /home/sam/remote rw - fuse.sshfs sam@host:/ rw',
    '33 22 0:28 / /home/sam/cloud rw - fuse.rclone remote: rw',
    '34 22 0:29 / /home/sam/stick rw - fuseblk /dev/sdb1 rw',
    '35 22 0:30 / /home/sam/private rw - fuse.gocryptfs cipher rw',
    '36 22 0:31 / /mnt/c rw - 9p drvfs rw',
    '37 22 0:32 / /mnt/local rw - nfs server:/x rw',
    '38 22 8:17 / /mnt/local rw - ext4 /dev/sdc1 rw',
    'a line of another shape',
    '',
  ].join('\n');
  const linux = computer('linux', { mounts: () => parseMountInfo(mountInfo) });

  it.each([
    '/mnt/share',
    '/mnt/share/a/b',
    '/mnt/home folder/x',
    '/home/sam/remote/vault',
    '/home/sam/cloud',
    '/mnt/c/Users/sam',
  ])('is refused: on Linux %s', (folder) => {
    expect(findUnsafePlace(folder, linux)).toBe('network');
  });

  it.each([
    '/mnt/shared',
    '/home/sam/stick/vault',
    '/home/sam/private/vault',
    '/home/sam',
    '/mnt/local/vault',
  ])('is not: on Linux %s', (folder) => {
    expect(findUnsafePlace(folder, linux)).toBeUndefined();
  });

  it('is judged by where a link leads', () => {
    const linked = { ...linux, realPath: () => '/mnt/share/vault' };
    expect(findUnsafePlace('/home/sam/vault', linked)).toBe('network');
  });

  it('is not a sandbox whose whole disk comes from around it', () => {
    const sandbox = computer('linux', { mounts: () => [{ point: '/', type: '9p' }] });
    expect(findUnsafePlace('/tmp/vault', sandbox)).toBeUndefined();
  });

  it('is refused: on macOS', () => {
    const mounts = parseMacMounts(
      [
        '/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)',
        'devfs on /dev (devfs, local, nobrowse)',
        '//sam@server/share on /Volumes/share (1) (smbfs, nodev, nosuid, mounted by sam)',
        'afp_0TQ on /Volumes/Old Server (afpfs, nodev, nosuid, mounted by sam)',
        'server:/export on /Volumes/nfs (nfs)',
        '/dev/disk4s1 on /Volumes/STICK (msdos, local, nodev)',
      ].join('\n'),
    );
    const mac = computer('darwin', { mounts: () => mounts });
    for (const folder of ['/Volumes/share (1)/vault', '/Volumes/Old Server', '/Volumes/nfs/a'])
      expect(findUnsafePlace(folder, mac), folder).toBe('network');
    for (const folder of ['/Volumes/STICK/vault', '/Users/sam/vault'])
      expect(findUnsafePlace(folder, mac), folder).toBeUndefined();
  });

  it('is refused: on Windows, also behind a drive letter', () => {
    const windows = computer('win32', { links: { 'H:\\vault': '\\\\server\\homes\\sam\\vault' } });
    for (const folder of [
      '\\\\server\\share\\vault',
      '//server/share/vault',
      '\\\\?\\UNC\\server\\share\\vault',
      'H:\\vault',
    ])
      expect(findUnsafePlace(folder, windows), folder).toBe('network');
  });
});

describe('a folder that another program keeps in step', () => {
  it.each([
    ['win32', 'C:\\Users\\sam\\OneDrive\\vault', 'onedrive'],
    ['win32', 'C:\\Users\\sam\\OneDrive - North College\\vault', 'onedrive'],
    ['win32', 'C:\\Users\\sam\\Dropbox (Personal)\\vault', 'dropbox'],
    ['win32', 'C:\\Users\\sam\\iCloudDrive\\vault', 'icloud'],
    ['win32', 'G:\\My Drive\\vault', 'google-drive'],
    ['linux', '/home/sam/Dropbox/vault', 'dropbox'],
    ['linux', '/home/sam/Nextcloud/vault', 'nextcloud'],
    ['linux', '/home/sam/Nextcloud2/vault', 'nextcloud'],
    ['linux', '/home/sam/ownCloud/vault', 'owncloud'],
    ['linux', '/home/sam/MEGA/vault', 'mega'],
    ['linux', '/home/sam/Google Drive/vault', 'google-drive'],
    ['darwin', '/Users/sam/Library/Mobile Documents/com~apple~CloudDocs/vault', 'icloud'],
    ['darwin', '/Users/sam/Library/CloudStorage/OneDrive-NorthCollege/vault', 'onedrive'],
    ['darwin', '/Users/sam/Library/CloudStorage/GoogleDrive-sam@example.org/My Drive/vault', 'google-drive'],
    ['darwin', '/Users/sam/Library/CloudStorage/Dropbox/vault', 'dropbox'],
    ['darwin', '/Users/sam/Library/CloudStorage/Box-Box/vault', 'box'],
    ['darwin', '/Users/sam/Library/CloudStorage/ProtonDrive-sam/vault', 'proton-drive'],
    ['darwin', '/Users/sam/Library/CloudStorage/Newcomer-sam/vault', 'cloud-storage'],
    ['darwin', '/Users/sam/pCloud Drive/vault', 'pcloud'],
  ] as const)('is told by its name: on %s %s', (platform, folder, kind) => {
    expect(findUnsafePlace(folder, computer(platform))).toBe(kind);
  });

  it.each(['OneDrive', 'OneDriveConsumer', 'OneDriveCommercial'])(
    'is told by the variable %s, however it is spelt',
    (name) => {
      const windows = computer('win32', { env: { [name]: 'D:\\Cloud' } });
      expect(findUnsafePlace('d:\\cloud\\vault', windows)).toBe('onedrive');
      expect(findUnsafePlace('D:\\Clouds\\vault', windows)).toBeUndefined();
      expect(findUnsafePlace('D:\\', windows)).toBeUndefined();
    },
  );

  it.each([
    ['/data/.dropbox', 'dropbox'],
    ['/data/.dropbox.cache', 'dropbox'],
    ['/data/work/.stfolder', 'syncthing'],
    ['/data/.stfolder.removed-20260101-000000', 'syncthing'],
    ['/data/.nextcloudsync.log', 'nextcloud'],
    ['/data/.sync_1f2e3d4c5b6a.db', 'nextcloud'],
    ['/data/._sync_1f2e3d4c5b6a.db', 'nextcloud'],
    ['/data/.owncloudsync.log', 'owncloud'],
    ['/data/.tmp.drivedownload', 'google-drive'],
    ['/data/.megaignore', 'mega'],
    ['/data/.seafile-data', 'seafile'],
  ])('is told by what the program left in it or above it: %s', (mark, kind) => {
    expect(findUnsafePlace('/data/work/vault', computer('linux', { files: [mark] }))).toBe(kind);
    expect(findUnsafePlace('/other/vault', computer('linux', { files: [mark] }))).toBeUndefined();
  });

  it('is told apart where two programs leave the same mark', () => {
    const files = ['/data/.sync_1f2e3d4c5b6a.db', '/data/.owncloudsync.log'];
    expect(findUnsafePlace('/data/vault', computer('linux', { files }))).toBe('owncloud');
    const resilio = ['/data/.sync', '/data/.sync/ID'];
    expect(findUnsafePlace('/data/vault', computer('linux', { files: resilio }))).toBe('resilio');
    expect(findUnsafePlace('/data/vault', computer('linux', { files: ['/data/.sync'] }))).toBeUndefined();
  });

  it('is told where macOS keeps the desktop and the documents in iCloud', () => {
    const clouded = '/Users/sam/Library/Mobile Documents/com~apple~CloudDocs/Documents';
    const mac = computer('darwin', { files: [clouded] });
    expect(findUnsafePlace('/Users/sam/Documents/vault', mac)).toBe('icloud');
    expect(findUnsafePlace('/Users/sam/Desktop/vault', mac)).toBeUndefined();
  });

  it('is told through a link, and by the name of the link', () => {
    const linux = computer('linux', { links: { '/home/sam/vault': '/home/sam/Dropbox/vault' } });
    expect(findUnsafePlace('/home/sam/vault', linux)).toBe('dropbox');
    const back = computer('linux', { links: { '/home/sam/Dropbox/vault': '/data/vault' } });
    expect(findUnsafePlace('/home/sam/Dropbox/vault', back)).toBe('dropbox');
  });
});

describe('on this computer', () => {
  it('a folder that is not there yet is judged by what is above it', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, 'real'));
    await symlink(join(folder, 'real'), join(folder, 'link'));
    const planned = join(folder, 'link', 'not', 'yet');
    expect(() => {
      refuseUnsafePlace(planned);
    }).not.toThrow();
    expect(systemProbe.realPath(planned)).toBe(join(folder, 'real', 'not', 'yet'));
    await writeFile(join(folder, 'real', '.stfolder'), '');
    expect(() => {
      refuseUnsafePlace(planned);
    }).toThrow(expect.objectContaining({ code: 'access.unsafe-place', details: { kind: 'syncthing' } }));
  });
});
