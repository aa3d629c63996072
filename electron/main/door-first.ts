import type { BrowserWindow } from 'electron';

/** So long (milliseconds) the window's first picture has the processor to itself, until the door is drawn. */
const doorFirst = 300;
/** The engine waits no longer (milliseconds) for the window's first picture. */
const longestWait = 1500;

/**
 * Starts the engine once the vault's door is on the screen: it comes up while somebody begins to type.
 * @param start fine to call twice, and once everything is over
 */
export function startAfterDoor(window: BrowserWindow, start: () => void): void {
  window.once('ready-to-show', () => setTimeout(start, doorFirst));
  setTimeout(start, longestWait);
}
