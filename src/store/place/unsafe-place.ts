import { posix, win32 } from 'node:path';

import { mountOf, type Mount } from './mounts.ts';

/** Why a vault in use should not lie in a place: on a network, or in a folder that the named program keeps in step. */
export type UnsafePlace =
  | 'network'
  | 'onedrive'
  | 'dropbox'
  | 'google-drive'
  | 'icloud'
  | 'nextcloud'
  | 'owncloud'
  | 'syncthing'
  | 'resilio'
  | 'mega'
  | 'pcloud'
  | 'box'
  | 'proton-drive'
  | 'seafile'
  | 'cloud-storage';

/** What is asked of a computer to judge a place. Handed in, so that every system is judged on every other. */
export interface PlaceProbe {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
  /** The path with all links resolved, as far as it exists; on Windows a mapped drive becomes `\\server\share`. */
  realPath(path: string): string;
  /** Names in a folder; none if it cannot be read. */
  namesIn(folder: string): readonly string[];
  exists(path: string): boolean;
  /** All mounts; none where the system has no such list. */
  mounts(): readonly Mount[];
}

/** What makes a place unsafe; undefined if nothing that can be told does. */
export function findUnsafePlace(folder: string, probe: PlaceProbe): UnsafePlace | undefined {
  const real = probe.realPath(folder);
  for (const path of new Set([real, folder])) {
    const kind = isNetworkPath(path, probe.platform) ? 'network' : knownSyncFolder(path, probe);
    if (kind !== undefined) return kind;
  }
  const mount = mountOf(real, probe.mounts());
  if (mount !== undefined && isNetworkMount(mount)) return 'network';
  return findMarker(real, probe) ?? iCloudDesktop(real, probe);
}

/** UNC paths, with or without the prefix for long paths. */
function isNetworkPath(path: string, platform: NodeJS.Platform): boolean {
  if (platform !== 'win32') return false;
  return /^[\\/]{2}\?[\\/]UNC[\\/]/i.test(path) || /^[\\/]{2}[^\\/?.]/.test(path);
}

/** File systems of other computers. Other FUSE file systems (encrypted folders, NTFS) are this computer's own. */
const networkTypes: ReadonlySet<string> = new Set(
  [
    'nfs nfs4 cifs smb smb2 smb3 smbfs afs kafs afpfs ncpfs ncp webdav davfs ftp coda ceph lustre glusterfs gpfs',
    'beegfs orangefs pvfs2 ocfs2 gfs2',
  ].flatMap((line) => line.split(' ')),
);
const networkFuse =
  /^(?:fuse|osxfuse|macfuse)[._](?:sshfs|rclone|gvfsd-fuse|kio-fuse|s3fs|s3ql|davfs2?|mount-davfs|curlftpfs|smbnetfs|glusterfs|ceph(?:-fuse)?|juicefs|goofys|gcsfuse|google-drive-ocamlfuse|onedriver|wdfs|obexfs|dropbox|pcloud|mount-s3|blobfuse2?|seadrive|mfs|ipfs)/;
/** Folders of the computer around a virtual machine (WSL's drives, shared folders), where locks do not hold either. */
const hostTypes: ReadonlySet<string> = new Set([
  '9p',
  'drvfs',
  'vboxsf',
  'prl_fs',
  'vmhgfs',
  'fuse.vmhgfs-fuse',
  'virtiofs',
]);

function isNetworkMount({ point, type }: Mount): boolean {
  // A sandbox may have its whole disk this way: that is its own then.
  return networkTypes.has(type) || networkFuse.test(type) || (hostTypes.has(type) && point !== '/');
}

