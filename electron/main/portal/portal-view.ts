import { WebContentsView, type Session, type WebContents } from 'electron';

import { isEnd } from './policies/portal-ends.ts';
import { isCertificateError } from './policies/portal-certificates.ts';
import { PortalGestures } from './policies/portal-gestures.ts';
import { mayGo } from './policies/portal-navigation.ts';
import { portalPreferences } from './policies/portal-view-options.ts';
import { judgeWindow } from './policies/portal-windows.ts';

export interface PortalViewEvents {
  readonly onChange: () => void;
  readonly onStopped: (what: 'window' | 'program') => void;
  /** The page came to an address at which the window ends. */
  readonly onEnd: (address: string) => void;
  /** The learner wants to leave the page by a key. */
  readonly onLeave: () => void;
}

/** Chromium's word for a load that was given up for another (net/base/net_error_list.h). */
const givenUp = -3;

/** The guarded view: what it shows comes from the web, and there is no way out of it. */
export class PortalView {
  readonly view: WebContentsView;
  readonly gestures = new PortalGestures();
  readonly #events: PortalViewEvents;
  readonly #endsAt: readonly string[];
  #failed: { readonly address: string; readonly code: number } | undefined;
  #status: number | undefined;
  #ended = false;
  /** The address that the learner's own wish led to last. */
  #wanted = '';

  constructor(session: Session, endsAt: readonly string[], events: PortalViewEvents, devTools: boolean) {
    this.#events = events;
    this.#endsAt = endsAt;
    this.view = new WebContentsView({ webPreferences: { ...portalPreferences(devTools), session } });
    this.view.setVisible(false);
    this.#guard(this.contents);
    this.#watch(this.contents);
  }

  get contents(): WebContents {
    return this.view.webContents;
  }

  /** The address that is shown, or that could not be. */
  get address(): string {
    return this.#failed?.address ?? (this.contents.isDestroyed() ? '' : this.contents.getURL());
  }

  /** HTTP status of the page. */
  get status(): number | undefined {
    return this.#status;
  }

  get isBroken(): boolean {
    return this.#failed !== undefined && isCertificateError(this.#failed.code);
  }

  /** Why the page that was wanted is not shown. */
  get problem(): 'source.certificate-broken' | 'source.unreachable' | undefined {
    if (this.#failed === undefined) return undefined;
    return this.isBroken ? 'source.certificate-broken' : 'source.unreachable';
  }

  /** True for what the learner's own wish led to, though it was main that went there. */
  wasWanted(address: string | undefined): boolean {
    return address !== undefined && withoutFragment(address) === withoutFragment(this.#wanted);
  }

  go(address: string): void {
    this.#wanted = address;
    // What becomes of it is heard through the view's own events.
    this.contents.loadURL(address).catch(() => undefined);
  }

  /** A server or a page leads here. @returns true if the window ends there */
  endsHere(address: string): boolean {
    if (!isEnd(address, this.#endsAt)) return false;
    if (!this.#ended) {
      this.#ended = true;
      this.#events.onEnd(address);
    }
    return true;
  }

  end(): void {
    if (!this.contents.isDestroyed()) this.contents.close({ waitForBeforeUnload: false });
  }

  #guard(contents: WebContents): void {
    contents.setWindowOpenHandler(({ url, postBody }) => {
      const wish = {
        url,
        sendsForm: Boolean(postBody),
        hasGesture: this.gestures.takeForWindow(performance.now()),
      };
      if (judgeWindow(wish) === 'deny') this.#events.onStopped('window');
      else
        setImmediate(() => {
          this.go(url);
        });
      return { action: 'deny' };
    });
    contents.on('will-frame-navigate', (event) => {
      const { url, isMainFrame } = event;
      if (isMainFrame && this.endsHere(url)) event.preventDefault();
      else if (!mayGo({ url, isMainFrame })) {
        event.preventDefault();
        this.#events.onStopped('program');
      }
    });
    contents.on('will-redirect', (event) => {
      const { url, isMainFrame } = event;
      if (isMainFrame && this.endsHere(url)) event.preventDefault();
      else if (!mayGo({ url, isMainFrame })) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    // Preventing the prevention: a page may not hold the learner back.
    contents.on('will-prevent-unload', (event) => {
      event.preventDefault();
    });
    contents.on('login', (event) => {
      event.preventDefault();
    });
    contents.on('select-client-certificate', (event) => {
      // Never answered: a certificate that tells who the learner is goes to nobody unasked.
      event.preventDefault();
    });
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  }

  #watch(contents: WebContents): void {
    const tell = (): void => {
      this.#events.onChange();
    };
    contents.on('input-event', (_event, { type }) => {
      this.gestures.note(type, performance.now());
    });
    contents.on('before-input-event', (event, { type, key }) => {
      if (type !== 'keyDown' || key !== 'F6') return;
      event.preventDefault();
      this.#events.onLeave();
    });
    contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#failed = undefined;
      tell();
    });
    contents.on('did-navigate', (_event, _url, status) => {
      this.#status = status > 0 ? status : undefined;
      this.gestures.forget();
      tell();
    });
    contents.on('did-fail-load', (_event, code, _says, address, isMainFrame) => {
      if (!isMainFrame || code === givenUp || this.#ended) return;
      this.#failed = { address, code };
      tell();
    });
    contents.on('render-process-gone', tell);
    contents.on('did-navigate-in-page', tell);
    contents.on('did-start-loading', tell);
    contents.on('did-stop-loading', tell);
    contents.on('page-title-updated', tell);
  }
}

function withoutFragment(address: string): string {
  return address.split('#')[0] ?? '';
}
