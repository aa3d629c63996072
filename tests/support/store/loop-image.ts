import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A real file system in a file, mounted. */
export interface LoopImage {
  /** Its mount point. */
  readonly point: string;
  /** Takes it away as if it was unplugged; may be called again. */
  unplug(): void;
}

const makers = { vfat: ['mkfs.vfat', '-F', '32'], exfat: ['mkfs.exfat'] } as const;

/**
 * Makes and mounts a file system of 64 MB below `folder`.
 * @returns why not, where this computer has no tool for it, no such file system, or does not let us mount
 */
export function mountLoopImage(folder: string, type: keyof typeof makers): LoopImage | string {
  const image = join(folder, `${type}.img`);
  const point = join(folder, type);
  const file = openSync(image, 'w');
  ftruncateSync(file, 64 * 1024 * 1024);
  closeSync(file);
  mkdirSync(point);
  const [command, ...options] = makers[type];
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  try {
    execFileSync(command, [...options, image], { stdio: [...stdio] });
    execFileSync('mount', ['-o', 'loop', '-t', type, image, point], { stdio: [...stdio] });
  } catch (error) {
    rmSync(image, { force: true });
    return error instanceof Error ? (error.message.split('\n')[0] ?? 'no reason') : String(error);
  }
  let mounted = true;
  return {
    point,
    unplug: () => {
      if (mounted) execFileSync('umount', ['-l', point], { stdio: 'ignore' });
      mounted = false;
    },
  };
}
