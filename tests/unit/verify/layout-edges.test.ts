import { describe, expect, it } from 'vitest';

import { concatBytes, utf8 } from '../../../src/base/bytes.ts';
import { VaultError } from '../../../src/base/errors.ts';
import { paths } from '../../../src/bundle/layout.ts';
import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { openZip } from '../../../src/bundle/zip/zip-reader.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { BundleFiles } from '../../../src/verify/bundle-files.ts';
import { digestFile } from '../../../src/verify/digest-file.ts';
import { locateFile } from '../../../src/verify/locate-file.ts';
import { parseMoment } from '../../../src/verify/parse-moment.ts';
import { verifyBundle } from '../../../src/verify/verify-bundle.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { replaceIn, textIn, zipTree } from '../../support/bundle/rezip.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';
import { edited, resigned, type Edit } from '../../support/rule-vectors/edits.ts';
import { bundleOf, plainVault } from '../../support/rule-vectors/worlds.ts';

const vault = plainVault();
const zeros = '0'.repeat(64);
const add =
  (path: string, line: string): Edit =>
  (files) =>
    files.set(path, utf8(textIn(files, path) + line));

describe('the parts of a bundle', () => {
  const layoutOf = async (edit: Edit) => {
    const check = checkOf(await verifyBytes(await edited(await bundleOf(vault), edit)), 'layout');
    return [check.code ?? check.result, check.findings?.[0]?.file];
  };
  /** Lists are in the order of their paths. */
  const list =
    (manifest: string, line: string): Edit =>
    (files) => {
      const lines = [...textIn(files, manifest).trimEnd().split('\n'), line.trimEnd()];
      const inOrder = lines.toSorted((a, b) => (a.slice(a.indexOf(' ')) < b.slice(b.indexOf(' ')) ? -1 : 1));
      files.set(manifest, utf8(`${inOrder.join('\n')}\n`));
    };
  const both =
    (algorithm: string, line: (length: number) => string): Edit =>
    (files, base) => {
      list(`${algorithm}-sha256.txt`, line(64))(files, base);
      list(`${algorithm}-sha512.txt`, line(128))(files, base);
    };
  const versioned =
    (version: unknown): Edit =>
    (files) => {
      const document = JSON.parse(textIn(files, paths.bundle)) as object;
      files.set(paths.bundle, utf8(JSON.stringify({ ...document, version })));
    };
  const listed = (path: string) => (length: number) => `${'0'.repeat(length)}  ${path}\n`;

  it.each<[string, string, string, Edit]>([
    [
      'a file outside the payload in its list',
      'manifest-incomplete',
      paths.manifest256,
      both('manifest', listed('tags/x')),
    ],
    [
      'a payload file in the list of tag files',
      'manifest-incomplete',
      paths.tagManifest256,
      both('tagmanifest', listed('data/x')),
    ],
    [
      'a signature in it',
      'manifest-incomplete',
      paths.tagManifest256,
      both('tagmanifest', listed('signatures/x')),
    ],
    [
      'another list in it',
      'manifest-incomplete',
      paths.tagManifest256,
      both('tagmanifest', listed('tagmanifest-md5.txt')),
    ],
    [
      'a file to be fetched in it',
      'manifest-incomplete',
      paths.tagManifest256,
      both('tagmanifest', listed('fetch.txt')),
    ],
    [
      'a file in one list of the payload alone',
      'manifests-differ',
      paths.manifest512,
      list(paths.manifest256, `${zeros}  data/x\n`),
    ],
    [
      'two files that differ by list',
      'manifests-differ',
      paths.manifest512,
      (files, base) => {
        list(paths.manifest256, `${zeros}  data/x\n`)(files, base);
        list(paths.manifest512, `${zeros}${zeros}  data/y\n`)(files, base);
      },
    ],
    ['a version that is text', 'bundle-malformed', paths.bundle, versioned('9')],
    ['a version that is later', 'bundle-too-new', paths.bundle, versioned(9)],
    [
      'a list in place of the document',
      'bundle-malformed',
      paths.bundle,
      (files) => files.set(paths.bundle, utf8('[]')),
    ],
    [
      'nothing in place of the document',
      'bundle-malformed',
      paths.bundle,
      (files) => files.set(paths.bundle, utf8('null')),
    ],
    [
      'a count of bags for one bag',
      'bag-info-differs',
      paths.bagInfo,
      add(paths.bagInfo, 'Bag-Count: 1 of 2\n'),
    ],
    [
      'a group for one bag',
      'bag-info-differs',
      paths.bagInfo,
      add(paths.bagInfo, 'Bag-Group-Identifier: b-1\n'),
    ],
  ])('are not taken with %s', async (_, code, file, edit) => {
    expect(await layoutOf(edit)).toEqual([code, file]);
  });

  it.each<[string, [string, Uint8Array][]]>([
    ['no file', []],
    ['files in no folder', [['a.txt', utf8('a')]]],
    [
      'files in two folders',
      [
        ['one/a', utf8('a')],
        ['two/b', utf8('b')],
      ],
    ],
    [
      'a folder beside a file',
      [
        ['one/a', utf8('a')],
        ['ones/b', utf8('b')],
      ],
    ],
  ])('are not looked for where there is %s', async (_, files) => {
    const report = await verifyBytes(zipTree(files));
    expect(checkOf(report, 'layout')).toMatchObject({ result: 'fail', code: 'base-folder-wrong' });
    expect(report).toMatchObject({ bundle: null, signer: null, practice: false, ok: false, verdict: 'fail' });
  });

  it('are all asked for by name', async () => {
    for (const path of Object.values(paths).filter((one) => one !== paths.page))
      expect(await layoutOf((files) => files.delete(path))).toEqual(['file-missing', path]);
  });
});

