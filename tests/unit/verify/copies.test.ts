import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../src/base/bytes.ts';
import { copyMade } from '../../../src/bundle/bundle-document.ts';
import { digestsOf } from '../../../src/bundle/digests-of.ts';
import { paths } from '../../../src/bundle/layout.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { remakeTagManifests, replaceIn, unzipFiles, zipFiles } from '../../support/bundle/rezip.ts';
import { SmallVault } from '../../support/bundle/small-vault.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';

const original = utf8('a photo, taken at home by Sam Reed');
const copied = utf8('a photo');

const kept = digestsOf(hashes, original);

const copy = digestsOf(hashes, copied);

/** A bundle of one photo and one essay; the photo goes along as a copy. */
async function bundleWithCopy(): Promise<{ readonly vault: SmallVault; readonly bytes: Uint8Array }> {
  const vault = new SmallVault();
  for (const [item, name, bytes] of [
    ['i-photo', 'photo.jpg', original],
    ['i-essay', 'essay.txt', utf8('an essay')],
  ] as const)
    vault.capture({ item, kind: 'document', name, record: { name, role: 'file' }, bytes });
  vault.contents.set(copy.sha256, copied);
  const bytes = await makeBundle(vault, vault.input({ copies: new Map([[kept.sha256, copy]]) }));
  return { vault, bytes };
}

/** The bundle with something else in its description, signed by its owner all the same. */
async function forged(from: string, to: string): Promise<Uint8Array> {
  const { vault, bytes } = await bundleWithCopy();
  const { base, files } = await unzipFiles(bytes);
  replaceIn(files, paths.bundle, from, to);
  remakeTagManifests(files, vault.root);
  return zipFiles(base, files);
}

describe('a copy without metadata', () => {
  it('is told apart from the kept file, whose fingerprint is proven', async () => {
    const { bytes } = await bundleWithCopy();
    const report = await verifyBytes(bytes, { full: true });
    expect(report.ok).toBe(true);
    expect(checkOf(report, 'integrity').result).toBe('pass');
    expect(checkOf(report, 'history')).toMatchObject({ result: 'not-checked', code: 'copy-not-original' });
    expect(checkOf(report, 'history').detail).toContain('Copies: 1.');
    expect(report.items).toMatchObject([
      { id: 'i-photo', result: 'not-checked', code: 'copy-not-original', standing: 'kept' },
      { id: 'i-essay', result: 'pass', standing: 'kept' },
    ]);
    expect(Buffer.from(bytes).includes('taken at home')).toBe(false);
  });

  it('says so in the description, on the page and in the crate, with both fingerprints', async () => {
    const { bytes } = await bundleWithCopy();
    const text = Buffer.from(bytes).toString('utf8');
    const row = { copyOf: kept.sha256, made: copyMade, sha256: digestsOf(hashes, copied).sha256 };
    for (const value of Object.values(row)) expect(text.split(value).length).toBeGreaterThan(2);
    expect(text).toContain('A copy without hidden details, made for this bundle.');
  });

  it.each([
    ['another kept file', `"copyOf": "${kept.sha256}"`, `"copyOf": "${'ab'.repeat(32)}"`],
    ['itself', `"copyOf": "${kept.sha256}"`, `"copyOf": "${copy.sha256}"`],
    ['other bytes', `"sha256": "${copy.sha256}"`, `"sha256": "${'cd'.repeat(32)}"`],
    ['another length', `"size": ${copy.size}`, `"size": ${copy.size + 1}`],
  ])('is refused as the copy of %s', async (_, from, to) => {
    const report = await verifyBytes(await forged(from, to));
    expect(checkOf(report, 'history')).toMatchObject({ result: 'fail', code: 'copy-differs' });
    expect(report.items[0]).toMatchObject({ id: 'i-photo', result: 'fail', standing: 'none' });
  });

  it('that was not said to be one is refused as another content', async () => {
    const made = `,\n        "made": "${copyMade}"`;
    const report = await verifyBytes(await forged(`,\n        "copyOf": "${kept.sha256}"${made}`, ''));
    expect(checkOf(report, 'history')).toMatchObject({ result: 'fail', code: 'content-differs' });
  });

  it('of everything leaves no hidden word in the bundle', async () => {
    const { bytes } = await bundleWithCopy();
    expect(Buffer.from(bytes).includes('Sam Reed')).toBe(false);
  });
});
