import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCallerFolder } from '../../../src/cli/folders.ts';
import { defaultVaultFolder } from '../../../src/vault/default-folder.ts';

const ours = resolve('/checkout');
const caller = resolve('/somewhere/else');

describe("the caller's folder", () => {
  it('is where npm was called, when npm runs one of our own scripts', () => {
    expect(findCallerFolder({ INIT_CWD: caller, npm_lifecycle_event: 'vault' }, ours, ours)).toBe(caller);
  });

  it('is the working folder when another script calls us from elsewhere, whatever INIT_CWD is left over', () => {
    expect(findCallerFolder({ INIT_CWD: ours, npm_lifecycle_event: 'test' }, caller, ours)).toBe(caller);
  });

  it('is the working folder without npm', () => {
    expect(findCallerFolder({ INIT_CWD: caller }, ours, ours)).toBe(ours);
    expect(findCallerFolder({ npm_lifecycle_event: 'vault' }, ours, ours)).toBe(ours);
    expect(findCallerFolder({ INIT_CWD: 'relative', npm_lifecycle_event: 'vault' }, ours, ours)).toBe(ours);
  });
});

describe('the place of a vault that nobody named', () => {
  const homeFolder = resolve('/home/sam');

  it('is below XDG_DATA_HOME, unless that is relative', () => {
    const data = resolve('/data');
    expect(defaultVaultFolder({ env: { XDG_DATA_HOME: data }, homeFolder, platform: 'linux' })).toBe(
      join(data, 'evidence-vault', 'vault'),
    );
    expect(defaultVaultFolder({ env: { XDG_DATA_HOME: 'data' }, homeFolder, platform: 'linux' })).toBe(
      join(homeFolder, '.local', 'share', 'evidence-vault', 'vault'),
    );
  });

  it('is in Application Support on a Mac', () => {
    expect(defaultVaultFolder({ env: {}, homeFolder, platform: 'darwin' })).toBe(
      join(homeFolder, 'Library', 'Application Support', 'Evidence Vault', 'vault'),
    );
  });

  it('is in APPDATA on Windows', () => {
    const APPDATA = resolve('/users/sam/roaming');
    expect(defaultVaultFolder({ env: { APPDATA }, homeFolder, platform: 'win32' })).toBe(
      join(APPDATA, 'Evidence Vault', 'vault'),
    );
    expect(defaultVaultFolder({ env: {}, homeFolder, platform: 'win32' })).toBe(
      join(homeFolder, 'AppData', 'Roaming', 'Evidence Vault', 'vault'),
    );
  });
});
