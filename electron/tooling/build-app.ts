import { existsSync } from 'node:fs';
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

import type { Runtime } from '../runtime/runtime.ts';
import { bundleMain, bundlePage, bundlePreload, type BuildConstants } from './bundle.ts';
import { compiledEngine, compileEngine } from './compile-engine.ts';
import { buildVerifier, builtVerifier } from './build-verifier.ts';
import { fingerprintOf } from './fingerprint.ts';
import { inCheckout } from './places.ts';

/** Of what the page, main and the preload are made. */
const inputs = [
  'renderer',
  'electron/main',
  'electron/preload',
  'electron/tooling',
  'src/base',
  'src/contract',
  'src/evidence',
  'package-lock.json',
];

export interface BuildRequest {
  readonly build: 'development' | 'test' | 'release';
  /** Where builds are kept, each in a folder of its own named after what it was made of. */
  readonly folder: string;
  /** Compiles the engine into the build; else its sources are run as they stand, by the Node that came with `npm ci`. */
  readonly compilesEngine: boolean;
  /** Shows the page from this vite server, and builds none. */
  readonly pageServer?: string;
}

/** What a development build on this runtime is like. The stand-in's Node is too old for the engine, whatever it is made of. */
export function developmentBuild(runtime: Runtime, pageServer?: string): BuildRequest {
  return {
    build: 'development',
    folder: inCheckout('dist', 'app'),
    compilesEngine: runtime.kind === 'official',
    ...(pageServer !== undefined && { pageServer }),
  };
}

/**
 * Builds the app, unless the same was built before, and gives its folder: main.js, preload.cjs, package.json, the page in
 * `renderer`, and the engine in `engine` if compiled. The folder appears with everything in it, so several may build at once,
 * and an app that runs from an older build keeps its files.
 */
export async function buildApp(request: BuildRequest): Promise<string> {
  const constants = constantsOf(request);
  const parts = request.compilesEngine ? [...inputs, 'electron/engine', 'src'] : inputs;
  const name = await fingerprintOf(parts, JSON.stringify(constants));
  const folder = join(request.folder, name);
  if (!existsSync(folder)) await buildInto(folder, request, constants);
  const now = new Date();
  await utimes(folder, now, now);
  await forgetOldBuilds(request.folder);
  return folder;
}

function constantsOf(request: BuildRequest): BuildConstants {
  return {
    build: request.build,
    engineEntry: request.compilesEngine
      ? `engine/${compiledEngine}`
      : inCheckout('electron', 'engine', 'engine.ts'),
    ...(request.build !== 'release' && { nodeBinary: bundledNode() }),
    ...(request.pageServer !== undefined && { pageServer: request.pageServer }),
  };
}

/** The Node that `npm ci` brings along. */
function bundledNode(): string {
  const binary = process.platform === 'win32' ? 'node/bin/node.exe' : 'node/bin/node';
  return createRequire(import.meta.url).resolve(binary);
}

async function buildInto(folder: string, request: BuildRequest, constants: BuildConstants): Promise<void> {
  await mkdir(request.folder, { recursive: true });
  const work = await mkdtemp(join(request.folder, 'building-'));
  try {
    await Promise.all([
      bundleMain(work, constants),
      bundlePreload(work, constants),
      ...(request.pageServer === undefined
        ? [bundlePage(join(work, 'renderer'), request.build === 'release')]
        : []),
      ...(request.compilesEngine ? [compileEngine(join(work, 'engine'))] : []),
    ]);
    // Not at the same time as the page: each build has the environment for itself.
    if (request.compilesEngine) await bringVerifier(join(work, 'engine'));
    await writeFile(join(work, 'package.json'), await describeApp());
    await rename(work, folder).catch((cause: unknown) => {
      // Another process was quicker; what it built is the same.
      if (!existsSync(folder)) throw cause;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Lays the verifier page where the compiled engine looks for it: it saves the page for learners, and cannot build it. */
async function bringVerifier(engine: string): Promise<void> {
  await buildVerifier();
  const folder = join(engine, 'dist', 'verifier');
  await mkdir(folder, { recursive: true });
  await copyFile(builtVerifier, join(folder, basename(builtVerifier)));
}

async function describeApp(): Promise<string> {
  const { name, version, description, license } = JSON.parse(
    await readFile(inCheckout('package.json'), 'utf8'),
  ) as Record<string, string>;
  const productName = 'Evidence Vault';
  return `${JSON.stringify({ name, productName, version, description, license, type: 'module', main: 'main.js' }, null, 2)}\n`;
}

/** Removes builds that nobody started for an hour, but for the last three: an app may still run from them. */
async function forgetOldBuilds(folder: string): Promise<void> {
  const builds = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const path = join(folder, name);
      const used = await stat(path).catch(() => undefined);
      return { path, used: used?.mtimeMs ?? 0 };
    }),
  );
  builds.sort((a, b) => b.used - a.used);
  for (const { path, used } of builds.slice(3)) {
    if (Date.now() - used > 60 * 60_000) await rm(path, { recursive: true, force: true });
  }
}
