import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../src/base/bytes.ts';
import { listings, paths } from '../../../src/bundle/layout.ts';
import { parsePolicy } from '../../../src/verify/policy.ts';
import type { VerifyOptions } from '../../../src/verify/verify-bundle.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { replaceIn, textIn, type Files } from '../../support/bundle/rezip.ts';
import { samsVault } from '../../support/bundle/sam.ts';
import { SmallVault } from '../../support/bundle/small-vault.ts';
import { otherHistory } from '../../support/bundle/stamped-vault.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';
import { edited, resealed, resigned, type Edit } from '../../support/rule-vectors/edits.ts';
import { bundleOf, plainVault, SeenVault } from '../../support/rule-vectors/worlds.ts';

describe('each list of the files that describe a bundle', () => {
  /** Another digest for one file, in one list. */
  const listOther = (files: Files, list: string, path: string): void => {
    const [digest = ''] = textIn(files, list)
      .split('\n')
      .filter((line) => line.endsWith(`  ${path}`))
      .map((line) => line.split('  ')[0]);
    replaceIn(files, list, `${digest}  ${path}`, `${'0'.repeat(digest.length)}  ${path}`);
  };

  it.each([
    [paths.bagInfo, 'tag-file-altered'],
    [paths.manifest256, 'manifest-altered'],
    [paths.manifest512, 'manifest-altered'],
  ])('counts by itself, the second too: %s', async (path, code) => {
    const vault = plainVault();
    const good = await bundleOf(vault);
    const second = await verifyBytes(
      await edited(good, (files) => listOther(files, paths.tagManifest512, path)),
    );
    expect(checkOf(second, 'signature').result).toBe('pass');
    expect(checkOf(second, 'tag-integrity').findings).toEqual([{ code, file: path }]);
    const first = await resigned(good, vault.root, () => undefined).then((bundle) =>
      edited(bundle, (files) => listOther(files, paths.tagManifest256, path)),
    );
    expect(checkOf(await verifyBytes(first), 'tag-integrity').findings).toEqual([{ code, file: path }]);
  });
});

describe('the index for printing', () => {
  const pdf = utf8('%PDF-1.7 of what the records say');
  const pageOf = async (options: Partial<VerifyOptions>, edit: Edit = () => undefined) => {
    const vault = plainVault();
    const made = await makeBundle(vault, vault.input({ renderPdf: () => pdf }));
    const report = await verifyBytes(await resealed(made, vault.root, edit), options);
    const { code, result } = checkOf(report, 'page');
    return code ?? result;
  };

  it('is made again and compared', async () => {
    expect(await pageOf({ renderPdf: () => pdf })).toBe('pass');
    expect(await pageOf({ renderPdf: () => utf8('%PDF-1.7 of other things') })).toBe('page-not-compared');
  });

  it('stays open where none can be made, and everything else is compared all the same', async () => {
    for (const options of [{}, { renderPdf: () => undefined }]) {
      expect(await pageOf(options)).toBe('pdf-not-compared');
      for (const path of [paths.page, listings.index, listings.crate])
        expect(await pageOf(options, (files) => replaceIn(files, path, 'essay.txt', 'merit.txt'))).toBe(
          'page-not-compared',
        );
      expect(await pageOf(options, (files) => files.set('data/more.txt', utf8('more')))).toBe(
        'page-not-compared',
      );
    }
  });
});

describe('the learner record of a bundle', () => {
  it('is made again and compared', async () => {
    const vault = samsVault();
    const made = await makeBundle(vault, vault.input({ withClr: true }));
    expect(checkOf(await verifyBytes(made), 'page').result).toBe('pass');
    const other = await resealed(made, vault.root, (files) =>
      files.set(listings.clr, utf8(`${textIn(files, listings.clr)} `)),
    );
    expect(checkOf(await verifyBytes(other), 'page').code).toBe('page-not-compared');
  });

  it('is not one where there are no grades', async () => {
    const vault = plainVault();
    const made = await resealed(await makeBundle(vault), vault.root, (files) =>
      files.set(listings.clr, utf8('{}')),
    );
    expect(checkOf(await verifyBytes(made), 'page').code).toBe('page-not-compared');
  });
});

describe('a state that was said to have been seen', () => {
  it('is not another than that of an anchor of its size', async () => {
    const world = new SeenVault().capture('i-essay').capture('i-photo');
    const { note } = otherHistory({ size: 3, note: '', proof: [] }, world.vault);
    // The anchor of size 3 is the true one; only the entry says otherwise.
    const bundle = await world.stamped({ changes: { note } }).capture('i-late').bundle();
    const entry = { log: world.vault.log.id, index: 3 };
    expect(checkOf(await verifyBytes(bundle), 'history').findings).toEqual([
      { code: 'history-forked', entry },
    ]);
  });
});

describe('whose vault it is', () => {
  const identityOf = async (bundle: Uint8Array, ...keys: readonly string[]) => {
    const vaults = keys.map((key) => ({ key }));
    const policy = parsePolicy({ format: 'evidence-vault-policy', version: 1, vaults });
    const { code, result } = checkOf(await verifyBytes(bundle, { policy }), 'identity');
    return code ?? result;
  };

  it('is asked by the vault’s key before its signature is', async () => {
    const good = await bundleOf(plainVault());
    const broken = await edited(good, (files) => files.set(paths.signature, new Uint8Array(64)));
    const [own, stranger] = [new SmallVault().id, new SmallVault(9).id];
    expect(await identityOf(good, stranger, own)).toBe('pass');
    expect(await identityOf(broken, stranger, own)).toBe('signature-not-good');
    expect(await identityOf(broken, stranger)).toBe('identity-not-named');
    expect(await identityOf(broken)).toBe('identity-not-asked');
  });
});
