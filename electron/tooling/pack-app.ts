import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { build, Platform, type Configuration } from 'electron-builder';

import { fallbackArchive } from '../runtime/fallback-archive.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { buildApp } from './build-app.ts';
import { inCheckout } from './places.ts';

export interface PackRequest {
  readonly runtime: Runtime;
  /**
   * `release` is what learners get. `test` has the same files, but may be inspected and may run the engine on the checkout's
   * Node, so that it can be played on the stand-in.
   */
  readonly flavour: 'test' | 'release';
  readonly installers: boolean;
  /** Address of the folder where updates are found; without it the app looks for none. */
  readonly feed?: string;
}

export interface PackedApp {
  /** The unpacked app. */
  readonly folder: string;
}

/** Builds the app and lays it out as electron-builder.yml says, below dist/packages. */
export async function pack(request: PackRequest): Promise<PackedApp> {
  const { runtime, flavour } = request;
  const built = await buildApp({
    build: flavour,
    folder: inCheckout('dist', `app-${flavour}`),
    compilesEngine: true,
  });
  const output = inCheckout('dist', 'packages', flavour);
  await rm(output, { recursive: true, force: true });
  const config: Configuration = {
    // Named, so that the lists of files are joined; what electron-builder finds by itself would be replaced.
    extends: inCheckout('electron-builder.yml'),
    files: [foreignBinaries(), { from: built, to: '.', filter: ['**/*', '!package.json'] }],
    directories: { output },
    extraMetadata: { main: 'main.js' },
    electronDist: runtime.folder,
    electronVersion: runtime.kind === 'fallback' ? fallbackArchive.electron : await officialVersion(),
    // The stand-in has an app of its own where the real one has none.
    afterExtract: async (context) => {
      await rm(join(context.appOutDir, 'resources', 'app'), { recursive: true, force: true });
    },
    ...(flavour === 'test' && {
      // As in a release, but for the inspector: it is how a test drives the app.
      electronFuses: { enableNodeCliInspectArguments: true },
    }),
    ...(request.feed !== undefined && { publish: { provider: 'generic', url: request.feed } }),
  };
  const target = request.installers ? undefined : 'dir';
  await build({
    projectDir: inCheckout(),
    targets: Platform.current().createTarget(target),
    publish: 'never',
    config,
  });
  return { folder: join(output, unpackedName()) };
}

/**
 * The database's binaries for other systems, which are left out. (Named in the `files` of a system, they would make
 * electron-builder take the whole checkout in.)
 */
function foreignBinaries(): string {
  const others = ['darwin', 'win32', 'linux', 'linuxmusl'].filter((system) => system !== process.platform);
  return `!node_modules/better-sqlite3/prebuilds/{${others.map((system) => `${system}-*`).join(',')}}`;
}

function unpackedName(): string {
  if (process.platform === 'darwin') return process.arch === 'arm64' ? 'mac-arm64' : 'mac';
  const system = process.platform === 'win32' ? 'win' : 'linux';
  return process.arch === 'x64' ? `${system}-unpacked` : `${system}-${process.arch}-unpacked`;
}

async function officialVersion(): Promise<string> {
  const described: unknown = JSON.parse(
    await readFile(inCheckout('node_modules', 'electron', 'package.json'), 'utf8'),
  );
  if (typeof described !== 'object' || described === null || !('version' in described))
    throw new Error('The package electron names no version.');
  return String(described.version);
}
