import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import { exportBundle, previewExport, type ExportOptions } from '../../../src/vault/export-bundle.ts';
import { flagItem, flagsByItem, parseFlags } from '../../../src/vault/flags.ts';
import { listItems, showItem } from '../../../src/vault/items.ts';
import { verifyBundle } from '../../../src/verify/verify-bundle.ts';
import { PracticeLearner } from '../../support/vault/practice-learner.ts';
import { rawZip } from '../../support/raw-zip.ts';
import { importAsForeseen } from '../../support/vault/foreseen.ts';
import { worlds } from '../../support/vault/worlds.ts';
import { codeOf, entriesOf, noStop } from '../../support/vault/vault-world.ts';

let learner: PracticeLearner;
let made = 0;
beforeAll(async () => {
  learner = await PracticeLearner.connect();
  await learner.sync();
});
afterAll(() => learner.end());

async function exported(choice: Partial<ExportOptions> = {}) {
  made += 1;
  const out = join(learner.vault.dir, '..', `flags-${made}.zip`);
  const report = await exportBundle(learner.vault, { out, signal: noStop(), ...choice });
  const bytes = await readFile(out);
  const verified = await verifyBundle(memoryAccess(new Uint8Array(bytes)), { hashes: nodeHashes });
  expect(verified.checks.filter(({ result }) => result === 'fail')).toEqual([]);
  return { report, bytes, ids: new Set(verified.items.map(({ id }) => id)) };
}

const assignment = () => learner.get('assignment/3');
const attempt = () => learner.get('assignment/3/attempt/0');
const unmark = async () => {
  for (const id of flagsByItem(learner.vault).keys()) await flagItem(learner.vault, id, []);
};

describe('a marked item', () => {
  it('says so wherever it is listed, until the mark is taken away', async () => {
    const { id } = attempt();
    expect(await flagItem(learner.vault, id, ['others', 'sensitive'])).toEqual({
      item: id,
      flags: ['sensitive', 'others'],
    });
    expect(showItem(learner.vault, id).flags).toEqual(['sensitive', 'others']);
    expect(listItems(learner.vault).filter(({ flags }) => flags !== undefined)).toHaveLength(1);
    await flagItem(learner.vault, id, ['sensitive']);
    expect(flagsByItem(learner.vault)).toEqual(new Map([[id, ['sensitive']]]));
    await flagItem(learner.vault, id, []);
    expect(showItem(learner.vault, id).flags).toBeUndefined();
    const before = (await entriesOf(learner.vault)).length;
    await flagItem(learner.vault, id, []);
    expect((await entriesOf(learner.vault)).length).toBe(before);
  });

  it('stays at home with all that belongs to it, and the bundle tells no more than that something did', async () => {
    const { id, parts, name } = attempt();
    expect(parts.length).toBeGreaterThan(1);
    await flagItem(learner.vault, id, ['sensitive']);
    const { report, bytes, ids } = await exported({ items: [assignment().id] });
    for (const gone of [id, ...parts.map((part) => part.id)]) {
      expect(ids).not.toContain(gone);
      expect(bytes.includes(gone)).toBe(false);
    }
    expect(report.flagged).toEqual([{ item: id, what: name, flags: ['sensitive'] }]);
    expect(report.missing.filter(({ why }) => why === 'excluded')).toEqual([
      {
        what: 'Something',
        code: 'excluded',
        why: 'excluded',
        reason: 'The learner left this out of the bundle.',
        noticedAt: expect.stringMatching(/^2\d{3}-/),
      },
    ]);
    // Neither the word nor the statement of the mark is anywhere in it.
    expect(bytes.includes('sensitive')).toBe(false);
    expect(bytes.includes('flag')).toBe(false);
    await unmark();
  });

  it('is told in one line with others, whatever their number', async () => {
    for (const part of attempt().parts.slice(0, 2)) await flagItem(learner.vault, part.id, ['others']);
    const preview = await previewExport(learner.vault, { items: [assignment().id] });
    expect(preview.flagged.length).toBeGreaterThanOrEqual(2);
    expect(preview.missing.filter(({ code }) => code === 'excluded')).toHaveLength(1);
    await unmark();
  });

  it('goes along once it is ticked, and only then', async () => {
    const [one, two] = attempt().parts;
    if (one === undefined || two === undefined) throw new Error('no parts');
    for (const { id } of [one, two]) await flagItem(learner.vault, id, ['others']);
    const choice = { items: [assignment().id] };
    const { ids } = await exported({ ...choice, includeFlagged: [one.id] });
    expect(ids).toContain(one.id);
    expect(ids).not.toContain(two.id);
    expect(await codeOf(previewExport(learner.vault, { ...choice, includeFlagged: ['i-none'] }))).toBe(
      'input.not-found',
    );
    await unmark();
  });

  it('is told by its kind where the learner also names it among what they leave out', async () => {
    const { id } = attempt();
    await flagItem(learner.vault, id, ['sensitive']);
    const preview = await previewExport(learner.vault, { items: [assignment().id], exclude: [id] });
    expect(preview.missing.filter(({ code }) => code === 'excluded').map(({ what }) => what)).toEqual([
      `An attempt (${assignment().name})`,
    ]);
    expect(preview.flagged).toEqual([]);
    await unmark();
  });

  it('takes along what holds the very same bytes under another name', async () => {
    const files = listItems(learner.vault).filter(({ sha256 }) => sha256 !== undefined);
    const twins = files.filter(({ sha256 }) => files.filter((one) => one.sha256 === sha256).length > 1);
    const [first] = twins;
    if (first === undefined) throw new Error('the practice provider gave no file twice');
    await flagItem(learner.vault, first.id, ['others']);
    const { ids, report } = await exported();
    for (const { id, sha256 } of twins) if (sha256 === first.sha256) expect(ids).not.toContain(id);
    expect(report.flagged.length).toBeGreaterThan(1);
    await unmark();
  });

  it('leaves nothing to send where it is all that was chosen', async () => {
    const { id, parts } = attempt();
    await flagItem(learner.vault, id, ['sensitive']);
    for (const chosen of [id, parts[0]?.id ?? ''])
      expect(await codeOf(previewExport(learner.vault, { items: [chosen] }))).toBe('input.all-flagged');
    await unmark();
  });

  it('is refused with a mark that is none, and where there is no such item', async () => {
    expect(parseFlags(['none'])).toEqual([]);
    expect(() => parseFlags(['health'])).toThrow(expect.objectContaining({ code: 'input.usage' }));
    expect(() => parseFlags(['sensitive', 'none'])).toThrow(expect.objectContaining({ code: 'input.usage' }));
    const before = (await entriesOf(learner.vault)).length;
    expect(await codeOf(flagItem(learner.vault, 'i-nothing', ['others']))).toBe('input.not-found');
    expect((await entriesOf(learner.vault)).length).toBe(before);
  });
});

