import { inspect } from 'node:util';

import { app, dialog } from 'electron';

import { DesktopApp } from './app.ts';
import { declareAppScheme } from './app-protocol.ts';
import { emptyProfile, restrainChromium } from './chromium-profile.ts';
import { createLog } from './log.ts';
import { safeParseDeepLink } from './policies/deep-links.ts';
import { readLaunchArguments } from './policies/launch-arguments.ts';
import { createPortal } from './portal/portal.ts';
import { openSettingsFile } from './settings-file.ts';
import { findSurroundings } from './surroundings.ts';
import { watchForUpdates } from './updates.ts';
import { words } from './words.ts';

app.setName(words.app);
restrainChromium();

if (app.requestSingleInstanceLock()) {
  emptyProfile();
  declareAppScheme();
  run().catch((error: unknown) => {
    // The box says what a learner can use; a developer wants to know more, and a test could not press its button.
    if (__BUILD__ !== 'release') process.stderr.write(`${inspect(error)}\n`);
    if (__BUILD__ === 'release') dialog.showErrorBox(words.app, words.trouble.start);
    app.exit(1);
  });
} else {
  app.exit(0);
}

async function run(): Promise<void> {
  // What a second start or the system asks for before the app stands is done once it does.
  const begun: { desktop?: Promise<DesktopApp> } = {};
  let wish = readLaunchArguments(process.argv.slice(1), process.cwd());
  const follow = (asked: typeof wish): void => {
    if (begun.desktop === undefined) wish = { ...wish, ...asked };
    else void begun.desktop.then((desktop) => desktop.follow(asked));
  };
  app.on('second-instance', (_event, line, workingFolder) => {
    follow(readLaunchArguments(line.slice(1), workingFolder));
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    const route = safeParseDeepLink(link);
    follow({ hidden: false, ...(route === undefined ? {} : { route }) });
  });
  app.on('open-file', (event, bundle) => {
    event.preventDefault();
    follow({ hidden: false, bundle });
  });
  app.on('activate', () => {
    follow({ hidden: false });
  });
  app.on('web-contents-created', (_event, contents) => {
    // Whoever may open windows or embed others says so for itself; nobody does by default.
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, decide) => {
    event.preventDefault();
    decide(false);
  });
  app.on('before-quit', (event) => {
    if (begun.desktop === undefined) return;
    event.preventDefault();
    void begun.desktop.then((desktop) => desktop.quit());
  });
  const around = findSurroundings();
  const log = createLog(
    around.echoLog
      ? (line) => {
          process.stderr.write(`${line}\n`);
        }
      : undefined,
  );
  const [file] = await Promise.all([openSettingsFile(around.settingsFile, log), app.whenReady()]);
  log.add('app.ready');
  begun.desktop = DesktopApp.start({ around, file, log, createPortal, wish });
  await begun.desktop;
  watchForUpdates(around.release, log).catch(() => {
    log.add('update.not-started');
  });
}
