import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { replicaFolderName } from '../../src/store/replica/replica-names.ts';
import { WebdavTarget } from '../../src/store/replica/webdav/webdav-target.ts';
import { startCuttingProxy, type CuttingProxy } from '../support/cutting-proxy.ts';
import { believeTestAuthority, startTlsFront, type TlsFront } from '../support/tls/tls-front.ts';
import { startWebdavServer, webdavUser, type TestServer } from '../support/webdav/webdav-server.ts';

/** What happens to the line to the server, each time it is taken up again. */
export interface LineTrouble {
  /** Bytes that come by before it; 0 for never. */
  readonly cut: number;
  /** The line speaks TLS, and is not cut: one bit of it is turned on the way. */
  readonly spoilt?: true;
}

interface Running {
  readonly server: TestServer;
  readonly front: TlsFront;
  readonly plain: CuttingProxy;
  readonly encrypted: CuttingProxy;
}

/** A server for second copies on loopback, started when it is first asked for, behind lines that can be cut and spoilt. */
export class CutServer {
  readonly dir: string;
  #running: Running | undefined;
  #cuts = 0;

  constructor(root: string) {
    this.dir = join(root, 'server');
  }

  async target(
    { vaultId }: { readonly vaultId: string },
    { cut, spoilt }: LineTrouble = { cut: 0 },
  ): Promise<WebdavTarget> {
    this.#running ??= await this.#start();
    const { plain, encrypted } = this.#running;
    plain.cutAfter(cut === 0 ? undefined : cut);
    if (spoilt === true && cut !== 0) encrypted.spoilAfter(cut);
    else encrypted.cutAfter(undefined);
    this.#cuts = this.#allCuts();
    return new WebdavTarget(
      {
        address: (spoilt === true ? encrypted : plain).address,
        folder: replicaFolderName(vaultId),
        ...webdavUser,
      },
      { tries: 3, firstWait: 1 },
    );
  }

  /** True if a line was cut or spoilt since a target was asked for last. */
  get wasCut(): boolean {
    return this.#allCuts() > this.#cuts;
  }

  async close(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.plain.close();
    await running?.encrypted.close();
    await running?.front.close();
    await running?.server.close();
  }

  #allCuts(): number {
    return (this.#running?.plain.cuts ?? 0) + (this.#running?.encrypted.cuts ?? 0);
  }

  async #start(): Promise<Running> {
    await mkdir(this.dir, { recursive: true });
    believeTestAuthority();
    const server = await startWebdavServer(this.dir);
    const front = await startTlsFront(server.address);
    return {
      server,
      front,
      plain: await startCuttingProxy(server.address),
      encrypted: await startCuttingProxy(front.address),
    };
  }
}
