import { describe, expect, it } from 'vitest';

import { encodeBase64, utf8 } from '../../../src/base/bytes.ts';
import { checkpointPath, listings, paths } from '../../../src/bundle/layout.ts';
import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { commitmentOf } from '../../../src/ledger/leaf.ts';
import { verifyBundle, type VerifyOptions } from '../../../src/verify/verify-bundle.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { rawZip } from '../../support/bundle/raw-zip.ts';
import { bytesIn, remakeTagManifests, replaceIn, textIn, unzipFiles } from '../../support/bundle/rezip.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';
import {
  at,
  edited,
  editDocument,
  editLedger,
  fieldOf,
  recount,
  resealed,
  type Edit,
} from '../../support/rule-vectors/edits.ts';
import { bundleOf, plainVault } from '../../support/rule-vectors/worlds.ts';

const essay = 'data/evidence/essay.txt';
const photo = 'data/evidence/photo.txt';
const essayRecord = 'data/records/i-essay-document-version-1.json';

/** What the history says after the owner of the key changed something. */
async function historyAfter(edit: Edit, vault = plainVault()) {
  const bundle = await resealed(await bundleOf(vault), vault.root, edit);
  const { code, findings } = checkOf(await verifyBytes(bundle), 'history');
  return { code, findings };
}

describe('a file of a row', () => {
  it('belongs to that row alone, even where another entry has the same content', async () => {
    const vault = plainVault();
    const twin = {
      item: 'i-twin',
      kind: 'document',
      name: 'twin.txt',
      bytes: utf8('This is the essay of Sam.'),
    };
    vault.capture({ ...twin, record: { name: 'twin.txt', role: 'file' } });
    const shared = await historyAfter((files) => {
      files.delete('data/evidence/twin.txt');
      replaceIn(files, paths.bundle, '"data/evidence/twin.txt"', `"${essay}"`);
    }, vault);
    expect(shared).toEqual({ code: 'record-shared', findings: [{ code: 'record-shared', file: essay }] });
  });

  it('is of an entry that tells of a content', async () => {
    const vault = plainVault();
    vault.capture({ item: 'i-grade', kind: 'grade', name: 'Grade', record: { value: { said: 'Merit' } } });
    const claimed = await historyAfter((files) => {
      editDocument(files, ({ items }) => Object.assign(at(items, 2), { file: at(items, 0).file }));
    }, vault);
    expect(claimed.code).toBe('content-differs');
  });

  it('lies among the evidence', async () => {
    const moved = await historyAfter((files) => {
      files.set('data/essay.txt', bytesIn(files, essay));
      files.delete(essay);
      replaceIn(files, paths.bundle, `"${essay}"`, '"data/essay.txt"');
    });
    expect(moved.code).toBe('content-differs');
  });

  it.each<[string, Edit]>([
    [
      'the row',
      (files) => replaceIn(files, paths.bundle, digestOf(textIn(files, paths.manifest256)), '0'.repeat(64)),
    ],
    ['the first manifest', (files) => listOther(files, paths.manifest256, 64)],
    ['the second manifest', (files) => listOther(files, paths.manifest512, 128)],
  ])('has the digest that the history says, and so has %s', async (_, edit) => {
    const vault = plainVault();
    const bundle = await edited(await bundleOf(vault), (files, base) => {
      edit(files, base);
      recount(files);
      remakeTagManifests(files, vault.root);
    });
    const { findings } = checkOf(await verifyBytes(bundle), 'history');
    expect(findings).toEqual([
      { code: 'content-differs', file: essayRecord, entry: { log: vault.log.id, index: 2 } },
    ]);
  });
});

const digestOf = (manifest: string): string => lineOf(manifest, essay).split('  ')[0] ?? '';
const lineOf = (manifest: string, path: string): string =>
  manifest.split('\n').find((line) => line.endsWith(`  ${path}`)) ?? '';
const listOther: (files: Parameters<Edit>[0], manifest: string, digits: number) => void = (
  files,
  manifest,
  digits,
) => replaceIn(files, manifest, lineOf(textIn(files, manifest), essay), `${'0'.repeat(digits)}  ${essay}`);

describe('a record', () => {
  it('lies among the records', async () => {
    const moved = await historyAfter((files) => {
      files.set('data/essay.json', bytesIn(files, essayRecord));
      files.delete(essayRecord);
      replaceIn(files, paths.bundle, `"${essayRecord}"`, '"data/essay.json"');
    });
    expect(moved.findings).toEqual([
      expect.objectContaining({ code: 'row-differs', file: 'data/essay.json' }),
    ]);
  });

  it('is explained by a row', async () => {
    const stray = 'data/records/stray.json';
    expect(await historyAfter((files) => files.set(stray, utf8('{}')))).toEqual({
      code: 'file-unexplained',
      findings: [{ code: 'file-unexplained', file: stray }],
    });
  });

  it.each(['{', '[]', '"\ud800"'])(
    'that is %s says something else, and its item is not kept',
    async (text) => {
      const vault = plainVault();
      const bundle = await resealed(await bundleOf(vault), vault.root, (files) =>
        files.set(essayRecord, utf8(text)),
      );
      const report = await verifyBytes(bundle);
      expect(checkOf(report, 'history').code).toBe('record-differs');
      expect(report.items.find(({ id }) => id === 'i-essay')).toMatchObject({
        result: 'fail',
        code: 'record-differs',
        standing: 'none',
      });
      expect(report.items.find(({ id }) => id === 'i-photo')).toMatchObject({ result: 'pass' });
    },
  );
});

