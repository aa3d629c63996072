import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { exportBundle, exportSplit, type ExportOptions } from '../../../src/vault/export-bundle.ts';
import { renderIndexPdf } from '../../../src/vault/index-pdf/render-index-pdf.ts';
import { SetGatherer } from '../../../src/verify/check-sets.ts';
import { verifyBundle } from '../../../src/verify/verify-bundle.ts';
import { PracticeLearner } from '../../support/vault/practice-learner.ts';
import { codeOf, entriesOf, noStop } from '../../support/vault/vault-world.ts';

let learner: PracticeLearner;
let whole: { readonly bytes: number; readonly items: number };
let largest = 0;
let made = 0;
beforeAll(async () => {
  learner = await PracticeLearner.connect();
  await learner.sync();
  const report = await exportBundle(learner.vault, { out: await place('whole.zip'), signal: noStop() });
  whole = report;
  const { items } = await verified(report.out);
  largest = Math.max(...items.flatMap(({ files }) => files.map(({ size }) => size)));
});
afterAll(() => learner.end());

/** A path in a folder of its own. */
async function place(name: string): Promise<string> {
  made += 1;
  const folder = join(learner.vault.dir, '..', `split-${String(made)}`);
  await mkdir(folder);
  return join(folder, name);
}

async function verified(path: string, identities: readonly string[] = [], renderPdf?: typeof renderIndexPdf) {
  const bytes = new Uint8Array(await readFile(path));
  return verifyBundle(memoryAccess(bytes), { hashes: nodeHashes, identities, renderPdf });
}

const split = (limit: number, out: string, more: Partial<ExportOptions> = {}) =>
  exportSplit(learner.vault, { out, signal: noStop(), ...more }, limit);

/** A size that takes a few parts, and that every item fits into. */
const limit = () => Math.max(Math.ceil(whole.bytes / 3), largest + 90_000);

