import { describe, expect, it } from 'vitest';

import {
  pagePreferences,
  paperColour,
  smallestWindow,
} from '../../../../electron/main/policies/window-options.ts';

describe('options of the window', () => {
  it('are exactly these: isolated, sandboxed, without Node and with web security', () => {
    expect(pagePreferences({ preload: '/app/preload.cjs', devTools: false })).toEqual({
      preload: '/app/preload.cjs',
      devTools: false,
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
    });
  });

  it('let the window be as narrow as a phone, on the paper of its theme', () => {
    expect(smallestWindow.width).toBe(320);
    expect(paperColour(false)).toBe('#faf7f1');
    expect(paperColour(true)).toBe('#15181c');
  });
});
