import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { systemClock } from '../../../src/base/clock.ts';
import type { ExportChoice } from '../../../src/contract/methods/bundle-methods.ts';
import type { TaskResult } from '../../../src/contract/tasks.ts';
import { newPolicy } from '../../../src/vault/policies/policy-file.ts';
import { makeRecipient, recipientFiles } from '../../../src/vault/recipients/make-recipient.ts';
import type { ShownCard } from '../../../src/vault/recipients/read-recipient.ts';
import { EngineComputer, EngineProcess, type EnginePage } from '../../support/engine/engine-process.ts';

const passphrase = 'four plain test words';

describe('bundles as the page asks for them', () => {
  let computer: EngineComputer;
  let engine: EngineProcess;
  let page: EnginePage;
  let vaultKey: string;
  let officer: ShownCard;
  const path = (...names: string[]): string => join(computer.root, ...names);
  const keyFile = () => engine.grant(path('officer', recipientFiles.identity));

  beforeAll(async () => {
    computer = await EngineComputer.make();
    engine = await EngineProcess.start(computer);
    page = await engine.page();
    await page.createVault(passphrase);
    await mkdir(path('work'));
    for (const name of ['essay.txt', 'diary.txt', 'plan.txt', 'Sam Okafor CV.txt'])
      await writeFile(path('work', name), `All about ${name}`);
    await page.result('add-files', page.call('files.add', { files: [engine.grant(path('work'))] }));
    await page.call('profile.set', {
      name: 'Sam Okafor',
      uln: '1234567890',
      candidateNumber: '44-71',
      email: 'sam@example.org',
      dateOfBirth: '2001-02-03',
    });
    await page.call('enrolments.set', { provider: 'Northfield', registration: 'REG-9' });
    vaultKey = (await page.call('vault.about', {})).publicKey;
    officer = await makeRecipient({
      name: 'Brightwell Awards',
      contact: '0113 000 000',
      dir: path('officer'),
      force: false,
      clock: systemClock,
    });
  });
  afterAll(async () => {
    expect(await engine.stop()).toBe(0);
    expect(engine.output).toBe('');
    await computer.remove();
  });

  const contents = (choice: ExportChoice, text?: string) =>
    page.call('bundle.contents', { choice, offset: 0, limit: 50, ...(text === undefined ? {} : { text }) });
  async function idOf(name: string): Promise<string> {
    const found = (await contents({}, name)).items[0];
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found.id;
  }
  type More = Omit<Parameters<typeof page.call<'bundle.export'>>[1], 'choice' | 'to'>;
  const make = (name: string, choice: ExportChoice, more: More = {}) =>
    page.result('export', page.call('bundle.export', { choice, to: engine.grant(path(name)), ...more }));
  async function verify(
    name: string,
    more: Omit<Parameters<typeof page.call<'bundle.verify'>>[1], 'file'> = {},
  ): Promise<TaskResult<'verify'>['report']> {
    const started = page.call('bundle.verify', { file: engine.grant(path(name)), ...more });
    return (await page.result('verify', started)).report;
  }
  const shownFields = async (choice: ExportChoice) =>
    (await page.call('bundle.preview', choice)).facts
      .filter(({ shown }) => shown)
      .map(({ of, field, value }) => `${of} ${field}: ${value}`);

  it('lists what a bundle would hold, a window at a time and by words', async () => {
    expect((await contents({})).items.map(({ name }) => name).sort()).toEqual([
      'Sam Okafor CV.txt',
      'diary.txt',
      'essay.txt',
      'plan.txt',
    ]);
    expect(await contents({}, 'DIARY')).toMatchObject({ total: 1, items: [{ name: 'diary.txt' }] });
    const second = await page.call('bundle.contents', { choice: {}, offset: 1, limit: 2 });
    expect([second.total, second.items.length]).toEqual([4, 2]);
    const left = await contents({ exclude: [await idOf('diary.txt')] });
    expect(left.items.map(({ name }) => name)).not.toContain('diary.txt');
    expect(await page.codeOf('bundle.contents', { choice: {}, offset: 0, limit: 201 })).toBe(
      'input.record-invalid',
    );
  });

  it('tells what of the learner would be shown, and keeps back what nobody needs', async () => {
    expect(await shownFields({})).toEqual([
      'profile name: Sam Okafor',
      'profile dateOfBirth: 2001-02-03',
      'profile uln: 1234567890',
      'profile candidateNumber: 44-71',
      'enrolment registration: REG-9',
      'enrolment provider: Northfield',
    ]);
    expect(await shownFields({ identity: ['uln'] })).toEqual([
      'profile uln: 1234567890',
      'enrolment provider: Northfield',
    ]);
    expect(await shownFields({ pseudonym: '44-71' })).toEqual([
      'profile candidateNumber: 44-71',
      'enrolment provider: Northfield',
    ]);
    expect(await page.codeOf('bundle.preview', { pseudonym: '44-72' })).toBe('input.usage');
    expect((await page.reply('bundle.preview', { identity: ['shoe size'] })).ok).toBe(false);
  });

  it('lists under a candidate number what may name the learner all the same', async () => {
    const { naming } = await page.call('bundle.preview', { pseudonym: '44-71' });
    expect(naming).toContainEqual({
      item: await idOf('Sam Okafor CV.txt'),
      what: 'Sam Okafor CV.txt',
      where: 'name',
    });
    expect((await page.call('bundle.preview', {})).naming).toEqual([]);
  });

  it('reads a card, its short form and a bare key, and refuses what is changed or no card', async () => {
    const text = await readFile(path('officer', recipientFiles.card), 'utf8');
    const { name, contact, madeAt, keyPhrase, recipient, cardText } = officer;
    const card = { recipient, card: { name, contact, madeAt, keyPhrase } };
    expect(await page.call('recipients.read', { text })).toEqual(card);
    expect(
      await page.call('recipients.read', { text: `${cardText.slice(0, 99)}\n${cardText.slice(99)}` }),
    ).toEqual(card);
    expect(await page.call('recipients.read', { text: ` ${recipient}\n` })).toEqual({ recipient });
    for (const [wrong, code] of [
      [text.replace('Brightwell', 'Brightwall'), 'proof.invalid'],
      [cardText.replace(':1:', ':2:'), 'format.too-new'],
      [cardText.slice(0, -9), 'format.malformed'],
      [recipient.replace(/.$/u, (last) => (last === 'q' ? 'p' : 'q')), 'input.usage'],
      ['hello', 'format.unknown'],
      ['', 'format.unknown'],
    ] as const)
      expect(await page.codeOf('recipients.read', { text: wrong }), wrong.slice(0, 20)).toBe(code);
  });

  it('locks a bundle for a recipient, who alone opens it, under a number and without what was left out', async () => {
    const made = await make(
      'locked.zip.age',
      { pseudonym: '44-71', exclude: [await idOf('diary.txt')] },
      { recipients: [officer.recipient] },
    );
    expect(made).toMatchObject({ items: 3, recipients: [officer.recipient] });
    expect(made.naming).toBeGreaterThan(0);
    const bytes = await readFile(path('locked.zip.age'));
    expect(made.parts).toMatchObject([{ name: 'locked.zip.age', items: 3, bytes: bytes.length }]);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(made.parts[0]?.sha256);
    expect(await verify('locked.zip.age')).toMatchObject({ encrypted: true, bundle: null });
    const report = await verify('locked.zip.age', {
      identities: [keyFile()],
      expectKey: vaultKey,
      full: true,
    });
    expect(report).toMatchObject({ ok: true, encrypted: true, bundle: { items: 3 } });
    expect(report.bundle?.missing).toMatchObject([{ why: 'excluded' }]);
    expect(report.items.map(({ name }) => name)).not.toContain('diary.txt');
    expect(report.checks.find(({ id }) => id === 'identity')).toMatchObject({ result: 'pass' });
  });

  it('offers the bundles that were made, newest first, and goes on from one', async () => {
    const [open] = (await make('open.zip', {})).parts;
    if (open === undefined) throw new Error('nothing was made');
    const { bundles } = await page.call('bundle.earlier', {});
    expect(bundles).toMatchObject([
      { bundle: open.bundle, items: 4, sha256: open.sha256, size: open.bytes, recipients: [] },
      { items: 3, recipients: [officer.recipient] },
    ]);
    await make('next.zip', {}, { extends: [open.bundle] });
    expect(await verify('next.zip')).toMatchObject({ ok: true });
    const refused = await page.ended(
      (
        await page.call('bundle.export', {
          choice: {},
          to: engine.grant(path('none.zip')),
          extends: ['b-0000000000'],
        })
      ).task,
    );
    expect(refused).toMatchObject({ state: 'failed', error: { code: 'input.not-found' } });
  });

  it('makes several files of what is too large for one, each a bundle by itself', async () => {
    await writeFile(path('work', 'film.bin'), Buffer.alloc(40_000, 1));
    await writeFile(path('work', 'song.bin'), Buffer.alloc(40_000, 2));
    await page.result('add-files', page.call('files.add', { files: [engine.grant(path('work'))] }));
    const made = await make('parted.zip', {}, { split: 100_000 });
    expect(made.parts.length).toBeGreaterThan(1);
    for (const { name, bytes } of made.parts) {
      expect(bytes).toBeLessThanOrEqual(100_000);
      expect(await verify(name)).toMatchObject({ ok: true });
    }
  });

  it('keeps here what is marked, lists it though nothing else is chosen, and sends what is ticked', async () => {
    const item = await idOf('plan.txt');
    await page.call('items.flag', { item, flags: ['sensitive'] });
    const marked = { item, what: 'plan.txt', flags: ['sensitive'] };
    expect((await contents({}, 'plan')).total).toBe(0);
    expect((await page.call('bundle.preview', {})).flagged).toEqual([marked]);
    expect(await page.codeOf('bundle.preview', { items: [item] })).toBe('input.all-flagged');
    expect(await page.call('bundle.flagged', { items: [item] })).toEqual({ flagged: [marked] });
    expect((await contents({ items: [item], includeFlagged: [item] })).total).toBe(1);
    await page.call('items.flag', { item, flags: [] });
  });

  it('judges by a policy and as of a day, and refuses what is neither', async () => {
    const policy = path('policy.json');
    await newPolicy(policy, { name: 'Brightwell', force: false });
    const report = await verify('open.zip', { policy: engine.grant(policy), at: '2031-01-01' });
    expect(report).toMatchObject({ ok: true, verdict: 'incomplete' });
    await writeFile(policy, '{}');
    const failed = async (more: object) => {
      const { task } = await page.call('bundle.verify', { file: engine.grant(path('open.zip')), ...more });
      return (await page.ended(task)).error?.code;
    };
    expect(await failed({ policy: engine.grant(policy) })).toBe('input.policy-invalid');
    expect(await failed({ at: 'some day' })).toBe('input.usage');
    expect(await failed({ identities: [engine.grant(path('work', 'essay.txt'))] })).toBe('format.unknown');
    expect(await failed({ expectKey: 'nonsense' })).toBe('input.usage');
  });

  it('saves the report as a page and as JSON, and none of what was not verified', async () => {
    const { task } = await page.call('bundle.verify', { file: engine.grant(path('open.zip')) });
    await page.ended(task);
    await page.call('report.save', { task, to: engine.grant(path('report.html')), as: 'page' });
    expect(await readFile(path('report.html'), 'utf8')).toMatch(/^<!doctype html>[^]*open\.zip/u);
    await page.call('report.save', { task, to: engine.grant(path('report.json')), as: 'json' });
    const report: unknown = JSON.parse(await readFile(path('report.json'), 'utf8'));
    expect(report).toMatchObject({ file: 'open.zip', ok: true, checks: expect.any(Array) as unknown });
    const again = { task, to: engine.grant(path('report.json')), as: 'json' } as const;
    expect(await page.codeOf('report.save', again)).toBe('input.exists');
    await page.call('report.save', { ...again, replace: true });
    expect(await page.codeOf('report.save', { ...again, task: 't-0000000000' })).toBe('input.not-found');
  });

  it('saves the page that checks bundles', async () => {
    const started = page.call('verifier.save', { to: engine.grant(path('verifier.html')) });
    const saved = await page.result('save-verifier', started);
    const bytes = await readFile(path('verifier.html'));
    expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([
      saved.size,
      saved.sha256,
    ]);
    expect(bytes.toString('utf8', 0, 200)).toMatch(/^<!doctype html>/u);
  });
});
