import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { EngineInput } from '../../../src/contract/engine-contract.ts';
import type { CopyFound } from '../../../src/contract/methods/restore-methods.ts';
import { replicaFolderName } from '../../../src/store/replica/replica-names.ts';
import { restoreVault } from '../../../src/vault/restore/restore-vault.ts';
import { EngineComputer, EngineProcess } from '../../support/engine/engine-process.ts';
import { placeIn, pushTo } from '../../support/vault/second-copies.ts';
import { filesBelow, passphrase, type VaultWorld } from '../../support/vault/vault-world.ts';
import { startWebdavServer, webdavUser } from '../../support/webdav/webdav-server.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds(async (template) => {
  await template.using((vault) =>
    template.add(vault, {
      'essay.txt': 'An essay about bees.',
      'picture.png': Buffer.alloc(300_000, 7),
      'notes.txt': 'Some notes.',
    }),
  );
});

type Page = Awaited<ReturnType<EngineProcess['page']>>;

describe('the engine at a clean computer', () => {
  let lost: VaultWorld;
  let computer: EngineComputer;
  let engine: EngineProcess;
  let page: Page;
  let stick: string;

  beforeEach(async () => {
    lost = await world();
    computer = await EngineComputer.make();
    stick = join(computer.root, 'My stick');
    await mkdir(stick);
    await lost.using((vault) => pushTo(vault, stick));
    engine = await EngineProcess.start(computer);
    page = await engine.page();
  });
  afterEach(async () => {
    await engine.kill();
    await computer.remove();
  });

  const digits = (): string => lost.vaultId.slice(0, 16);
  const blobs = async (place: string): Promise<string[]> =>
    (await filesBelow(place)).filter((name) => name.endsWith('.blob')).map((name) => join(place, name));
  async function find(folder = stick): Promise<readonly CopyFound[]> {
    return (await page.call('restore.find', { folder: engine.grant(folder) })).copies;
  }
  async function wish(said = passphrase): Promise<EngineInput<'restore.start'>> {
    return {
      vault: digits(),
      unlock: { passphrase: await page.seal('restore.start/passphrase', said) },
    };
  }
  const start = async (): Promise<{ task: string }> => page.call('restore.start', await wish());

  it('sees what a second copy is without opening it', async () => {
    const [copy, ...others] = await find();
    expect(others).toEqual([]);
    expect(copy).toMatchObject({ vault: digits(), name: 'My stick', type: 'folder', files: 3 });
    expect(Date.parse(copy?.lastCopied ?? '')).toBeGreaterThan(Date.now() - 3_600_000);
    expect(await find(join(stick, replicaFolderName(lost.vaultId)))).toHaveLength(1);
    const empty = join(computer.root, 'empty');
    await mkdir(empty);
    expect(await page.codeOf('restore.find', { folder: engine.grant(empty) })).toBe('access.no-vault');
    expect(await page.codeOf('restore.start', { ...(await wish()), vault: '0123456789abcdef' })).toBe(
      'access.no-vault',
    );
  });

  it('brings the vault back, opens it and goes on copying to where it came from', async () => {
    await find();
    const result = await page.result('restore', start());
    expect(result).toMatchObject({
      items: 3,
      lacking: 0,
      missing: [],
      whole: true,
      damaged: [],
      forks: 0,
      copies: [{ name: 'My stick', kept: true }],
      sources: 0,
    });
    expect(result.newest).toBeDefined();
    expect(await page.call('app.state', {})).toMatchObject({ engine: 'open', vault: 'there' });
    const { items } = await page.call('items.page', { filter: {}, order: 'newest', offset: 0, limit: 10 });
    expect(items.map(({ name }) => name).sort()).toEqual(['essay.txt', 'notes.txt', 'picture.png']);
    expect((await page.call('replicas.list', {})).copies).toMatchObject([
      { name: 'My stick', type: 'folder', schedule: { everyHours: 24, whenPluggedIn: true } },
    ]);
    expect(JSON.stringify(engine.frames)).not.toContain(passphrase);
  });

  it('opens it with the recovery key as well, in another folder, and remembers that one', async () => {
    await find();
    const chosen = join(computer.root, 'Big disk');
    await mkdir(join(chosen, 'something'), { recursive: true });
    const recoveryKey = await page.seal('restore.start/recoveryKey', lost.recoveryWords);
    const place = engine.grant(chosen);
    await page.result(
      'restore',
      page.call('restore.start', { vault: digits(), place, unlock: { recoveryKey } }),
    );
    const vaultDir = join(chosen, 'Evidence Vault');
    expect(engine.frames).toContainEqual({ type: 'opened', vaultDir, practice: false });
    expect(await readdir(vaultDir)).toContain('vault.json');
  });

  it('refuses at once what cannot begin, and writes nothing', async () => {
    await find();
    expect(await page.codeOf('restore.start', await wish('not these words'))).toBe('access.wrong-passphrase');
    expect((await page.call('tasks.list', {})).tasks).toEqual([]);
    await expect(readdir(computer.vaultDir)).rejects.toMatchObject({ code: 'ENOENT' });
    await rename(stick, `${stick} away`);
    expect(await page.codeOf('restore.start', await wish())).toBe('storage.gone');
    await rename(`${stick} away`, stick);
    expect((await page.result('restore', start())).whole).toBe(true);
    expect(await page.codeOf('restore.start', await wish())).toBe('access.in-use');
  });

  it('says that there is a vault in that place already, and whose', async () => {
    await find();
    await page.result('restore', start());
    await engine.stop();
    engine = await EngineProcess.start(computer);
    page = await engine.page();
    await find();
    expect(await page.call('restore.find', {})).toMatchObject({ here: digits() });
    expect(await page.codeOf('restore.start', await wish())).toBe('access.vault-exists');
  });

  it('names what a damaged copy lacks, and takes it from another that is shown as well', async () => {
    const [first = '', second = ''] = await blobs(stick);
    await writeFile(first, 'not what it was');
    await rm(second);
    await find();
    const result = await page.result('restore', start());
    expect(result).toMatchObject({ items: 3, lacking: 2, whole: false });
    const names = result.missing.map(({ name }) => name);
    expect(names).toHaveLength(2);
    const other = join(computer.root, 'Other stick');
    await mkdir(other);
    await lost.using((vault) => pushTo(vault, other));
    const { id } = await page.call('replicas.addFolder', { folder: engine.grant(other) });
    const round = await page.result('copy-vault', page.call('replicas.sync', { copy: id }));
    expect(round.synced).toMatchObject([{ mended: 2, taken: 0 }]);
    expect(await page.result('check', page.call('check.run', { full: true }))).toMatchObject({ ok: true });
  });

  it('puts two damaged copies together', async () => {
    const other = join(computer.root, 'Other stick');
    await mkdir(other);
    await lost.using((vault) => pushTo(vault, other));
    await rm((await blobs(stick)).sort()[0] ?? '');
    await rm((await blobs(other)).sort()[1] ?? '');
    await find();
    expect(await find(other)).toHaveLength(2);
    expect(await page.result('restore', start())).toMatchObject({
      whole: true,
      copies: [{ kept: true }, { kept: true }],
    });
  });

  /** Restores up to a step, and no further. */
  async function restoreUntil(step: RegExp): Promise<void> {
    const stop = new AbortController();
    const stopped = restoreVault({
      dir: computer.vaultDir,
      stateDir: join(computer.root, 'state'),
      from: [placeIn(stick, lost.vaultId)],
      unlock: { passphrase },
      signal: stop.signal,
      onProgress: ({ name }) => {
        if (step.test(name)) stop.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'internal.cancelled' });
  }

  it('says at its next start that a restore waits, and goes on with it', async () => {
    await restoreUntil(/^Copying the history$/u);
    expect(await page.call('app.state', {})).toMatchObject({ engine: 'locked', vault: 'half' });
    expect(await page.call('restore.find', {})).toMatchObject({ copies: [], half: digits() });
    await find();
    expect(await page.result('restore', start())).toMatchObject({ whole: true, items: 3 });
    expect(await page.call('app.state', {})).toMatchObject({ vault: 'there' });
  });

  it('ends a restore that was stopped at its very end, once the vault is opened', async () => {
    await restoreUntil(/^that every file is there$/u);
    expect(await page.call('app.state', {})).toMatchObject({ engine: 'locked', vault: 'there' });
    const said = await page.seal('vault.open/passphrase', passphrase);
    await page.call('vault.open', { unlock: { passphrase: said } });
    const tasks = (await page.call('tasks.list', {})).tasks.filter(({ kind }) => kind === 'restore');
    const ended = await page.ended(tasks[0]?.id ?? '');
    expect(ended).toMatchObject({ state: 'done', result: { items: 3, lacking: 0, whole: true } });
    expect(await readdir(computer.vaultDir)).not.toContain('restore.json');
  });

  it('takes in what the other laptop adds, and says how much', async () => {
    await find();
    await page.result('restore', start());
    await lost.using(async (vault) => {
      await lost.add(vault, { 'later.txt': 'Written on the old laptop, which came back.' });
      await pushTo(vault, stick);
    });
    const report = await page.result('copy-vault', page.call('replicas.sync', {}));
    expect(report).toMatchObject({ failed: [], synced: [{ taken: 1, mended: 0 }] });
    const { items } = await page.call('items.page', { filter: {}, order: 'newest', offset: 0, limit: 10 });
    expect(items.map(({ name }) => name)).toContain('later.txt');
  });

  it('stops when it is told to, and can begin again', async () => {
    await find();
    const { task } = await start();
    await page.call('tasks.cancel', { task });
    const ended = await page.ended(task);
    expect(['cancelled', 'done']).toContain(ended.state);
    if (ended.state === 'cancelled') {
      expect(await page.call('app.state', {})).toMatchObject({ engine: 'locked' });
      expect((await page.result('restore', start())).whole).toBe(true);
    }
  });

  it('brings a vault back from a server, and keeps no password but in the vault', async () => {
    const cloud = join(computer.root, 'cloud');
    await mkdir(cloud);
    await lost.using((vault) => pushTo(vault, cloud));
    const server = await startWebdavServer(cloud);
    try {
      const at = { url: server.address, user: webdavUser.username };
      const wrong = await page.seal('restore.findOnServer/password', 'not it');
      expect(await page.codeOf('restore.findOnServer', { ...at, password: wrong })).toMatch(
        /^(?:access|storage)\./u,
      );
      const password = await page.seal('restore.findOnServer/password', webdavUser.password);
      const { copies } = await page.call('restore.findOnServer', { ...at, password });
      expect(copies).toMatchObject([{ vault: digits(), type: 'webdav', files: 3 }]);
      expect(await page.result('restore', start())).toMatchObject({
        whole: true,
        copies: [{ kept: true, sameDisk: false }],
      });
      const [copy] = (await page.call('replicas.list', {})).copies;
      expect(copy).toMatchObject({ type: 'webdav', schedule: { everyHours: 24, whenPluggedIn: false } });
    } finally {
      await server.close();
    }
  });
});
