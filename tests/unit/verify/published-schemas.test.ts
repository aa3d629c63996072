import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { format, resolveConfig } from 'prettier';
import { beforeAll, describe, expect, it } from 'vitest';

import { paths } from '../../../src/bundle/layout.ts';
import { encodeRecipientCard } from '../../../src/bundle/recipients/recipient-card.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import { publishedSchemas } from '../../../src/verify/published-schemas.ts';
import { emptyPolicy } from '../../../src/verify/policy.ts';
import { CountedVault } from '../../support/bundle/counted-vault.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { textIn, unzipFiles, type Files } from '../../support/bundle/rezip.ts';
import { samsVault } from '../../support/bundle/sam.ts';
import { verifyBytes } from '../../support/bundle/verify-memory.ts';

const folder = new URL('../../../src/bundle/schemas/', import.meta.url);
const schemas = publishedSchemas();

/** The formats that the schemas name, as JSON Schema leaves them to the validator; patterns say more. */
const formats = { 'date-time': true, base64: true } as const;

function validator(name: string): ValidateFunction {
  return new Ajv2020({ strict: true, allErrors: true, formats }).compile(schemas.get(name) ?? {});
}

function expectValid(name: string, json: unknown): void {
  const validate = validator(name);
  const valid = validate(json);
  expect(validate.errors ?? [], name).toEqual([]);
  expect(valid).toBe(true);
}

describe('the published JSON Schemas', () => {
  it('are the ones that this code reads files by; `vitest -u` with this file writes them anew', async () => {
    const config = await resolveConfig(fileURLToPath(folder));
    for (const [name, schema] of schemas) {
      const text = await format(JSON.stringify(schema), { ...config, parser: 'json' });
      await expect(text).toMatchFileSnapshot(fileURLToPath(new URL(`${name}.json`, folder)));
    }
    expect(readdirSync(folder).sort()).toEqual([...schemas.keys()].map((name) => `${name}.json`).sort());
  });

  it('name themselves, each by an id of its own, and their draft', () => {
    const ids = [...schemas.values()].map(({ $id }) => $id);
    expect(new Set(ids).size).toBe(schemas.size);
    for (const { $id, $schema } of schemas.values()) {
      expect($id).toMatch(/^urn:evidence-vault:schema:[a-z-]+:1$/u);
      expect($schema).toBe('https://json-schema.org/draft/2020-12/schema');
    }
  });
});

describe('by an independent validator', () => {
  let bundles: Files[];
  beforeAll(async () => {
    const counted = new CountedVault();
    counted.assignment('one');
    counted.attempt('one');
    counted.close();
    const set = {
      part: 1,
      parts: ['b-0123456789', 'b-0123456788'].map((bundle) => ({
        bundle,
        manifest: 'a'.repeat(64),
        items: 2,
      })),
    };
    const made = [
      await makeBundle(samsVault()),
      await makeBundle(counted.vault, counted.input()),
      await makeBundle(counted.vault, { ...counted.input(), bundleId: 'b-0123456789', set }),
    ];
    bundles = await Promise.all(made.map(async (bundle) => (await unzipFiles(bundle)).files));
  });

  it('every JSON file of real bundles is valid', () => {
    for (const files of bundles) {
      expectValid('bundle', JSON.parse(textIn(files, paths.bundle)));
      expectValid('ledger', JSON.parse(textIn(files, paths.ledger)));
      const records = [...files.keys()].filter((path) => path.startsWith('data/records/'));
      expect(records).not.toEqual([]);
      for (const path of records) expectValid('record', JSON.parse(textIn(files, path)));
    }
  });

  it('reports, policies and cards are valid', async () => {
    const bundle = await makeBundle(samsVault());
    expectValid('report', JSON.parse(JSON.stringify(await verifyBytes(bundle))));
    const broken = bundle.slice();
    broken[broken.length >> 1] = (broken[broken.length >> 1] ?? 0) ^ 1;
    expectValid('report', JSON.parse(JSON.stringify(await verifyBytes(broken))));
    expectValid('report', JSON.parse(JSON.stringify(await verifyBytes(bundle.subarray(0, 100)))));
    expectValid('policy', JSON.parse(JSON.stringify(emptyPolicy)));
    const recipient = await identityToRecipient(await generateX25519Identity());
    const stated = { name: 'Example Awards', contact: '', recipient, madeAt: '2026-11-22T10:00:00.000Z' };
    const card = encodeRecipientCard(stated, createKeyPair(new Uint8Array(32)));
    expectValid('recipient-card', JSON.parse(new TextDecoder().decode(card)));
  });

  it('what lacks something or has another shape is not', () => {
    const [files] = bundles;
    if (files === undefined) throw new Error('a bundle');
    const bundle = JSON.parse(textIn(files, paths.bundle)) as Record<string, unknown>;
    for (const name of Object.keys(bundle)) {
      const { [name]: _, ...rest } = bundle;
      expect(validator('bundle')(rest), name).toBe(name === 'set');
    }
    expect(validator('bundle')({ ...bundle, version: 2 })).toBe(false);
    expect(validator('bundle')({ ...bundle, items: {} })).toBe(false);
    expect(validator('bundle')({ ...bundle, later: { property: [1] } })).toBe(true);
    expect(validator('policy')({ ...emptyPolicy, unknown: [] })).toBe(false);
    expect(validator('record')({ entry: { log: 'x', index: 0 }, fields: {}, record: {}, notShown: [] })).toBe(
      false,
    );
  });
});
