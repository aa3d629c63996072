import type { WebPreferences } from 'electron';

/** Narrowest and lowest the window gets: a phone's width, so that 200 % zoom on a small laptop still works. */
export const smallestWindow = { width: 320, height: 400 } as const;
export const usualWindow = { width: 1180, height: 820 } as const;

/** Ground behind the page until it has drawn itself: paper, or its dark counterpart. */
export function paperColour(dark: boolean): string {
  return dark ? '#15181c' : '#faf7f1';
}

/**
 * What the app's page may be: isolated, sandboxed, without Node, with web security. Every preference that could weaken this is
 * written out, so that a changed default of Electron changes nothing.
 */
export function pagePreferences(page: { preload: string; devTools: boolean }): WebPreferences {
  return {
    preload: page.preload,
    devTools: page.devTools,
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
    webgl: false,
    disableDialogs: true,
    autoplayPolicy: 'document-user-activation-required',
  };
}
