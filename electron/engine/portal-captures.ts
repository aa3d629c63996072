import { asVaultError, reportError, VaultError } from '../../src/base/errors.ts';
import { isErrorCode } from '../../src/base/error-codes.ts';
import type { CaptureOrigin, FromEngine, ToEngine } from '../../src/contract/control-frames.ts';
import { Turns } from '../../src/vault/ingest/turns.ts';
import { keepCapture, type PortalCapture } from '../../src/vault/keep-capture.ts';
import { findSignIn, forgetSignIn, rememberSignIn } from '../../src/vault/portal-sign-in.ts';
import { findPortal, getPortal, type PortalName } from '../../src/vault/portals.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';
import { IncomingBytes } from './portal-incoming-bytes.ts';
import { beginSignIn, type PortalSignIn, type SignInWish } from './portal-sign-ins.ts';

export interface PortalPort {
  readonly send: (frame: FromEngine) => void;
  /** The open vault. Throws `access.locked`, also while it is covered. */
  readonly vault: () => WritableVault;
  /** Something was kept, or a source was made. */
  readonly changed: () => void;
  /** The window of a sign-in ended at this address; the rest is a task. */
  readonly signedIn: (signIn: PortalSignIn, address: string) => void;
}

/** Milliseconds that finding where a sign-in begins may take; main waits a little longer. */
const lookUpLimit = 50_000;

interface Capture {
  readonly bytes: IncomingBytes;
  readonly stop: AbortController;
  readonly over: Promise<void>;
}

/** The portal window as the engine sees it: captures that come in piece by piece, where windows begin, and the sign-ins that may be kept. */
export class PortalCaptures {
  readonly #port: PortalPort;
  readonly #captures = new Map<number, Capture>();
  readonly #turns = new Turns();
  /** The sign-in under way, by the request that opened its window; another window ends it. */
  #signIn: { readonly id: number; readonly signIn: PortalSignIn } | undefined;
  /** Stops the search for where a sign-in begins, once another window is wanted. */
  #search: AbortController | undefined;

  constructor(port: PortalPort) {
    this.#port = port;
  }

  /** @returns false for a message that is not the portal window's */
  handle(message: ToEngine): boolean {
    switch (message.type) {
      case 'capture-begin':
        this.#begin(message.id, message.origin);
        return true;
      case 'capture-bytes':
        this.#captures.get(message.id)?.bytes.push(message.bytes);
        return true;
      case 'capture-end':
        this.#captures.get(message.id)?.bytes.end();
        return true;
      case 'capture-abort':
        this.#abort(message.id, message.code);
        return true;
      case 'portal-open':
        this.#open(message);
        return true;
      case 'portal-cookies':
        this.#keepSignIn(message);
        return true;
      case 'portal-ended':
        this.#endSignIn(message.id, message.address);
        return true;
      default:
        return false;
    }
  }

