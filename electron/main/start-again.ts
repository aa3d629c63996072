import { app } from 'electron';

/**
 * Ends the app and starts it again without the graphics processor, as slow as that may draw. For a page that never came: where the graphics
 * process gave up in the wrong moment, Chromium lets every page of this run wait for it.
 * @returns false, and does nothing, if this run is without it already, or is an AppImage, whose files are gone as soon as it ends
 */
export function startAgainWithoutGraphics(): boolean {
  if (app.commandLine.hasSwitch('disable-gpu') || process.env.APPIMAGE !== undefined) return false;
  app.relaunch({ args: [...process.argv.slice(1), '--disable-gpu'] });
  app.quit();
  return true;
}
