import { describe, expect, it } from 'vitest';

import { concatBytes, encodeBase64, encodeHex } from '../../../src/base/bytes.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import { chainFields, closedChainSchema, isChainField } from '../../../src/ledger/kinds/closing-entry.ts';
import { entryFields, readEntryFields, type EntryOf } from '../../../src/ledger/kinds/entry-kinds.ts';
import { noteKeyId, signatureTypes } from '../../../src/ledger/signed-note.ts';
import { trustProblem } from '../../../src/ledger/trusted-when.ts';
import { parseVerifierKey } from '../../../src/ledger/witness/verifier-key.ts';

const at = '2026-11-20T10:15:30.000Z';
const stated: EntryOf<'record-stated'> = {
  kind: 'record-stated',
  at,
  id: 'n-000000001',
  'record-kind': 'note',
  record: { text: 'one', about: ['u-1', 'u-2'] },
};

describe('an entry of a known kind', () => {
  it('has a field for each property, and one for each property of its record', () => {
    const fields = entryFields(stated);
    expect(fields).toEqual({
      kind: 'record-stated',
      at,
      id: 'n-000000001',
      'record-kind': 'note',
      'record.text': 'one',
      'record.about': ['u-1', 'u-2'],
    });
    expect(readEntryFields(fields)).toEqual({ known: true, entry: stated });
  });

  it('keeps an empty record, and properties that it does not know', () => {
    const empty = { ...stated, record: {}, later: { more: 1 } };
    expect(readEntryFields(entryFields(empty))).toEqual({ known: true, entry: empty });
  });

  it('has no field for what is left out', () => {
    const failed: EntryOf<'item-failed'> = {
      kind: 'item-failed',
      at,
      item: 'i-1',
      source: 's-1',
      key: 'k',
      name: 'essay',
      'record-kind': 'document',
      code: 'source.item-missing',
      details: {},
      assignment: undefined,
    };
    const fields = entryFields(failed);
    expect(Object.keys(fields)).not.toContain('assignment');
    expect(readEntryFields(fields).known).toBe(true);
  });

  it('is not made of what does not fit its kind', () => {
    const invalid = expect.objectContaining({ code: 'input.record-invalid' });
    expect(() => entryFields({ ...stated, at: 'today' })).toThrow(invalid);
    expect(() => entryFields({ ...stated, at: '2026-11-20T10:15:30Z' })).toThrow(invalid);
  });
});

describe('the fields of an entry', () => {
  it('of another kind or shape are kept as they are', () => {
    for (const fields of [
      { kind: 'of-another-version', at, 'record.text': 'one' },
      { kind: 'record-stated', at },
      { ...entryFields(stated), 'record-kind': 1 },
      { kind: 'item-gone', at, item: 'i-1', source: 's-1' },
    ])
      expect(readEntryFields(fields)).toEqual({ known: false, kind: fields.kind, fields });
  });

  it('have a record only where one belongs', () => {
    const gone = { kind: 'item-gone', at, item: 'i-1', source: 's-1', reason: 'deleted' };
    expect(readEntryFields(gone)).toEqual({ known: true, entry: gone });
    expect(readEntryFields({ ...gone, 'record.text': 'one' })).toEqual({
      known: true,
      entry: { ...gone, record: { text: 'one' } },
    });
    // Only what begins so is a part of a record.
    const odd = { ...gone, 'the-record.': 1 };
    expect(readEntryFields(odd)).toEqual({ known: true, entry: odd });
  });

  it('name a kind', () => {
    for (const fields of [{}, { at }, { kind: 1 }])
      expect(() => readEntryFields(fields)).toThrow(
        expect.objectContaining({ code: 'format.malformed', details: { what: 'entry-kind' } }),
      );
  });
});

describe('the fields of a closing entry', () => {
  const end = { log: 'ab'.repeat(16), sequence: 2, leaf: 'cd'.repeat(32) };

  it('are numbered chains, with what belongs to them and nothing else', () => {
    const chains = [
      { chain: 'a', assignment: 'i-1', count: 2, ends: [{ ...end, more: 1 }] },
      { chain: 'b', count: 1, ends: [end] },
    ];
    const fields = chainFields(chains);
    expect(Object.keys(fields)).toEqual(['chain-0001', 'chain-0002']);
    expect(fields['chain-0001']).toEqual({ chain: 'a', assignment: 'i-1', count: 2, ends: [end] });
    expect(Object.keys(closedChainSchema.parse(fields['chain-0002']))).toEqual(['chain', 'count', 'ends']);
    expect(readEntryFields({ kind: 'history-closed', at, ...fields }).known).toBe(true);
  });

  it('are told by their names', () => {
    for (const name of ['chain-0001', 'chain-12345']) expect(isChainField(name)).toBe(true);
    for (const name of ['chain-001', 'chain-123456', 'chain-', 'a-chain-0001', 'chain-0001a', 'at'])
      expect(isChainField(name)).toBe(false);
  });
});

describe('when somebody is trusted', () => {
  const time = Date.parse(at);
  const shifted = (by: number) => new Date(time + by).toISOString();

  it.each([
    [{}, undefined],
    [{ from: at, until: at }, undefined],
    [{ from: shifted(1) }, 'not-yet'],
    [{ until: shifted(-1) }, 'over'],
    [{ compromisedFrom: shifted(1) }, undefined],
    [{ compromisedFrom: at }, 'compromised'],
    [{ from: shifted(-1), until: shifted(1), compromisedFrom: shifted(2) }, undefined],
  ])('by %j, what is done then is: %s', (when, problem) => {
    expect(trustProblem(when, time)).toBe(problem);
  });
});

describe('a verifier key', () => {
  it('says itself of which kind it is, whatever its id was made for', () => {
    const { publicKey } = createKeyPair(new Uint8Array(32).fill(7));
    const id = encodeHex(noteKeyId('w', signatureTypes.cosignature, publicKey));
    const key = `w+${id}+${encodeBase64(concatBytes(Uint8Array.of(signatureTypes.ed25519), publicKey))}`;
    expect(() => parseVerifierKey(key, 'cosignature')).toThrow(
      expect.objectContaining({ details: { what: 'verifier-key' } }),
    );
  });
});
