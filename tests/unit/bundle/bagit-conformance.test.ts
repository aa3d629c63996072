import { beforeAll, describe, expect, it } from 'vitest';

import { concatBytes, utf8 } from '../../../src/base/bytes.ts';
import { paths } from '../../../src/bundle/layout.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import {
  bytesIn,
  remakeTagManifests,
  replaceIn,
  rezip,
  textIn,
  type Files,
} from '../../support/bundle/rezip.ts';
import { samsVault } from '../../support/bundle/sam.ts';
import { flipFirstByte, report1 } from '../../support/bundle/tamper-edits.ts';
import { verifyBytes } from '../../support/bundle/verify-memory.ts';

/**
 * The cases of the Library of Congress's BagIt conformance suite (https://github.com/LibraryOfCongress/bagit-conformance-suite, versions 0.97
 * and 1.0, as its master branch has them), each by its name there, written out again on a bundle: the flaw is made by the owner of the key,
 * who signs all of it again, so that nothing but the bag itself can tell. `md5` there is SHA-256 here.
 */
interface Case {
  readonly name: string;
  readonly edit: (files: Files) => void;
  /** What the verifier finds. */
  readonly code: string;
}

const { manifest256, manifest512, bagit, bagInfo } = paths;

const line = (digest: string, path: string) => `${digest}  ${path}\n`;

/** Puts a line where the order of paths has it. */
function list(files: Files, path: string, digits: 64 | 128, name: string): void {
  const lines = [...(textIn(files, path).match(/.*\n/gu) ?? []), line('0'.repeat(digits), name)];
  const sorted = lines.sort((a, b) => (a.slice(digits + 2) < b.slice(digits + 2) ? -1 : 1));
  files.set(path, utf8(sorted.join('')));
}

/** Lists a path in both payload manifests that lies outside of the payload. */
const outOfScope = (name: string) => (files: Files) => {
  list(files, manifest256, 64, name);
  list(files, manifest512, 128, name);
};

const fetches = (name: string) => (files: Files) => {
  files.set('fetch.txt', utf8(`https://localhost/file 12 ${name}\n`));
};

const twice = (digest: (own: string) => string) => (files: Files) => {
  const [first = ''] = textIn(files, manifest256).split('\n');
  const [own = '', path = ''] = first.split('  ');
  replaceIn(files, manifest256, `${first}\n`, line(own, path) + line(digest(own), path));
};

const renamed = (from: string, to: string) => (files: Files) => {
  replaceIn(files, manifest256, `  ${from}\n`, `  ${to}\n`);
  replaceIn(files, manifest512, `  ${from}\n`, `  ${to}\n`);
};

