import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from 'vitest';

import { createAgeKeyPair } from '../../../src/crypto/age/age-keys.ts';
import { findBundles } from '../../../src/vault/find-bundles.ts';
import { verifyMany, type FileVerdict, type ManyOptions } from '../../../src/vault/verify-many.ts';
import type { VerifyChoice } from '../../../src/vault/verify-file.ts';
import { encrypt } from '../../support/bundle/encrypt.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { samsVault } from '../../support/bundle/sam.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { codeOf, noStop } from '../../support/vault/vault-world.ts';

const folder = temporaryFolders();
const frail = new URL('../../support/bundle/frail-verify-worker.ts', import.meta.url);
let good: Uint8Array;
let altered: Uint8Array;
beforeAll(async () => {
  good = await makeBundle(samsVault());
  altered = good.slice();
  const at = good.length >> 1;
  altered[at] = (altered[at] ?? 0) ^ 1;
});

async function write(names: readonly string[]): Promise<string[]> {
  const dir = await folder();
  return Promise.all(
    names.map(async (name) => {
      const path = join(dir, name);
      if (!name.startsWith('missing')) await writeFile(path, name.startsWith('altered') ? altered : good);
      return path;
    }),
  );
}

async function outcomes(
  paths: readonly string[],
  options: Partial<ManyOptions> = {},
  choice: VerifyChoice = {},
): Promise<string[]> {
  const found: FileVerdict[] = [];
  for await (const verdict of verifyMany(paths, choice, { jobs: 2, signal: noStop(), ...options }))
    found.push(verdict);
  expect(found.map(({ path }) => path)).toEqual(paths);
  return found.map((verdict) => ('error' in verdict ? verdict.error.code : verdict.report.verdict));
}

/** How many threads, and ports to them, this process waits for. */
const threads = (): number =>
  process.getActiveResourcesInfo().filter((kind) => kind === 'Worker' || kind === 'MessagePort').length;

describe('judging many bundles', () => {
  it.each([1, 2])('gives each its own verdict, in the order given, on %d threads', async (jobs) => {
    const names = Array.from({ length: 40 }, (_, at) =>
      at % 10 === 3 ? `altered-${at}.zip` : at % 10 === 7 ? `missing-${at}.zip` : `good-${at}.zip`,
    );
    const expected = names.map((name) =>
      name.startsWith('altered') ? 'fail' : name.startsWith('missing') ? 'input.path-missing' : 'incomplete',
    );
    expect(await outcomes(await write(names), { jobs })).toEqual(expected);
  });

  it('of none gives none', async () => {
    expect(await outcomes([])).toEqual([]);
  });

  it('hands the reader’s choices to each thread', async () => {
    const { identity, recipient } = await createAgeKeyPair();
    const dir = await folder();
    const paths = ['one.zip.age', 'two.zip.age'].map((name) => join(dir, name));
    for (const path of paths) await writeFile(path, await encrypt(good, [recipient]));
    const verdicts: FileVerdict[] = [];
    for await (const verdict of verifyMany(
      paths,
      { identities: [identity], expectKey: '0'.repeat(64) },
      { jobs: 2, signal: noStop() },
    ))
      verdicts.push(verdict);
    expect(verdicts.map(({ path }) => path)).toEqual(paths);
    for (const verdict of verdicts)
      expect(verdict).toMatchObject({
        report: {
          encrypted: true,
          checks: expect.arrayContaining([expect.objectContaining({ id: 'identity', result: 'fail' })]),
        },
      });
  });

  it('goes on after a thread that died, and loses only the file that it died on', async () => {
    const names = [
      'good-1.zip',
      'exits.zip',
      'good-2.zip',
      'throws.zip',
      'altered.zip',
      'exits-2.zip',
      'good-3.zip',
    ];
    expect(await outcomes(await write(names), { thread: frail })).toEqual([
      'incomplete',
      'internal.bug',
      'incomplete',
      'internal.bug',
      'fail',
      'internal.bug',
      'incomplete',
    ]);
  });

  it('ends with every file told of, even if no thread can be started at all', async () => {
    const thread = new URL('no-such-worker.ts', frail);
    expect(await outcomes(await write(['a.zip', 'b.zip', 'c.zip']), { thread })).toEqual(
      Array.from({ length: 3 }, () => 'internal.bug'),
    );
  });

  it('stops when asked to, with what was found out until then', async () => {
    const stop = new AbortController();
    const paths = await write(['good-1.zip', 'hangs.zip', 'good-2.zip']);
    const told: string[] = [];
    const run = async (): Promise<void> => {
      for await (const { path } of verifyMany(paths, {}, { jobs: 2, signal: stop.signal, thread: frail })) {
        told.push(path);
        stop.abort();
      }
    };
    expect(await codeOf(run())).toBe('internal.cancelled');
    expect(told).toEqual(paths.slice(0, 1));
    const late = verifyMany(paths, {}, { jobs: 2, signal: stop.signal });
    expect(await codeOf(late.next())).toBe('internal.cancelled');
  });

  it('ends its threads when nobody wants more', async () => {
    const paths = await write(Array.from({ length: 30 }, (_, at) => `good-${at}.zip`));
    const before = threads();
    const told: string[] = [];
    for await (const { path } of verifyMany(paths, {}, { jobs: 2, signal: noStop() })) {
      told.push(path);
      expect(threads()).toBeGreaterThan(before);
      break;
    }
    expect(told).toEqual(paths.slice(0, 1));
    expect(threads()).toBe(before);
  });

  it('refuses a choice that no file can be judged by', async () => {
    expect(await codeOf(outcomes(await write(['a.zip', 'b.zip']), {}, { expectKey: 'no key' }))).toBe(
      'input.usage',
    );
  });
});

describe('the bundles of a folder', () => {
  it('are all that end as bundles do, below it, by name', async () => {
    const dir = await folder();
    await mkdir(join(dir, 'all', 'learner-b'), { recursive: true });
    for (const name of ['z.zip', 'a.zip.age', 'notes.txt', 'learner-b/B.ZIP'])
      await writeFile(join(dir, 'all', name), good);
    const place = (typed: string): string => join(dir, typed);
    const found = await findBundles(['all'], place);
    expect(found.several).toBe(true);
    expect(found.bundles.map(({ name }) => name)).toEqual([
      join('all', 'a.zip.age'),
      join('all', 'learner-b', 'B.ZIP'),
      join('all', 'z.zip'),
    ]);
    expect((await findBundles(['all/z.zip'], place)).several).toBe(false);
    expect((await findBundles(['all/z.zip', 'nowhere.zip'], place)).bundles).toHaveLength(2);
    await mkdir(join(dir, 'empty'));
    expect(await codeOf(findBundles(['empty'], place))).toBe('input.nothing-chosen');
  });
});
