import type { DownloadItem } from 'electron';

import type { CaptureOrigin, FromEngine, ToEngine } from '../../../src/contract/control-frames.ts';
import type { PortalState } from '../../../src/contract/shell-contract.ts';
import { VaultError } from '../../../src/base/errors.ts';
import type { PortalHost } from '../portal-registration.ts';
import { CaptureOutbox, type KeptCapture } from './capture-outbox.ts';
import { copyData } from './copy-data.ts';
import { copyDownload } from './copy-download.ts';
import { keepPage } from './keep-page.ts';
import { KeptList } from './kept-list.ts';
import { certificateState } from './policies/portal-certificates.ts';
import { readCookies, writeCookies } from './policies/portal-cookies.ts';
import { judgeDownload } from './policies/portal-downloads.ts';
import { safeParsePortalAddress } from './policies/portal-address.ts';
import { viewPlace, type Rectangle } from './policies/portal-place.ts';
import { openPortalSession, type PortalSession } from './portal-session.ts';
import { PortalView } from './portal-view.ts';

type Opened = Extract<FromEngine, { type: 'portal-opened' }>;
type Stopped = 'window' | 'program' | 'permission' | 'download';
/** What is known of a download whoever asks for it. */
type Wanted = Pick<DownloadItem, 'getURL' | 'getURLChain' | 'getFilename' | 'getMimeType' | 'getTotalBytes'>;

export interface OpeningEvents {
  readonly onChange: () => void;
  /** The page came to an address at which the window ends. */
  readonly onEnd: (address: string) => void;
}

/** One portal, from opening to closing: its view, its corner of memory, and what was kept there. */
export class PortalOpening {
  readonly #host: PortalHost;
  readonly #opened: Opened;
  readonly #events: OpeningEvents;
  readonly #corner: PortalSession;
  readonly #view: PortalView;
  readonly #outbox: CaptureOutbox;
  readonly #kept: KeptList;
  /** Address at which the window began; names the portal while it has no source. */
  #site: string | undefined;
  #source: string | undefined;
  #remembers: boolean;
  #place: Rectangle | undefined;
  #asks:
    | { readonly id: number; readonly name: string; readonly from: string; readonly take: () => void }
    | undefined;
  #nextAsk = 1;
  #stopped: PortalState['stopped'];
  #ended = false;

