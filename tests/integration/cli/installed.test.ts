import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { appVersion } from '../../../src/vault/app.ts';
import { CliHouse, outcomeOf, type CliResult } from '../../support/cli.ts';
import { installPackage } from '../../support/installed-package.ts';
import { threadsStarted } from '../../support/threads-started.ts';

let house: CliHouse;
let installed: Awaited<ReturnType<typeof installPackage>>;
beforeAll(async () => {
  house = await CliHouse.make();
  installed = await installPackage();
});
afterAll(async () => {
  await installed.remove();
  await house.remove();
});

const run = (...words: string[]): Promise<CliResult> =>
  outcomeOf(house.startWith(process.execPath, [installed.bin, ...words], { cwd: house.path('work') }));

describe('the package, built and installed', () => {
  it('knows its version', async () => {
    expect(await run('--version')).toMatchObject({ code: 0, stdout: `${appVersion}\n`, stderr: '' });
  });

  it('plays the whole story of the demo, its page included', async () => {
    const { code, stdout, stderr } = await run('demo');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/(\d+) of \1 steps held/u);
    expect(code).toBe(0);
  });

  it('has every thread that it may start', async () => {
    const threads = threadsStarted();
    expect(threads).toContain('capture-worker.js');
    expect(await readdir(join(installed.folder, 'dist', 'cli'))).toEqual(expect.arrayContaining(threads));
  });
});
