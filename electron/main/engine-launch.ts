import { fork } from 'node:child_process';
import { utilityProcess, type MessagePortMain } from 'electron';

/** The engine's process, however it was started. */
export interface EngineChild {
  readonly pid: number | undefined;
  /** Whether a page's frames must be relayed: a plain Node child takes no ports. */
  readonly relays: boolean;
  send(message: unknown, ports?: MessagePortMain[]): void;
  /** Ends it at once, without asking. */
  kill(): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, also if the process never came to life. */
  onExit(listener: (code: number) => void): void;
}

/** Starts the engine as this build and this Electron allow. Known when the app is built, a release holds no way to start a Node. */
export function launchEngine(around: {
  readonly engineEntry: string;
  readonly nodeBinary: string | undefined;
  readonly release: boolean;
}): EngineChild {
  const { engineEntry, nodeBinary, release } = around;
  if (__BUILD__ === 'release' || nodeBinary === undefined) return launchUtility(engineEntry, release);
  return launchNode(engineEntry, nodeBinary);
}

/** The product's way: Electron's own utility process. Its standard streams go nowhere in a release. */
function launchUtility(entry: string, quiet: boolean): EngineChild {
  const child = utilityProcess.fork(entry, [], {
    serviceName: 'Evidence Vault engine',
    stdio: quiet ? 'ignore' : 'inherit',
    env: childEnvironment(),
  });
  return {
    get pid() {
      return child.pid;
    },
    relays: false,
    send: (message, ports) => {
      child.postMessage(message, ports);
    },
    kill: () => {
      // SIGTERM alone could be put off; a lock that waits is no lock.
      if (child.pid !== undefined) endNow(child.pid);
      child.kill();
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', listener),
  };
}

/** For development where the Electron at hand is older than the native modules need: a plain Node. */
function launchNode(entry: string, nodeBinary: string): EngineChild {
  const child = fork(entry, [], {
    execPath: nodeBinary,
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: childEnvironment(),
  });
  return {
    get pid() {
      return child.pid;
    },
    relays: true,
    send: (message) => {
      // A child that just ended takes nothing more; its exit says so.
      if (child.connected) child.send(message as object, () => undefined);
    },
    kill: () => {
      child.kill('SIGKILL');
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => {
      let told = false;
      const tell = (code: number): void => {
        if (told) return;
        told = true;
        listener(code);
      };
      child.once('exit', (code) => {
        tell(code ?? -1);
      });
      child.once('error', () => {
        tell(-1);
      });
    },
  };
}

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** What a child needs of our environment; nothing that changes how Node runs. */
function childEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => name === 'NODE_COMPILE_CACHE' || !/^(?:NODE_|ELECTRON_|npm_)/u.test(name),
    ),
  );
}
