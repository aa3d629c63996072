import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';

import type { Log } from './log.ts';

/** Milliseconds between two looks, while the app stays open. */
const interval = 24 * 60 * 60 * 1000;

/**
 * Whether this build looks for updates: only a release, installed, whose maker named a feed when packing it (electron-builder
 * then writes `app-update.yml` beside the archive). Nothing else is ever asked for an update.
 */
export function looksForUpdates(surroundings: {
  readonly release: boolean;
  readonly packaged: boolean;
  readonly resources: string;
}): boolean {
  const { release, packaged, resources } = surroundings;
  return release && packaged && existsSync(join(resources, 'app-update.yml'));
}

/**
 * Looks for updates now and once a day, where {@link looksForUpdates} says so. What is found is fetched in the background,
 * checked against the publisher's signature where the system has one, and installed when the learner quits: never while they
 * work. A feed that does not answer is nobody's concern; it is asked again tomorrow.
 */
export async function watchForUpdates(release: boolean, log: Log): Promise<void> {
  if (!looksForUpdates({ release, packaged: app.isPackaged, resources: process.resourcesPath })) return;
  const { default: updater } = await import('electron-updater');
  const { autoUpdater } = updater;
  autoUpdater.logger = null;
  autoUpdater.autoDownload = true;
  autoUpdater.autoInstallOnAppQuit = true;
  autoUpdater.allowDowngrade = false;
  autoUpdater.on('error', () => {
    log.add('update.not-found');
  });
  autoUpdater.on('update-downloaded', () => {
    log.add('update.ready');
  });
  const look = () => {
    // What goes wrong is told by the event above too.
    autoUpdater.checkForUpdates().catch(() => undefined);
  };
  look();
  setInterval(look, interval).unref();
}
