import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPracticeProvider, type PracticeProvider } from '../../../src/practice/provider.ts';
import { CliHouse } from '../../support/cli.ts';
import { listDocument, sourceDocument, sourcesDocument, statusDocument, syncDocument } from './documents.ts';

describe('a watched folder', () => {
  let house: CliHouse;
  let source: string;

  beforeAll(async () => {
    house = await CliHouse.make();
    await house.run(['init']);
    await mkdir(house.path('work', 'drive'));
    for (let number = 1; number <= 3; number += 1)
      await writeFile(house.path('work', 'drive', `report ${number}.txt`), `Report number ${number}.\n`);
  });
  afterAll(() => house.remove());

  it('is connected, and not copied before the first sync', async () => {
    const added = sourceDocument.parse(
      (await house.json(['source', 'add', 'folder', 'drive'])).document,
    ).source;
    expect(added).toMatchObject({ type: 'folder', name: 'drive', state: 'new', lastSync: null });
    source = added.id;
  });

  it('copies new, changed and vanished files, and deletes nothing', async () => {
    const first = await house.json(['sync']);
    expect(first.code).toBe(0);
    expect(syncDocument.parse(first.document).sources).toMatchObject([
      { id: source, state: 'ok', captured: 3, changed: 0, gone: 0, failed: 0 },
    ]);
    await appendFile(house.path('work', 'drive', 'report 1.txt'), 'Now longer.\n');
    await rm(house.path('work', 'drive', 'report 2.txt'));
    const second = await house.json(['sync', '--source', 'drive']);
    expect(second.code).toBe(0);
    expect(syncDocument.parse(second.document).sources).toMatchObject([
      { captured: 0, changed: 1, unchanged: 1, gone: 1 },
    ]);
    const { items } = listDocument.parse((await house.json(['list', '--source', 'drive'])).document);
    expect(items).toHaveLength(3);
    expect(items.filter(({ gone }) => gone !== undefined)).toMatchObject([{ name: 'report 2.txt' }]);
  });

  it('says in words that the folder is not there, and ends with 5', async () => {
    await rm(house.path('work', 'drive'), { recursive: true });
    const { code, stdout } = await house.run(['sync']);
    expect(code).toBe(5);
    expect(stdout).toContain('source.folder-missing');
    expect(listDocument.parse((await house.json(['list'])).document).items).toHaveLength(3);
  });

  it('is not asked any more once it is removed, and what it gave is kept', async () => {
    const removed = sourceDocument.parse((await house.json(['source', 'remove', source])).document).source;
    expect(removed.state).toBe('removed');
    expect((await house.json(['sync'])).document).toEqual({ sources: [] });
    expect((await house.json(['source', 'list'])).document).toEqual({ sources: [] });
    const all = sourcesDocument.parse((await house.json(['source', 'list', '--all'])).document);
    expect(all.sources.map(({ id }) => id)).toEqual([source]);
    expect(listDocument.parse((await house.json(['list'])).document).items).toHaveLength(3);
  });
});

describe('a portal', () => {
  let house: CliHouse;
  let provider: PracticeProvider;
  let source: string;

  beforeAll(async () => {
    house = await CliHouse.make();
    provider = await startPracticeProvider();
    await house.run(['init', '--practice']);
  });
  afterAll(async () => {
    await provider.close();
    await house.remove();
  });

  const sync = async (): Promise<{ code: number | null; report: object | undefined }> => {
    const { code, document } = await house.json(['sync']);
    return { code, report: syncDocument.parse(document).sources[0] };
  };

  it('refuses a wrong password, and connects nothing', async () => {
    const words = ['source', 'add', 'moodle', '--url', provider.url, '--username', provider.learner.username];
    const refused = await house.json(words, { env: { EVIDENCE_VAULT_SOURCE_SECRET: 'wrong' } });
    expect(refused.code).toBe(5);
    expect(refused.document).toMatchObject({ error: { code: 'source.login-refused' } });
    expect((await house.json(['source', 'list'])).document).toMatchObject({ sources: [] });
  });

  it('is connected with a password that is nowhere in what is printed', async () => {
    const { username, password } = provider.learner;
    const added = await house.json(
      ['source', 'add', 'moodle', '--url', provider.url, '--username', username],
      { env: { EVIDENCE_VAULT_SOURCE_SECRET: password } },
    );
    expect(added.code).toBe(0);
    expect(added.stdout + added.stderr).not.toContain(password);
    ({ id: source } = sourceDocument.parse(added.document).source);
    expect(added.document).toMatchObject({ practice: true });
  });

  it('is copied whole, and a second time nothing is new', async () => {
    const first = await sync();
    expect(first).toMatchObject({ code: 0, report: { id: source, state: 'ok', failed: 0 } });
    expect(await sync()).toMatchObject({
      code: 0,
      report: { state: 'ok', captured: 0, changed: 0, gone: 0, failed: 0 },
    });
    const grades = listDocument.parse((await house.json(['list', '--kind', 'grade'])).document).items;
    expect(grades.length).toBeGreaterThan(3);
    expect(grades.some(({ attempt }) => attempt !== undefined)).toBe(true);
  });

  it('marks its practice in every text', async () => {
    for (const words of [['list'], ['status'], ['source', 'list'], ['sync']])
      expect((await house.run(words)).stdout).toMatch(/^Practice vault: /u);
  });

  it('tells assignments that are in no unit as rows of their own', async () => {
    const { units } = statusDocument.parse((await house.json(['status'])).document);
    expect(units.length).toBeGreaterThan(3);
    expect((await house.run(['status'])).stdout).toContain('(in no unit yet)');
  });

  it('asks for a new sign-in when the old one ends, and goes on with the same source', async () => {
    provider.switches.expireLogins();
    expect(await sync()).toMatchObject({ code: 5, report: { state: 'login-expired' } });
    const signedIn = await house.json(['source', 'sign-in', source], {
      env: { EVIDENCE_VAULT_SOURCE_SECRET: provider.learner.password },
    });
    expect(signedIn.code).toBe(0);
    expect(await sync()).toMatchObject({ code: 0, report: { id: source, state: 'ok', captured: 0 } });
  });

  it('ends with 5 in maintenance and when nobody answers, and loses nothing', async () => {
    const before = listDocument.parse((await house.json(['list'])).document).items;
    provider.switches.maintenance('admin');
    expect(await sync()).toMatchObject({ code: 5, report: { state: 'maintenance', gone: 0 } });
    provider.switches.maintenance('off');
    await provider.switches.die();
    expect(await sync()).toMatchObject({ code: 5, report: { state: 'unreachable', gone: 0 } });
    expect(listDocument.parse((await house.json(['list'])).document).items).toEqual(before);
  });
});
