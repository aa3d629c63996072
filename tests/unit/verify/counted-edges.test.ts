import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../src/base/bytes.ts';
import type { BundleSet } from '../../../src/bundle/bundle-set.ts';
import { checkpointPath } from '../../../src/bundle/layout.ts';
import { planBundle } from '../../../src/bundle/plan-bundle.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { CountedVault } from '../../support/bundle/counted-vault.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { textIn } from '../../support/bundle/rezip.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';
import { at, editDocument, resealed, type Edit } from '../../support/rule-vectors/edits.ts';

const judged = async (vault: CountedVault, hide: readonly string[] = []) =>
  verifyBytes(await makeBundle(vault.vault, vault.input(hide)));
const found = async (vault: CountedVault, hide?: readonly string[]) =>
  checkOf(await judged(vault, hide), 'completeness');

/** As many assignments as said, each with one attempt; closed. */
function many(count: number): { readonly vault: CountedVault; readonly attempts: string[] } {
  const vault = new CountedVault();
  const names = Array.from({ length: count }, (_, place) => `a${place}`);
  for (const name of names) vault.assignment(name);
  const attempts = names.map((name) => vault.attempt(name));
  vault.close();
  return { vault, attempts };
}

describe('what is said of attempts that are not shown', () => {
  it.each([
    [20, /\(Assignment a19\)\.$/u],
    [21, /\(Assignment a19\), and 1 more\.$/u],
    [23, /\(Assignment a19\), and 3 more\.$/u],
  ])('names twenty assignments of %i', async (count, end) => {
    const { vault, attempts } = many(count);
    const { code, detail } = await found(vault, attempts);
    expect([code, detail]).toEqual(['attempts-not-shown', expect.stringMatching(end)]);
  });

  it('names no assignment that is not here itself, and only what is hidden of', async () => {
    const vault = new CountedVault();
    for (const name of ['one', 'two']) vault.assignment(name);
    for (const name of ['one', 'one', 'two']) vault.attempt(name);
    vault.close();
    const { detail } = await found(vault, ['i-one', 'i-one-attempt-1']);
    expect(detail).toMatch(/ Not shown: 1 of 2\.$/u);
  });

  it('is in the singular for one attempt', async () => {
    expect(await found(many(1).vault)).toEqual({
      id: 'completeness',
      result: 'pass',
      detail: 'The one recorded attempt is in here, according to this vault.',
    });
  });
});

describe('a chain of attempts', () => {
  it.each<[string, string, (vault: CountedVault) => void]>([
    [
      'attempt-numbers-contradict',
      'one attempt with two numbers',
      (vault) => {
        vault.attempt('one');
        vault.attempt('one', {}, 'i-one-attempt-1');
      },
    ],
    [
      'attempt-chain-broken',
      'two at its beginning',
      (vault) => {
        vault.attempt('one');
        vault.attempt('one', { sequence: 1, previous: null });
        vault.attempt('one');
      },
    ],
  ])('is no chain (%s) with %s', async (code, _, make) => {
    const vault = new CountedVault();
    vault.assignment('one');
    make(vault);
    vault.close();
    const told = await found(vault);
    expect(told.code).toBe(code);
    expect(told.findings?.[0]?.entry?.log).toBe(vault.log.id);
  });
});

