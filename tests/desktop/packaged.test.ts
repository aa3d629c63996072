import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { beforeAll, expect, it } from 'vitest';

import { builtVerifier, buildVerifier } from '../../electron/tooling/build-verifier.ts';
import { pack } from '../../electron/tooling/pack-app.ts';
import { threadsStarted } from '../support/threads-started.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { openDialogAnswers, saveDialogAnswers } from './support/dialogs.ts';
import { launchApp } from './support/launch-app.ts';
import { answerWords, at, button, shownWords, type, unlock } from './support/doors.ts';
import type { Stage } from './support/stage.ts';

const passphrase = 'copper kettle on a quiet windowsill';

const resources = (folder: string) =>
  process.platform === 'darwin'
    ? join(folder, 'Evidence Vault.app', 'Contents', 'Resources')
    : join(folder, 'resources');

function programOf(folder: string): string {
  if (process.platform === 'darwin')
    return join(folder, 'Evidence Vault.app', 'Contents', 'MacOS', 'Evidence Vault');
  return join(folder, process.platform === 'win32' ? 'Evidence Vault.exe' : 'evidence-vault');
}

const packed = (stage: Stage, flavour: 'test' | 'release') =>
  pack({
    runtime: { kind: stage.runtimeKind, binary: stage.binary, folder: stage.runtimeFolder },
    flavour,
    installers: false,
  });

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Files of the archive, with `/` before and between. */
const contentsOf = (archive: string) =>
  listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/'));

describeDesktop('the packaged app, in its test flavour', (stage) => {
  let folder: string;

  beforeAll(async () => {
    ({ folder } = await packed(stage, 'test'));
  });

  it('welcomes the learner, makes a vault, locks it and opens it again, and saves the page that checks bundles', async () => {
    const running = await launchApp({ ...stage, binary: programOf(folder), folder: undefined });
    try {
      const { page } = running;
      await at(page, '/welcome');
      await button(page, 'Make a new vault').click();
      await type(page, 'New passphrase', passphrase);
      await type(page, 'The same passphrase again', passphrase);
      await button(page, 'Make my vault').click();
      const recoveryKey = await shownWords(page);
      await button(page, 'I have written them down').click();
      await answerWords(page, recoveryKey);
      await button(page, 'Finish').click();
      await at(page, '/home');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await running.shot('packaged home');
      await button(page, 'Lock now').first().click();
      await unlock(page, passphrase);
      await at(page, '/home');
      await page.getByRole('heading', { level: 1 }).waitFor();
      const work = join(running.home, 'work.txt');
      await writeFile(work, 'My work.');
      await openDialogAnswers(running.app, [work]);
      await running.goTo('/sources');
      await button(page, 'Choose files').click();
      await page.getByText('Your files were added').waitFor();
      await running.goTo('/send');
      await button(page, 'Look and make').click();
      await saveDialogAnswers(running.app, join(running.home, 'bundle.zip'));
      await button(page, 'Make the file').click();
      await page.getByText('Your file is ready').waitFor();
      const verifier = join(running.home, 'verifier.html');
      await saveDialogAnswers(running.app, verifier);
      await button(page, 'Save the page that checks it').click();
      await page.getByText('The page is saved.').waitFor();
      expect(digestOf(await readFile(verifier))).toBe(await buildVerifier());
      expect(running.troubles()).toEqual([]);
      const inside = await running.app.evaluate(({ app }) => [app.isPackaged, app.getAppPath()]);
      expect(inside).toEqual([true, join(resources(folder), 'app.asar')]);
    } finally {
      await running.close();
    }
  });
});

