import { installPackages, isOnPath } from './debian-packages.ts';
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
  await installPackages('A window', missing, packages, say);
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
  return isOnPath('Xvfb') ? libraries : [...libraries, 'Xvfb'];
}
