import type { WebContentsDidStartNavigationEventParams } from 'electron';

import { VaultError } from '../../../src/base/errors.ts';
import type { FromEngine } from '../../../src/contract/control-frames.ts';
import type { PortalState, ShellInput } from '../../../src/contract/shell-contract.ts';
import type { CreatePortal, Portal, PortalHandlers, PortalHost } from '../portal-registration.ts';
import { safeParseTyped } from './policies/portal-address.ts';
import { PortalOpening } from './portal-opening.ts';

type Opened = Extract<FromEngine, { type: 'portal-opened' }>;

const closed: PortalState = {
  open: false,
  address: '',
  title: '',
  certificate: 'not-secure',
  loading: false,
  canGoBack: false,
  canGoForward: false,
  remembersSignIn: false,
  kept: [],
};

/** Milliseconds until an engine that does not answer counts as gone. */
const answerLimit = 15_000;
/** The same where the engine first asks the portal where its sign-in begins. */
const lookUpLimit = 60_000;
/** Milliseconds between two tellings of how things stand. */
const pace = 80;

/** The portal window: at most one portal at a time, laid over the main window below the page's address bar. */
export const createPortal: CreatePortal = (host) => new PortalWindow(host);

class PortalWindow implements Portal {
  readonly methods: PortalHandlers;
  readonly #host: PortalHost;
  readonly #waiting = new Map<number, (opened: Opened) => void>();
  #opening: PortalOpening | undefined;
  #telling: NodeJS.Timeout | undefined;

  constructor(host: PortalHost) {
    this.#host = host;
    const { window } = host;
    window.on('resize', () => {
      this.#opening?.layAgain();
    });
    window.webContents.on('did-start-navigation', (event: WebContentsDidStartNavigationEventParams) => {
      // Whatever page comes next says anew where the view lies; until then it covers nothing.
      if (event.isMainFrame && (!event.isSameDocument || !/#\/portal(?:$|\?)/u.test(event.url)))
        this.#opening?.lay(undefined);
    });
    this.methods = {
      'portal.open': async (input) => {
        await this.#open(input);
        return {};
      },
      'portal.state': async () => this.#opening?.state ?? closed,
      'portal.place': async ({ place }) => {
        this.#opening?.lay(place);
        return {};
      },
      'portal.do': async ({ what }) => {
        if (what === 'close') await this.#leave('/sources');
        else if (what === 'keep-page') this.#get().keepPage();
        else this.#get().do(what);
        return {};
      },
      'portal.go': async ({ url }) => {
        this.#get().go(typed(url));
        return {};
      },
      'portal.rememberSignIn': async ({ remember }) => {
        await this.#get().remember(remember);
        return {};
      },
      'portal.stopKeeping': async ({ id }) => {
        this.#opening?.stopKeeping(id);
        return {};
      },
      'portal.answer': async ({ id, keep }) => {
        this.#opening?.answer(id, keep);
        return {};
      },
    };
  }

  onEngineMessage(message: FromEngine): void {
    if (message.type === 'portal-opened') {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    } else this.#opening?.hear(message);
  }

  close(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    const opening = this.#opening;
    this.#opening = undefined;
    opening?.end();
    if (opening !== undefined) this.#host.publish(closed);
  }

  async #open(input: ShellInput<'portal.open'>): Promise<void> {
    const { source, url, ...how } = input;
    const address = url === undefined ? undefined : typed(url);
    const opened = await this.#ask({
      ...how,
      ...(source === undefined ? {} : { source }),
      ...(address === undefined ? {} : { url: address.href }),
    });
    if (opened.error !== undefined) throw new VaultError(opened.error.code, opened.error.details);
    await this.#opening?.leave();
    const opening = new PortalOpening(
      this.#host,
      opened,
      {
        onChange: () => {
          if (opening === this.#opening) this.#tellSoon();
        },
        onEnd: (end) => {
          if (opening !== this.#opening) return;
          this.#host.send({ type: 'portal-ended', id: opened.id, address: end });
          void this.#leave(source === undefined ? '/sources' : `/sources/${source}`);
        },
      },
      __BUILD__ !== 'release',
    );
    this.#opening = opening;
    this.#host.go('/portal');
    this.#host.publish(opening.state);
    await opening.begin();
  }

  #ask(wish: ShellInput<'portal.open'>): Promise<Opened> {
    const id = this.#host.nextRequestId();
    const limit = wish.connect !== undefined || wish.signIn === true ? lookUpLimit : answerLimit;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new VaultError('access.locked'));
      }, limit);
      this.#waiting.set(id, (opened) => {
        clearTimeout(timer);
        resolve(opened);
      });
      this.#host.send({ type: 'portal-open', id, ...wish });
    });
  }

  async #leave(route: string): Promise<void> {
    const opening = this.#opening;
    await opening?.leave();
    if (opening !== this.#opening) return;
    this.close();
    this.#host.go(route);
  }

  #get(): PortalOpening {
    if (this.#opening === undefined) throw new VaultError('input.not-found', { what: 'portal' });
    return this.#opening;
  }

  #tellSoon(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      if (this.#opening !== undefined) this.#host.publish(this.#opening.state);
    }, pace);
  }
}

/** Throws `source.unsafe-address`. */
function typed(url: string): URL {
  const address = safeParseTyped(url);
  if (address === undefined) throw new VaultError('source.unsafe-address');
  return address;
}
