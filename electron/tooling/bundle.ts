import { build, type InlineConfig, type Rolldown } from 'vite';

import { pageBuild, pageConfig } from './page-config.ts';
import { inCheckout } from './places.ts';

/** The values that electron/build-constants.d.ts declares. */
export interface BuildConstants {
  readonly build: 'development' | 'test' | 'release';
  readonly engineEntry: string;
  readonly nodeBinary?: string;
  readonly pageServer?: string;
}

const asSource = (value: string | undefined) => (value === undefined ? 'undefined' : JSON.stringify(value));

/** What stays outside main's file: Electron itself, and what an installed app has as packages. */
const outside = ['electron', 'electron-updater'];

function nodeConfig(constants: BuildConstants): InlineConfig {
  return {
    configFile: false,
    root: inCheckout('electron'),
    publicDir: false,
    logLevel: 'warn',
    define: {
      __BUILD__: asSource(constants.build),
      __ENGINE_ENTRY__: asSource(constants.engineEntry),
      __NODE_BINARY__: asSource(constants.nodeBinary),
      __PAGE_SERVER__: asSource(constants.pageServer),
    },
    ssr: { noExternal: true, external: outside },
  };
}

/** Builds what runs in Electron's Node from one entry into `folder`. */
async function bundleForNode(
  folder: string,
  constants: BuildConstants,
  entry: readonly string[],
  output: Rolldown.OutputOptions,
): Promise<void> {
  await build({
    ...nodeConfig(constants),
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: { input: inCheckout('electron', ...entry), external: outside, output },
    },
  });
}

/** Builds `main.js` (an ES module) into `folder`. */
export async function bundleMain(folder: string, constants: BuildConstants): Promise<void> {
  await bundleForNode(folder, constants, ['main', 'main.ts'], {
    format: 'es',
    entryFileNames: 'main.js',
    chunkFileNames: 'main-[name]-[hash].js',
  });
}

/** Builds `preload.cjs` into `folder`: a sandboxed preload is one file in the old format, and may require Electron alone. */
export async function bundlePreload(folder: string, constants: BuildConstants): Promise<void> {
  await bundleForNode(folder, constants, ['preload', 'preload.ts'], {
    format: 'cjs',
    entryFileNames: 'preload.cjs',
    codeSplitting: false,
  });
}

/** Builds the page's files into `folder`. */
export async function bundlePage(folder: string, isRelease: boolean): Promise<void> {
  // A test runner sets another environment, and the page would then hold React's development build, whoever uses it next.
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    await build({ ...pageConfig(), mode: 'production', build: pageBuild(folder, isRelease) });
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}
