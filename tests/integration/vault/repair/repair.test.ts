import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { KnownDamage } from '../../../../src/vault/damage.ts';
import { emptyQuarantine, findQuarantine } from '../../../../src/vault/repair/quarantine.ts';
import { eraseItem } from '../../../../src/vault/erase/erase-item.ts';
import { planErasure } from '../../../../src/vault/erase/plan-erasure.ts';
import { searchItems } from '../../../../src/vault/items.ts';
import { codeOf, entriesOf, filesBelow, passphrase } from '../../../support/vault/vault-world.ts';
import { worlds } from '../../../support/vault/worlds.ts';
import {
  contents,
  copyToStick,
  filesOf,
  fill,
  harm,
  preview,
  repair,
  stickOf,
  unreadable,
  type Harm,
} from './repair-world.ts';

let stick = '';
const withStick = worlds(async (world) => {
  await fill(world);
  await copyToStick(world);
  stick = stickOf(world);
});

const sorts: Readonly<Record<string, RegExp>> = {
  'a blob': /^blobs\//u,
  'both copies of a segment': /^ledger(-copy)?\/.*\.segment$/u,
  'both copies of keys': /^ledger(-copy)?\/.*\.keys$/u,
};

/** Both copies of one ledger file, or one blob. */
function victims(files: readonly string[], choice: number): string[] {
  const firsts = files.filter((file) => !file.startsWith('ledger-copy/'));
  const chosen = firsts[choice % firsts.length] ?? '';
  return files.filter((file) => file === chosen || file === chosen.replace(/^ledger\//u, 'ledger-copy/'));
}

const harmAnywhere = fc.tuple(
  fc.nat(20),
  fc.constantFrom<Harm>('flip', 'zeros', 'cut', 'delete'),
  fc.double({ min: 0, max: 0.999, noNaN: true }),
);

describe('repair from a second copy', () => {
  it.each(Object.keys(sorts))('makes %s whole again, whatever happened to it', async (sort) => {
    await fc.assert(
      fc.asyncProperty(harmAnywhere, async ([choice, how, where]) => {
        const world = await withStick();
        const all = await filesOf(world, sorts[sort] ?? /none/u);
        const files = victims(all, choice);
        for (const file of files) await harm(world, file, how, where);
        const { repaired, left, others } = await repair(world);
        expect(left).toEqual([]);
        // The entry that says that the second copy was brought up to date is the last one, and nowhere else: it is told where it is lost, and where
        // only its signature was, that is made again and there is nothing to repair.
        const isLast = (file = ''): boolean => file === '' || file.includes('/00000002.');
        expect(others.filter(({ file, items }) => items.length > 0 || !isLast(file))).toEqual([]);
        expect(await unreadable(world)).toEqual([]);
        if (files.every(isLast) && repaired.length === 0) return;
        expect(repaired.length).toBeGreaterThan(0);
        if (how !== 'delete') expect((await findQuarantine(world.place)).length).toBeGreaterThan(0);
      }),
      { numRuns: 4, endOnFailure: true, examples: [[[1, 'cut', 0.999]], [[17, 'flip', 0.999]]] },
    );
  });

  it('leaves no mark of damage, finds nothing more to do, and says in the history what was repaired', async () => {
    const world = await withStick();
    const [file = ''] = await filesOf(world, /^blobs\//u);
    await harm(world, file, 'flip');
    expect(await repair(world)).toMatchObject({
      ok: true,
      repaired: [{ file, what: 'blob', from: 'replica', place: 'USB-STICK' }],
      places: [{ name: 'USB-STICK' }],
      quarantine: { files: 1 },
    });
    expect(await repair(world)).toMatchObject({ ok: true, repaired: [], places: [] });
    const entries = await world.using(entriesOf);
    expect(entries).toContainEqual(
      expect.objectContaining({ kind: 'damage-repaired', what: 'blob', from: 'replica' }),
    );
    expect(await world.using(({ index }) => [...new KnownDamage(index).items()])).toEqual([]);
    expect(await emptyQuarantine(world.place)).toBe(1);
    expect(await findQuarantine(world.place)).toEqual([]);
  });

  it('puts a header back before any key is asked for, and only from a folder that was named', async () => {
    const world = await withStick();
    await writeFile(join(world.dir, 'vault.json'), 'not a header');
    await rm(join(world.dir, 'vault-copy.json'));
    expect(await codeOf(repair(world))).toBe('integrity.header-damaged');
    const report = await repair(world, { folders: [stick] });
    expect(report).toMatchObject({ ok: true, repaired: [{ what: 'header', from: 'replica' }] });
    expect((await findQuarantine(world.place)).map(({ file }) => file)).toEqual(['vault.json']);
    expect(await unreadable(world)).toEqual([]);
  });

  it('says that a named place is gone where its stick was pulled out after the header came from it', async () => {
    const world = await withStick();
    for (const name of ['vault.json', 'vault-copy.json']) await writeFile(join(world.dir, name), 'no header');
    const [blob = ''] = await filesOf(world, /^blobs\//u);
    await rm(join(world.dir, blob));
    const unlock = async () => {
      await rename(stick, `${stick} away`);
      return { passphrase };
    };
    expect(await codeOf(repair(world, { folders: [stick], unlock }))).toBe('storage.gone');
    // One that was never seen is a mistake in the name.
    expect(await codeOf(repair(world, { folders: [stick] }))).toBe('input.path-missing');
    await rename(`${stick} away`, stick);
    expect(await repair(world, { folders: [stick] })).toMatchObject({ ok: true });
  });

  it('begins damaged settings anew, sets them aside, and makes a damaged index again', async () => {
    const world = await withStick();
    await harm(world, 'settings.sealed', 'flip', 0.9);
    await writeFile(join(world.dir, 'index', 'index.db'), 'no database');
    const report = await repair(world);
    expect(report.ok).toBe(true);
    expect(report.repaired.map(({ what, from }) => `${what} ${from}`).sort()).toEqual([
      'index copy',
      'settings anew',
    ]);
    expect(await repair(world)).toMatchObject({ ok: true, repaired: [] });
  });

  it('never brings back what was erased, though a second copy still has it', async () => {
    const world = await withStick();
    const { blobs, item } = await world.using(async (vault) => {
      const [found] = searchItems(vault, 'work-4');
      const plan = await planErasure(vault, found?.id ?? '');
      await eraseItem(vault, plan, { reason: 'mine to forget', confirmed: plan.code });
      return { blobs: plan.blobs, item: plan.item };
    });
    for (const files of [1, 2])
      for (const file of await filesOf(
        world,
        new RegExp(`^ledger(-copy)?/.*0000000${String(files)}\\.(segment|keys)$`, 'u'),
      ))
        await harm(world, file, 'flip', 0.4);
    await repair(world);
    const there = await filesOf(world, /^blobs\//u);
    expect(blobs.length).toBeGreaterThan(0);
    for (const { file } of blobs) expect(there.some((path) => path.includes(file))).toBe(false);
    const lost = await unreadable(world);
    expect(lost).toEqual(['work-4.bin']);
    const vault = await world.read();
    expect(vault.index.items.find(item)).toBeUndefined();
    await world.close(vault);
  });

  it('says what it would do, and changes nothing', async () => {
    const world = await withStick();
    const [file = ''] = await filesOf(world, /^blobs\//u);
    await harm(world, file, 'flip');
    const [keys = ''] = await filesOf(world, sorts['both copies of keys'] ?? /none/u);
    await harm(world, keys, 'delete');
    const before = await filesBelow(world.dir);
    expect(await preview(world)).toMatchObject({
      ok: false,
      history: [{ what: 'keys', from: 'copy' }],
      blobs: [{ file, ways: [{ from: 'replica' }] }],
    });
    const changed = (await filesBelow(world.dir)).filter(
      (each) => !before.includes(each) && !/^(index|lock)/u.test(each),
    );
    expect(changed).toEqual([]);
  });
});

describe('repair without any second copy', () => {
  const alone = worlds(fill);

  it('names what it cannot repair, and keeps it anew from a file that the learner gives', async () => {
    const world = await alone();
    const files = await filesOf(world, /^blobs\//u);
    for (const file of files.slice(0, 2)) await harm(world, file, 'flip');
    const report = await repair(world);
    expect(report.ok).toBe(false);
    expect(report.left.map(({ file }) => file).sort()).toEqual(files.slice(0, 2).sort());
    const lost = await unreadable(world);
    expect(lost).toHaveLength(2);
    for (const { items, content } of report.left) {
      const name = items[0]?.name ?? '';
      expect(lost).toContain(name);
      expect(contents[name]?.length).toBe(content.size);
    }
    const given = [];
    for (const name of lost) given.push(await world.file(`given/${name}`, contents[name] ?? ''));
    const other = await world.file('given/other.txt', 'something else');
    const after = await repair(world, { files: [...given, other] });
    expect(after).toMatchObject({ ok: true, unused: [other] });
    expect(after.repaired.map(({ from }) => from)).toEqual(['file', 'file']);
    expect(await unreadable(world)).toEqual([]);
    expect(await repair(world)).toMatchObject({ ok: true, repaired: [] });
    expect((await findQuarantine(world.place)).map(({ file }) => file).sort()).toEqual(
      files.slice(0, 2).sort(),
    );
  });

  it('mends a history whose two copies are damaged in different places, and sets both aside', async () => {
    const world = await alone();
    const [first = '', second = ''] = victims(
      await filesOf(world, sorts['both copies of a segment'] ?? /none/u),
      0,
    );
    await harm(world, first, 'flip', 0.3);
    await harm(world, second, 'flip', 0.7);
    expect(await repair(world)).toMatchObject({ ok: true, repaired: [{ what: 'segment', from: 'copy' }] });
    expect((await findQuarantine(world.place)).map(({ file }) => file).sort()).toEqual(
      [second, first].sort(),
    );
    expect(await unreadable(world)).toEqual([]);
  });
});