describe('what a report says that the bundle says', () => {
  it('is each row of what is missing, with what it says and nothing else', async () => {
    const row = {
      what: 'Photo',
      code: 'gone',
      reason: 'Gone.',
      noticedAt: '2026-11-22T10:00:00.000Z',
    } as const;
    const missing = [
      { ...row, why: 'gone' as const, item: 'i-photo' },
      { ...row, why: 'failed' as const },
    ];
    const { bundle } = await verifyBytes(await makeBundle(vault, vault.input({}, missing)));
    expect(bundle?.missing).toStrictEqual(missing);
    const bare: Edit = (files) => replaceIn(files, paths.bundle, '"why": "failed",', '');
    const earlier = await resigned(await makeBundle(vault, vault.input({}, missing)), vault.root, bare);
    expect((await verifyBytes(earlier)).bundle?.missing).toStrictEqual([missing[0], row]);
  });

  it('is practice where the document or the history says so', async () => {
    expect((await verifyBytes(await bundleOf(plainVault(true)))).practice).toBe(true);
    expect((await verifyBytes(await bundleOf(vault))).practice).toBe(false);
  });

  it('is nothing where the file cannot be read, and the error is the reader’s own', async () => {
    const unplugged = () => Promise.reject(new Error('unplugged'));
    await expect(verifyBundle({ size: 100, read: unplugged }, { hashes })).rejects.toThrow('unplugged');
    const head = utf8('age-encryption.org/v1\n');
    let reads = 0;
    const read = (offset: number, length: number) => {
      reads += 1;
      return reads > 1 ? unplugged() : Promise.resolve(head.subarray(offset, offset + length));
    };
    await expect(verifyBundle({ size: 100, read }, { hashes })).rejects.toThrow('unplugged');
  });
});