const invalid: readonly Case[] = [
  {
    name: 'v0.97/invalid/baginfo-missing-encoding',
    edit: (files) => files.set(bagit, utf8('BagIt-Version: 1.0\n')),
    code: 'bag-malformed',
  },
  {
    name: 'v0.97/invalid/bom-in-bagit.txt',
    edit: (files) => files.set(bagit, concatBytes(Uint8Array.of(0xef, 0xbb, 0xbf), bytesIn(files, bagit))),
    code: 'bag-malformed',
  },
  {
    name: 'v0.97/invalid/corrupt-data-file',
    edit: (files) => flipFirstByte(files, report1),
    code: 'payload-altered',
  },
  {
    name: 'v0.97/invalid/extra-file-in-bag',
    edit: (files) => files.set('data/bar', utf8('bar')),
    code: 'file-added',
  },
  {
    name: 'v0.97/invalid/invalid-version-number',
    edit: (files) => replaceIn(files, bagit, 'BagIt-Version: 1.0', 'BagIt-Version: .97'),
    code: 'bag-malformed',
  },
  { name: 'v0.97/invalid/missing-baginfo', edit: (files) => files.delete(bagInfo), code: 'file-missing' },
  { name: 'v0.97/invalid/missing-bagit.txt', edit: (files) => files.delete(bagit), code: 'file-missing' },
  {
    name: 'v0.97/invalid/out-of-scope-file-paths-using-dot-notation',
    edit: outOfScope('../../README.md'),
    code: 'manifest-malformed',
  },
  {
    name: 'v0.97/invalid/out-of-scope-file-paths-using-dot-notation-for-fetch',
    edit: fetches('../../../README.md'),
    code: 'manifest-incomplete',
  },
  {
    name: 'v0.97/invalid/same-filename-listed-twice-with-different-hashes',
    edit: twice(() => '0'.repeat(64)),
    code: 'manifest-malformed',
  },
  {
    name: 'v1.0/invalid/same-filename-listed-twice-with-different-hashes',
    edit: twice((own) => own.replaceAll(/[0-9a-f]/gu, (digit) => (digit === '0' ? '1' : '0'))),
    code: 'manifest-malformed',
  },
  {
    name: 'v1.0/invalid/missing-from-manifest',
    edit: (files) => {
      for (const path of [manifest256, manifest512])
        files.set(path, utf8(textIn(files, path).replace(new RegExp(`.*  ${report1}\n`, 'u'), '')));
    },
    code: 'file-added',
  },
  {
    name: 'v1.0/invalid/bagit-with-invalid-whitespace',
    edit: (files) => replaceIn(files, bagit, 'BagIt-Version: 1.0', 'BagIt-Version : 1.0'),
    code: 'bag-malformed',
  },
  {
    name: 'v0.97/linux-only/out-of-scope-file-paths-using-absolute-path',
    edit: outOfScope('/tmp/foo'),
    code: 'manifest-malformed',
  },
  {
    name: 'v0.97/linux-only/out-of-scope-file-paths-using-shortcut',
    edit: outOfScope('~/foo'),
    code: 'manifest-malformed',
  },
  {
    name: 'v0.97/linux-only/out-of-scope-file-paths-using-shortcut-username',
    edit: outOfScope('~root/foo'),
    code: 'manifest-malformed',
  },
  ...['absolute-path', 'shortcut', 'shortcut-username'].map((kind, at) => ({
    name: `v0.97/linux-only/out-of-scope-file-paths-using-${kind}-for-fetch`,
    edit: fetches(['/tmp/foo', '~/foo', '~root/foo'][at] ?? ''),
    code: 'manifest-incomplete',
  })),
  {
    name: 'v0.97/windows-only/out-of-scope-file-paths-using-absolute-path',
    edit: outOfScope('C:\\Windows\\System32\\setx.exe'),
    code: 'manifest-malformed',
  },
  {
    name: 'v0.97/windows-only/out-of-scope-file-paths-using-unc',
    edit: outOfScope('\\\\?\\UNC\\server\\Windows\\System32\\setx.exe'),
    code: 'manifest-malformed',
  },
  {
    name: 'v0.97/windows-only/out-of-scope-file-paths-using-shortcut',
    edit: outOfScope('%HomeDrive%\\Windows\\System32\\setx.exe'),
    code: 'manifest-malformed',
  },
  ...['absolute-path', 'unc', 'shortcut'].map((kind, at) => ({
    name: `v0.97/windows-only/out-of-scope-file-paths-using-${kind}-for-fetch`,
    edit: fetches(['C:\\foo', '\\\\server\\foo', '%HomeDrive%\\foo'][at] ?? ''),
    code: 'manifest-incomplete',
  })),
];

