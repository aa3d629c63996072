import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { encodeHex, parseBase64, utf8 } from '../../../src/base/bytes.ts';
import { encodeCanonicalJson } from '../../../src/base/canonical-json.ts';
import type { JsonValue } from '../../../src/base/json.ts';
import { paths } from '../../../src/bundle/layout.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { encodeEntry, parseFields } from '../../../src/ledger/entry.ts';
import { commitmentOf, leafHashOf } from '../../../src/ledger/leaf.ts';
import { CountedVault } from '../../support/bundle/counted-vault.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { textIn, unzipFiles } from '../../support/bundle/rezip.ts';
import { at } from '../../support/bundle/small-vault.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';

const plausible: readonly JsonValue[] = [
  ...['Pass', 'Merit', 'Distinction', 'Refer', 'Fail', 'Competent', 'Not yet competent', 'A', 'B', 'C', 'U'],
  ...Array.from({ length: 101 }, (_, mark) => mark),
  ...Array.from({ length: 101 }, (_, mark) => `${mark}`),
].flatMap((grade) => [grade, { said: grade }]);

/** Names of fields that hold something of a grade or of an attempt. */
const telling = ['record.value', 'record.comments', 'name', 'chain', 'item', 'chain-0001', 'chain-0002'];

const ledgerSchema = z.object({
  logs: z.array(
    z.object({
      size: z.number(),
      entries: z.array(
        z.object({
          index: z.number(),
          fields: z.array(
            z.object({
              name: z.string(),
              salt: z.string().optional(),
              value: z.string().optional(),
              commitment: z.string().optional(),
            }),
          ),
          proof: z.array(z.string()),
        }),
      ),
    }),
  ),
});

const hidden = 'i-secret-attempt-2';
let vault: CountedVault;
let bundle: Uint8Array;

/** A vault of 1,000 entries in which unit 3 is one assignment with two attempts of which one is hidden; the rest is grades. */
beforeAll(async () => {
  vault = new CountedVault();
  vault.vault.state('u-0000000003', 'unit', { reference: '3', title: 'Practical portfolio' });
  vault.assignment('shown');
  vault.attempt('shown');
  vault.attempt('shown', {}, hidden);
  vault.assignment('elsewhere');
  for (let number = 0; vault.log.entries.length < 997; number += 1) {
    vault.vault.capture({
      item: `i-secret-${number}`,
      kind: 'grade',
      name: `Secret grade ${number}`,
      record: { value: plausible[number % plausible.length] ?? null, released: true },
    });
    if (number % 50 === 0) vault.attempt('elsewhere', {}, `i-secret-attempt-of-${number}`);
  }
  vault.log.append({ kind: 'sync-finished', at });
  vault.close();
  const whole = vault.input([hidden], ['shown']);
  const entries = whole.entries.filter(({ index }) => index <= 3 || index === vault.log.entries.length - 1);
  bundle = await makeBundle(vault.vault, { ...whole, entries });
});

const ledgerOf = async (bytes: Uint8Array) =>
  ledgerSchema.parse(JSON.parse(textIn((await unzipFiles(bytes)).files, paths.ledger))).logs;

describe('one unit of a vault with a thousand entries', () => {
  it('shows how many entries there are and where its own stand', async () => {
    const [log] = await ledgerOf(bundle);
    expect(log?.size).toBe(vault.log.entries.length);
    expect(log?.size).toBeGreaterThanOrEqual(999);
    expect(log?.entries.map(({ index }) => index)).toEqual([0, 1, 2, 3, (log?.size ?? 0) - 1]);
  });

  it('names nothing of the others anywhere in the file', () => {
    const text = Buffer.from(bundle).toString('latin1');
    for (const secret of ['secret', 'Secret', 'elsewhere', 'Distinction', 'chain of elsewhere'])
      expect(text.includes(secret), secret).toBe(false);
    for (const [index, { bytes }] of vault.log.entries.entries()) {
      if (index <= 3 || index === vault.log.entries.length - 1) continue;
      for (const { salt } of parseFields(bytes)) {
        expect(Buffer.from(bundle).includes(Buffer.from(salt))).toBe(false);
        expect(text.includes(Buffer.from(salt).toString('base64'))).toBe(false);
      }
    }
  });

  it('gives no commitment and no proof that a plausible grade could be tried against', async () => {
    const logs = await ledgerOf(bundle);
    const { seen, salts } = everythingSeen(logs);
    expect(seen.size).toBeGreaterThan(20);
    expect(guess(seen, salts)).toEqual([]);
    // The same attack finds a grade as soon as its salt is known: so it is the salt that keeps it.
    const { bytes } = encodeEntry(hashes, { kind: 'item-captured', at, 'record.value': 'Merit' });
    const [salt] = parseFields(bytes).flatMap((field) => (field.name === 'record.value' ? [field.salt] : []));
    if (salt === undefined) throw new Error('no salt');
    const commitment = commitmentOf(hashes, utf8('record.value'), salt, utf8('"Merit"'));
    expect(guess(new Set([encodeHex(commitment)]), [salt])).toEqual([
      { name: 'record.value', grade: 'Merit' },
    ]);
  });

  it('shows that an attempt is hidden, and of other assignments only that there is one', async () => {
    const report = await verifyBytes(bundle);
    expect(report.ok).toBe(true);
    expect(checkOf(report, 'completeness')).toMatchObject({
      result: 'not-checked',
      code: 'attempts-not-shown',
    });
    expect(report.attempts).toMatchObject({
      assignments: [{ assignment: 'i-shown', recorded: 2, shown: 1 }],
      others: 1,
    });
    expect(JSON.stringify(report)).not.toMatch(/secret|elsewhere/i);
  });
});

/** Every hash of the bundle that an undisclosed value might be behind, and every salt that a reader has. */
function everythingSeen(logs: z.infer<typeof ledgerSchema>['logs']): {
  readonly seen: ReadonlySet<string>;
  readonly salts: readonly Uint8Array[];
} {
  const seen = new Set<string>();
  const salts: Uint8Array[] = [new Uint8Array(32)];
  for (const { entries } of logs) {
    for (const { fields, proof } of entries) {
      for (const each of proof) seen.add(encodeHex(parseBase64(each)));
      for (const { salt, commitment, value = '' } of fields) {
        if (commitment !== undefined) seen.add(encodeHex(parseBase64(commitment)));
        if (salt !== undefined) salts.push(parseBase64(salt));
        // The count of an opened chain names the leaf hash of its last entry.
        for (const [hash] of value.matchAll(/[0-9a-f]{64}/gu)) seen.add(hash);
      }
    }
  }
  return { seen, salts };
}

/** Tries every plausible grade in every telling field, under every salt at hand, as a commitment and as a leaf of its own. */
function guess(
  seen: ReadonlySet<string>,
  salts: readonly Uint8Array[],
): { name: string; grade: JsonValue }[] {
  const found: { name: string; grade: JsonValue }[] = [];
  for (const grade of plausible) {
    const value = utf8(encodeCanonicalJson(grade));
    for (const bare of [hashes.sha256(value), hashes.sha256(utf8(`\0${encodeCanonicalJson(grade)}`))])
      if (seen.has(encodeHex(bare))) found.push({ name: 'bare', grade });
    for (const text of telling) {
      const name = utf8(text);
      for (const salt of salts) {
        const commitment = commitmentOf(hashes, name, salt, value);
        const leaf = leafHashOf(hashes, [{ name, commitment }]);
        if (seen.has(encodeHex(commitment)) || seen.has(encodeHex(leaf))) found.push({ name: text, grade });
      }
    }
  }
  return found;
}
