import { throwIfCancelled, type ErrorDetails } from '../../../base/errors.ts';
import { isLoopbackHost } from '../../http/private-addresses.ts';
import type { ItemResult, PreviousState, PullResult, Sink } from '../../source.ts';
import type { CredentialNetwork } from '../archive.ts';
import { httpNetwork } from '../http-network.ts';
import type { ReadCredential } from '../read-credential.ts';
import type { CredentialPage, ListedCredential } from './credential-pages.ts';
import { askingOnce } from './issuer-answers.ts';
import type { HostParts } from './host-parts.ts';
import type { Receiver } from './receiver.ts';

export interface HostPullParts extends HostParts {
  readonly receiver: Receiver;
  readonly previous: PreviousState;
  readonly sink: Sink;
  readonly signal: AbortSignal;
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
export class HostPull {
  readonly parts: HostPullParts;
  /** Asks issuers for keys and status, each address once. */
  readonly network: CredentialNetwork;
  readonly #alertsBefore: ReadonlySet<string>;
  readonly #alerts = new Set<string>();
  readonly #seen = new Map<string, string>();
  #failed = false;
  #showsLess = false;
  #done = 0;
  #total: number | undefined;

  constructor(parts: HostPullParts, alertsBefore: readonly string[]) {
    this.parts = parts;
    const { receiver, elsewhere, base } = parts;
    const allowLoopback = isLoopbackHost(new URL(base).hostname);
    this.network = askingOnce(httpNetwork(elsewhere, { clock: receiver.clock, allowLoopback }));
    this.#alertsBefore = new Set(alertsBefore);
  }

  /** A page came, and says how many there are in all. */
  expect(total: number | undefined): void {
    this.#total = total;
  }

  /** Says what is being looked at. */
  at(name: string): void {
    throwIfCancelled(this.parts.signal);
    const total = this.#total === undefined ? {} : { total: this.#total };
    this.parts.sink.progress({ name, done: this.#done, ...total });
  }

  finished(): void {
    this.#done += 1;
  }

  counted(result: ItemResult): ItemResult {
    throwIfCancelled(this.parts.signal);
    if (result.outcome === 'failed') this.#failed = true;
    return result;
  }

  /** Looks what was listed before and is not now. Silence is not loss: it stays, and the learner is told once. */
  async end(account: string | undefined): Promise<PullResult> {
    for (const { key, gone, recordKind, version } of this.parts.previous.list('credential/')) {
      // What was never read was never there to be missed.
      if (gone || version === 0 || recordKind !== 'credential') continue;
      if (key.includes('/inside/') || this.#seen.has(key)) continue;
      this.#showsLess = true;
      await this.#alert('shows-less', key, { reasons: 'not-listed' });
    }
    const state = this.#showsLess ? 'shows-less' : this.#failed ? 'partial' : 'ok';
    return {
      state,
      ...(this.#showsLess ? { code: 'source.shows-less' as const } : {}),
      cursor: { ...(account === undefined ? {} : { account }), alerts: [...this.#alerts].sort() },
    };
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

  /** Raised when it is new; while it lasts it is not said again at every pull. */
  async #alert(code: string, key: string, details: ErrorDetails): Promise<void> {
    const name = `${code} ${key}`;
    this.#alerts.add(name);
    if (!this.#alertsBefore.has(name)) await this.parts.sink.alert({ code, key, details });
  }
}
