import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { isDebian } from '../../../../electron/runtime/debian-packages.ts';
import { missingLibraries } from '../../../../electron/runtime/display-libraries.ts';
import { lacksSandbox } from '../../../../electron/runtime/find-runtime.ts';
import { findOfficial } from '../../../../electron/runtime/official-runtime.ts';
import { ProgramFailed, run } from '../../../../electron/runtime/run.ts';
import { hasDisplay } from '../../../../electron/runtime/virtual-display.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const onLinux = it.runIf(process.platform === 'linux');

describe('the official runtime', () => {
  it('is found once its package says where its program is, and the program is there', async () => {
    const folder = await newFolder();
    expect(findOfficial(folder)).toBeUndefined();
    await writeFile(join(folder, 'path.txt'), 'electron');
    expect(findOfficial(folder)).toBeUndefined();
    await mkdir(join(folder, 'dist'));
    await writeFile(join(folder, 'dist', 'electron'), '');
    expect(findOfficial(folder)).toEqual({
      kind: 'official',
      folder: join(folder, 'dist'),
      binary: join(folder, 'dist', 'electron'),
    });
  });
});

describe('display libraries', () => {
  it('are named if the loader does not find them', () => {
    const output = [
      '\tlinux-vdso.so.1 (0x00007ffc)',
      '\tlibgtk-3.so.0 => not found',
      '\tlibnss3.so => /lib/x86_64-linux-gnu/libnss3.so (0x00007f)',
      '\tlibgbm.so.1 => not found',
    ].join('\n');
    expect(missingLibraries(output)).toEqual(['libgtk-3.so.0', 'libgbm.so.1']);
  });

  it.each([
    ['ID=debian\nVERSION_ID="12"\n', true],
    ['NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n', true],
    ['ID="linuxmint"\nID_LIKE="ubuntu debian"\n', true],
    ['ID=fedora\nID_LIKE="rhel centos"\n', false],
    ['NAME="not debian"\n', false],
    ['', false],
  ])('are installed only on Debian and its kin: %j', (osRelease, expected) => {
    expect(isDebian(osRelease)).toBe(expected);
  });
});

describe('a display', () => {
  onLinux.each([
    [{}, false],
    [{ DISPLAY: '' }, false],
    [{ DISPLAY: ':0' }, true],
    [{ WAYLAND_DISPLAY: 'wayland-0' }, true],
  ])('is there or not: %j', (env, expected) => {
    expect(hasDisplay(env)).toBe(expected);
  });
});

describe("Chromium's sandbox", () => {
  onLinux.each([
    ['for root', {}, 0, true],
    ['for a learner', {}, 1000, false],
    ['where AppArmor keeps it from a checkout', { apparmor_restrict_unprivileged_userns: '1\n' }, 1000, true],
    ['where AppArmor does not', { apparmor_restrict_unprivileged_userns: '0\n' }, 1000, false],
    ['where the kernel keeps it', { unprivileged_userns_clone: '0\n' }, 1000, true],
  ])('is lacking or not: %s', (_case, files: Readonly<Record<string, string>>, userId, expected) => {
    const readFile = (path: string) => files[path.split('/').at(-1) ?? ''];
    expect(lacksSandbox(readFile, userId)).toBe(expected);
  });
});

describe('a program', () => {
  it('gives its output, or says what it said when it failed', async () => {
    expect(await run(process.execPath, ['-e', 'console.log("done")'])).toBe('done\n');
    await expect(
      run(process.execPath, ['-e', 'console.error("no such thing"); process.exit(3)']),
    ).rejects.toThrow(/ended with 3: no such thing/);
    await expect(run('no-such-program-anywhere', [])).rejects.toThrow(ProgramFailed);
  });

  it('is ended when it takes too long', async () => {
    await expect(
      run(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { limit: 200 }),
    ).rejects.toThrow(/SIGTERM/);
  });
});
