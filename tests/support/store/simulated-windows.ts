import { join } from 'node:path';

import { NodeDurable } from '../../../src/store/durable/node-durable.ts';
import { waitingFiles, type RawFiles } from '../../../src/store/durable/raw-files.ts';
import { windowsRules } from '../../../src/store/durable/system-rules.ts';

/** Where the simulated computer has its vault; really in the folder that was handed in. */
export const windowsVault = 'C:\\vault';

/**
 * Windows as far as it matters here: only long paths are understood, folders cannot be opened, a file that is open cannot be
 * renamed, replaced or removed, and other programs get in the way.
 */
export class SimulatedWindows {
  readonly calls: string[] = [];
  readonly pauses: number[] = [];
  /** How many more times each call is refused, and with what. */
  readonly refusals = new Map<string, { error: string; times: number }>();
  readonly port: NodeDurable;
  readonly #open = new Map<string, number>();

  constructor(root: string) {
    const local = (path: string): string => {
      const rest = /^\\\\\?\\C:\\vault(.*)$/.exec(path)?.[1];
      if (rest === undefined) throw new Error(`not a long path: ${path}`);
      return join(root, ...rest.split('\\'));
    };
    const call = async <Result>(name: string, action: () => Promise<Result>): Promise<Result> => {
      this.calls.push(name);
      const refusal = this.refusals.get(name);
      if (refusal !== undefined && refusal.times > 0) {
        refusal.times -= 1;
        throw systemError(refusal.error, name);
      }
      return action();
    };
    const refuseOpen = (path: string, name: string): void => {
      if ((this.#open.get(path) ?? 0) > 0) throw systemError('EBUSY', name);
    };
    const files: RawFiles = {
      open: (path, flags) => call('open', () => this.#openFile(local(path), flags)),
      rename: (from, to) =>
        call('rename', async () => {
          for (const path of [local(from), local(to)]) refuseOpen(path, 'rename');
          await waitingFiles.rename(local(from), local(to));
        }),
      unlink: (path) =>
        call('unlink', async () => {
          refuseOpen(local(path), 'unlink');
          await waitingFiles.unlink(local(path));
        }),
      makeFolder: (path) => call('makeFolder', () => waitingFiles.makeFolder(local(path))),
      removeFolder: (path) => call('removeFolder', () => waitingFiles.removeFolder(local(path))),
      status: (path) => call('status', () => waitingFiles.status(local(path))),
      list: (path) => call('list', () => waitingFiles.list(local(path))),
    };
    this.port = new NodeDurable({
      rules: windowsRules,
      files,
      pause: async (milliseconds) => {
        this.pauses.push(milliseconds);
      },
    });
  }

  async #openFile(path: string, flags: 'r' | 'r+' | 'wx+'): ReturnType<RawFiles['open']> {
    const file = await waitingFiles.open(path, flags);
    if ((await file.status()).type !== 'file') {
      await file.close();
      throw systemError('EPERM', 'open');
    }
    this.#open.set(path, (this.#open.get(path) ?? 0) + 1);
    return {
      ...file,
      sync: async () => undefined,
      close: async () => {
        this.#open.set(path, (this.#open.get(path) ?? 0) - 1);
        await file.close();
      },
    };
  }
}

function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(code), { code, syscall });
}
