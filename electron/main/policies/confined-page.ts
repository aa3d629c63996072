import type { WebPreferences } from 'electron';

/**
 * What no page of ours may do, be it the app's own or a portal's: it is isolated, sandboxed, without Node, with web security, without dialogs.
 * Every preference that could weaken this is written out, so that a changed default of Electron changes nothing.
 */
export const confinedPage = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  enableBlinkFeatures: '',
  webviewTag: false,
  plugins: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  enableWebSQL: false,
  disableDialogs: true,
  autoplayPolicy: 'document-user-activation-required',
} as const satisfies WebPreferences;
