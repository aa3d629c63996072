import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';

import { parseBase64 } from '../../../src/base/bytes.ts';
import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { verifyCheckpoint } from '../../../src/ledger/checkpoint.ts';
import { MerkleTree } from '../../../src/ledger/merkle-tree.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import { closeHistory } from '../../../src/vault/close-history.ts';
import { exportBundle, previewExport, type ExportOptions } from '../../../src/vault/export-bundle.ts';
import { addNote, setEnrolment, setProfile } from '../../../src/vault/statements.ts';
import { verifyBundle } from '../../../src/verify/verify-bundle.ts';
import { PracticeLearner } from '../../support/vault/practice-learner.ts';
import { codeOf, entriesOf, noStop } from '../../support/vault/vault-world.ts';

let learner: PracticeLearner;
let made = 0;
beforeAll(async () => {
  learner = await PracticeLearner.connect();
  await learner.sync();
  await setProfile(learner.vault, {
    name: 'Amélie Reed',
    uln: '9276308686',
    email: 'sam@example.org',
    candidateNumber: '44-71-XY',
    dateOfBirth: '2004-05-06',
  });
  await setEnrolment(learner.vault, { provider: { name: 'Northfield' }, registration: 'REG-77120' });
});
afterAll(() => learner.end());

async function exported(choice: Partial<ExportOptions>) {
  made += 1;
  const out = join(learner.vault.dir, '..', `choice-${made}.zip`);
  const report = await exportBundle(learner.vault, { out, signal: noStop(), ...choice });
  const bytes = await readFile(out);
  const verified = await verifyBundle(memoryAccess(new Uint8Array(bytes)), { hashes: nodeHashes });
  expect(verified.checks.filter(({ result }) => result === 'fail')).toEqual([]);
  return { report, bytes, verified };
}

describe('what the learner leaves out', () => {
  it('is not in the bundle, and is listed by its kind and never by its name', async () => {
    const assignment = learner.get('assignment/3');
    const attempt = learner.get('assignment/3/attempt/0');
    const { report, bytes, verified } = await exported({ items: [assignment.id], exclude: [attempt.id] });
    expect(verified.items.map(({ id }) => id)).not.toContain(attempt.id);
    for (const { id } of attempt.parts) expect(verified.items.map((item) => item.id)).not.toContain(id);
    const row = report.missing.filter(({ why }) => why === 'excluded');
    expect(row).toEqual([
      {
        what: `An attempt (${assignment.name})`,
        code: 'excluded',
        why: 'excluded',
        reason: 'The learner left this out of the bundle.',
        noticedAt: expect.stringMatching(/^2\d{3}-/),
      },
    ]);
    expect(verified.bundle?.missing).toContainEqual(row[0]);
    expect(bytes.includes(attempt.name)).toBe(false);
    expect(verified.checks.find(({ id }) => id === 'completeness')).toMatchObject({
      result: 'not-checked',
      code: 'attempts-not-shown',
    });
  });

  it('is not named by the records of what is shown, whose other properties stay open', async () => {
    const assignment = learner.get('assignment/3');
    const file = assignment.parts.find(({ name }) => name === 'portfolio v2.docx');
    if (file === undefined) throw new Error('no such file');
    const whole = await exported({ items: [assignment.id] });
    expect(whole.bytes.includes(file.id)).toBe(true);
    const { bytes, verified } = await exported({ items: [assignment.id], exclude: [file.id] });
    expect(bytes.includes(file.id)).toBe(false);
    expect(bytes.includes('portfolio v2.docx')).toBe(false);
    expect(verified.items.length).toBe(whole.verified.items.length - 1);
    // The attempt keeps its place, though the list of its files is closed.
    expect(verified.attempts).toEqual({ ...whole.verified.attempts, closedAt: expect.any(String) });
  });

  it('is never said not to have been given out', async () => {
    const [answer] = learner.vault.index.items
      .list()
      .filter(
        ({ kind, released, attemptItem }) =>
          kind === 'grade' && released === true && attemptItem !== undefined,
      );
    if (answer?.attemptItem === undefined) throw new Error('no attempt has a grade');
    const { attemptItem } = answer;
    const answers = learner.vault.index.items
      .list({ within: [attemptItem] })
      .filter(({ kind }) => kind === 'grade' || kind === 'feedback');
    const { missing } = await previewExport(learner.vault, {
      items: [attemptItem],
      exclude: answers.map(({ id }) => id),
    });
    expect(missing.map(({ why }) => why)).toContain('excluded');
    expect(missing.filter(({ why }) => why === 'not-released')).toEqual([]);
  });

  it('is not listed where nobody would look for it', async () => {
    const attempt = learner.get('assignment/3/attempt/0');
    const other = learner.get('assignment/22');
    const { missing } = await previewExport(learner.vault, { items: [other.id], exclude: [attempt.id] });
    expect(missing.filter(({ why }) => why === 'excluded')).toEqual([]);
  });
});