describe('the files of a bundle', () => {
  const zip = zipTree([
    ['b/one', utf8('one')],
    ['b/data/two', utf8('second')],
  ]);
  const filesOf = async (digest = false) => {
    const access = memoryAccess(zip);
    const ranges = {
      ...access,
      digest: (wanted: readonly { offset: number; length: number }[]) =>
        wanted.map(({ offset, length }) => Promise.resolve(zip.subarray(offset, offset + length))),
    };
    const files = BundleFiles.find(await openZip(digest ? ranges : access));
    if (files === undefined) throw new Error('files');
    return files;
  };

  it('are found by their path in the folder', async () => {
    const files = await filesOf();
    expect([files.base, files.paths]).toEqual(['b', ['one', 'data/two']]);
    expect([files.has('one'), files.has('b/one'), files.find('two')]).toEqual([true, false, undefined]);
    expect(await files.read('data/two', 6)).toEqual(utf8('second'));
    expect(await files.read('data/two', 5)).toBeUndefined();
    expect(await files.read('two', 5)).toBeUndefined();
    const pieces = async (path: string) => {
      const found: Uint8Array[] = [];
      for await (const piece of files.stream(path)) found.push(piece);
      return concatBytes(...found);
    };
    expect(await pieces('one')).toEqual(utf8('one'));
    expect(await pieces('two')).toEqual(new Uint8Array(0));
  });

  it('are digested elsewhere where that can be done, and all of them are there', async () => {
    const digests = [...((await filesOf(true)).digest(['data/two', 'one']) ?? [])];
    expect(digests.map(([path]) => path)).toEqual(['data/two', 'one']);
    expect(await Promise.all(digests.map(([, digest]) => digest))).toEqual([utf8('second'), utf8('one')]);
    expect((await filesOf(true)).digest(['one', 'two'])).toBeUndefined();
    expect((await filesOf()).digest(['one'])).toBeUndefined();
  });

  it('lie where a page can show them', async () => {
    const place = await locateFile(memoryAccess(zip), 'data/two');
    if (place === undefined) throw new Error('a place');
    expect(zip.subarray(place.offset, place.offset + place.length)).toEqual(utf8('second'));
    expect(await locateFile(memoryAccess(zip), 'b/one')).toBeUndefined();
    const loose = zipTree([
      ['one', utf8('one')],
      ['b/two', utf8('two')],
    ]);
    expect(await locateFile(memoryAccess(loose), 'one')).toBeUndefined();
  });
});

describe('the digests of a file', () => {
  async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
    // One piece of memory for all, as files are read.
    const memory = new Uint8Array(100);
    for (const text of texts) {
      memory.set(utf8(text));
      yield await Promise.resolve(memory.subarray(0, text.length));
    }
  }
  const nothing = { sha512: false, crc32: false, keep: false };

  it('are those that were asked for, and no others', async () => {
    const seen: number[] = [];
    const onBytes = (count: number) => void seen.push(count);
    expect(
      await digestFile(hashes, pieces('one', 'three'), { sha512: true, crc32: true, keep: true, onBytes }),
    ).toStrictEqual({
      sha256: Buffer.from(hashes.sha256(utf8('onethree'))).toString('hex'),
      sha512: expect.stringMatching(/^[0-9a-f]{128}$/u) as unknown,
      crc32: hashes.crc32(utf8('onethree')),
      bytes: utf8('onethree'),
    });
    expect(seen).toEqual([3, 5]);
    expect(Object.keys(await digestFile(hashes, pieces('one'), nothing))).toEqual(['sha256']);
  });

  it('are left where it is cancelled or the file cannot be read, and their memory is given back', async () => {
    const given: string[] = [];
    const watched = {
      ...hashes,
      createSha256: () => watch('sha256', hashes.createSha256()),
      createSha512: () => watch('sha512', hashes.createSha512()),
    };
    const watch = (name: string, hash: ReturnType<typeof hashes.createSha256>) => ({
      update: (bytes: Uint8Array) => {
        hash.update(bytes);
      },
      digest: () => {
        given.push(name);
        return hash.digest();
      },
    });
    const cancelled = new AbortController();
    const stopped = digestFile(watched, pieces('one', 'two'), {
      ...nothing,
      sha512: true,
      signal: cancelled.signal,
      onBytes: () => {
        cancelled.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'internal.cancelled' });
    expect(given.splice(0)).toEqual(['sha256', 'sha512']);
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(utf8('one'));
      throw new Error('unplugged');
    }
    await expect(digestFile(watched, broken(), nothing)).rejects.toThrow('unplugged');
    expect(given).toEqual(['sha256']);
  });
});

describe('a moment that somebody typed', () => {
  it.each(['x2026-11-22', '2026-11-22x', '2026-11-22T', ' 2026-11-22'])('is not %j', (text) => {
    const { code, details } = catching(() => parseMoment(text, 'start'));
    expect([code, details.problem]).toEqual([
      'input.usage',
      'a time is a day, 2026-11-22, or a moment, 2026-11-22T09:30:00Z',
    ]);
  });
  const catching = (work: () => unknown): VaultError => {
    try {
      work();
    } catch (thrown) {
      if (thrown instanceof VaultError) return thrown;
    }
    throw new Error('nothing was refused');
  };
});
