import jsonld, { type Options } from 'jsonld';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { VaultError } from '../../../src/base/errors.ts';
import { listings } from '../../../src/bundle/layout.ts';
import { shippedContexts } from '../../../src/verify/origin/credentials/contexts/shipped-contexts.ts';
import { insideClr, readCredential } from '../../../src/verify/origin/credentials/read-credential.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import {
  bytesIn,
  remakeManifests,
  replaceIn,
  rezip,
  textIn,
  unzipFiles,
  type Files,
} from '../../support/bundle/rezip.ts';
import { samsVault } from '../../support/bundle/sam.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';

/** What CLR 2.0 and Open Badges 3.0 ask of each part, by their data models (section 'Data model' of both). */
const typed = (name: string) => z.array(z.string()).refine((types) => types.includes(name));
const profile = z.strictObject({ id: z.string().regex(/^urn:/u), type: typed('Profile'), name: z.string() });
const dateTime = z.iso.datetime({ offset: true });
const badge = z.strictObject({
  '@context': z.array(z.url()),
  id: z.string(),
  type: typed('OpenBadgeCredential'),
  name: z.string(),
  description: z.string(),
  issuer: profile,
  validFrom: dateTime,
  credentialSubject: z.strictObject({
    type: typed('AchievementSubject'),
    achievement: z.strictObject({
      id: z.string(),
      type: typed('Achievement'),
      name: z.string().min(1),
      description: z.string().min(1),
      criteria: z.strictObject({ narrative: z.string() }),
      humanCode: z.string().optional(),
    }),
    result: z.array(z.strictObject({ type: typed('Result'), value: z.string() })).length(1),
  }),
  evidence: z.array(
    z.strictObject({ id: z.string(), type: typed('Evidence'), name: z.string(), narrative: z.string() }),
  ),
});
const clrSchema = z.strictObject({
  '@context': z.tuple([
    z.literal('https://www.w3.org/ns/credentials/v2'),
    z.string().regex(/^https:\/\/purl\.imsglobal\.org\/spec\/clr\/v2p0\/context-2\.0\.\d\.json$/u),
    z.string().regex(/^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context-3\.0\.\d\.json$/u),
  ]),
  id: z.string(),
  type: z.tuple([z.literal('VerifiableCredential'), z.literal('ClrCredential')]),
  name: z.string(),
  description: z.string(),
  issuer: profile,
  validFrom: dateTime,
  partial: z.literal(true),
  credentialSubject: z.strictObject({
    type: typed('ClrSubject'),
    identifier: z
      .array(
        z.strictObject({
          type: z.literal('IdentityObject'),
          hashed: z.literal(false),
          identityHash: z.string(),
          identityType: z.enum(['name', 'systemId']),
        }),
      )
      .optional(),
    verifiableCredential: z.array(badge).min(1),
  }),
});

const vault = samsVault();
let bundle: Uint8Array;
let files: Files;
beforeAll(async () => {
  vault.capture({
    item: 'i-closed',
    kind: 'grade',
    name: 'Not given out',
    record: { value: { said: 'Distinction' }, released: false },
  });
  bundle = await makeBundle(vault, vault.input({ withClr: true }));
  ({ files } = await unzipFiles(bundle));
});

describe('the self-issued learner record', () => {
  it('has the shapes of CLR 2.0 and Open Badges 3.0', () => {
    clrSchema.parse(JSON.parse(textIn(files, listings.clr)));
  });

  it('uses no word that its contexts do not have', async () => {
    const document: unknown = JSON.parse(textIn(files, listings.clr));
    const options: Options.Expand & { readonly safe: true } = {
      safe: true,
      documentLoader: (url) => {
        const context = shippedContexts.get(url);
        if (context === undefined) throw new Error(`no context ${url}`);
        return Promise.resolve({ documentUrl: url, document: structuredClone(context) });
      },
    };
    const expanded = await jsonld.expand(z.record(z.string(), z.json()).parse(document), options);
    expect(expanded).toHaveLength(1);
  });

  it('says the grades that are shown as they were given, and no other', () => {
    const { credentialSubject } = clrSchema.parse(JSON.parse(textIn(files, listings.clr)));
    const said = credentialSubject.verifiableCredential.map(({ name, credentialSubject: { result } }) => [
      name,
      result[0]?.value,
    ]);
    expect(said.map(([, value]) => value).sort()).toEqual(['Merit', 'Refer']);
    expect(textIn(files, listings.clr)).not.toContain('Distinction');
    for (const { evidence } of credentialSubject.verifiableCredential)
      for (const { narrative } of evidence) expect(files.has(`data/${narrative}`), narrative).toBe(true);
  });

  it('says in every part that the learner’s vault issued it, and nobody else', () => {
    const clr = clrSchema.parse(JSON.parse(textIn(files, listings.clr)));
    for (const part of [clr, ...clr.credentialSubject.verifiableCredential]) {
      expect(part.issuer.id).toBe(`urn:evidence-vault:vault:${vault.id}`);
      expect(part.name).toContain('self-issued');
      expect(part.description).toContain('The provider did not issue this');
      expect(part).not.toHaveProperty('proof');
    }
  });

  it('is read as a learner record by what reads those of others', () => {
    const read = readCredential(bytesIn(files, listings.clr));
    expect(read.standard).toBe('clr-2');
    const inside = insideClr(read);
    expect(inside.length).toBeGreaterThan(0);
    expect(inside.filter((each) => each instanceof VaultError)).toEqual([]);
  });

  it('is compared with the records, and raises no standing', async () => {
    const report = await verifyBytes(bundle);
    expect(checkOf(report, 'page').result).toBe('pass');
    const without = await verifyBytes(await makeBundle(vault));
    expect(report.items).toEqual(without.items);
    expect(checkOf(report, 'origin')).toEqual(checkOf(without, 'origin'));
    const better = await rezip(bundle, (all) => {
      replaceIn(all, listings.clr, '"value": "Refer"', '"value": "Merit"');
      remakeManifests(all, vault.root);
    });
    expect(checkOf(await verifyBytes(better), 'page')).toMatchObject({
      result: 'not-checked',
      code: 'page-not-compared',
    });
  });

  it('is left out where it was not asked for, or no grade is shown', async () => {
    expect((await unzipFiles(await makeBundle(vault))).files.has(listings.clr)).toBe(false);
    const input = vault.input({ withClr: true });
    const without = {
      ...input,
      entries: input.entries.filter(({ values }) => !Object.values(values).includes('grade')),
    };
    expect((await unzipFiles(await makeBundle(vault, without))).files.has(listings.clr)).toBe(false);
  });
});
