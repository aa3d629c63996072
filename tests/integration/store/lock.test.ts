import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execPath, getuid, pid } from 'node:process';
import { fileURLToPath } from 'node:url';

import { afterEach, describe, expect, it } from 'vitest';

import { VaultLock } from '../../../src/store/lock.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const holder = fileURLToPath(new URL('../../support/store/hold-lock-worker.ts', import.meta.url));
const inUse = expect.objectContaining({ code: 'access.in-use' });

const children: ChildProcessWithoutNullStreams[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

/** Another process that tries to take the lock, and what it said. */
async function otherProcess(
  folder: string,
): Promise<{ child: ChildProcessWithoutNullStreams; said: string }> {
  const child = spawn(execPath, ['--disable-warning=ExperimentalWarning', holder, folder]);
  children.push(child);
  return { child, said: await nextLine(child) };
}

async function nextLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  const [bytes] = (await once(child.stdout, 'data')) as [Buffer];
  return bytes.toString().trim();
}

describe('the lock of a vault', () => {
  it('is held by one part of a process only, until it is given back', async () => {
    const folder = await newFolder();
    const lock = VaultLock.take(folder);
    expect(() => VaultLock.take(folder)).toThrow(inUse);
    lock.release();
    lock.release();
    VaultLock.take(folder).release();
  });

  it('keeps another process out, and names the one that has it', async () => {
    const folder = await newFolder();
    const { child, said } = await otherProcess(folder);
    expect(said).toBe('held');
    expect(() => VaultLock.take(folder)).toThrow(
      expect.objectContaining({ code: 'access.in-use', details: { pid: child.pid } }),
    );
    child.stdin.write('release\n');
    expect(await nextLine(child)).toBe('released');
    const lock = VaultLock.take(folder);
    expect((await otherProcess(folder)).said).toBe('access.in-use');
    lock.release();
  });

  it('ends with its holder, however that ends', async () => {
    const folder = await newFolder();
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const { child, said } = await otherProcess(folder);
      expect(said).toBe('held');
      expect(() => VaultLock.take(folder)).toThrow(inUse);
      child.kill(signal);
      await once(child, 'exit');
      const lock = VaultLock.take(folder);
      expect(() => VaultLock.take(folder)).toThrow(inUse);
      lock.release();
    }
  });

  it('leaves nothing but an empty file and a note, and takes the note away at the end', async () => {
    const folder = await newFolder();
    const lock = VaultLock.take(folder);
    expect((await readdir(folder)).toSorted()).toEqual(['lock.db', 'lock.json']);
    expect(JSON.parse(await readFile(join(folder, 'lock.json'), 'utf8'))).toMatchObject({ pid });
    lock.release();
    expect(await readdir(folder)).toEqual(['lock.db']);
    expect(await readFile(join(folder, 'lock.db'))).toHaveLength(0);
  });

  it('does not depend on the note', async () => {
    const folder = await newFolder();
    const lock = VaultLock.take(folder);
    for (const note of ['', '{', '{"pid":"x"}', '{"pid":1,"host":"elsewhere"}']) {
      await writeFile(join(folder, 'lock.json'), note);
      expect(() => VaultLock.take(folder)).toThrow(
        expect.objectContaining({ code: 'access.in-use', details: {} }),
      );
    }
    lock.release();
    await mkdir(join(folder, 'lock.json'));
    VaultLock.take(folder).release();
  });

  it('is taken over a lock file that something else was written into', async () => {
    const folder = await newFolder();
    await writeFile(
      join(folder, 'lock.db'),
      'not a database, and longer than its header would be. '.repeat(100),
    );
    const lock = VaultLock.take(folder);
    expect((await otherProcess(folder)).said).toBe('access.in-use');
    lock.release();
  });

  it('holds while its file is written over', async () => {
    const folder = await newFolder();
    const { child, said } = await otherProcess(folder);
    expect(said).toBe('held');
    await writeFile(join(folder, 'lock.db'), 'x'.repeat(5000));
    expect(() => VaultLock.take(folder)).toThrow(inUse);
    child.kill('SIGKILL');
    await once(child, 'exit');
    VaultLock.take(folder).release();
  });

  it('cannot be taken where there is no folder', async () => {
    const folder = await newFolder();
    expect(() => VaultLock.take(join(folder, 'none'))).toThrow(
      expect.objectContaining({ code: 'storage.gone' }),
    );
  });

  it('cannot be taken where nothing can be written', async (context) => {
    if (getuid?.() === 0) context.skip('SKIPPED: the superuser is refused nothing');
    const folder = await newFolder();
    await chmod(folder, 0o500);
    expect(() => VaultLock.take(folder)).toThrow(expect.objectContaining({ code: 'access.read-only' }));
  });
});
