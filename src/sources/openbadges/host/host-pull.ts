import { isLoopbackHost } from '../../../base/loopback-host.ts';
import { PortalPull, type PortalPullParts } from '../../portal-pull.ts';
import type { PullResult } from '../../source.ts';
import type { CredentialNetwork } from '../collect-archive.ts';
import { httpNetwork } from '../http-network.ts';
import type { ReadCredential } from '../../../verify/origin/credentials/read-credential.ts';
import type { CredentialPage, ListedCredential } from './credential-pages.ts';
import { askingOnce } from './issuer-answers.ts';
import type { HostParts } from './host-parts.ts';
import type { Receiver } from '../../http/receiver.ts';

export interface HostPullParts extends HostParts, PortalPullParts {
  readonly receiver: Receiver;
}

/** A credential in hand. */
export interface HeldCredential {
  readonly key: string;
  readonly name: string;
  readonly read: ReadCredential;
  readonly listed: ListedCredential;
  readonly page: CredentialPage;
}

/** One pull under way: what it reported so far, and how it is going to end. */
export class HostPull extends PortalPull<HostPullParts> {
  /** Asks issuers for keys and status, each address once. */
  readonly network: CredentialNetwork;
  readonly #seen = new Map<string, string>();

  constructor(parts: HostPullParts, alertsBefore: readonly string[]) {
    super(parts, alertsBefore);
    const { receiver, elsewhere, base } = parts;
    const allowLoopback = isLoopbackHost(new URL(base).hostname);
    this.network = askingOnce(httpNetwork(elsewhere, { clock: receiver.clock, allowLoopback }));
  }

  /** Looks what was listed before and is not now. Silence is not loss: it stays, and the learner is told once. */
  async end(account: string | undefined): Promise<PullResult> {
    for (const { key, gone, recordKind, version } of this.parts.previous.list('credential/')) {
      // What was never read was never there to be missed.
      if (gone || version === 0 || recordKind !== 'credential') continue;
      if (key.includes('/inside/') || this.#seen.has(key)) continue;
      await this.showsLess(key, 'not-listed');
    }
    return this.ending(account === undefined ? {} : { account });
  }

  /**
   * A credential's key is its id. One that has none, or whose id was listed before with other bytes, is known by its bytes; one that is listed
   * twice is taken once.
   * @returns undefined for one that was taken already
   */
  keyOf({ credential }: ReadCredential, digest: string): string | undefined {
    const { id } = credential;
    const plain = `credential/${typeof id === 'string' ? id : `sha256:${digest}`}`;
    const before = this.#seen.get(plain);
    if (before === digest) return undefined;
    const key = before === undefined ? plain : `${plain}#sha256:${digest}`;
    if (this.#seen.has(key)) return undefined;
    this.#seen.set(key, digest);
    return key;
  }
}
