import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../src/base/bytes.ts';
import { listings, paths } from '../../../src/bundle/layout.ts';
import { parsePolicy } from '../../../src/verify/policy.ts';
import type { ProvenLog } from '../../../src/verify/proven-logs.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { rawZip, type RawFile } from '../../support/bundle/raw-zip.ts';
import { replaceIn, unzipFiles } from '../../support/bundle/rezip.ts';
import { SmallVault } from '../../support/bundle/small-vault.ts';
import { otherHistory } from '../../support/bundle/stamped-vault.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';
import { edited, resealed, type Edit } from '../../support/rule-vectors/edits.ts';
import { readVector, readVectors } from '../../support/rule-vectors/read-vectors.ts';
import {
  authorityRoot,
  bundleOf,
  plainVault,
  SeenVault,
  stampTime,
} from '../../support/rule-vectors/worlds.ts';

const essay = 'data/evidence/essay.txt';
const photo = 'data/evidence/photo.txt';

describe('what a check found', () => {
  const detailOf = async (edit: Edit, id: 'integrity' | 'history') =>
    checkOf(await verifyBytes(await edited(await bundleOf(plainVault()), edit)), id).detail;

  it('is said with the file, with both files, or with the entry', async () => {
    expect(await detailOf((files) => files.set(essay, utf8('other')), 'integrity')).toBe(
      `A file was changed after the bundle was signed. (${essay})`,
    );
    const swap: Edit = (files) => {
      const [one, two] = [files.get(essay), files.get(photo)];
      files.set(essay, two ?? new Uint8Array());
      files.set(photo, one ?? new Uint8Array());
    };
    expect(await detailOf(swap, 'integrity')).toMatch(/: each has the content of the other\. \(\S+, \S+\)$/u);
    const row = readVectors().find(({ rule, expected }) => rule === 'EV-077' && expected.result === 'fail');
    if (row === undefined) throw new Error('no such vector');
    const { bundle } = readVector(row);
    const { detail } = checkOf(await verifyBytes(bundle), 'history');
    expect(detail).toBe('A record is not part of the signed history. (entry 2)');
  });

  it('is kept for the first hundred of many, and counted for all', async () => {
    const bundle = await edited(await bundleOf(plainVault()), (files) => {
      for (let number = 0; number < 120; number += 1)
        files.set(`data/evidence/extra-${number}.txt`, utf8('x'));
    });
    const { findings, count } = checkOf(await verifyBytes(bundle), 'integrity');
    expect([findings?.length, count]).toEqual([100, 121]);
  });

  it('says how long the histories are together', async () => {
    const vault = plainVault();
    vault.addLog(150);
    const { detail } = checkOf(await verifyBytes(await bundleOf(vault)), 'checkpoint');
    expect(detail).toBe('The history of 5 entries is signed and belongs to the vault.');
  });
});

describe('the zip’s own checksum of what stands in no manifest', () => {
  const withWrong = async (path: string, bundle: Uint8Array): Promise<Uint8Array> => {
    const { base, files } = await unzipFiles(bundle);
    const wrong = (file: RawFile, name: string) => (name === path ? { ...file, both: { crc32: 1 } } : file);
    return rawZip([...files].map(([name, bytes]) => wrong({ name: `${base}/${name}`, bytes }, name)));
  };

  it.each([paths.signature, paths.tagManifest256, paths.tagManifest512])(
    'is looked at too: %s',
    async (path) => {
      const report = await verifyBytes(await withWrong(path, await bundleOf(plainVault())));
      expect(checkOf(report, 'zip')).toMatchObject({
        code: 'crc-wrong',
        findings: [{ file: path }],
        count: 1,
      });
      expect(checkOf(report, 'signature').result).toBe('pass');
    },
  );

  it('adds nothing where the signature tells of a change already', async () => {
    const broken = await edited(await bundleOf(plainVault()), (files) =>
      files.set(paths.signature, new Uint8Array(64)),
    );
    const report = await verifyBytes(await withWrong(paths.signature, broken));
    expect(checkOf(report, 'signature').result).toBe('fail');
    expect(checkOf(report, 'zip').result).toBe('pass');
  });
});

describe('the histories that a bundle proves', () => {
  const provenBy = async (bundle: Uint8Array): Promise<readonly ProvenLog[]> => {
    let proven: readonly ProvenLog[] = [];
    await verifyBytes(bundle, { onProven: (logs) => (proven = logs) });
    return proven;
  };

  it('are told with their notes, and with what they go on from', async () => {
    const world = new SeenVault().capture('i-essay').stamped();
    const { log } = world.vault;
    const [anchor] = world.input().logs[0]?.anchors ?? [];
    expect(await provenBy(await world.bundle())).toEqual([
      {
        log: log.id,
        publicKey: log.keys.publicKey,
        size: 3,
        root: log.tree.root(),
        note: log.checkpoint,
        earlier: [{ size: 2, root: log.tree.root(2), proof: anchor?.proof }],
      },
    ]);
  });

  it('are none whose checkpoint does not hold', async () => {
    const vault = plainVault();
    const path = `evidence-vault/checkpoints/${vault.log.id}.txt`;
    const bundle = await resealed(await bundleOf(vault), vault.root, (files) =>
      files.set(path, utf8('no\n')),
    );
    expect(await provenBy(bundle)).toEqual([]);
  });
});

