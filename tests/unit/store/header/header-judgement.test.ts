import { beforeAll, describe, expect, it } from 'vitest';

import { concatBytes, encodeHex, parseBase64, utf8 } from '../../../../src/base/bytes.ts';
import { encodeCanonicalJson } from '../../../../src/base/canonical-json.ts';
import type { JsonObject } from '../../../../src/base/json.ts';
import { verify } from '../../../../src/crypto/sign.ts';
import { nodeHashes } from '../../../../src/platform/node-hashes.ts';
import { judgeHeader } from '../../../../src/store/header/header-codec.ts';
import { fieldsOf, makeHeader, signedFile, type MadeHeader } from '../../../support/store/header-world.ts';

let made: MadeHeader;
beforeAll(async () => {
  made = await makeHeader();
});

const fileOf = (fields: JsonObject): Uint8Array => utf8(`${encodeCanonicalJson(fields)}\n`);

describe('a header that was written', () => {
  it('is judged good, with all it says', () => {
    const judged = judgeHeader(made.header.bytes);
    expect(judged).toEqual({ verdict: 'good', header: made.header });
    expect(made.header).toMatchObject({ generation: 1, epoch: 1, practice: false, vault: made.keys.vault });
    expect(made.header.slots.map(({ type }) => type)).toEqual(['passphrase', 'recovery']);
    expect(made.header.digest).toBe(encodeHex(nodeHashes.sha256(made.header.bytes)));
  });

  it('can be checked by FORMAT.md alone: vault id, signature, canonical JSON and a line feed', () => {
    const { signature, ...signed } = fieldsOf(made.header);
    const root = parseBase64(made.header.root);
    const id = nodeHashes.sha256(concatBytes(utf8('evidence-vault vault-id v1\0'), root));
    expect(encodeHex(id)).toBe(made.header.vault);
    const message = concatBytes(utf8('evidence-vault header v1\0'), utf8(encodeCanonicalJson(signed)));
    if (typeof signature !== 'string') throw new Error('a signature is text');
    expect(verify(root, message, parseBase64(signature))).toBe(true);
    expect(made.header.bytes).toEqual(fileOf(fieldsOf(made.header)));
  });

  it('is never judged good with any bit of any byte changed', () => {
    const { bytes } = made.header;
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = bytes.slice();
      changed[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      expect(judgeHeader(changed).verdict, `byte ${String(at)}`).not.toBe('good');
    }
  });

  it('is damaged when cut, lengthened, or written in another spelling', () => {
    const { bytes } = made.header;
    for (const length of [0, 1, bytes.length >> 1, bytes.length - 1])
      expect(judgeHeader(bytes.subarray(0, length))).toEqual({ verdict: 'damaged' });
    expect(judgeHeader(concatBytes(bytes, utf8('\n')))).toEqual({ verdict: 'damaged' });
    expect(judgeHeader(utf8(JSON.stringify(fieldsOf(made.header), null, 1)))).toEqual({ verdict: 'damaged' });
  });
});

describe('a header that was changed by somebody without the root key', () => {
  it.each<[string, JsonObject]>([
    ['a later generation', { generation: 2 }],
    ['the other mode', { practice: true }],
    ['weaker slots', { slots: [] }],
    ['a field of no version', { note: 'x' }],
  ])('with %s is damaged', (_what, changes) => {
    expect(judgeHeader(fileOf({ ...fieldsOf(made.header), ...changes }))).toEqual({ verdict: 'damaged' });
  });

  it('and signed with another root key is damaged, since the vault is named by its own', async () => {
    const other = await makeHeader();
    const fields = { ...fieldsOf(made.header), root: other.header.root };
    expect(judgeHeader(signedFile(other.keys, fields))).toEqual({ verdict: 'damaged' });
  });
});

describe('a header of another version', () => {
  it.each<[string, JsonObject]>([
    ['a later version', { version: 2 }],
    ['a later suite', { suite: 2 }],
    ['a later version of another shape', { version: 3, slots: 'elsewhere' }],
  ])('%s is too new, whatever its signature', (_what, changes) => {
    const judged = judgeHeader(fileOf({ ...fieldsOf(made.header), ...changes }));
    expect(judged).toMatchObject({ verdict: 'unreadable', error: { code: 'format.too-new' } });
  });

  it('is unknown if there never was such a version', () => {
    const judged = judgeHeader(fileOf({ ...fieldsOf(made.header), version: 0 }));
    expect(judged).toMatchObject({ verdict: 'unreadable', error: { code: 'format.unknown' } });
  });

  it('keeps fields it does not know, signed as they are', () => {
    const judged = judgeHeader(signedFile(made.keys, { ...fieldsOf(made.header), colour: 'green' }));
    expect(judged).toMatchObject({ verdict: 'good', header: { others: { colour: 'green' } } });
  });
});

describe('the slots of a signed header', () => {
  const withFirstSlot = (changes: JsonObject): Uint8Array => {
    const [first, ...rest] = made.header.slots.map((slot) => ({ ...slot, kdf: { ...slot.kdf } }));
    return signedFile(made.keys, { ...fieldsOf(made.header), slots: [{ ...first, ...changes }, ...rest] });
  };
  const salt = 'AAAAAAAAAAAAAAAAAAAAAA==';

  it.each<[string, JsonObject]>([
    ['a type of a later version', { type: 'hardware' }],
    ['a derivation of a later version', { kdf: { name: 'argon3', memoryKiB: 65_536, passes: 1, salt } }],
    ['another type’s derivation', { kdf: { name: 'hkdf-sha256', salt } }],
  ])('with %s are too new', (_what, changes) => {
    expect(judgeHeader(withFirstSlot(changes))).toMatchObject({
      verdict: 'refused',
      generation: 1,
      error: { code: 'format.too-new' },
    });
  });

  it.each([
    [65_535, 1],
    [1_048_577, 1],
    [65_536, 0],
    [65_536, 17],
  ])('of %i KiB and %i passes are unsafe', (memoryKiB, passes) => {
    const judged = judgeHeader(withFirstSlot({ kdf: { name: 'argon2id13', memoryKiB, passes, salt } }));
    expect(judged).toMatchObject({ verdict: 'refused', error: { code: 'format.unsafe-parameters' } });
  });

  it('that lack what they should hold are damage', () => {
    const judged = judgeHeader(withFirstSlot({ sealed: 'AAAA' }));
    expect(judged).toMatchObject({ verdict: 'refused', error: { code: 'integrity.header-damaged' } });
  });
});
