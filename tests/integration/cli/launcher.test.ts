import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appVersion } from '../../../src/vault/app.ts';
import { binPath, CliHouse, outcomeOf, packageFolder, type CliResult } from '../../support/cli.ts';

/** Makes a process believe that it is an older Node. */
const asNode20 = `data:text/javascript,${encodeURIComponent(
  "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.2' } });",
)}`;

let house: CliHouse;
beforeEach(async () => {
  house = await CliHouse.make();
});
afterEach(() => house.remove());

/** Lays out an installed package whose main program says how it was started. */
async function install(parts: { readonly dist: boolean; readonly newerNode: boolean }): Promise<string> {
  const root = house.path('node_modules', 'evidence-vault');
  await mkdir(join(root, 'src', 'cli'), { recursive: true });
  await copyFile(binPath, join(root, 'src', 'cli', 'bin.mjs'));
  await writeFile(
    join(root, 'src', 'cli', 'main.ts'),
    'throw new Error("sources do not run below node_modules")',
  );
  await writeFile(join(root, 'package.json'), '{"type":"module"}');
  if (parts.dist) {
    await mkdir(join(root, 'dist', 'cli'), { recursive: true });
    await writeFile(
      join(root, 'dist', 'cli', 'main.js'),
      `process.stdout.write(JSON.stringify({ node: process.versions.node, words: process.argv.slice(2) }));
       const signal = process.env.END_BY; if (signal) { process.kill(process.pid, signal); setInterval(() => {}, 1000); }
       process.exitCode = Number(process.env.END_WITH ?? 0);`,
    );
  }
  if (parts.newerNode) {
    await mkdir(house.path('node_modules', 'node', 'bin'), { recursive: true });
    await writeFile(house.path('node_modules', 'node', 'package.json'), '{"name":"node"}');
    await symlink(process.execPath, house.path('node_modules', 'node', 'bin', 'node'));
  }
  return join(root, 'src', 'cli', 'bin.mjs');
}

const launch = (
  bin: string,
  words: readonly string[],
  env: Record<string, string> = {},
): Promise<CliResult> => outcomeOf(house.startWith(process.execPath, [bin, ...words], { env }));
const launchOld = (
  bin: string,
  words: readonly string[],
  env: Record<string, string> = {},
): Promise<CliResult> =>
  outcomeOf(house.startWith(process.execPath, ['--import', asNode20, bin, ...words], { env }));

describe('the launcher', () => {
  it('runs the built program where it is installed as a package', async () => {
    const { code, stdout } = await launch(await install({ dist: true, newerNode: false }), [
      'list',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ node: process.versions.node, words: ['list', '--json'] });
  });

  it('takes the Node that came along when its own is too old, and ends as the program ended', async () => {
    const bin = await install({ dist: true, newerNode: true });
    const { code, stdout } = await launchOld(bin, ['a b', '--c=d'], { END_WITH: '5' });
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toEqual({ node: process.versions.node, words: ['a b', '--c=d'] });
    expect((await launchOld(bin, [], { END_BY: 'SIGTERM' })).code).toBe(143);
  });

  it('says plainly what is needed when there is no Node that is new enough', async () => {
    const bin = await install({ dist: true, newerNode: false });
    const text = await launchOld(bin, ['list']);
    expect(text).toMatchObject({ code: 2, stdout: '' });
    expect(text.stderr).toContain('this is Node 20.19.2');
    const json = await launchOld(bin, ['list', '--json']);
    expect(json).toMatchObject({ code: 2, stderr: '' });
    expect(JSON.parse(json.stdout)).toMatchObject({
      error: { code: 'input.usage', details: { node: '20.19.2' } },
    });
  });

  it('says that something is missing when nothing was built', async () => {
    const { code, stderr } = await launch(await install({ dist: false, newerNode: false }), ['list']);
    expect(code).toBe(2);
    expect(stderr).toContain('not complete');
  });

  it('finds Node 24 from a checkout even when it is started by Node 20', async () => {
    const { code, stdout } = await launchOld(binPath, ['--version']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${appVersion}\n` });
  });

  it('passes a request to end on to the program', async () => {
    const bin = await install({ dist: true, newerNode: true });
    const main = join(bin, '..', '..', '..', 'dist', 'cli', 'main.js');
    await writeFile(
      main,
      `for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { process.stdout.write(signal); process.exit(7); });
       setInterval(() => {}, 1000); process.stdout.write('ready ');`,
    );
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const child = house.startWith(process.execPath, ['--import', asNode20, bin]);
      child.stdout?.once('data', () => child.kill(signal));
      expect(await outcomeOf(child)).toMatchObject({ code: 7, stdout: `ready ${signal}` });
    }
  });
});

describe('the version', () => {
  it('is that of package.json', async () => {
    const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect((await house.spawnJson(['--version'])).document).toEqual({ version });
  });
});

describe('relative paths', () => {
  it("mean the caller's folder, although npm runs scripts in the package's own", async () => {
    await writeFile(house.path('work', 'a.txt'), 'a');
    await house.run(['init']);
    const env = { INIT_CWD: house.path('work'), npm_lifecycle_event: 'vault' };
    const added = await house.spawnJson(['add', 'a.txt'], { cwd: packageFolder, env });
    expect(added.document).toMatchObject({ captured: 1, items: [{ name: 'a.txt' }] });
  });

  it('do so through npm itself', async () => {
    const npm = promisify(execFile);
    const clean = { PATH: process.env.PATH ?? '', HOME: house.folder, EVIDENCE_VAULT_PASSPHRASE: 'x' };
    const words = [
      'run',
      '-s',
      '--prefix',
      packageFolder,
      'vault',
      '--',
      'list',
      '--json',
      '--vault',
      'here',
    ];
    const failed: unknown = await npm('npm', words, { cwd: house.path('work'), env: clean }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({ code: 3 });
    expect(failed).toMatchObject({ stdout: expect.stringContaining('access.no-vault') });
  });
});