describe('a marked part of something larger', () => {
  const world = worlds();
  const mail =
    'From: ann@college.test\r\nSubject: Feedback\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nSee the letter.\r\n--x\r\nContent-Type: text/plain; name="letter.txt"\r\nContent-Disposition: attachment; filename="letter.txt"\r\n\r\nFrom the doctor.\r\n--x--\r\n';

  it('keeps the raw message at home too, in which its bytes lie, and not what else was said', async () => {
    const at = await world();
    const vault = await at.write();
    await importAsForeseen(vault, await at.file('one.eml', mail));
    const items = listItems(vault);
    const named = (begin: string) =>
      items.find(({ id }) => showItem(vault, id).key.startsWith(begin))?.id ?? '';
    await flagItem(vault, named('attachment/'), ['sensitive']);
    const out = join(at.root, 'mail.zip');
    const { flagged } = await exportBundle(vault, { out, signal: noStop() });
    const bytes = await readFile(out);
    expect(bytes.includes('From the doctor.')).toBe(false);
    expect(bytes.includes(named('message/'))).toBe(true);
    expect(flagged.map(({ item }) => item).sort()).toEqual(
      [named('attachment/'), named('message-source/')].sort(),
    );
  });

  it('keeps the archive at home that it was taken out of, and none of the other files', async () => {
    const at = await world();
    const vault = await at.write();
    const zip = rawZip([
      { name: 'letter.txt', data: 'From the doctor.', method: 0 },
      { name: 'essay.txt', data: 'My essay.', method: 0 },
    ]);
    await importAsForeseen(vault, await at.file('course.zip', zip));
    const idOf = (name: string) => listItems(vault).find((item) => item.name === name)?.id ?? '';
    await flagItem(vault, idOf('letter.txt'), ['sensitive']);
    const out = join(at.root, 'archive.zip');
    const { flagged } = await exportBundle(vault, { out, signal: noStop() });
    const bytes = await readFile(out);
    expect(bytes.includes('From the doctor.')).toBe(false);
    expect(bytes.includes('My essay.')).toBe(true);
    expect(flagged.map(({ what }) => what).sort()).toEqual(['course.zip', 'letter.txt']);
  });

  it('that is empty keeps no other empty file at home', async () => {
    const at = await world();
    const vault = await at.write();
    await at.add(vault, { 'one.txt': '', 'two.txt': '', 'three.txt': 'words' });
    const idOf = (name: string) => listItems(vault).find((item) => item.name === name)?.id ?? '';
    await flagItem(vault, idOf('one.txt'), ['others']);
    const preview = await previewExport(vault, {});
    expect(preview.flagged.map(({ what }) => what)).toEqual(['one.txt']);
    expect(preview.items).toBe(2);
  });
});
