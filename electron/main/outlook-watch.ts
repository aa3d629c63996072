import type { Log } from './log.ts';
import { Notices } from './notifications.ts';
import type { SettingsFile } from './settings-file.ts';
import { putIntoTray, type Outlook, type TrayActions, type TrayIcon } from './tray.ts';

const locked: Outlook = {
  type: 'outlook',
  engine: 'locked',
  copying: false,
  practice: false,
  needs: [],
  reminders: [],
};

export interface OutlookEvents {
  /** The engine covered the vault by itself: the page asked it to. */
  readonly covered: () => void;
  readonly lastCopiedChanged: () => void;
  readonly openAt: (route: string) => void;
}

/** How things stand, as the engine last said, for whoever does not look at the window: tray and notifications. */
export class OutlookWatch {
  readonly #file: SettingsFile;
  readonly #log: Log;
  readonly #events: OutlookEvents;
  readonly #notices: Notices;
  #outlook = locked;
  #tray: TrayIcon | undefined;

  constructor(file: SettingsFile, events: OutlookEvents, log: Log) {
    this.#file = file;
    this.#log = log;
    this.#events = events;
    this.#notices = new Notices(events.openAt);
  }

  /** Whether the vault lies open and can be covered; nobody knows a practice vault's passphrase. */
  get canBeCovered(): boolean {
    return this.#outlook.engine === 'open' && !this.#outlook.practice;
  }

  get hasTray(): boolean {
    return this.#tray !== undefined;
  }

  async showTray(actions: TrayActions): Promise<void> {
    this.#tray = await putIntoTray(actions, this.#log);
    this.#show();
  }

  removeTray(): void {
    this.#tray?.remove();
    this.#tray = undefined;
  }

  hear(outlook: Outlook): void {
    const before = this.#outlook;
    this.#outlook = outlook;
    if (before.engine === 'open' && outlook.engine === 'covered') this.#events.covered();
    const { lastCopied } = outlook;
    if (!outlook.practice && lastCopied !== undefined && lastCopied !== this.#file.value.lastCopied) {
      this.#file.set({ lastCopied }).catch(() => {
        this.#log.add('settings.not-written');
      });
      this.#events.lastCopiedChanged();
    }
    this.#notices.look(outlook);
    this.#show();
  }

  /** Main covered it, before the engine says so. */
  cover(): void {
    this.#outlook = { ...this.#outlook, engine: 'covered' };
    this.#show();
  }

  /** The engine ended. */
  lock(): void {
    this.#outlook = locked;
    this.#show();
  }

  /** The engine fell over while nobody looked. */
  tellOfFall(): void {
    this.#notices.fellOver();
  }

  #show(): void {
    const { lastCopied } = this.#file.value;
    this.#tray?.show({ ...(lastCopied === undefined ? {} : { lastCopied }), ...this.#outlook });
  }
}