describe('the entry that closes a history', () => {
  const edges = () => {
    const vault = new CountedVault();
    vault.assignment('one');
    vault.attempt('one');
    vault.attempt('one');
    return vault;
  };
  const sealed = async (vault: CountedVault, edit: Edit) =>
    verifyBytes(await resealed(await makeBundle(vault.vault, vault.input()), vault.vault.root, edit));

  it('is named where it does not close it', async () => {
    const vault = edges();
    vault.close();
    vault.assignment('two');
    const entry = { log: vault.log.id, index: 4 };
    expect((await found(vault)).findings).toEqual([{ code: 'closing-not-last', entry }]);
  });

  it('says when it was made', async () => {
    const vault = edges();
    vault.close(vault.chains, { at: 'today' });
    const entry = { log: vault.log.id, index: 4 };
    expect((await found(vault)).findings).toEqual([{ code: 'closing-malformed', entry }]);
  });

  it('is not gone by where something is wrong with another one', async () => {
    const vault = edges();
    vault.close();
    vault.close();
    expect((await judged(vault)).attempts).not.toBeNull();
    const report = await sealed(vault, (files) =>
      editDocument(files, ({ others }) => {
        const closing = others.find(({ entry }) => entry.index === 4);
        others.push(at(closing === undefined ? [] : [closing], 0));
      }),
    );
    expect(checkOf(report, 'history').findings).toContainEqual({
      code: 'entry-listed-twice',
      entry: { log: vault.log.id, index: 4 },
    });
    expect([report.attempts, checkOf(report, 'completeness').result]).toEqual([null, 'not-checked']);
  });

  it('counts no attempt with which something is wrong as shown', async () => {
    const vault = edges();
    vault.close();
    const report = await sealed(vault, (files) =>
      editDocument(files, ({ items }) => {
        const attempt = items.find(({ entry }) => entry.index === 3);
        items.push(at(attempt === undefined ? [] : [attempt], 0));
      }),
    );
    expect(checkOf(report, 'history').code).toBe('entry-listed-twice');
    expect(report.attempts?.assignments).toMatchObject([{ recorded: 2, shown: 1 }]);
  });
});

describe('one part of a split export', () => {
  const partOf = async (vault: CountedVault, ids: readonly string[], edit: Edit = () => undefined) => {
    const blank = ids.map((bundle) => ({ bundle, manifest: '0'.repeat(64), items: 0 }));
    const input = (parts: BundleSet['parts']) => ({
      ...vault.input(),
      bundleId: ids[0] ?? '',
      set: { part: 1, parts },
    });
    const { manifest, items } = planBundle(hashes, input(blank));
    const parts = blank.map((part, place) => (place === 0 ? { ...part, manifest, items } : part));
    const bundle = await makeBundle(vault.vault, input(parts));
    return verifyBytes(await resealed(bundle, vault.vault.root, edit));
  };
  const ids = (count: number) =>
    Array.from({ length: count }, (_, place) => `b-${String(place).padStart(10, '0')}`);

  it.each([
    [21, /b-0000000019, b-0000000020\.$/u],
    [22, /b-0000000019, b-0000000020, and 1 more\.$/u],
    [25, /b-0000000020, and 4 more\.$/u],
  ])('names twenty others of %i parts', async (count, end) => {
    const { detail } = checkOf(await partOf(many(1).vault, ids(count)), 'completeness');
    expect(detail).toMatch(end);
    expect(detail).not.toContain('b-0000000000,');
  });

  it('is no part where another has its name, or two others have one', async () => {
    const differs = { code: 'part-differs' };
    for (const names of [
      ['b-0000000001', 'b-0000000001'],
      ['b-0000000001', 'b-0000000002', 'b-0000000002'],
    ])
      expect(checkOf(await partOf(many(1).vault, names), 'completeness')).toMatchObject(differs);
    expect(checkOf(await partOf(many(1).vault, ids(3)), 'completeness')).toMatchObject({
      code: 'part-of-set',
    });
  });

  it('has no counts where nothing was closed, and no head of a log whose checkpoint is not good', async () => {
    const vault = new CountedVault();
    vault.assignment('one');
    vault.attempt('one');
    const open = await partOf(vault, ids(2));
    expect(open.part).toMatchObject({ attempts: null, heads: [{ log: vault.log.id, size: 3 }] });
    const path = checkpointPath(vault.log.id);
    const broken = await partOf(vault, ids(2), (files) =>
      files.set(path, utf8(`${textIn(files, path).slice(0, -8)}AAAAAA=\n`)),
    );
    expect(checkOf(broken, 'checkpoint').result).toBe('fail');
    expect(broken.part?.heads).toEqual([]);
  });

  it('tells which attempts of which chain it shows, by name where the assignment is here', async () => {
    const vault = new CountedVault();
    vault.assignment('one');
    vault.attempt('one');
    vault.attempt('two');
    vault.close();
    const { part } = await partOf(vault, ids(2));
    expect(part?.attempts?.chains.map(({ name, shown }) => [name, shown.map(({ item }) => item)])).toEqual([
      ['Assignment one', ['i-one-attempt-1']],
      [undefined, ['i-two-attempt-1']],
    ]);
  });
});