  constructor(host: PortalHost, opened: Opened, events: OpeningEvents, devTools: boolean) {
    this.#host = host;
    this.#opened = opened;
    this.#events = events;
    this.#source = opened.source;
    this.#site = opened.address;
    this.#remembers = opened.cookies !== undefined;
    this.#outbox = new CaptureOutbox(
      (message: ToEngine) => {
        host.send(message);
      },
      () => host.nextRequestId(),
    );
    this.#kept = new KeptList(() => {
      this.#changed();
    });
    this.#corner = openPortalSession({
      onDownload: (item, asking) => {
        this.#download(item, asking?.method ?? 'GET', asking?.referrer, this.#isWanted(item));
      },
      onRedirect: (address) => {
        this.#view.endsHere(address);
      },
      onStopped: (what) => {
        this.#noteStopped(what);
      },
    });
    this.#view = new PortalView(
      this.#corner.session,
      opened.endsAt,
      {
        onChange: () => {
          this.#changed();
        },
        onStopped: (what) => {
          this.#noteStopped(what);
        },
        onEnd: (address) => {
          events.onEnd(address);
        },
        onLeave: () => {
          host.window.webContents.focus();
        },
      },
      devTools,
    );
    host.window.contentView.addChildView(this.#view.view);
  }

  /** Puts the remembered sign-in back and goes to the first address. */
  async begin(): Promise<void> {
    const { cookies } = this.#corner.session;
    for (const cookie of readCookies(this.#opened.cookies ?? '', new Date()))
      await cookies.set(cookie).catch(() => {
        this.#host.log.add('portal.cookie-refused');
      });
    if (this.#site !== undefined) this.#view.go(this.#site);
  }

  get state(): PortalState {
    const { contents, address, problem, isBroken } = this.#view;
    const live = !contents.isDestroyed();
    return {
      open: true,
      ...(this.#source === undefined ? {} : { source: this.#source }),
      address,
      title: live ? contents.getTitle().slice(0, 500) : '',
      certificate: certificateState({ address, isBroken, practice: this.#opened.practice }),
      loading: live && contents.isLoadingMainFrame(),
      ...(problem === undefined ? {} : { problem }),
      canGoBack: live && contents.navigationHistory.canGoBack(),
      canGoForward: live && contents.navigationHistory.canGoForward(),
      remembersSignIn: this.#remembers,
      ...(this.#asks === undefined
        ? {}
        : { asks: { id: this.#asks.id, name: this.#asks.name, from: this.#asks.from } }),
      ...(this.#stopped === undefined ? {} : { stopped: this.#stopped }),
      kept: [...this.#kept.rows],
    };
  }

  hear(message: FromEngine): void {
    this.#outbox.hear(message);
  }

  go(url: URL): void {
    this.#site ??= url.href;
    this.#view.gestures.grant();
    this.#view.go(url.href);
  }

  do(what: 'back' | 'forward' | 'reload' | 'stop' | 'focus'): void {
    const { contents } = this.#view;
    if (what === 'back') contents.navigationHistory.goBack();
    else if (what === 'forward') contents.navigationHistory.goForward();
    else if (what === 'reload') {
      const { address, problem } = this.#view;
      if (problem === undefined) contents.reload();
      else this.#view.go(address);
    } else if (what === 'stop') contents.stop();
    else contents.focus();
  }

  /** Throws `source.unsafe-address` where there is no page to keep. */
  keepPage(): void {
    const { contents, address, status, problem } = this.#view;
    const url = safeParsePortalAddress(address);
    if (url === undefined || problem !== undefined) throw new VaultError('source.unsafe-address');
    const title = contents.getTitle().slice(0, 2000);
    void this.#kept
      .follow(title === '' ? url.host : title, undefined, (signal) =>
        keepPage(
          contents,
          {
            ...this.#belonging(),
            name: (title === '' ? url.host : title).slice(0, 1000),
            address: url.href,
            ...(title === '' ? {} : { title }),
            ...(status === undefined ? {} : { status }),
            headers: this.#corner.headersOf(address),
            certificates: this.#corner.certificatesOf(address),
          },
          this.#outbox,
          signal,
        ),
      )
      .then((kept) => {
        this.#learn(kept);
      });
  }

  /** Lays the view onto the window, or hides it. */
  lay(place: Rectangle | undefined): void {
    this.#place = place;
    const { window } = this.#host;
    if (this.#ended || window.isDestroyed()) return;
    const [width = 0, height = 0] = window.getContentSize();
    const shown = place !== undefined && place.width > 0 && place.height > 0;
    if (shown)
      this.#view.view.setBounds(viewPlace(place, { width, height }, window.webContents.getZoomFactor()));
    this.#view.view.setVisible(shown);
  }

  layAgain(): void {
    this.lay(this.#place);
  }

  stopKeeping(id: number): void {
    this.#kept.stop(id);
  }

  answer(id: number, keep: boolean): void {
    const asked = this.#asks;
    if (asked?.id !== id) return;
    this.#asks = undefined;
    if (keep) asked.take();
    else this.#changed();
  }

  /** The learner's consent that cookies are sealed in the vault, or its end. */
  async remember(remember: boolean): Promise<void> {
    this.#remembers = remember;
    if (remember) await this.#saveSignIn();
    else this.#host.send({ type: 'portal-cookies', ...this.#belonging() });
    this.#changed();
  }

  /** The window ends. What is being copied is given up. Everything but a sign-in that the learner let us keep is forgotten. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#kept.stopAll();
    this.#outbox.giveUpAll();
    const { window } = this.#host;
    if (!window.isDestroyed()) window.contentView.removeChildView(this.#view.view);
    this.#view.end();
    this.#corner.end().catch(() => {
      this.#host.log.add('portal.not-cleared');
    });
  }

  /** As `end`, but keeps the sign-in first where the learner agreed. For an end that the learner or the portal chose. */
  async leave(): Promise<void> {
    if (this.#ended) return;
    this.lay(undefined);
    if (this.#remembers) await this.#saveSignIn().catch(() => undefined);
    this.end();
  }

  #isWanted(item: DownloadItem): boolean {
    return item.hasUserGesture() || this.#view.wasWanted(item.getURLChain()[0]);
  }

  #download(item: Wanted, method: string, referrer: string | undefined, begunByGesture: boolean): void {
    const url = item.getURL();
    const wish = {
      url,
      method,
      hasGesture: begunByGesture && this.#view.gestures.takeForDownload(),
      underWay: this.#kept.underWay,
      isAsking: this.#asks !== undefined,
    };
    const judgement = judgeDownload(wish);
    const name = item.getFilename();
    const take = this.#taker(item, referrer);
    switch (judgement.do) {
      case 'take':
      case 'take-data':
        take();
        break;
      case 'ask':
        this.#asks = {
          id: this.#nextAsk++,
          name,
          from: hostOf(url) ?? hostOf(this.#view.address) ?? '',
          take,
        };
        this.#changed();
        break;
      case 'refuse':
        this.#kept.refuse(name, judgement.code);
        break;
      case 'stop':
        this.#noteStopped('download');
    }
  }

  /** What is known of a download is gone once its item is, so it is read now. */
  #taker(item: Wanted, referrer: string | undefined): () => void {
    const url = item.getURL();
    const name = item.getFilename();
    const announced = { mediaType: item.getMimeType(), size: item.getTotalBytes() };
    const title = this.#view.contents.getTitle().slice(0, 2000);
    const origin = { ...this.#belonging(), ...(title === '' ? {} : { title }) };
    const { address } = this.#view;
    // A form leads on to what it made, under an address that stands for nothing else.
    const [pressed = url] = item.getURLChain();
    const first = this.#corner.methodOf(pressed) === 'GET' ? pressed : url;
    const certificatesOf = (of: string): CaptureOrigin['certificates'] => this.#corner.certificatesOf(of);
    const copy = (
      signal: AbortSignal,
      onProgress: (received: number, total?: number) => void,
    ): Promise<KeptCapture> =>
      url.startsWith('data:')
        ? copyData(
            url,
            { ...origin, name: name.slice(0, 1000), address, certificates: certificatesOf(address) },
            this.#outbox,
          )
        : copyDownload(
            { url, address: first, name, announced, referrer, origin },
            { session: this.#corner.session, outbox: this.#outbox, certificatesOf, signal, onProgress },
          );
    return () => {
      void this.#kept.follow(name, announced.size > 0 ? announced.size : undefined, copy).then((kept) => {
        this.#learn(kept);
      });
    };
  }

  /** The first thing that is kept gives the portal its source. */
  #learn(kept: KeptCapture | undefined): void {
    this.#source ??= kept?.source;
    this.#changed();
  }

  #belonging(): { source?: string; site?: string } {
    return {
      ...(this.#source === undefined ? {} : { source: this.#source }),
      ...(this.#site === undefined ? {} : { site: this.#site }),
    };
  }

  async #saveSignIn(): Promise<void> {
    const cookies = writeCookies(await this.#corner.session.cookies.get({}));
    if (this.#belonging().site === undefined && this.#source === undefined) return;
    this.#host.send({
      type: 'portal-cookies',
      ...this.#belonging(),
      ...(cookies === undefined ? {} : { cookies }),
    });
  }

  #noteStopped(what: Stopped): void {
    this.#stopped = { count: (this.#stopped?.count ?? 0) + 1, what };
    this.#host.log.add('portal.stopped', { what });
    this.#changed();
  }

  #changed(): void {
    if (!this.#ended) this.#events.onChange();
  }
}

function hostOf(address: string): string | undefined {
  return safeParsePortalAddress(address)?.host;
}
