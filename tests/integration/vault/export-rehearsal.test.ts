import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import { exportBundle, exportSplit, type ExportOptions } from '../../../src/vault/export-bundle.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { verifyBundle } from '../../../src/verify/verify-bundle.ts';
import { entriesOf, noStop } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const replica = 'c0ffee'.padEnd(32, '5');
const secrets = { replica, bytes: 987_654_321, seed: 'seed-of-the-draw' };
const latest = { at: '2026-03-12T10:00:00.000Z', items: 19, readable: 18, of: 20 };
const earlier = { at: '2026-02-01T10:00:00.000Z', items: 5, readable: 5, of: 20 };

const world = worlds((template) =>
  template.using(async (vault) => {
    await template.add(
      vault,
      Object.fromEntries(['one', 'two', 'three'].map((name) => [`${name}.bin`, Buffer.alloc(100_000, name)])),
    );
  }),
);
const rehearsed = (vault: WritableVault) =>
  vault.recorder.record(
    // The later one comes first: it is the time that counts.
    [latest, earlier].map((told) => ({ kind: 'restore-rehearsed', ...told, ...secrets }) as const),
  );
const verify = async (path: string) => {
  const bytes = await readFile(path);
  const report = await verifyBundle(memoryAccess(new Uint8Array(bytes)), { hashes: nodeHashes, full: true });
  return { bytes, report };
};

describe('a bundle that shows that the vault was tried out', () => {
  const exported = async (vault: WritableVault, name: string, more: Partial<ExportOptions>) => {
    const { out } = await exportBundle(vault, {
      out: join(vault.dir, '..', name),
      signal: noStop(),
      ...more,
    });
    return verify(out);
  };

  it('tells when, and how much came back, and not from which copy', async () => {
    const vault = await (await world()).write();
    await rehearsed(vault);
    const { report, bytes } = await exported(vault, 'told.zip', { withRehearsal: true });
    expect(report).toMatchObject({ ok: true, rehearsal: latest });
    expect(bytes.includes('put together again from a second copy')).toBe(true);
    for (const secret of Object.values(secrets)) expect(bytes.includes(String(secret))).toBe(false);
  });

  it('says nothing of it unless asked', async () => {
    const vault = await (await world()).write();
    await rehearsed(vault);
    const { report, bytes } = await exported(vault, 'silent.zip', {});
    expect(report.ok).toBe(true);
    expect(report.rehearsal).toBeUndefined();
    expect(bytes.includes('restore-rehearsed')).toBe(false);
  });

  it('tells it in each part of an export that is split', async () => {
    const vault = await (await world()).write();
    await rehearsed(vault);
    const out = join(vault.dir, '..', 'parts.zip');
    const { parts } = await exportSplit(vault, { out, signal: noStop(), withRehearsal: true }, 250_000);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect((await verify(part.out)).report).toMatchObject({ rehearsal: latest });
  });

  it('cannot be had where it was never tried, and nothing is recorded', async () => {
    const vault = await (await world()).write();
    const before = (await entriesOf(vault)).length;
    await expect(exported(vault, 'never.zip', { withRehearsal: true })).rejects.toMatchObject({
      code: 'input.not-rehearsed',
    });
    expect((await entriesOf(vault)).length).toBe(before);
  });

  it('is not believed once it was changed', async () => {
    const vault = await (await world()).write();
    await rehearsed(vault);
    const { bytes } = await exported(vault, 'changed.zip', { withRehearsal: true });
    const at = bytes.indexOf('"value":"18"', bytes.indexOf('"name":"readable"'));
    expect(at).toBeGreaterThan(0);
    bytes.write('"value":"19"', at);
    const report = await verifyBundle(memoryAccess(new Uint8Array(bytes)), { hashes: nodeHashes });
    expect(report.ok).toBe(false);
    expect(report.rehearsal).toBeUndefined();
  });
});
