import { ensureDisplayLibraries } from '../runtime/display-libraries.ts';
import { findRuntime } from '../runtime/find-runtime.ts';
import { RuntimeUnavailable, type Runtime } from '../runtime/runtime.ts';
import { hasDisplay, startVirtualDisplay } from '../runtime/virtual-display.ts';

/** An Electron, and surroundings in which its windows can open. */
export interface Prepared {
  readonly runtime: Runtime;
  /** To be set for the app. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends what was started for it. */
  readonly end: () => Promise<void>;
}

/** Finds an Electron and a display; without either says so and ends this process with 1. */
export async function prepare(say: (sentence: string) => void): Promise<Prepared> {
  try {
    const runtime = await findRuntime(say);
    const needsXvfb = !hasDisplay();
    await ensureDisplayLibraries(runtime.binary, needsXvfb, say);
    if (!needsXvfb) return { runtime, env: {}, end: async () => undefined };
    const display = await startVirtualDisplay();
    say('There is no display here: the window opens on one in memory, which nobody sees. Ctrl-C ends it.');
    return { runtime, env: { DISPLAY: display.name }, end: () => display.end() };
  } catch (error) {
    if (!(error instanceof RuntimeUnavailable)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
