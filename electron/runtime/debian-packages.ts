import { existsSync, readFileSync } from 'node:fs';

import { run } from './run.ts';
import { RuntimeUnavailable } from './runtime.ts';

/** Whether `/etc/os-release` describes Debian or a system made from it. */
export function isDebian(osRelease: string): boolean {
  const value = (key: string) => new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(osRelease)?.[1] ?? '';
  return [value('ID'), ...value('ID_LIKE').split(' ')].some((id) => id === 'debian');
}

/** Whether a program of this name can be started. */
export function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${program}`));
}

/**
 * Installs Debian's `packages` where this is root on Debian.
 * @param who what needs them, to begin a sentence with: `A window`
 * @param missing what of them is missing
 * @throws {RuntimeUnavailable} naming what to install, where it cannot be done here or fails
 */
export async function installPackages(
  who: string,
  missing: readonly string[],
  packages: readonly string[],
  say: (sentence: string) => void,
): Promise<void> {
  const osRelease = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !isDebian(osRelease)) {
    const advice = isDebian(osRelease)
      ? ` Please run: sudo apt-get install ${packages.join(' ')}`
      : ` On Debian they are in: ${packages.join(' ')}`;
    throw new RuntimeUnavailable(`${who} needs what is missing here: ${missing.join(', ')}.${advice}`);
  }
  say(`Installing what is needed here and missing: ${missing.join(', ')}.`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const patience = ['-o', 'DPkg::Lock::Timeout=300'];
  try {
    await run('apt-get', [...patience, 'update'], { env });
    const names = await Promise.all(packages.map(nameHere));
    await run('apt-get', [...patience, 'install', '--yes', '--no-install-recommends', ...names], { env });
  } catch (cause) {
    throw new RuntimeUnavailable(
      `${who} needs what is missing here and could not be installed. Please run: apt-get install ${packages.join(' ')}`,
      { cause },
    );
  }
}

/** Newer systems name some of them after the width of their clock. */
async function nameHere(name: string): Promise<string> {
  const known = await run('apt-cache', ['pkgnames', `${name}t64`]);
  return known.split('\n').includes(`${name}t64`) ? `${name}t64` : name;
}
