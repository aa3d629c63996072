import type { WebPreferences } from 'electron';

/**
 * What the portal's view may be: as bare as a page can be. No preload, no Node, no dialogs, no plug-ins, no windows. Every preference
 * that could weaken this is written out, so that a changed default of Electron changes nothing.
 */
export function portalPreferences(devTools: boolean): WebPreferences {
  return {
    devTools,
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
    safeDialogs: true,
    autoplayPolicy: 'document-user-activation-required',
    backgroundThrottling: true,
  };
}