describeDesktop('the packaged app, as it is released (read, not started)', (stage) => {
  let folder: string;
  let archive: string;

  beforeAll(async () => {
    ({ folder } = await packed(stage, 'release'));
    archive = join(resources(folder), 'app.asar');
  });

  it('can neither be run as Node, nor be told by Node’s options, nor be inspected, nor run another app', async () => {
    const wire = await getCurrentFuseWire(programOf(folder));
    const disabled = [
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
      FuseV1Options.GrantFileProtocolExtraPrivileges,
      FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
    ];
    const enabled = [
      FuseV1Options.EnableCookieEncryption,
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      FuseV1Options.OnlyLoadAppFromAsar,
    ];
    expect(disabled.map((fuse) => wire[fuse])).toEqual(disabled.map(() => FuseState.DISABLE));
    expect(enabled.map((fuse) => wire[fuse])).toEqual(enabled.map(() => FuseState.ENABLE));
  });

  it('holds main, the preload, the page, the engine, and the packages that these need', () => {
    const top = new Set(contentsOf(archive).map((path) => path.split('/')[1]));
    expect([...top].sort()).toEqual([
      'engine',
      'main.js',
      'node_modules',
      'package.json',
      'preload.cjs',
      'renderer',
    ]);
    const packages = contentsOf(archive).filter((path) => /^\/node_modules\/[^/]+$/.test(path));
    for (const needed of ['better-sqlite3', 'libsodium-wrappers-sumo', 'zod', 'yauzl', 'electron-updater'])
      expect(packages).toContain(`/node_modules/${needed}`);
    for (const developer of ['node', 'electron', 'vite', 'typescript', 'playwright-core', 'react'])
      expect(packages).not.toContain(`/node_modules/${developer}`);
  });

  it('holds no source, no test, no map and no binary for another system', () => {
    const stray = contentsOf(archive).filter(
      (path) =>
        /[.](ts|tsx|map)$/.test(path) ||
        /^\/(src|tests|electron|renderer\/features)\//.test(path) ||
        (path.includes('/prebuilds/') && !path.includes(`/prebuilds/${process.platform}-`)),
    );
    expect(stray).toEqual([]);
  });

  it('has the engine and its native module as files of their own, all threads that it may start beside it', async () => {
    const unpacked = join(resources(folder), 'app.asar.unpacked');
    const engine = await readdir(join(unpacked, 'engine'), { recursive: true });
    const files = engine.map((path) => path.replaceAll('\\', '/'));
    const threads = threadsStarted();
    expect(threads).toContain('capture-worker.js');
    for (const file of [
      'dist/verifier/evidence-vault-verifier.html',
      'electron/engine/recordings/manifest.json',
      ...['engine.js', ...threads].map((name) => `electron/engine/${name}`),
    ])
      expect(files).toContain(file);
    const binaries = await readdir(join(unpacked, 'node_modules', 'better-sqlite3', 'prebuilds'));
    expect(binaries).toContain(`${process.platform}-${process.arch}.node`);
  });

  it('brings the verifier page that was built of the same sources, and nothing that could build another', async () => {
    const engine = join(resources(folder), 'app.asar.unpacked', 'engine');
    const page = await readFile(join(engine, 'dist', 'verifier', basename(builtVerifier)));
    expect(digestOf(page)).toBe(await buildVerifier());
    expect(await readdir(join(engine, 'electron'))).toEqual(['engine']);
  });

  it('has no way left to run the engine as a Node child, to choose its folders, or to look for updates unasked', async () => {
    const main = extractFile(archive, 'main.js').toString('utf8');
    for (const way of [
      process.execPath,
      'process.env.EVIDENCE_VAULT_',
      'execPath',
      'serialization',
      'no-sandbox',
    ])
      expect([way, main.includes(way)]).toEqual([way, false]);
    expect(await readdir(resources(folder))).not.toContain('app-update.yml');
  });

  it('has a page with no inline script and nothing from elsewhere', () => {
    const page = extractFile(archive, 'renderer/index.html').toString('utf8');
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(page).not.toMatch(/(src|href)="(?!\/)/);
    expect(page).not.toMatch(/\son\w+=/);
  });

  it('has a page of less than a megabyte, compressed, but for what shows PDFs', () => {
    const files = contentsOf(archive).filter(
      (path) => /^\/renderer\/.*[.](html|js|css)$/.test(path) && !path.includes('/pdf-'),
    );
    const sizes = files.map((path) => gzipSync(extractFile(archive, path.slice(1))).length);
    expect(files.length).toBeGreaterThan(10);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_000_000);
  });

  it('names the version and the way in', async () => {
    const described: unknown = JSON.parse(extractFile(archive, 'package.json').toString('utf8'));
    const own: unknown = JSON.parse(
      await readFile(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'),
    );
    expect(described).toMatchObject({ name: 'evidence-vault', main: 'main.js', type: 'module' });
    expect((described as { version: string }).version).toBe((own as { version: string }).version);
  });
});
