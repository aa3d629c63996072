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

/** One stage for each worker, so that the windows and keys of one are none of the other's. */
export interface Stages {
  readonly stages: readonly Stage[];
}

/** Why there is no stage here; nothing of the app's doing. */
export interface NoStage {
  readonly unavailable: string;
}

/** As {@link setStages}, for one. */
export async function setStage(
  say: (sentence: string) => void,
): Promise<{ stage: Stage | NoStage; end: () => Promise<void> }> {
  const { stages, end } = await setStages(1, say);
  if ('unavailable' in stages) return { stage: stages, end };
  const [stage = { unavailable: 'No stage was set.' }] = stages.stages;
  return { stage, end };
}

/**
 * Finds a runtime, builds the app, and starts displays. What this computer lacks is told, so that tests can be skipped with the
 * reason; an app that does not build throws.
 */
export async function setStages(
  count: number,
  say: (sentence: string) => void,
): Promise<{ stages: Stages | NoStage; end: () => Promise<void> }> {
  const displays: VirtualDisplay[] = [];
  const end = async (): Promise<void> => {
    await Promise.all(displays.map((display) => display.end()));
  };
  try {
    const runtime = await findRuntime(say);
    const isLinux = process.platform === 'linux';
    await ensureDisplayLibraries(runtime.binary, isLinux, say);
    if (isLinux) for (let made = 0; made < count; made += 1) displays.push(await startVirtualDisplay());
    const folder = await buildApp(developmentBuild(runtime));
    const noSystemKeyboard = await ensureSystemKeyboard(say);
    const stages = Array.from({ length: count }, (_, number): Stage => ({
      binary: runtime.binary,
      runtimeFolder: runtime.folder,
      runtimeKind: runtime.kind,
      folder,
      display: displays[number]?.name,
      noSystemKeyboard,
    }));
    return { stages: { stages }, end };
  } catch (error) {
    await end();
    if (!(error instanceof RuntimeUnavailable)) throw error;
    return { stages: { unavailable: error.message }, end: async () => undefined };
  }
}
