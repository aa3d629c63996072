/** Where a file system is mounted and of what type it is, such as `ext4`, `nfs4`, `fuse.sshfs` or `smbfs`. */
export interface Mount {
  readonly point: string;
  readonly type: string;
}

/** The mounts of a Linux `/proc/self/mountinfo` (proc_pid_mountinfo(5)); lines of another shape are passed over. */
export function parseMountInfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const words = line.split(' ');
    const separator = words.indexOf('-', 6);
    const point = words[4];
    const type = words[separator + 1];
    if (separator === -1 || point === undefined || type === undefined) return [];
    return [{ point: unescapeOctal(point), type }];
  });
}

/** The mounts in the output of macOS' `/sbin/mount`: `//me@host/share on /Volumes/share (smbfs, nodev, nosuid)`. */
export function parseMacMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const found = / on (\/.*) \(([^,)]+)[^()]*\)$/.exec(line);
    const [, point, type] = found ?? [];
    return point === undefined || type === undefined ? [] : [{ point, type }];
  });
}

/** The mount that a path lies on: the one with the longest matching point, and of those the last, which covers the others. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  let best: Mount | undefined;
  for (const mount of mounts) {
    const within = mount.point === '/' || path === mount.point || path.startsWith(`${mount.point}/`);
    if (within && (best === undefined || mount.point.length >= best.point.length)) best = mount;
  }
  return best;
}

/** Blanks and the like stand in mountinfo as `\040`, byte by byte. */
function unescapeOctal(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_whole, digits: string) =>
    String.fromCharCode(parseInt(digits, 8)),
  );
}