describe('two trees of one size', () => {
  const historyOf = async (world: SeenVault) => {
    const { code, result } = checkOf(
      await verifyBytes(await bundleOf(world.vault, world.input())),
      'history',
    );
    return code ?? result;
  };
  const noteOf = (world: SeenVault, size: number) =>
    otherHistory({ size, note: '', proof: [] }, world.vault).note;

  it('show in what two tokens are said to be about, where no anchor has that size', async () => {
    const world = new SeenVault().capture('i-essay').capture('i-photo');
    const real = world.note;
    world.capture('i-late').stamped();
    world
      .stamped({ changes: { size: 3, note: real } })
      .stamped({ changes: { size: 3, note: noteOf(world, 3) } });
    expect(await historyOf(world)).toBe('history-forked');
    const alike = new SeenVault().capture('i-essay').capture('i-photo');
    const same = alike.note;
    alike.capture('i-late').stamped();
    alike.stamped({ changes: { size: 3, note: same } }).stamped({ changes: { size: 3, note: same } });
    expect(await historyOf(alike)).toBe('pass');
  });

  it('show against the checkpoint itself', async () => {
    const world = new SeenVault().capture('i-essay');
    world.stamped({ changes: { size: 3, note: noteOf(world, 3) } });
    expect(await historyOf(world)).toBe('history-forked');
  });

  it('are not seen in a note that nobody can read, or that another key signed', async () => {
    const unread = new SeenVault().capture('i-essay').stamped({ changes: { note: 'no note' } });
    expect(await historyOf(unread)).toBe('pass');
    const other = noteOf(new SeenVault(), 2).replace(/.{6}\n$/u, 'AAAAA=\n');
    expect(await historyOf(new SeenVault().capture('i-essay').stamped({ changes: { note: other } }))).toBe(
      'pass',
    );
  });
});

describe('the page and the lists', () => {
  const pageOf = async (edit: Edit = () => undefined) => {
    const vault = plainVault();
    const { code, result } = checkOf(
      await verifyBytes(await resealed(await makeBundle(vault), vault.root, edit)),
      'page',
    );
    return code ?? result;
  };

  it('are compared with the records, all that are there', async () => {
    expect(await pageOf()).toBe('pass');
    expect(await pageOf((files) => files.delete(listings.index))).toBe('pass');
    expect(await pageOf((files) => files.delete(listings.crate))).toBe('pass');
    for (const path of [paths.page, listings.index, listings.crate])
      expect(await pageOf((files) => replaceIn(files, path, 'essay.txt', 'merit.txt'))).toBe(
        'page-not-compared',
      );
    expect(await pageOf((files) => files.set('data/more.txt', utf8('more')))).toBe('page-not-compared');
  });
});

describe('a vault that the policy limits', () => {
  const identityOf = async (bundle: Uint8Array, ...vaults: readonly object[]) => {
    const policy = parsePolicy({
      format: 'evidence-vault-policy',
      version: 1,
      authorities: [{ name: 'Practice authority', certificate: authorityRoot() }],
      vaults,
    });
    const { code, result } = checkOf(await verifyBytes(bundle, { policy }), 'identity');
    return code ?? result;
  };
  const { id: key } = new SmallVault();

  it('counts if one of its rows does', async () => {
    const bundle = await new SeenVault().capture('i-essay').stamped().bundle();
    const over = { key, until: '2026-01-01T00:00:00.000Z' };
    expect(await identityOf(bundle, over, { key, from: stampTime })).toBe('pass');
    expect(await identityOf(bundle, over)).toBe('identity-not-then');
  });

  it('does not where there is nothing that could be dated', async () => {
    expect(await identityOf(await new SeenVault().stamped().bundle(), { key, from: stampTime })).toBe(
      'identity-not-then',
    );
    expect(await identityOf(await new SeenVault().stamped().bundle(), { key })).toBe('pass');
  });

  it('is not named by a bundle whose signature does not hold', async () => {
    const bundle = await edited(await bundleOf(plainVault()), (files) =>
      files.set(paths.signature, new Uint8Array(64)),
    );
    expect(await identityOf(bundle, { key })).toBe('signature-not-good');
  });
});
