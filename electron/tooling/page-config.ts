import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';

import { pdfDecoders } from './pdf-decoders.ts';
import { inCheckout } from './places.ts';

/** How the page is built: files of the app's own protocol, under a policy that runs no inline script. */
export function pageConfig(): InlineConfig {
  return {
    configFile: false,
    root: inCheckout('renderer'),
    cacheDir: inCheckout('node_modules', '.cache', 'evidence-vault', 'vite'),
    // Each page has a host of its own, and its addresses begin at the root.
    base: '/',
    publicDir: false,
    plugins: [react(), pdfDecoders()],
    logLevel: 'warn',
    clearScreen: false,
  };
}

/** What a built page's files look like. */
export function pageBuild(folder: string, isRelease: boolean): NonNullable<InlineConfig['build']> {
  return {
    outDir: folder,
    emptyOutDir: true,
    target: 'chrome130',
    // Nothing is put inline: the page's policy allows neither inline scripts nor data addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4000,
    minify: isRelease,
  };
}