  /** Gives up what is coming in; returns once nothing of it is under way. */
  async stop(): Promise<void> {
    const captures = [...this.#captures.values()];
    for (const { bytes, stop } of captures) {
      stop.abort();
      bytes.fail(new VaultError('internal.cancelled'));
    }
    await Promise.all(captures.map(({ over }) => over));
    await this.#turns.take('portals', async () => undefined);
  }

  #begin(id: number, origin: CaptureOrigin): void {
    const bytes = new IncomingBytes((count) => {
      this.#port.send({ type: 'capture-taken', id, bytes: count });
    });
    const stop = new AbortController();
    const over = this.#keep(id, origin, bytes, stop.signal).finally(() => {
      this.#captures.delete(id);
    });
    this.#captures.set(id, { bytes, stop, over });
  }

  async #keep(id: number, origin: CaptureOrigin, bytes: IncomingBytes, signal: AbortSignal): Promise<void> {
    try {
      const vault = this.#port.vault();
      const name = portalOf(origin);
      // One after the other, so that a portal is made once; and versions of one address are counted one after the other.
      const { id: source } = await this.#turns.take('portals', () => getPortal(vault, name));
      const report = await this.#turns.take(`address ${new URL(origin.address).href}`, () =>
        keepCapture(vault, { source }, captureOf(origin, bytes), { signal }),
      );
      const item = report.items.at(-1);
      if (item === undefined) throw new VaultError('internal.bug', { what: 'capture' });
      const { outcome, code } = item;
      if (outcome === 'failed' || outcome === 'gone' || outcome === 'erased')
        throw new VaultError(code !== undefined && isErrorCode(code) ? code : 'internal.bug');
      this.#port.send({ type: 'capture-kept', id, item: item.id, source: report.id, outcome });
    } catch (thrown) {
      const { code, details } = reportError(thrown);
      this.#port.send({ type: 'capture-failed', id, error: { code, details } });
    } finally {
      // What still comes is for nobody.
      bytes.fail(new VaultError('internal.cancelled'));
      this.#port.changed();
    }
  }

  #abort(id: number, code: string | undefined): void {
    const capture = this.#captures.get(id);
    if (capture === undefined) return;
    if (code === undefined || !isErrorCode(code)) capture.stop.abort();
    capture.bytes.fail(new VaultError(code !== undefined && isErrorCode(code) ? code : 'internal.cancelled'));
  }

  #open({ id, source, url, signIn, connect }: Extract<ToEngine, { type: 'portal-open' }>): void {
    const answer = { type: 'portal-opened', id, endsAt: [] as string[] } as const;
    try {
      const vault = this.#port.vault();
      const { practice } = vault;
      this.#signIn = undefined;
      this.#search?.abort();
      this.#search = undefined;
      if (connect !== undefined && url !== undefined) {
        void this.#beginSignIn(id, { connect, url });
        return;
      }
      if (signIn === true && source !== undefined) {
        void this.#beginSignIn(id, { source });
        return;
      }
      const name = safeName(source, url);
      if (name === undefined) {
        this.#port.send({ ...answer, practice });
        return;
      }
      const { source: row, address } = findPortal(vault, name);
      const cookies = findSignIn(vault, name);
      this.#port.send({
        ...answer,
        ...(row === undefined ? {} : { source: row.id }),
        address,
        ...(cookies === undefined ? {} : { cookies }),
        practice,
      });
    } catch (thrown) {
      const { code, details } = reportError(thrown);
      this.#port.send({ ...answer, practice: false, error: { code, details } });
    }
  }

  async #beginSignIn(id: number, wish: SignInWish): Promise<void> {
    const search = new AbortController();
    this.#search = search;
    try {
      const vault = this.#port.vault();
      const signal = AbortSignal.any([search.signal, AbortSignal.timeout(lookUpLimit)]);
      const signIn = await beginSignIn(vault, wish, signal);
      // The vault may have been covered meanwhile.
      const { practice } = this.#port.vault();
      if (this.#search !== search) throw new VaultError('internal.cancelled');
      this.#signIn = { id, signIn };
      const { address, end } = signIn;
      this.#port.send({ type: 'portal-opened', id, address, endsAt: [end], practice });
    } catch (thrown) {
      const { code, details } = reportError(thrown);
      const error = { code, details };
      this.#port.send({ type: 'portal-opened', id, endsAt: [], practice: false, error });
    }
  }

  #endSignIn(id: number, address: string): void {
    const begun = this.#signIn;
    if (begun?.id !== id) return;
    this.#signIn = undefined;
    this.#port.signedIn(begun.signIn, address);
  }

  #keepSignIn({ source, site, cookies }: Extract<ToEngine, { type: 'portal-cookies' }>): void {
    const name = safeName(source, site);
    if (name === undefined) return;
    this.#turns
      .take('portals', async () => {
        const vault = this.#port.vault();
        if (cookies === undefined) await forgetSignIn(vault, name);
        else await rememberSignIn(vault, name, cookies);
        this.#port.changed();
      })
      .catch((thrown: unknown) => {
        // A sign-in that could not be kept is asked for again; a bug is not to be hidden.
        if (asVaultError(thrown).code === 'internal.bug') throw thrown;
      });
  }
}

function safeName(source: string | undefined, url: string | undefined): PortalName | undefined {
  if (source !== undefined) return { source, ...(url === undefined ? {} : { url }) };
  return url === undefined ? undefined : { url };
}

/** A source stands for itself; its window may have begun at another address. */
function portalOf({ source, site, address }: CaptureOrigin): PortalName {
  return source === undefined ? { url: site ?? address } : { source };
}

function captureOf(origin: CaptureOrigin, bytes: AsyncIterable<Uint8Array>): PortalCapture {
  const {
    what,
    name,
    mediaType,
    inPage,
    size,
    parts = [],
    address,
    title,
    status,
    headers,
    received,
  } = origin;
  return {
    address,
    ...(title === undefined ? {} : { title }),
    ...(status === undefined ? {} : { status }),
    headers,
    received,
    certificates: origin.certificates,
    kept:
      what === 'page'
        ? { what, parts }
        : {
            what,
            name,
            ...(mediaType === undefined ? {} : { mediaType }),
            ...(inPage === undefined ? {} : { inPage }),
            ...(size === undefined ? {} : { size }),
          },
    bytes,
  };
}