describe('an export that is split', () => {
  it('makes complete bundles, none too long, that together hold everything once and pass together', async () => {
    const out = await place('evidence.zip');
    const report = await split(limit(), out);
    const of = report.parts.length;
    expect(of).toBeGreaterThan(1);
    const folder = await readdir(join(out, '..'));
    expect(folder.sort()).toEqual(
      report.parts.map(({ part }) => `evidence-part-${String(part)}-of-${String(of)}.zip`).sort(),
    );
    const sets = new SetGatherer();
    const files: string[] = [];
    for (const { out: path, bytes, bundle } of report.parts) {
      expect((await stat(path)).size).toBe(bytes);
      expect(bytes).toBeLessThanOrEqual(limit());
      const one = await verified(path);
      expect(one.checks.filter(({ result }) => result === 'fail')).toEqual([]);
      expect(one.checks.find(({ id }) => id === 'page')).toMatchObject({ code: 'pdf-not-compared' });
      expect((await verified(path, [], renderIndexPdf)).checks.find(({ id }) => id === 'page')).toMatchObject(
        { result: 'pass' },
      );
      expect(one.bundle?.id).toBe(bundle);
      files.push(
        ...one.items.flatMap((item) =>
          item.files
            .filter(({ path: at }) => at.startsWith('data/evidence/'))
            .map(() => `${item.id} ${String(item.version)}`),
        ),
      );
      sets.add(basename(path), one);
    }
    const single = await verified(join(learner.vault.dir, '..', 'split-1', 'whole.zip'));
    const expected = single.items.flatMap((item) =>
      item.files
        .filter(({ path: at }) => at.startsWith('data/evidence/'))
        .map(() => `${item.id} ${String(item.version)}`),
    );
    expect(files.sort()).toEqual(expected.sort());
    const [set] = sets.results();
    expect(set?.missing).toEqual([]);
    expect(set?.result).not.toBe('fail');
    expect(set?.attempts?.assignments).toEqual(
      expect.arrayContaining([...(single.attempts?.assignments ?? [])]),
    );
  });

  it('is one whole bundle under its own name where all fits', async () => {
    const out = await place('evidence.zip');
    const { parts } = await split(whole.bytes + 1_000_000, out);
    expect(parts).toMatchObject([{ part: 1, out }]);
    expect((await verified(out)).part).toBeUndefined();
  });

  it('keeps encrypted parts within the size too', async () => {
    const identity = await generateX25519Identity();
    const recipients = [await identityToRecipient(identity)];
    const { parts } = await split(limit(), await place('evidence.zip.age'), { recipients });
    expect(parts.length).toBeGreaterThan(1);
    for (const { out, bytes } of parts) {
      expect(basename(out)).toMatch(/-part-\d+-of-\d+\.zip\.age$/u);
      expect((await stat(out)).size).toBe(bytes);
      expect(bytes).toBeLessThanOrEqual(limit());
      expect((await verified(out, [identity])).ok).toBe(true);
    }
  });

  it('tells the history of each part, so that a later bundle can go on from it', async () => {
    const { parts } = await split(limit(), await place('evidence.zip'));
    const recorded = (await entriesOf(learner.vault))
      .filter(({ kind }) => kind === 'bundle-exported')
      .slice(-parts.length);
    expect(recorded.map(({ bundle, part }) => [bundle, part])).toEqual(
      parts.map(({ bundle, part }) => [bundle, { number: part, of: parts.length }]),
    );
    const later = parts.map(({ bundle }) => bundle);
    const report = await exportBundle(learner.vault, {
      out: await place('later.zip'),
      extends: later,
      signal: noStop(),
    });
    expect((await verified(report.out)).ok).toBe(true);
  });

  it('refuses an item that alone is too large before anything is written or recorded', async () => {
    const out = await place('evidence.zip');
    const before = (await entriesOf(learner.vault)).length;
    expect(await codeOf(split(Math.max(50_000, largest - 1), out))).toBe('input.item-too-large');
    expect(await readdir(join(out, '..'))).toEqual([]);
    expect((await entriesOf(learner.vault)).length).toBe(before);
  });

  it('refuses an item that is too large with what must go along with it, and writes nothing', async () => {
    const out = await place('evidence.zip');
    expect(await codeOf(split(largest + 100, out))).toBe('input.item-too-large');
    expect(await readdir(join(out, '..'))).toEqual([]);
  });

  it('puts the grades of a part into its learner record, where one is asked for', async () => {
    const { parts } = await split(limit(), await place('evidence.zip'), { clr: true });
    const records = await Promise.all(
      parts.map(async ({ out }) => (await readFile(out)).includes('/data/clr.json')),
    );
    expect(records).toContain(true);
    for (const { out } of parts) {
      const page = (await verified(out, [], renderIndexPdf)).checks.find(({ id }) => id === 'page');
      expect(page).toMatchObject({ result: 'pass' });
    }
  });

  it('leaves nothing behind when it is stopped at any part', async () => {
    for (const after of [1, 5, 20]) {
      const out = await place('evidence.zip');
      const stop = new AbortController();
      let files = 0;
      const stopped = exportSplit(
        learner.vault,
        {
          out,
          signal: stop.signal,
          onProgress: () => {
            files += 1;
            if (files === after) stop.abort();
          },
        },
        limit(),
      );
      expect(await codeOf(stopped)).toBe('internal.cancelled');
      expect(await readdir(join(out, '..'))).toEqual([]);
    }
  });

  it('replaces nothing that has the name of a part, and makes none of the others then', async () => {
    const out = await place('evidence.zip');
    const { parts } = await split(limit(), out);
    const last = parts.at(-1)?.out ?? '';
    const elsewhere = await place('evidence.zip');
    const taken = join(elsewhere, '..', basename(last));
    await writeFile(taken, 'mine');
    expect(await codeOf(split(limit(), elsewhere))).toBe('input.exists');
    expect(await readdir(join(elsewhere, '..'))).toEqual([basename(taken)]);
    expect(await readFile(taken, 'utf8')).toBe('mine');
    expect(existsSync(last)).toBe(true);
    await split(limit(), elsewhere, { force: true });
    expect((await verified(taken)).ok).toBe(true);
  });
});
