import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { EngineEvent } from '../../../src/contract/engine-contract.ts';
import type { Task } from '../../../src/contract/tasks.ts';
import {
  startPracticeAuthority,
  type PracticeAuthority,
} from '../../../src/practice/authority/practice-authority.ts';
import { runWitness, type ServedWitness } from '../../../src/vault/witnesses/run-witness.ts';
import { EngineComputer, EngineProcess, type EnginePage } from '../../support/engine/engine-process.ts';

const passphrase = 'four plain test words';

describe('dates and witnesses, as the app asks for them', () => {
  let computer: EngineComputer;
  let engine: EngineProcess;
  let page: EnginePage;
  let authority: PracticeAuthority;
  let witness: ServedWitness;
  const path = (...names: string[]): string => join(computer.root, ...names);

  beforeAll(async () => {
    computer = await EngineComputer.make();
    authority = await startPracticeAuthority();
    witness = await runWitness({
      dir: path('witness'),
      name: 'college.example/witness',
      host: '127.0.0.1',
      port: 0,
      logs: [],
      trustOnFirstUse: true,
      onProblem: () => undefined,
    });
    engine = await EngineProcess.start(computer);
    page = await engine.page();
    await page.createVault(passphrase);
    await mkdir(path('work'));
  });
  afterAll(async () => {
    expect(await engine.stop()).toBe(0);
    expect(engine.output).toBe('');
    await witness.close();
    await authority.close();
    await computer.remove();
  });

  async function add(name: string): Promise<void> {
    await writeFile(path('work', name), `the words of ${name}`);
    await page.result('add-files', page.call('files.add', { files: [engine.grant(path('work', name))] }));
  }
  async function itemNamed(name: string): Promise<string> {
    const { items } = await page.call('items.page', { filter: {}, order: 'newest', offset: 0, limit: 50 });
    const found = items.find((item) => item.name === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found.id;
  }
  const rounds = (): Task[] =>
    page.events.flatMap((event) =>
      event.type === 'task' && event.task.kind === 'ask-outside' && event.task.state !== 'running'
        ? [event.task]
        : [],
    );
  /** Waits for what is asked by itself after something was added. */
  async function nextRound(after: number): Promise<Task> {
    await page.event(
      (event): event is Extract<EngineEvent, { type: 'task' }> =>
        event.type === 'task' && rounds().length > after,
    );
    const [task] = rounds().slice(after);
    if (task === undefined) throw new Error('nobody was asked');
    return task;
  }

  it('asks the learner nothing before something is kept, and nobody else before the learner said yes', async () => {
    expect(await page.call('dates.state', {})).toMatchObject({ consent: 'not-asked', ask: false });
    const { authorities } = await page.call('dates.state', {});
    for (const { url } of authorities) await page.call('dates.removeAuthority', { url });
    await page.call('dates.addAuthority', { url: authority.url });
    await add('essay.txt');
    const state = await page.call('dates.state', {});
    expect(state).toMatchObject({
      consent: 'not-asked',
      ask: true,
      authorities: [{ url: authority.url, listed: true, dates: 0 }],
    });
    expect(state.others.map(({ name }) => name)).toContain('DigiCert');
    expect(await page.call('dates.coverage', {})).toEqual({
      items: 1,
      datedItems: 0,
      versions: 1,
      datedVersions: 0,
    });
    expect((await page.call('dates.ofItem', { item: await itemNamed('essay.txt') })).versions).toMatchObject([
      { version: 1, dated: [], seen: [] },
    ]);
    expect(authority.requests()).toBe(0);
  });

  it('has everything dated as soon as the learner says yes', async () => {
    expect(await page.call('dates.answer', { consent: 'on' })).toMatchObject({ consent: 'on', ask: false });
    const { task } = await page.event(
      (event): event is Extract<EngineEvent, { type: 'task' }> =>
        event.type === 'task' && event.task.kind === 'ask-dates' && event.task.state !== 'running',
    );
    expect(task).toMatchObject({
      state: 'done',
      result: { stamped: [{ authority: authority.url }], failed: [] },
    });
    expect(authority.requests()).toBe(1);
    const coverage = await page.call('dates.coverage', {});
    expect(coverage).toMatchObject({ items: 1, datedItems: 1, versions: 1, datedVersions: 1 });
    expect(coverage.first).toBe(coverage.last);
    const { versions } = await page.call('dates.ofItem', { item: await itemNamed('essay.txt') });
    expect(versions).toMatchObject([{ dated: [{ url: authority.url, time: coverage.first }] }]);
    const { units } = await page.call('vault.status', {});
    expect(units.flatMap(({ reasons }) => reasons)).not.toContain('no-independent-date');
  });

  it('asks again by itself for what is added', async () => {
    const before = rounds().length;
    await add('letter.txt');
    const task = await nextRound(before);
    expect(task).toMatchObject({ quiet: true, state: 'done', result: { dates: { failed: [] } } });
    expect(await page.call('dates.coverage', {})).toMatchObject({ items: 2, datedItems: 2 });
  });

  it('keeps what an authority did not do, says why and when it is tried again, and dates it later', async () => {
    authority.flaw('unavailable');
    const before = rounds().length;
    await add('poem.txt');
    expect(await nextRound(before)).toMatchObject({
      result: { dates: { stamped: [], failed: [{ error: { code: 'proof.authority-unreachable' } }] } },
    });
    const [failed] = (await page.call('dates.state', {})).authorities;
    expect(failed).toMatchObject({ due: true, failure: { code: 'proof.authority-unreachable' } });
    expect(failed?.failure?.retryAt).toBeDefined();
    expect(await page.call('dates.coverage', {})).toMatchObject({ versions: 3, datedVersions: 2 });
    authority.flaw(undefined);
    const asked = await page.result('ask-dates', page.call('dates.ask', {}));
    expect(asked).toMatchObject({ stamped: [{ authority: authority.url }], failed: [] });
    const [mended] = (await page.call('dates.state', {})).authorities;
    expect(mended).toMatchObject({ due: false });
    expect(mended?.failure).toBeUndefined();
    expect(await page.call('dates.coverage', {})).toMatchObject({ versions: 3, datedVersions: 3 });
  });

  it('stops asking when told to', async () => {
    authority.flaw('silent');
    const { task } = await page.call('dates.ask', {});
    await page.call('tasks.cancel', { task });
    expect(await page.ended(task)).toMatchObject({ state: 'cancelled' });
    authority.flaw(undefined);
  });

  it('keeps what is needed to check old dates later, and has everything dated anew', async () => {
    const requests = authority.requests();
    const { good, revoked, unknown, stamped, failed } = await page.result(
      'refresh-dates',
      page.call('dates.refresh', {}),
    );
    expect({ revoked, failed }).toEqual({ revoked: 0, failed: [] });
    expect(good + unknown).toBeGreaterThan(0);
    expect(stamped).toMatchObject([{ authority: authority.url }]);
    expect(authority.requests()).toBeGreaterThan(requests);
  });

  it('refuses an address or a key that is none, with the codes of the command line', async () => {
    expect(await page.codeOf('dates.addAuthority', { url: 'time.example' })).toBe('source.unsafe-address');
    expect(await page.codeOf('dates.removeAuthority', { url: 'https://nobody.example/' })).toBe(
      'input.not-found',
    );
    const { key, url } = witness;
    expect(await page.reply('witnesses.add', { url: 'http://witness.example/', key })).toMatchObject({
      ok: false,
      error: { code: 'input.usage' },
    });
    expect(await page.reply('witnesses.add', { url, key: 'nonsense' })).toMatchObject({
      ok: false,
      error: { code: 'input.usage', details: { field: 'key' } },
    });
    expect(await page.codeOf('witnesses.remove', { key })).toBe('input.not-found');
  });

  it('shows the history to a witness, and tells of each item who saw it', async () => {
    const { url, key, name } = witness;
    expect(await page.call('witnesses.add', { url, key })).toMatchObject({
      witnesses: [{ url, key, name, due: true }],
    });
    const signed = await page.result('ask-witnesses', page.call('witnesses.ask', {}));
    expect(signed).toMatchObject({ cosigned: [{ witness: name }], failed: [] });
    const { witnesses } = await page.call('witnesses.list', {});
    expect(witnesses).toMatchObject([{ due: false, last: { size: signed.size } }]);
    const { versions } = await page.call('dates.ofItem', { item: await itemNamed('essay.txt') });
    expect(versions).toMatchObject([{ dated: [{}], seen: [{ name, size: signed.size }] }]);
    expect(await page.call('witnesses.remove', { key })).toMatchObject({ witnesses: [] });
  });

  it('asks nobody any more once the learner says no, and keeps what was dated', async () => {
    expect(await page.call('dates.answer', { consent: 'off' })).toMatchObject({ consent: 'off', ask: false });
    const begun = (): number =>
      page.events.filter((event) => event.type === 'task' && event.task.kind === 'ask-outside').length;
    const [before, requests] = [begun(), authority.requests()];
    await add('note.txt');
    // Who is asked by itself is asked in the same breath in which the files were taken in.
    expect((await page.call('tasks.list', {})).tasks.map(({ kind }) => kind)).not.toContain('ask-outside');
    expect(begun()).toBe(before);
    expect(authority.requests()).toBe(requests);
    expect(await page.call('dates.coverage', {})).toMatchObject({ items: 4, datedItems: 3 });
  });
});
