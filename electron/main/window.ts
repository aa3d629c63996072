import { BrowserWindow, nativeTheme, screen, type Session } from 'electron';

import { pagePreferences, paperColour, smallestWindow, usualWindow } from './policies/window-options.ts';
import type { WindowPlace } from './settings-file.ts';
import { words } from './words.ts';

export interface WindowOptions {
  readonly session: Session;
  readonly preload: string;
  readonly devTools: boolean;
  readonly place: WindowPlace | undefined;
  readonly remember: (place: WindowPlace) => void;
}

/** The one main window, not shown yet: it appears once its page has drawn itself, on ground of the page's colour. */
export function createMainWindow({
  session,
  preload,
  devTools,
  place,
  remember,
}: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...usualWindow,
    ...visiblePlace(place),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    title: words.app,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: paperColour(nativeTheme.shouldUseDarkColors),
    webPreferences: { ...pagePreferences({ preload, devTools }), session },
  });
  if (place?.maximised === true) window.maximize();
  const repaint = (): void => {
    window.setBackgroundColor(paperColour(nativeTheme.shouldUseDarkColors));
  };
  nativeTheme.on('updated', repaint);
  let timer: NodeJS.Timeout | undefined;
  const note = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!window.isDestroyed() && !window.isMinimized()) remember(placeOf(window));
    }, 500);
  };
  window.on('resize', note);
  window.on('move', note);
  window.once('closed', () => {
    clearTimeout(timer);
    nativeTheme.off('updated', repaint);
  });
  // A WebRTC connection would find its way around the session's proxy otherwise.
  window.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  return window;
}

/** Where the window is, or would be if it were not maximised. */
export function placeOf(window: BrowserWindow): WindowPlace {
  return { ...window.getNormalBounds(), maximised: window.isMaximized() };
}

/** Brings the window to the learner, wherever it hides. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** The remembered place if enough of it lies on some screen that is there now; otherwise only its size. */
function visiblePlace(place: WindowPlace | undefined): Partial<WindowPlace> {
  if (place === undefined) return {};
  const { x, y } = place;
  const width = Math.max(place.width, smallestWindow.width);
  const height = Math.max(place.height, smallestWindow.height);
  if (x === undefined || y === undefined) return { width, height };
  const seen = screen.getAllDisplays().some(({ workArea }) => {
    const across = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x);
    const down = Math.min(y + height, workArea.y + workArea.height) - Math.max(y, workArea.y);
    return across >= 100 && down >= 100;
  });
  return seen ? { x, y, width, height } : { width, height };
}