describe('a field that stays closed', () => {
  const close =
    (name: string, place: number): Edit =>
    (files) =>
      editLedger(files, ({ logs }) => {
        const field = fieldOf(at(at(logs, 0).entries, place), name);
        const salt = Uint8Array.from(Buffer.from(field.salt ?? '', 'base64'));
        field.commitment = encodeBase64(commitmentOf(hashes, utf8(name), salt, utf8(field.value ?? '')));
        delete field.salt;
        delete field.value;
      });

  it('has no word in a row', async () => {
    const { findings } = await historyAfter(close('name', 2));
    expect(findings?.map(({ code }) => code)).toContain('row-differs');
  });

  it('makes no vault a practice vault, nor another entry that has one of that name', async () => {
    const closed = await historyAfter(close('practice', 0));
    expect(closed.findings?.map(({ code }) => code)).not.toContain('practice-mark-differs');
    const vault = plainVault();
    vault.log.append({ kind: 'of-another-version', at: '2026-11-20T10:15:30.000Z', practice: true });
    expect(checkOf(await verifyBytes(await bundleOf(vault)), 'history').result).toBe('pass');
  });
});

describe('a history of several logs', () => {
  it('stays open where the checkpoint of one is not good, and so do the items of that one', async () => {
    const vault = plainVault();
    const other = vault.addLog(150);
    const late = { item: 'i-late', kind: 'document', name: 'late.txt', bytes: utf8('late') };
    vault.capture({ ...late, record: { name: 'late.txt', role: 'file' } }, other);
    const path = checkpointPath(other.id);
    const bundle = await resealed(await bundleOf(vault), vault.root, (files) =>
      files.set(path, utf8(`${textIn(files, path).slice(0, -8)}AAAAAA=\n`)),
    );
    const report = await verifyBytes(bundle);
    expect(checkOf(report, 'checkpoint').result).toBe('fail');
    expect(checkOf(report, 'history')).toMatchObject({ result: 'not-checked', code: 'checkpoint-not-good' });
    expect(report.items.map(({ id, code, standing }) => [id, code ?? 'pass', standing])).toEqual([
      ['i-essay', 'pass', 'kept'],
      ['i-photo', 'pass', 'kept'],
      ['i-late', 'checkpoint-not-good', 'none'],
      ['e-profile001', 'pass', 'stated'],
    ]);
  });
});

describe('digests that another thread takes', () => {
  const bundle = () => bundleOf(plainVault());
  /** As `memoryAccess`, with a second thread of which every asked range is noted. */
  function threaded(bytes: Uint8Array, asked: string[], spoil = false) {
    const digest = (ranges: readonly { readonly offset: number; readonly length: number }[]) =>
      ranges.map(({ offset, length }) => {
        const range = bytes.subarray(offset, offset + length);
        asked.push(new TextDecoder().decode(range));
        return Promise.resolve(spoil ? new Uint8Array(32) : hashes.sha256(range));
      });
    return { ...memoryAccess(bytes), digest };
  }
  const verify = (bytes: Uint8Array, asked: string[], options: Partial<VerifyOptions> = {}, spoil = false) =>
    verifyBundle(threaded(bytes, asked, spoil), { hashes, ...options });

  it('are those of the evidence, counted as what was read', async () => {
    const bytes = await bundle();
    const [asked, progress] = [[] as string[], [] as number[]];
    const report = await verify(bytes, asked, {
      onProgress: ({ done, total }) => progress.push(total - done),
    });
    expect(asked.toSorted()).toEqual(['This is the essay of Sam.', 'This is the photo of Sam.']);
    expect(checkOf(report, 'integrity').result).toBe('pass');
    expect(progress.at(-1)).toBe(0);
    expect(progress.every((rest) => rest >= 0)).toBe(true);
    expect(report.items).toEqual((await verifyBytes(bytes)).items);
  });

  it('count: one that differs is a change', async () => {
    const report = await verify(await bundle(), [], {}, true);
    expect(checkOf(report, 'integrity').findings?.map(({ code, file }) => [code, file])).toEqual([
      ['payload-altered', essay],
      ['payload-altered', photo],
    ]);
  });

  it('are not asked for in a full check, which takes others too', async () => {
    const asked: string[] = [];
    const report = await verify(await bundle(), asked, { full: true });
    expect(asked).toEqual([]);
    expect(checkOf(report, 'integrity-sha512').result).toBe('pass');
  });

  it('are not waited for once the check was cancelled', async () => {
    const stop = new AbortController();
    const checked = verify(await bundle(), [], { signal: stop.signal, onProven: () => stop.abort() });
    await expect(checked).rejects.toMatchObject({ code: 'internal.cancelled' });
  });
});

describe('the zip’s checksum of a record', () => {
  const withWrong = async (path: string): Promise<Uint8Array> => {
    const { base, files } = await unzipFiles(await bundleOf(plainVault()));
    return rawZip(
      [...files].map(([name, bytes]) => ({
        name: `${base}/${name}`,
        bytes,
        ...(name === path ? { both: { crc32: 1 } } : {}),
      })),
    );
  };

  it('is looked at in every check, that of evidence too, by what the history says', async () => {
    for (const path of [essayRecord, essay, paths.page])
      expect(checkOf(await verifyBytes(await withWrong(path)), 'zip')).toMatchObject({
        code: 'crc-wrong',
        findings: [{ file: path }],
        count: 1,
      });
  });
});

describe('the page and the lists', () => {
  it('are not compared where they are not those that were signed', async () => {
    const vault = plainVault();
    const made = await makeBundle(vault);
    expect(checkOf(await verifyBytes(made), 'page').result).toBe('pass');
    for (const path of [paths.page, listings.index, listings.crate]) {
      const other = await edited(made, (files) => files.set(path, utf8(`${textIn(files, path)} `)));
      expect(checkOf(await verifyBytes(other), 'page').code).toBe('page-not-compared');
    }
  });
});
