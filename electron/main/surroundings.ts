import { isAbsolute, join, sep } from 'node:path';
import { app } from 'electron';

/** Where main's parts lie and what this build may do. */
export interface Surroundings {
  readonly release: boolean;
  readonly preload: string;
  /** Undefined in `npm run dev`, where vite's server has the page. */
  readonly pageFolder: string | undefined;
  readonly engineEntry: string;
  /** Node for the engine where this Electron's own is too old for the native modules; absent from a release. */
  readonly nodeBinary: string | undefined;
  /** Origin of vite's server, in `npm run dev`. */
  readonly devServer: string | undefined;
  readonly settingsFile: string;
  readonly practiceFolder: string;
  /** Covers after so many idle seconds whatever the settings say; for tests. */
  readonly idleSeconds: number | undefined;
  readonly echoLog: boolean;
}

/** Node-API that the database's native module needs. */
const neededNodeApi = 10;

export function findSurroundings(): Surroundings {
  const here = import.meta.dirname;
  const release = __BUILD__ === 'release';
  const env = release ? {} : process.env;
  const userData = app.getPath('userData');
  const idle = Number(env.EVIDENCE_VAULT_IDLE_SECONDS ?? '');
  return {
    release,
    preload: join(here, 'preload.cjs'),
    pageFolder: __PAGE_SERVER__ === undefined ? join(here, 'renderer') : undefined,
    engineEntry: isAbsolute(__ENGINE_ENTRY__) ? __ENGINE_ENTRY__ : join(besides(here), __ENGINE_ENTRY__),
    // `__BUILD__` is known when the app is built, so that a release holds no way to start a Node.
    nodeBinary: release || nodeApi() >= neededNodeApi ? undefined : __NODE_BINARY__,
    devServer: release ? undefined : __PAGE_SERVER__,
    settingsFile: join(userData, 'settings.json'),
    practiceFolder: join(userData, 'practice'),
    idleSeconds: Number.isInteger(idle) && idle > 0 ? idle : undefined,
    echoLog: env.EVIDENCE_VAULT_LOG === '1',
  };
}

/** Packaged, the engine lies beside the archive: neither its worker threads nor its native module can be read out of one. */
function besides(folder: string): string {
  return folder.endsWith(`${sep}app.asar`) ? `${folder}.unpacked` : folder;
}

/** Whether this Electron is one for development only. */
export function isDevelopmentRuntime(): boolean {
  return nodeApi() < neededNodeApi;
}

function nodeApi(): number {
  return Number(process.versions.napi ?? 0);
}