/** What the suite wants a warning for, and what RFC 8493 allows and a bundle never uses (rules L3, L4, L6): all of it is refused. */
const stricter: readonly Case[] = [
  {
    name: 'v0.97/warning/duplicate-file-with-different-case',
    edit: (files) => {
      renamed(report1, report1.toUpperCase())(files);
    },
    code: 'manifest-malformed',
  },
  {
    name: 'v0.97/warning/relative-path',
    edit: renamed(report1, `data/../${report1}`),
    code: 'manifest-malformed',
  },
  {
    name: 'v0.97/warning/filename-normalization',
    edit: renamed(report1, 'data/evidence/Núñez.txt'),
    code: 'manifest-malformed',
  },
  {
    name: 'v0.97/warning/same-filename-listed-twice-with-different-normalization',
    edit: (files) => {
      list(files, manifest256, 64, 'data/evidence/Nu\u0301n\u0303ez.txt');
      list(files, manifest512, 128, 'data/evidence/Nu\u0301n\u0303ez.txt');
    },
    code: 'manifest-malformed',
  },
  {
    name: 'v0.97/warning/same-filename-listed-twice-with-the-same-hash',
    edit: twice((own) => own),
    code: 'manifest-malformed',
  },
  {
    name: 'v0.97/warning/special-system-files',
    edit: (files) => files.set('data/.DS_Store', utf8('x')),
    code: 'file-added',
  },
  {
    name: 'v0.97/warning/made-with-md5sum-tools',
    edit: (files) =>
      files.set(manifest256, utf8(textIn(files, manifest256).replaceAll('  data/', ' *data/'))),
    code: 'manifest-malformed',
  },
  {
    name: 'v0.97/valid/bag-with-leading-dot-slash-in-manifest',
    edit: (files) =>
      files.set(manifest256, utf8(textIn(files, manifest256).replaceAll('  data/', '  ./data/'))),
    code: 'manifest-malformed',
  },
  {
    name: 'v0.97/valid/bag-with-escapable-characters',
    edit: renamed(report1, 'data/evidence/file%0Aname.pdf'),
    code: 'manifest-malformed',
  },
  {
    name: 'v0.97/valid/bag-with-encoded-names',
    edit: renamed(report1, 'data/evidence/%0A%0D%25.pdf'),
    code: 'manifest-malformed',
  },
  {
    name: 'v0.97/valid/bag-with-space',
    edit: renamed(report1, 'data/evidence/a file.pdf'),
    code: 'manifest-malformed',
  },
  {
    name: 'v0.97/valid/duplicate-metadata-entries',
    edit: (files) =>
      files.set(bagInfo, utf8(`${textIn(files, bagInfo)}Contact-Name: One\nContact-Name: Two\n`)),
    code: 'bag-malformed',
  },
  {
    name: 'v0.97/valid/uncommon-metadata-separators',
    edit: (files) => files.set(bagInfo, utf8(`${textIn(files, bagInfo)}Contact-Name : One\n`)),
    code: 'bag-malformed',
  },
  {
    name: 'v0.97/valid/UTF-16-encoded-tag-files',
    edit: (files) => replaceIn(files, bagit, 'UTF-8', 'UTF-16'),
    code: 'bag-malformed',
  },
  {
    name: 'v0.97/valid/ISO-8859-1-encoded-tag-files',
    edit: (files) => replaceIn(files, bagit, 'UTF-8', 'ISO-8859-1'),
    code: 'bag-malformed',
  },
  { name: 'v0.97/valid/holey-bag', edit: fetches(report1), code: 'manifest-incomplete' },
  { name: 'v0.97/valid/local-fetch', edit: fetches(report1), code: 'manifest-incomplete' },
  { name: 'v0.97/valid/minimal-bag', edit: (files) => files.delete(bagInfo), code: 'file-missing' },
];

const vault = samsVault();
let bundle: Uint8Array;
beforeAll(async () => {
  bundle = await makeBundle(vault);
});

/** With the flaw, and everything that is not about it made to fit and signed again. */
async function flawed({ edit }: Case): Promise<Uint8Array> {
  return rezip(bundle, (files) => {
    edit(files);
    remakeTagManifests(files, vault.root);
  });
}

describe('the BagIt conformance suite of the Library of Congress, written out again', () => {
  it.each(invalid)('fails $name', async (one) => {
    const report = await verifyBytes(await flawed(one));
    expect(report.ok).toBe(false);
    expect(report.checks.flatMap(({ findings = [] }) => findings.map(({ code }) => code))).toContain(
      one.code,
    );
  });

  it.each(stricter)('fails $name, which a bundle never has', async (one) => {
    const report = await verifyBytes(await flawed(one));
    expect(report.ok).toBe(false);
    expect(report.checks.flatMap(({ findings = [] }) => findings.map(({ code }) => code))).toContain(
      one.code,
    );
  });

  it('fails v0.97/invalid/corrupt-tag-file', async () => {
    const report = await verifyBytes(
      await rezip(bundle, (files) => replaceIn(files, bagInfo, 'Bag-Software-Agent', 'Bag-Software-Agens')),
    );
    expect(report.checks.find(({ id }) => id === 'tag-integrity')).toMatchObject({
      code: 'tag-file-altered',
    });
  });

  it('passes v1.0/valid/basicBag, v0.97/valid/basic-bag, basic-bag-sha256 and basic-bag-sha512, which a bundle is', async () => {
    const report = await verifyBytes(await rezip(bundle, (files) => remakeTagManifests(files, vault.root)), {
      full: true,
    });
    expect(report.checks.filter(({ result }) => result === 'fail')).toEqual([]);
    for (const id of ['integrity', 'integrity-sha512', 'tag-integrity', 'layout'])
      expect(report.checks.find((check) => check.id === id)).toMatchObject({ result: 'pass' });
  });

  it('passes v0.97/valid/bag-in-a-bag: a bundle as evidence is a file like others', async () => {
    const outer = samsVault();
    outer.capture({
      item: 'i-bag',
      kind: 'document',
      name: 'bag.zip',
      bytes: bundle,
      record: { role: 'file' },
    });
    const report = await verifyBytes(await makeBundle(outer));
    expect(report.checks.filter(({ result }) => result === 'fail')).toEqual([]);
  });
});
