import { describe, expect, it } from 'vitest';

import { mayHave } from '../../../../electron/main/policies/permissions.ts';

const host = 'a'.repeat(32);
const page = `evidence-vault-app://${host}/index.html`;

/** Every permission that Electron names. */
const all = [
  'ar',
  'automatic-fullscreen',
  'background-fetch',
  'background-sync',
  'captured-surface-control',
  'clipboard-read',
  'deprecated-sync-clipboard-read',
  'display-capture',
  'fileSystem',
  'geolocation',
  'geolocation-approximate',
  'hand-tracking',
  'hid',
  'idle-detection',
  'keyboardLock',
  'local-fonts',
  'local-network',
  'local-network-access',
  'loopback-network',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'nfc',
  'notifications',
  'openExternal',
  'payment-handler',
  'periodic-background-sync',
  'persistent-storage',
  'pointerLock',
  'screen-wake-lock',
  'sensors',
  'serial',
  'smart-card',
  'speaker-selection',
  'storage-access',
  'system-wake-lock',
  'top-level-storage-access',
  'usb',
  'vr',
  'web-app-installation',
  'web-printing',
  'window-management',
  'unknown',
  'some-permission-of-the-future',
];

describe('permissions', () => {
  it.each(all)('refuse %s even to the page itself', (permission) => {
    expect(mayHave({ permission, from: page, isMainFrame: true }, host)).toBe(false);
  });

  it.each(['fullscreen', 'clipboard-sanitized-write'])('grant %s to the page itself alone', (permission) => {
    expect(mayHave({ permission, from: page, isMainFrame: true }, host)).toBe(true);
    expect(mayHave({ permission, from: `evidence-vault-app://${host}`, isMainFrame: true }, host)).toBe(true);
    expect(mayHave({ permission, from: page, isMainFrame: false }, host)).toBe(false);
    for (const from of [
      `evidence-vault-app://${'b'.repeat(32)}/index.html`,
      'https://portal.example/',
      'null',
      '',
      'file:///etc/passwd',
    ])
      expect(mayHave({ permission, from, isMainFrame: true }, host)).toBe(false);
  });
});
