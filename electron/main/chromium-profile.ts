import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { app } from 'electron';

/** Kept between runs: on Windows it holds the key with which `safeStorage` seals. */
const kept = 'Local State';

/**
 * Keeps Chromium's own traces few and short-lived: its profile lies in one folder that is emptied at each start, no cache is written, and nothing
 * is fetched behind our back. Must run before the app is ready.
 */
export function restrainChromium(): void {
  if (__BUILD__ !== 'release') {
    const own = process.env.EVIDENCE_VAULT_USER_DATA;
    if (own !== undefined && isAbsolute(own)) {
      mkdirSync(own, { recursive: true });
      app.setPath('userData', own);
    }
  }
  for (const [name, value] of switches) app.commandLine.appendSwitch(name, value);
  // For root, in development and tests, Chromium has no sandbox, and would fall over asked for one.
  if (__BUILD__ === 'release' || !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
}

const switches = [
  ['disable-http-cache'],
  ['disable-gpu-shader-disk-cache'],
  ['disable-component-update'],
  ['disable-background-networking'],
  ['disable-domain-reliability'],
  ['disable-breakpad'],
  ['no-pings'],
  ['dns-prefetch-disable'],
  [
    'disable-features',
    'BackForwardCache,SpareRendererForSitePerProcess,NetworkPrediction,MediaRouter,Translate',
  ],
] as const;

/** Puts Chromium's profile into a folder of its own, emptied first. Only the one running instance may do so. */
export function emptyProfile(): void {
  const profile = join(app.getPath('userData'), 'browser');
  mkdirSync(profile, { recursive: true });
  for (const name of readdirSync(profile))
    if (name !== kept) rmSync(join(profile, name), { recursive: true, force: true });
  app.setPath('sessionData', profile);
}
