import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

import { VaultError } from '../base/errors.ts';

/** Why a place is not for a vault in use: two computers, or a sync tool, could change its files under the writer. */
export type UnsafePlace = 'network' | 'synced';

/** What is asked of a computer to judge a place; tests answer for other systems. */
export interface PlaceProbe {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder with links resolved; of a folder that is not there yet, as far as it is there. */
  realPath(path: string): string;
  exists(path: string): boolean;
  /** Text of `/proc/self/mountinfo`, or undefined where there is none. */
  mountInfo(): string | undefined;
}

/** File systems that lie on another computer. FUSE ones are told by their sub-type. */
const networkTypes =
  /^(?:nfs4?|cifs|smb3?|smbfs|afpfs|webdav|davfs2?|9p|afs|ceph|glusterfs|lustre|ncpfs|coda|fuse\.(?:sshfs|rclone|s3fs|davfs2?|gvfsd-fuse|glusterfs|onedriver|google-drive-ocamlfuse|mount-davfs))$/;

/** Names of folders that sync tools make; Google's and OneDrive's carry an account's name behind. */
const syncedNames =
  /^(?:OneDrive(?: - .+)?|Dropbox(?: \(.+\))?|Google ?Drive|My Drive|GoogleDrive-.+|iCloud ?Drive|com~apple~CloudDocs|CloudStorage|Nextcloud\d*|ownCloud\d*|Syncthing|pCloud ?Drive|MEGA(?:sync)?|Box(?: Sync)?|Proton ?Drive|Seafile)$/i;

/** Files by which a sync tool marks a folder of its own. */
const syncedMarks = [
  '.dropbox',
  '.dropbox.cache',
  '.stfolder',
  '.owncloudsync.log',
  '.nextcloudsync.log',
  '.sync',
  '.seafile-data',
  '.tmp.drivedownload',
];

/**
 * Refuses a place where a live vault would not be safe; a second copy belongs there instead.
 * Throws `access.unsafe-place` with `kind` (`network` or `synced`).
 */
export function refuseUnsafePlace(folder: string, probe: PlaceProbe = systemProbe): void {
  const kind = judgePlace(folder, probe);
  if (kind !== undefined) throw new VaultError('access.unsafe-place', { kind });
}

/** Undefined for an ordinary folder of this computer, as far as can be told. */
export function judgePlace(folder: string, probe: PlaceProbe): UnsafePlace | undefined {
  const path = probe.realPath(folder);
  if (isNetwork(path, probe)) return 'network';
  return isSynced(path, probe) ? 'synced' : undefined;
}

function isNetwork(path: string, probe: PlaceProbe): boolean {
  // \\server\share; \\?\C:\… and \\.\ are this computer's own.
  if (probe.platform === 'win32' && /^\\\\(?![?.]\\)|^\\\\\?\\UNC\\/i.test(path)) return true;
  const mounts = probe.mountInfo();
  return mounts !== undefined && networkTypes.test(typeOfMount(path, mounts) ?? '');
}

/** File system type of the mount that holds `path` (proc(5), mountinfo): the longest mount point that begins it, the last of equals. */
function typeOfMount(path: string, mountInfo: string): string | undefined {
  let best = -1;
  let type: string | undefined;
  for (const line of mountInfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ', 2);
    const point = before
      .split(' ')[4]
      ?.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8)));
    if (point === undefined || point.length < best) continue;
    if (path !== point && !path.startsWith(point.endsWith('/') ? point : `${point}/`)) continue;
    best = point.length;
    type = after.split(' ')[0];
  }
  return type;
}

function isSynced(path: string, probe: PlaceProbe): boolean {
  const separator = probe.platform === 'win32' ? /[\\/]/ : '/';
  const names = path.split(separator);
  if (names.some((name) => syncedNames.test(name))) return true;
  if (path.includes('/Library/Mobile Documents/')) return true;
  const roots = ['OneDrive', 'OneDriveConsumer', 'OneDriveCommercial'].flatMap(
    (name) => probe.environment[name] ?? [],
  );
  if (
    roots.some(
      (root) =>
        root !== '' && (path === root || path.startsWith(root + (probe.platform === 'win32' ? '\\' : '/'))),
    )
  )
    return true;
  for (let folder = path; ; folder = dirname(folder)) {
    if (syncedMarks.some((mark) => probe.exists(join(folder, mark)))) return true;
    if (dirname(folder) === folder) return false;
  }
}

/** This computer. */
const systemProbe: PlaceProbe = {
  platform: process.platform,
  environment: process.env,
  realPath: (path) => {
    const missing: string[] = [];
    for (let at = path; ; at = dirname(at)) {
      if (existsSync(at)) return [realpathSync.native(at), ...missing].join(sep);
      if (dirname(at) === at) return path;
      missing.unshift(at.slice(dirname(at).length).replace(/^[\\/]/, ''));
    }
  },
  exists: existsSync,
  mountInfo: () => {
    try {
      return readFileSync('/proc/self/mountinfo', 'utf8');
    } catch {
      // Only Linux has it; elsewhere the path alone is judged.
      return undefined;
    }
  },
};
