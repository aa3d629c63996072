import { Notification } from 'electron';

import { errorMeanings, isErrorCode } from '../../src/base/error-codes.ts';
import { judgeNeeds, type Told } from './policies/need-notices.ts';
import type { Outlook } from './tray.ts';
import { words } from './words.ts';

/** Native notifications: only of what the learner must do something about, in plain words, without names. */
export class Notices {
  readonly #open: (route: string) => void;
  #told: Told = {};
  /** A notification that is not held on to may lose its click. */
  #shown: Notification | undefined;

  /** @param open shows the window at a route, when a notification is clicked */
  constructor(open: (route: string) => void) {
    this.#open = open;
  }

  look(outlook: Outlook): void {
    const { tell, told } = judgeNeeds(outlook, this.#told, Date.now());
    this.#told = told;
    const [code] = tell;
    if (code !== undefined) this.#show(sayNeed(code), code.startsWith('copy-') ? '/copies' : '/sources');
  }

  fellOver(): void {
    this.#show(words.notice.fellOver, '/unlock');
  }

  #show(body: string, route: string): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title: words.notice.title, body });
    notification.on('click', () => {
      this.#open(route);
    });
    notification.show();
    this.#shown?.close();
    this.#shown = notification;
  }
}

/** A code in plain words: what our list of errors says of it. */
function sayNeed(code: string): string {
  if (code === 'copy-late') return words.notice.copyLate;
  if (code === 'copy-soon-late') return words.notice.copySoonLate;
  return isErrorCode(code) ? errorMeanings[code].sentence : words.notice.other;
}
