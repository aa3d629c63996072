import { Menu, Tray } from 'electron';

import { fill } from '../../src/base/fill.ts';
import { standingMeanings, workMeanings, type StandingCode } from '../../src/base/work-words.ts';
import type { FromEngine } from '../../src/contract/control-frames.ts';
import { askBus } from './ask-bus.ts';
import type { Log } from './log.ts';
import { trayPicture, type TrayMark } from './tray-picture.ts';
import { words } from './words.ts';

export type Outlook = Extract<FromEngine, { type: 'outlook' }>;

export interface TrayActions {
  readonly open: () => void;
  readonly copyNow: () => void;
  readonly lock: () => void;
  readonly quit: () => void;
}

export interface TrayIcon {
  show(outlook: Outlook): void;
  remove(): void;
}

/** Puts the app into the tray, where this desktop has one. @returns undefined where it has none; the app works without */
export async function putIntoTray(actions: TrayActions, log: Log): Promise<TrayIcon | undefined> {
  if (!(await hasTray())) return undefined;
  try {
    const tray = new Tray(trayPicture('none'));
    let mark: TrayMark = 'none';
    tray.on('click', actions.open);
    return {
      show: (outlook) => {
        const next = markOf(outlook);
        if (next !== mark) tray.setImage(trayPicture(next));
        mark = next;
        const state = sayState(outlook);
        tray.setToolTip(`${words.app}. ${state}`);
        tray.setContextMenu(
          Menu.buildFromTemplate([
            { label: state, enabled: false },
            { type: 'separator' },
            { label: words.tray.open, click: actions.open },
            {
              label: words.menu.copyNow,
              click: actions.copyNow,
              enabled: outlook.engine !== 'locked' && !outlook.copying,
            },
            { label: words.menu.lock, click: actions.lock, enabled: outlook.engine !== 'locked' },
            { type: 'separator' },
            { label: words.menu.quit, click: actions.quit },
          ]),
        );
      },
      remove: () => {
        tray.destroy();
      },
    };
  } catch {
    log.add('tray.unavailable');
    return undefined;
  }
}

/** They matter more than that something goes on. */
const wantsSomebody: ReadonlySet<StandingCode> = new Set(['damaged', 'needs-you', 'rehearsal-failed']);

/** Windows and macOS always have one; a Linux desktop may, and Electron cannot tell. */
async function hasTray(): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const answer = await askBus('session', {
    to: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    method: 'org.freedesktop.DBus.NameHasOwner',
    with: ['org.kde.StatusNotifierWatcher'],
  });
  return answer?.includes('true') ?? false;
}

function markOf({ copying, needs, practice }: Outlook): TrayMark {
  if (needs.length > 0 && !practice) return 'needs';
  return copying ? 'busy' : 'none';
}

/** The vault's state in a few words, the same that Home and `status` show. */
function sayState({ engine, copying, standing = 'new', work, lastCopied, practice }: Outlook): string {
  const { tray } = words;
  const date = lastCopied === undefined ? undefined : sayDay(lastCopied);
  if (engine === 'locked') return date === undefined ? tray.locked : fill(tray.lockedSince, { date });
  // What the practice provider needs is nobody's worry.
  const matters = practice && standing === 'needs-you' ? 'well' : standing;
  if (matters === 'working' || (copying && !wantsSomebody.has(matters)))
    return workMeanings[work ?? 'sync'].now;
  return date === undefined && matters === 'well'
    ? standingMeanings.new
    : fill(standingMeanings[matters], { date: date ?? '' });
}

function sayDay(at: string): string {
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
}
