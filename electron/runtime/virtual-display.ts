import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

import { RuntimeUnavailable } from './runtime.ts';

/** A display in memory that nobody sees. */
export interface VirtualDisplay {
  /** For the environment's `DISPLAY`. */
  readonly name: string;
  /** Ends it, and waits until it has. */
  end(): Promise<void>;
}

/** Whether this process may open windows that somebody sees. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env): boolean {
  return (
    process.platform !== 'linux' ||
    [env.DISPLAY, env.WAYLAND_DISPLAY].some((name) => name !== undefined && name !== '')
  );
}

/** Starts Xvfb, which looks for a free number itself. @throws {RuntimeUnavailable} if it does not come up */
export async function startVirtualDisplay(): Promise<VirtualDisplay> {
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1400x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    // Ctrl-C in a terminal is for the app, which could not end cleanly on a display that ended first.
    detached: true,
  });
  const endWithUs = () => xvfb.kill();
  process.once('exit', endWithUs);
  const ended = new Promise<void>((resolve) => {
    xvfb.once('exit', () => resolve());
    xvfb.once('error', () => resolve());
  });
  const number = await new Promise<string>((resolve, reject) => {
    let said = '';
    (xvfb.stdio[3] as Readable).on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.endsWith('\n')) resolve(said.trim());
    });
    void ended.then(() =>
      reject(new RuntimeUnavailable('Xvfb, the display that nobody sees, did not start.')),
    );
  });
  return {
    name: `:${number}`,
    end: async () => {
      process.off('exit', endWithUs);
      xvfb.kill();
      await ended;
    },
  };
}