describe('what the learner shows of who they are', () => {
  const item = () => ({ items: [learner.get('assignment/3').id] });
  const says = (bytes: Buffer, ...texts: string[]) => texts.map((text) => bytes.includes(text));

  it('is by default what an awarding organisation needs to find them', async () => {
    const { bytes, report } = await exported(item());
    expect(says(bytes, 'Amélie Reed', '9276308686', '2004-05-06', 'sam@example.org')).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(report.naming).toEqual([]);
  });

  it('is exactly what they chose', async () => {
    const { bytes } = await exported({ ...item(), identity: ['uln', 'email'] });
    expect(says(bytes, 'Amélie Reed', '9276308686', '2004-05-06', 'sam@example.org', 'REG-77120')).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
    const none = await exported({ ...item(), identity: [] });
    expect(says(none.bytes, 'Amélie Reed', '9276308686', '2004-05-06', '44-71-XY', 'REG-77120')).toEqual(
      Array.from({ length: 5 }, () => false),
    );
  });

  it('is their candidate number alone under a pseudonym, with a list of what may still name them', async () => {
    const { bytes, report } = await exported({ pseudonym: '44-71-XY' });
    expect(says(bytes, '9276308686', '2004-05-06', 'REG-77120', '"said": "2004')).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(bytes.includes('44-71-XY')).toBe(true);
    const named = report.naming.filter(({ where }) => where === 'name').map(({ what }) => what);
    expect(named.some((what) => what.includes('Amélie'))).toBe(true);
    for (const { what, where } of report.naming)
      expect(['name', 'record', 'text', 'not-read'], what).toContain(where);
    // Nobody has read the documents of this vault for search, so each of them may name the learner.
    expect(report.naming.some(({ where }) => where === 'not-read')).toBe(true);
  });

  it('is refused with a candidate number that is not theirs, or with two choices at once', async () => {
    expect(await codeOf(previewExport(learner.vault, { pseudonym: '9999' }))).toBe('input.usage');
    expect(await codeOf(previewExport(learner.vault, { pseudonym: '44-71-XY', identity: ['uln'] }))).toBe(
      'input.usage',
    );
  });
});

describe('what is recorded while a bundle is made', () => {
  it('comes to stand after the count of attempts, which stays the last of the bundle’s history', async () => {
    const { vault } = learner;
    const id = learner.get('assignment/22').id;
    const note = () => addNote(vault, id, 'Meanwhile.');
    const earlier = vi.spyOn(vault.writer, 'earlierCheckpoint');
    // The first is a batch of its own; what comes meanwhile is joined into the next, in which the closing entry is not the last.
    const [, closed] = await Promise.all([note(), closeHistory(vault, new Set([id])), note(), note()]);
    expect(earlier).toHaveBeenCalled();
    earlier.mockRestore();
    expect(vault.writer.head().size).toBeGreaterThan(closed.size);
    const tree = new MerkleTree(vault.hashes, await vault.ledger.leaves(closed.log));
    const { publicKey } = await ownLog(closed.log);
    const checkpoint = verifyCheckpoint(closed.checkpoint, closed.log, publicKey);
    expect(checkpoint).toMatchObject({ size: closed.index + 1 });
    expect(checkpoint?.root).toEqual(tree.root(closed.size));
    const [{ verified }] = await Promise.all([exported({ items: [id] }), note(), note()]);
    expect(verified.attempts?.assignments).toHaveLength(1);
  });

  async function ownLog(log: string): Promise<{ publicKey: Uint8Array }> {
    const [opened] = await entriesOf(learner.vault);
    expect(opened).toMatchObject({ kind: 'log-opened', log });
    return { publicKey: parseBase64(z.string().parse(opened?.key)) };
  }
});

describe('a portal that is away', () => {
  it('is listed with when that was noticed, as what came after is not known', async () => {
    const before = await previewExport(learner.vault, {});
    expect(before.missing.filter(({ why }) => why === 'portal-away')).toEqual([]);
    await learner.provider.close();
    const first = await learner.sync();
    expect(first.state).toBe('unreachable');
    await learner.sync();
    const { missing } = await previewExport(learner.vault, {});
    const [row, ...more] = missing.filter(({ why }) => why === 'portal-away');
    expect(more).toEqual([]);
    const [second, earlier] = learner.vault.index.sources.syncs(learner.source, 2);
    expect(second?.state).toBe('unreachable');
    expect(row).toMatchObject({ code: 'source.unreachable', noticedAt: earlier?.at });
    expect(row?.reason).toMatch(/What it gave out after \d{4}-\d\d-\d\d is not known\.$/);
  });
});
