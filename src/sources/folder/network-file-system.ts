import type { Disk } from '../disk/disk.ts';
import { systemCode } from '../disk/reading-problem.ts';

/** Linux's numbers (statfs(2), linux/magic.h) of file systems that lie elsewhere, or in a program, and send no events. */
const remoteKinds = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB 2
  0x65735546, // FUSE: sshfs, rclone, cloud drives
  0x01021997, // 9P: virtual machines, WSL
  0x5346414f, // AFS
  0x73757245, // Coda
  0x00c36400, // Ceph
  0x47504653, // GPFS
  0x0bd00bd0, // Lustre
  0x786f4256, // VirtualBox shared folder
  0xbacbacbc, // VMware shared folder
]);

/**
 * True if events of a folder cannot be trusted because others change it from elsewhere. Unknown answers are false, since the
 * scheduled rescan is the truth anyway.
 *
 * @param path a real path: on Windows a mapped drive then shows as `\\server\share`
 */
export async function isRemote(
  disk: Disk,
  path: string,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  if (platform === 'win32') return /^\\\\(?![?.]\\(?!UNC\\))/i.test(path);
  // Anything that is mounted; macOS numbers its file systems anew at each start, so the place is all there is to go by.
  if (platform === 'darwin') return path.startsWith('/Volumes/');
  try {
    return remoteKinds.has((await disk.fileSystemKind(path)) >>> 0);
  } catch (thrown) {
    if (systemCode(thrown) === undefined) throw thrown;
    return false;
  }
}
