import { existsSync, readFileSync } from 'node:fs';

import { run } from './run.ts';
import { RuntimeUnavailable } from './runtime.ts';

/** Debian's packages of what Electron's window needs, and of a display that nobody sees. */
const libraryPackages = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libxshmfence1',
];
const displayPackages = ['xvfb', 'xauth'];

/** The libraries that `ldd` could not find, by its output. */
export function missingLibraries(lddOutput: string): string[] {
  return [...lddOutput.matchAll(/^\s*(\S+) => not found$/gm)].flatMap(([, name]) => name ?? []);
}

/** Whether `/etc/os-release` describes Debian or a system made from it. */
export function isDebian(osRelease: string): boolean {
  const value = (key: string) => new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(osRelease)?.[1] ?? '';
  return [value('ID'), ...value('ID_LIKE').split(' ')].some((id) => id === 'debian');
}

/**
 * Makes sure, on Linux, that the libraries are there which `binary` needs, and Xvfb if `needsXvfb`. What is missing is
 * installed when this is root on Debian; else it is named.
 * @throws {RuntimeUnavailable} naming what to install
 */
export async function ensureDisplayLibraries(
  binary: string,
  needsXvfb: boolean,
  say: (sentence: string) => void,
): Promise<void> {
  if (process.platform !== 'linux') return;
  const missing = await findMissing(binary, needsXvfb);
  if (missing.length === 0) return;
  const packages = [...libraryPackages, ...(needsXvfb ? displayPackages : [])];
  const osRelease = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !isDebian(osRelease)) {
    const advice = isDebian(osRelease)
      ? ` Please run: sudo apt-get install ${packages.join(' ')}`
      : ` On Debian they are in: ${packages.join(' ')}`;
    throw new RuntimeUnavailable(`A window needs what is missing here: ${missing.join(', ')}.${advice}`);
  }
  say(`Installing what a window needs here and is missing: ${missing.join(', ')}.`);
  await install(packages);
  const still = await findMissing(binary, needsXvfb);
  if (still.length > 0)
    throw new RuntimeUnavailable(`A window needs what is still missing here: ${still.join(', ')}.`);
}

async function findMissing(binary: string, needsXvfb: boolean): Promise<string[]> {
  const said = await run('ldd', [binary]).catch((cause: unknown) => {
    throw new RuntimeUnavailable('What Electron needs of this system could not be found out (ldd).', {
      cause,
    });
  });
  const libraries = missingLibraries(said);
  if (!needsXvfb) return libraries;
  const isThere = (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/Xvfb`));
  return isThere ? libraries : [...libraries, 'Xvfb'];
}

async function install(packages: readonly string[]): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const patience = ['-o', 'DPkg::Lock::Timeout=300'];
  try {
    await run('apt-get', [...patience, 'update'], { env });
    const names = await Promise.all(packages.map(nameHere));
    await run('apt-get', [...patience, 'install', '--yes', '--no-install-recommends', ...names], { env });
  } catch (cause) {
    throw new RuntimeUnavailable(
      `A window needs what is missing here and could not be installed. Please run: apt-get install ${packages.join(' ')}`,
      { cause },
    );
  }
}

/** Newer systems name some of them after the width of their clock. */
async function nameHere(name: string): Promise<string> {
  const known = await run('apt-cache', ['pkgnames', `${name}t64`]);
  return known.split('\n').includes(`${name}t64`) ? `${name}t64` : name;
}
