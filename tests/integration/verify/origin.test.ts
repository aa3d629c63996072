import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { exportBundle } from '../../../src/vault/export-bundle.ts';
import type { ExportChoice } from '../../../src/vault/export-selection.ts';
import { emptyPolicy, type Policy } from '../../../src/verify/policy.ts';
import type { ItemResult, VerificationReport } from '../../../src/verify/verification-report.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';
import { noStop } from '../../support/vault/vault-world.ts';
import { HostedWorld } from '../sources/openbadges/hosted-world.ts';

const keyDocument = z.object({
  id: z.string(),
  verificationMethod: z.array(z.object({ publicKeyMultibase: z.string() })),
});

let hosted: HostedWorld;
let policy: Policy;
beforeAll(async () => {
  hosted = await HostedWorld.start();
  await hosted.connect();
  await hosted.sync();
  policy = await trustingProvider();
});
afterAll(() => hosted.end());

/** The practice provider as a reader's policy names it, by the keys that it publishes. */
async function trustingProvider(): Promise<Policy> {
  const [id = ''] = await hosted.provider.credentials.ids();
  const { issuer } = hosted.known(id).record;
  const published = keyDocument.parse(await (await fetch(issuer.id ?? '')).json());
  const keys = published.verificationMethod.map(({ publicKeyMultibase }) => publicKeyMultibase);
  return { ...emptyPolicy, issuers: [{ name: 'Northfield Training', id: published.id, keys }] };
}

let bundles = 0;
async function exported(choice: ExportChoice = {}): Promise<Uint8Array> {
  bundles += 1;
  const out = join(hosted.vault.dir, '..', `origin-${String(bundles)}.zip`);
  await exportBundle(hosted.vault, { ...choice, out, signal: noStop() });
  return readFile(out);
}

const ofKind = ({ items }: VerificationReport, kind: string): readonly ItemResult[] =>
  items.filter((item) => item.kind === kind);

describe('what a provider signed, synced, exported and verified', () => {
  it('is signed by the provider for a reader whose policy has its keys: credentials, files and grades', async () => {
    const bundle = await exported();
    const report = await verifyBytes(bundle, { policy });
    expect(report.ok).toBe(true);
    for (const kind of ['credential', 'grade']) {
      expect(ofKind(report, kind).length).toBeGreaterThan(2);
      for (const { standing, origin } of ofKind(report, kind))
        expect([standing, origin?.[0]?.by]).toEqual(['signed', 'Northfield Training']);
    }
    // Every file is one that a credential is signed over, or a credential itself.
    expect(ofKind(report, 'document').length).toBeGreaterThan(30);
    for (const { standing } of ofKind(report, 'document')) expect(standing).toBe('signed');
    const covered = ofKind(report, 'document').map(({ origin }) => origin?.[0]?.covers);
    expect(new Set(covered)).toEqual(new Set(['credential', 'file']));
    // Where it came from is told as well, as the vault's own word.
    expect(ofKind(report, 'document')[0]?.origin?.at(-1)).toEqual({
      proof: 'portal',
      result: 'not-checked',
      code: 'portal-said',
      by: '127.0.0.1',
    });
  });

  it('is kept by the vault for a reader without a policy, whatever the bundle brings along', async () => {
    const report = await verifyBytes(await exported());
    expect(report.ok).toBe(true);
    expect(checkOf(report, 'origin')).toMatchObject({
      result: 'not-checked',
      code: 'credential-key-not-confirmed',
    });
    expect(new Set(report.items.map(({ standing }) => standing))).toEqual(new Set(['kept']));
  });

  it('goes along with one attempt, and tells nothing of the others', async () => {
    const [id = '', ...others] = await hosted.provider.credentials.ids();
    const { item, record } = hosted.known(id);
    const bundle = await exported({ items: [record.attempt ?? item] });
    const report = await verifyBytes(bundle, { policy });
    const text = Buffer.from(bundle).toString('latin1');
    expect(text).toContain(id);
    expect(others.filter((other) => text.includes(other))).toEqual([]);
    expect(ofKind(report, 'credential').map((each) => [each.id, each.standing])).toEqual([[item, 'signed']]);
    expect(ofKind(report, 'document').every(({ standing }) => standing === 'signed')).toBe(true);
  });
});
