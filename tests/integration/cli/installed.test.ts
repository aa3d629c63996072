import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { appVersion } from '../../../src/vault/app.ts';
import { CliHouse, outcomeOf, type CliResult, type CliRun } from '../../support/cli.ts';
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

const run = (words: readonly string[], options: CliRun = {}): Promise<CliResult> =>
  outcomeOf(house.startWith(process.execPath, [installed.bin, ...words], options));
const built = (): string => join(installed.folder, 'dist', 'cli');

describe('the package, built and installed', () => {
  it('knows its version', async () => {
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: `${appVersion}\n`, stderr: '' });
  });

  it('plays the whole story of the demo, its page included', async () => {
    const { code, stdout, stderr } = await run(['demo']);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/(\d+) of \1 steps held/u);
    expect(code).toBe(0);
  });

  it('has every thread that it may start', async () => {
    const threads = threadsStarted();
    expect(threads).toContain('capture-worker.js');
    expect(await readdir(built())).toEqual(expect.arrayContaining(threads));
  });

  it('has what every command stands on gathered into it', async () => {
    const files = (await readdir(built())).filter((name) => name.endsWith('.js'));
    const texts = await Promise.all(files.map((name) => readFile(join(built(), name), 'utf8')));
    const importing = (name: string): number =>
      texts.filter((text) => text.includes(`from "${name}"`)).length;
    expect([importing('zod'), importing('commander')]).toEqual([0, 0]);
    expect(importing('better-sqlite3')).toBeGreaterThan(0);
  });

  it('keeps beside it what was compiled of it, and works where that cannot be', async () => {
    const compiled = join(built(), 'compiled');
    const versioned = { code: 0, stdout: `${appVersion}\n`, stderr: '' };
    const env = { NODE_COMPILE_CACHE: undefined };
    expect(await run(['--version'], { env })).toMatchObject(versioned);
    expect((await readdir(compiled, { recursive: true })).length).toBeGreaterThan(1);
    await rm(compiled, { recursive: true });
    await writeFile(compiled, 'in the way');
    expect(await run(['--version'], { env })).toMatchObject(versioned);
    expect(await readFile(compiled, 'utf8')).toBe('in the way');
  });
});