/** Folders that sync programs name or announce themselves. */
function knownSyncFolder(path: string, probe: PlaceProbe): UnsafePlace | undefined {
  const { platform, env, home } = probe;
  for (const name of ['OneDrive', 'OneDriveConsumer', 'OneDriveCommercial'])
    if (isWithin(path, env[name], platform)) return 'onedrive';

  const paths = pathsOf(platform);
  if (platform === 'darwin') {
    if (isWithin(path, paths.join(home, 'Library', 'Mobile Documents'), platform)) return 'icloud';
    const cloud = paths.join(home, 'Library', 'CloudStorage');
    if (isWithin(path, cloud, platform) && path.length > cloud.length)
      return kindOfName(path.slice(cloud.length + 1).split('/')[0] ?? '') ?? 'cloud-storage';
  }
  // Google Drive for desktop shows itself as a drive of its own.
  if (platform === 'win32' && /^[A-Z]:[\\/]My Drive(?:[\\/]|$)/i.test(path)) return 'google-drive';
  for (const name of path.split(platform === 'win32' ? /[\\/]/ : '/')) {
    const kind = kindOfName(name);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/** The names that sync programs give to the folders they keep, also with an account's name behind. */
const folderNames: readonly (readonly [RegExp, UnsafePlace])[] = [
  [/^OneDrive(?: - .+|-.+)?$/i, 'onedrive'],
  [/^Dropbox(?: \(.+\)|-.+)?$/i, 'dropbox'],
  [/^(?:Google ?Drive(?: \(.+\)|-.+)?|GoogleDrive)$/i, 'google-drive'],
  [/^(?:iCloudDrive|iCloud Drive)$/i, 'icloud'],
  [/^Nextcloud\d*$/i, 'nextcloud'],
  [/^ownCloud\d*$/i, 'owncloud'],
  [/^MEGA(?:sync)?$/, 'mega'],
  [/^pCloud ?(?:Drive|Sync)$/i, 'pcloud'],
  [/^(?:Box Sync|Box-.+)$/i, 'box'],
  [/^(?:Proton ?Drive(?:-.+)?)$/i, 'proton-drive'],
  [/^Seafile$/, 'seafile'],
];

function kindOfName(name: string): UnsafePlace | undefined {
  return folderNames.find(([pattern]) => pattern.test(name))?.[1];
}

/** What sync programs leave in the folders they keep, however those are named. */
const markers: readonly (readonly [RegExp, UnsafePlace])[] = [
  [/^\.dropbox(?:\.cache)?$/, 'dropbox'],
  [/^\.stfolder(?:$|\.)/, 'syncthing'],
  [/^\.(?:nextcloudsync\.log|nextcloudpermissions)$/, 'nextcloud'],
  [/^\.owncloudsync\.log/, 'owncloud'],
  // Kept by Nextcloud's and ownCloud's clients alike, beside whichever log there is.
  [/^\._?sync_[0-9a-f]+\.db$/, 'nextcloud'],
  [/^\.tmp\.drive(?:up|down)load$/, 'google-drive'],
  [/^\.(?:849C9593-D756-4E56-8D6E-42412F2A707B|one-drive-monitor)$/i, 'onedrive'],
  [/^\.megaignore$/, 'mega'],
  [/^\.seafile-data$/, 'seafile'],
];

function findMarker(real: string, probe: PlaceProbe): UnsafePlace | undefined {
  const paths = pathsOf(probe.platform);
  for (let folder = real; ; folder = paths.dirname(folder)) {
    const names = probe.namesIn(folder);
    const kind = markers.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];
    // The folder's own name is stronger news than a file that two programs share.
    if (kind !== undefined)
      return names.some((name) => name.startsWith('.owncloudsync.log')) ? 'owncloud' : kind;
    if (names.includes('.sync') && probe.exists(paths.join(folder, '.sync', 'ID'))) return 'resilio';
    if (paths.dirname(folder) === folder) return undefined;
  }
}

/** macOS can keep Desktop and Documents in iCloud; then both names also stand in iCloud's own folder. */
function iCloudDesktop(real: string, probe: PlaceProbe): UnsafePlace | undefined {
  if (probe.platform !== 'darwin') return undefined;
  for (const name of ['Desktop', 'Documents']) {
    const cloud = posix.join(probe.home, 'Library', 'Mobile Documents', 'com~apple~CloudDocs', name);
    if (isWithin(real, posix.join(probe.home, name), 'darwin') && probe.exists(cloud)) return 'icloud';
  }
  return undefined;
}

function isWithin(path: string, folder: string | undefined, platform: NodeJS.Platform): boolean {
  if (folder === undefined || folder === '') return false;
  const paths = pathsOf(platform);
  const way = paths.relative(folder, path);
  return way === '' || (!/^\.\.(?:[\\/]|$)/.test(way) && !paths.isAbsolute(way));
}

function pathsOf(platform: NodeJS.Platform): typeof posix {
  return platform === 'win32' ? win32 : posix;
}
