import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { replicaFolderName } from '../../src/store/replica/replica-names.ts';
import { WebdavTarget } from '../../src/store/replica/webdav/webdav-target.ts';
import {
  startCuttingProxy,
  startWebdavServer,
  webdavUser,
  type CuttingProxy,
  type TestServer,
} from '../support/webdav/webdav-server.ts';

/** A server for second copies on loopback, started when it is first asked for, behind a line that can be cut. */
export class CutServer {
  readonly dir: string;
  #running: { readonly server: TestServer; readonly proxy: CuttingProxy } | undefined;
  #cuts = 0;

  constructor(root: string) {
    this.dir = join(root, 'server');
  }

  /** @param cut bytes after which each connection is cut from now on; 0 for never */
  async target({ vaultId }: { readonly vaultId: string }, cut = 0): Promise<WebdavTarget> {
    this.#running ??= await this.#start();
    const { proxy } = this.#running;
    proxy.cutAfter(cut === 0 ? undefined : cut);
    this.#cuts = proxy.cuts;
    return new WebdavTarget(
      { address: proxy.address, folder: replicaFolderName(vaultId), ...webdavUser },
      { tries: 3, firstWait: 1 },
    );
  }

  /** True if the line was cut since a target was asked for last. */
  get wasCut(): boolean {
    return (this.#running?.proxy.cuts ?? 0) > this.#cuts;
  }

  async close(): Promise<void> {
    await this.#running?.proxy.close();
    await this.#running?.server.close();
    this.#running = undefined;
  }

  async #start(): Promise<{ server: TestServer; proxy: CuttingProxy }> {
    await mkdir(this.dir, { recursive: true });
    const server = await startWebdavServer(this.dir);
    return { server, proxy: await startCuttingProxy(server.address) };
  }
}
