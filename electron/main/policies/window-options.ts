import type { WebPreferences } from 'electron';

import { confinedPage } from './confined-page.ts';

/** Narrowest and lowest the window gets: a phone's width, so that 200 % zoom on a small laptop still works. */
export const smallestWindow = { width: 320, height: 400 } as const;
export const usualWindow = { width: 1180, height: 820 } as const;

/** Ground behind the page until it has drawn itself: paper, or its dark counterpart. */
export function paperColour(dark: boolean): string {
  return dark ? '#15181c' : '#faf7f1';
}

/** What the app's page may be: confined, and with nothing but its preload. */
export function pagePreferences({
  preload,
  devTools,
}: {
  readonly preload: string;
  readonly devTools: boolean;
}): WebPreferences {
  return { ...confinedPage, preload, devTools, webgl: false };
}
