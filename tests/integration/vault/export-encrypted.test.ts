import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { createAgeKeyPair } from '../../../src/crypto/age/age-keys.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import { exportBundle } from '../../../src/vault/export-bundle.ts';
import { verifyBundle } from '../../../src/verify/verify-bundle.ts';
import { codeOf, entriesOf, noStop } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const open = worlds();

describe('an encrypted export', () => {
  it('opens for its recipient alone, and is a fact of the history', async () => {
    const world = await open();
    const vault = await world.write();
    await world.add(vault, { 'essay.txt': 'My own words. '.repeat(20_000) });
    const { identity, recipient } = await createAgeKeyPair();
    const out = join(world.root, 'bundle.zip.age');
    const made = await exportBundle(vault, { out, recipients: [recipient], signal: noStop() });
    const bytes = new Uint8Array(await readFile(out));
    expect(made).toMatchObject({
      bytes: bytes.length,
      sha256: Buffer.from(nodeHashes.sha256(bytes)).toString('hex'),
    });
    const report = await verifyBundle(memoryAccess(bytes), {
      hashes: nodeHashes,
      full: true,
      identities: [identity],
      expectKey: vault.id,
    });
    expect(report.checks.filter(({ result }) => result === 'fail')).toEqual([]);
    expect(report.items.map(({ name }) => name)).toContain('essay.txt');
    const entry = (await entriesOf(vault)).find(({ bundle }) => bundle === made.bundle);
    expect(entry).toMatchObject({ sha256: made.sha256, size: made.bytes, recipients: [recipient] });
  });

  it('that is stopped leaves nothing behind', async () => {
    const world = await open();
    const vault = await world.write();
    await world.add(vault, { 'essay.txt': 'My own words. '.repeat(20_000) });
    const { recipient } = await createAgeKeyPair();
    const before = await readdir(world.root);
    const stop = new AbortController();
    const out = join(world.root, 'bundle.zip.age');
    const made = exportBundle(vault, {
      out,
      recipients: [recipient],
      signal: stop.signal,
      onProgress: () => {
        stop.abort();
      },
    });
    expect(await codeOf(made)).toBe('internal.cancelled');
    expect(await readdir(world.root)).toEqual(before);
  });
});
