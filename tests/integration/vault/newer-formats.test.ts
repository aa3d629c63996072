import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { checkVaultNow } from '../../../src/vault/check.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { listItems } from '../../../src/vault/items.ts';
import { codeOf, collect, filesBelow, noStop, type VaultWorld } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

/** What a version of ten years from now wrote is refused as such, and nothing is changed: never taken for damage and 'mended'. */
const world = worlds(async (template) => {
  await template.using((vault) => template.add(vault, { 'essay.txt': 'Kept.' }));
});

async function bytesOfAll(at: VaultWorld): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  for (const file of await filesBelow(at.dir))
    if (!file.startsWith('lock') && !file.startsWith('index/'))
      all.set(file, (await readFile(join(at.dir, file))).toString('hex'));
  return all;
}

/** Sets the version byte of the preamble (FORMAT.md section 5). */
async function makeNewer(at: VaultWorld, ending: string): Promise<void> {
  const files = (await filesBelow(at.dir)).filter((file) => file.endsWith(ending));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const bytes = await readFile(join(at.dir, file));
    bytes.writeUInt8(2, 8);
    await writeFile(join(at.dir, file), bytes);
  }
}

it('refuses a newer header', async () => {
  const at = await world();
  for (const name of ['vault.json', 'vault-copy.json']) {
    const text = await readFile(join(at.dir, name), 'utf8');
    await writeFile(join(at.dir, name), text.replace('"version":1', '"version":2'));
  }
  const before = await bytesOfAll(at);
  expect(await codeOf(at.read())).toBe('format.too-new');
  expect(await codeOf(at.write())).toBe('format.too-new');
  expect(await bytesOfAll(at)).toEqual(before);
});

it('refuses key derivation that is too weak or too heavy', async () => {
  for (const memoryKiB of [1024, 4_194_304]) {
    const at = await world();
    for (const name of ['vault.json', 'vault-copy.json']) {
      const text = await readFile(join(at.dir, name), 'utf8');
      await writeFile(join(at.dir, name), text.replace('"memoryKiB":65536', `"memoryKiB":${memoryKiB}`));
    }
    // Unsigned parameters are damage; nothing is derived with them.
    expect(['format.unsafe-parameters', 'integrity.header-damaged']).toContain(await codeOf(at.read()));
  }
});

it.each(['.segment', '.keys'])('refuses newer %s files', async (ending) => {
  const at = await world();
  await makeNewer(at, ending);
  const before = await bytesOfAll(at);
  expect(await codeOf(at.write())).toBe('format.too-new');
  expect(await codeOf(at.read())).toBe('format.too-new');
  expect(await bytesOfAll(at)).toEqual(before);
});

it('refuses newer settings to write, and does not write over them', async () => {
  const at = await world();
  await at.using((vault) => vault.secrets.set('s-1', 'token'));
  await makeNewer(at, '.sealed');
  const before = await bytesOfAll(at);
  expect(await codeOf(at.write())).toBe('format.too-new');
  expect(listItems(await at.read())).toHaveLength(1);
  expect(await bytesOfAll(at)).toEqual(before);
});

it('refuses a newer blob, and reads the rest', async () => {
  const at = await world();
  await at.using((vault) => at.add(vault, { 'other.txt': 'Kept, too.' }));
  const vault = await at.write();
  const [essay, other] = listItems(vault);
  const [part] = vault.index.blobs.allByDigest(essay?.sha256 ?? '', essay?.size ?? 0)[0]?.parts ?? [];
  const path = join(at.dir, 'blobs', '0000', `${part?.file ?? ''}.blob`);
  const bytes = await readFile(path);
  bytes.writeUInt8(2, 8);
  await writeFile(path, bytes);
  const read = ({ sha256 = '', size = 0 } = {}): Promise<string> =>
    codeOf(async () => collect(openContent(vault, { sha256, size })));
  // Its name is the digest of its bytes, so it cannot be what was kept, whatever version it claims.
  expect(await read(essay)).toBe('integrity.blob-corrupt');
  expect(await read(other)).toBe('nothing');
  const { damaged } = await checkVaultNow(vault, { full: true, signal: noStop() });
  expect(damaged).toMatchObject([{ code: 'integrity.blob-corrupt', items: [essay?.id] }]);
});
