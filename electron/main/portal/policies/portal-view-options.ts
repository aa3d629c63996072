import type { WebPreferences } from 'electron';

import { confinedPage } from '../../policies/confined-page.ts';

/** What the portal's view may be: confined, and as bare as a page can be, without a preload. */
export function portalPreferences(devTools: boolean): WebPreferences {
  return { ...confinedPage, devTools, safeDialogs: true, backgroundThrottling: true };
}
