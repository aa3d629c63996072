import { readFileSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';

import { lacksSandbox } from '../runtime/find-runtime.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { inCheckout } from './places.ts';

const readIfThere = (path: string) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** The engine's sources are stripped of their types and compiled once, not at each start. */
export const checkoutEnvironment = {
  NODE_COMPILE_CACHE:
    process.env.NODE_COMPILE_CACHE ?? inCheckout('node_modules', '.cache', 'evidence-vault'),
};

/**
 * What Electron is told before the app's folder.
 * @param virtualDisplay a display that nobody sees has no graphics processor: looked for all the same, it would now and then be waited for for ever
 */
export function runtimeFlags(virtualDisplay: string | undefined): string[] {
  return [
    ...(lacksSandbox(readIfThere) ? ['--no-sandbox'] : []),
    ...(virtualDisplay === undefined ? [] : ['--disable-gpu']),
  ];
}

/** Programs of the system that Chromium misses on a bare machine, in words that help nobody. */
const noise =
  /ERROR:(bus|object_proxy|viz_main_impl|shared_image_interface_proxy|one_copy_raster_buffer_provider)[.]/;

/** Starts the app of a build, with what this process was told, and passes on what it says. */
export function launch(
  runtime: Runtime,
  folder: string,
  parameters: readonly string[],
  env: NodeJS.ProcessEnv,
): ChildProcess {
  const child = spawn(runtime.binary, [...runtimeFlags(env.DISPLAY), folder, ...parameters], {
    stdio: ['ignore', 'inherit', 'pipe'],
    env: { ...process.env, ...checkoutEnvironment, ...env },
  });
  let rest = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (!noise.test(line)) process.stderr.write(`${line}\n`);
  });
  return child;
}
