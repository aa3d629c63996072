import { ensureDisplayLibraries } from '../../../electron/runtime/display-libraries.ts';
import { findRuntime } from '../../../electron/runtime/find-runtime.ts';
import { RuntimeUnavailable } from '../../../electron/runtime/runtime.ts';
import { startVirtualDisplay, type VirtualDisplay } from '../../../electron/runtime/virtual-display.ts';
import { buildApp, developmentBuild } from '../../../electron/tooling/build-app.ts';
import { ensureSystemKeyboard } from './system-keyboard.ts';

/** On what the app is played: a runtime, a build, and a display that nobody sees. */
export interface Stage {
  readonly binary: string;
  readonly runtimeFolder: string;
  readonly runtimeKind: 'official' | 'fallback';
  /** The app's built folder; undefined where `binary` is the packaged app itself. */
  readonly folder: string | undefined;
  /** For `DISPLAY`; undefined where a window opens on the real screen (not Linux). */
  readonly display: string | undefined;
  /** Why no keys can be pressed as the system's own; undefined where they can. */
  readonly noSystemKeyboard: string | undefined;
}

/** Why there is no stage here; nothing of the app's doing. */
export interface NoStage {
  readonly unavailable: string;
}

/**
 * Finds a runtime, starts a display, builds the app. What this computer lacks is told, so that tests can be skipped with the
 * reason; an app that does not build throws.
 */
export async function setStage(
  say: (sentence: string) => void,
): Promise<{ stage: Stage | NoStage; end: () => Promise<void> }> {
  let display: VirtualDisplay | undefined;
  try {
    const runtime = await findRuntime(say);
    const isLinux = process.platform === 'linux';
    await ensureDisplayLibraries(runtime.binary, isLinux, say);
    if (isLinux) display = await startVirtualDisplay();
    const folder = await buildApp(developmentBuild(runtime));
    const stage: Stage = {
      binary: runtime.binary,
      runtimeFolder: runtime.folder,
      runtimeKind: runtime.kind,
      folder,
      display: display?.name,
      noSystemKeyboard: await ensureSystemKeyboard(say),
    };
    return { stage, end: async () => display?.end() };
  } catch (error) {
    await display?.end();
    if (!(error instanceof RuntimeUnavailable)) throw error;
    return { stage: { unavailable: error.message }, end: async () => undefined };
  }
}
