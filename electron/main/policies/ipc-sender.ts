import { parsePageAddress } from './page-address.ts';

/** Who sent a message, as Electron tells it. */
export interface Sender {
  readonly webContentsId: number;
  /** Address of the frame that sent it; undefined if that frame is gone. */
  readonly frameUrl: string | undefined;
  /** Whether it is the page's own frame, not one inside it. */
  readonly isMainFrame: boolean;
}

/** True for the main frame of the one page that is current; every other sender is unheard. */
export function isCurrentPage(
  sender: Sender,
  current: { readonly webContentsId: number; readonly host: string },
): boolean {
  if (sender.webContentsId !== current.webContentsId || !sender.isMainFrame) return false;
  if (sender.frameUrl === undefined) return false;
  const address = parsePageAddress(sender.frameUrl);
  return address?.host === current.host && (address.path === '/index.html' || address.path === '/');
}
