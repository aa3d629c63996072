import { randomBytes } from 'node:crypto';
import { session, type DownloadItem, type Session } from 'electron';

import type { CaptureOrigin } from '../../../src/contract/control-frames.ts';
import { safeParseUrl } from '../policies/safe-parse-url.ts';
import { toldHeaders } from './policies/portal-answers.ts';
import { chainOf } from './policies/portal-certificates.ts';
import { confineDocument } from './policies/portal-headers.ts';
import { mayRequest } from './policies/portal-navigation.ts';

/** How an address was asked for last. */
interface Asking {
  readonly method: string;
  readonly referrer: string;
}

export interface PortalSessionEvents {
  readonly onDownload: (item: DownloadItem, asking: Asking | undefined) => void;
  /** A server leads the page itself to another address. */
  readonly onRedirect: (address: string) => void;
  /** Something was kept from the page for the learner's sake. */
  readonly onStopped: (what: 'program' | 'permission') => void;
}

/** A portal's own corner: cookies and all live in memory, apart from every other window, and go with it. */
export interface PortalSession {
  readonly session: Session;
  certificatesOf(address: string): CaptureOrigin['certificates'];
  /** How an address was asked for last; `GET` if nothing is known of it. */
  methodOf(address: string): string;
  /** Of the last answer with a page of this address. */
  headersOf(address: string): Record<string, string>;
  /** Forgets everything. */
  end(): Promise<void>;
}

const mostRemembered = 300;
/** Lets Chromium's own judgement of a certificate stand (`setCertificateVerifyProc`). */
const asChromiumJudges = -3;

export function openPortalSession(events: PortalSessionEvents): PortalSession {
  // A name of its own for each opening: nothing is left over from before, or from another source.
  const own = session.fromPartition(`evidence-vault-portal-${randomBytes(8).toString('hex')}`, {
    cache: false,
  });
  const askings = new Limited<Asking>(mostRemembered);
  const chains = new Limited<CaptureOrigin['certificates']>(mostRemembered);
  const headers = new Limited<Record<string, string>>(mostRemembered);
  own.setPermissionRequestHandler((_contents, permission, decide) => {
    events.onStopped(permission === 'openExternal' ? 'program' : 'permission');
    decide(false);
  });
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  own.setBluetoothPairingHandler((_details, decide) => {
    decide({ confirmed: false });
  });
  own.setDisplayMediaRequestHandler(null);
  own.setSpellCheckerEnabled(false);
  own.setCertificateVerifyProc(({ hostname, certificate, errorCode }, decide) => {
    if (errorCode === 0) chains.set(hostname, chainOf(certificate));
    decide(asChromiumJudges);
  });
  own.webRequest.onBeforeRequest(({ url, method, referrer }, decide) => {
    const cancel = !mayRequest(url);
    if (!cancel) askings.set(url, { method, referrer });
    decide({ cancel });
  });
  own.webRequest.onHeadersReceived(({ resourceType, responseHeaders }, decide) => {
    const isDocument = resourceType === 'mainFrame' || resourceType === 'subFrame';
    decide(isDocument ? { responseHeaders: confineDocument(responseHeaders ?? {}) } : {});
  });
  own.webRequest.onBeforeRedirect(({ redirectURL, resourceType }) => {
    if (resourceType === 'mainFrame') events.onRedirect(redirectURL);
  });
  own.webRequest.onResponseStarted(({ url, resourceType, responseHeaders = {} }) => {
    if (resourceType === 'mainFrame')
      headers.set(withoutFragment(url), toldHeaders(lowerCased(responseHeaders)));
  });
  own.on('will-download', (event, item) => {
    event.preventDefault();
    events.onDownload(item, askings.get(item.getURL()));
  });
  return {
    session: own,
    certificatesOf: (address) => {
      const url = safeParseUrl(address);
      return url?.protocol === 'https:' ? (chains.get(url.hostname) ?? []) : [];
    },
    methodOf: (address) => askings.get(address)?.method ?? 'GET',
    headersOf: (address) => headers.get(withoutFragment(address)) ?? {},
    end: async () => {
      await own.closeAllConnections();
      await Promise.all([
        own.clearStorageData(),
        own.clearCache(),
        own.clearAuthCache(),
        own.clearHostResolverCache(),
      ]);
    },
  };
}

function withoutFragment(address: string): string {
  return address.split('#')[0] ?? '';
}

function lowerCased<Value>(headers: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The newest so many values by name. */
class Limited<Value> {
  readonly #most: number;
  readonly #values = new Map<string, Value>();

  constructor(most: number) {
    this.#most = most;
  }

  get(name: string): Value | undefined {
    return this.#values.get(name);
  }

  set(name: string, value: Value): void {
    this.#values.delete(name);
    this.#values.set(name, value);
    const [oldest] = this.#values.keys();
    if (this.#values.size > this.#most && oldest !== undefined) this.#values.delete(oldest);
  }
}
