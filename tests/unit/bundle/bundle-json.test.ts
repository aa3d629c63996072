import { describe, expect, it } from 'vitest';

import { encodeBase64 } from '../../../src/base/bytes.ts';
import { VaultError } from '../../../src/base/errors.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import { bundleDocumentSchema } from '../../../src/bundle/bundle-document.ts';
import { encodeLedgerDocument, parseLedgerDocument } from '../../../src/bundle/ledger-document.ts';

const log = 'a'.repeat(32);
const time = '2026-11-20T10:00:00.000Z';

function refusal(act: () => unknown): unknown[] {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof VaultError) return [thrown.code, thrown.details.what ?? thrown.details.field];
    throw thrown;
  }
  return [];
}

describe('ledger.json', () => {
  const salt = encodeBase64(new Uint8Array(32));
  const hash = encodeBase64(new Uint8Array(32).fill(1));
  const field = { name: 'kind', salt, value: '"x"' };
  const entry = (index: number): JsonObject => ({ index, fields: [field], proof: [hash] });
  const part = {
    log,
    publicKey: hash,
    certificate: hash,
    size: 9,
    checkpoint: `evidence-vault/checkpoints/${log}.txt`,
    entries: [entry(0), entry(4)],
  };
  const anchor = (size: number): JsonObject => ({ size, note: 'note', proof: [hash] });
  const document = (...logs: JsonObject[]) => ({ format: 'evidence-vault-ledger', version: 1, logs });
  const read = (change: JsonObject, ...more: JsonObject[]) =>
    refusal(() => parseLedgerDocument(document({ ...part, ...change }, ...more)));

  it('is read as it was written', () => {
    const given = document(
      { ...part, anchors: [anchor(1), anchor(9)] },
      {
        ...part,
        log: 'b'.repeat(32),
        checkpoint: `evidence-vault/checkpoints/${'b'.repeat(32)}.txt`,
        entries: [],
      },
    );
    const logs = parseLedgerDocument(given);
    expect(logs[0]).toMatchObject({ log, size: 9, anchors: [{ size: 1, note: 'note' }, { size: 9 }] });
    expect(logs[0]?.entries.map(({ index, proof }) => [index, proof.map(encodeBase64)])).toEqual([
      [0, [hash]],
      [4, [hash]],
    ]);
    expect(logs[1]?.anchors).toEqual([]);
    expect(encodeLedgerDocument(logs)).toEqual(given);
    expect(JSON.stringify(encodeLedgerDocument(logs.slice(1)))).not.toContain('anchors');
  });

  const many = (count: number) => Array.from({ length: count }, () => hash);
  it.each<[string, JsonObject, unknown[]]>([
    ['as it should be', {}, []],
    ['with more in it', { later: 1, entries: [{ ...entry(0), later: 1 }] }, []],
    ['with a proof of 64 hashes', { entries: [{ ...entry(0), proof: many(64) }] }, []],
    [
      'with a proof of 65 hashes',
      { entries: [{ ...entry(0), proof: many(65) }] },
      ['format.malformed', 'logs.0.entries.0.proof'],
    ],
    ['with a note of 2,048 characters', { anchors: [{ ...anchor(1), note: 'x'.repeat(2048) }] }, []],
    [
      'with a note of 2,049 characters',
      { anchors: [{ ...anchor(1), note: 'x'.repeat(2049) }] },
      ['format.malformed', 'logs.0.anchors.0.note'],
    ],
    [
      'with an anchor’s proof of 65 hashes',
      { anchors: [{ ...anchor(1), proof: many(65) }] },
      ['format.malformed', 'logs.0.anchors.0.proof'],
    ],
    ['with an anchor of nothing', { anchors: [anchor(0)] }, ['format.malformed', 'logs.0.anchors.0.size']],
    [
      'with two anchors of one size',
      { anchors: [anchor(2), anchor(2)] },
      ['format.malformed', 'anchor-order'],
    ],
    ['with anchors out of order', { anchors: [anchor(3), anchor(2)] }, ['format.malformed', 'anchor-order']],
    ['with an anchor of the log’s size', { anchors: [anchor(9)] }, []],
    ['with an anchor beyond it', { anchors: [anchor(10)] }, ['format.malformed', 'anchor-order']],
    ['with an entry twice', { entries: [entry(1), entry(1)] }, ['format.malformed', 'entry-order']],
    ['with entries out of order', { entries: [entry(1), entry(0)] }, ['format.malformed', 'entry-order']],
    [
      'with a place before the first',
      { entries: [entry(-1)] },
      ['format.malformed', 'logs.0.entries.0.index'],
    ],
    [
      'with another log’s checkpoint',
      { checkpoint: 'evidence-vault/checkpoints/x.txt' },
      ['format.malformed', 'checkpoint-path'],
    ],
    ['with a size that is none', { size: -1 }, ['format.malformed', 'logs.0.size']],
    ['with a name that is no log’s', { log: 'A'.repeat(32) }, ['format.malformed', 'logs.0.log']],
  ])('%s', (_, change, expected) => {
    expect(read(change)).toEqual(expected);
  });

  it('has no log twice, and is of its format', () => {
    expect(read({}, part)).toEqual(['format.malformed', 'log-twice']);
    expect(refusal(() => parseLedgerDocument({ ...document(), version: 2 }))).toEqual([
      'format.malformed',
      'version',
    ]);
    expect(refusal(() => parseLedgerDocument({ ...document(), format: 'x' }))).toEqual([
      'format.malformed',
      'format',
    ]);
    expect(parseLedgerDocument(document())).toEqual([]);
  });
});

describe('bundle.json', () => {
  const sha256 = '0'.repeat(64);
  const entry = { log, index: 0 };
  const item = {
    entry,
    id: 'i',
    version: 1,
    kind: 'document',
    record: 'r',
    file: { path: 'p', size: 0, sha256 },
  };
  const good = {
    format: 'evidence-vault-bundle',
    version: 1,
    bundle: 'b',
    madeAt: time,
    app: 'a',
    practice: false,
    vault: { id: sha256, publicKey: encodeBase64(new Uint8Array(32)) },
    items: [item],
    statements: [{ entry, id: 's', kind: 'profile', record: 'r' }],
    others: [{ entry, kind: 'log-opened', record: 'r' }],
    missing: [{ what: 'w', code: 'c', reason: 'r', noticedAt: time }],
  };
  const partly = { bundle: 'b', manifest: sha256, items: 0 };
  it.each<[object, boolean]>([
    [{}, true],
    [{ later: 1 }, true],
    [{ items: [{ ...item, name: 'n', file: { ...item.file, copyOf: sha256, made: 'm', later: 1 } }] }, true],
    [{ set: { part: 1, parts: [partly, partly] } }, true],
    [{ missing: [{ ...good.missing[0], why: 'gone', item: 'i' }] }, true],
    [{ set: { part: 1, parts: [partly] } }, false],
    [{ set: { part: 0, parts: [partly, partly] } }, false],
    [{ set: { part: 1, parts: Array.from({ length: 999 }, () => partly) } }, true],
    [{ set: { part: 1, parts: Array.from({ length: 1000 }, () => partly) } }, false],
    [{ set: { part: 1, parts: [partly, { ...partly, items: -1 }] } }, false],
    [{ madeAt: '2026-11-20' }, false],
    [{ practice: 'no' }, false],
    [{ vault: { id: 'x', publicKey: '' } }, false],
    [{ vault: { ...good.vault, publicKey: '!' } }, false],
    [{ items: [{ ...item, version: 0 }] }, false],
    [{ items: [{ ...item, entry: { log, index: -1 } }] }, false],
    [{ items: [{ ...item, entry: { log: 'x', index: 0 } }] }, false],
    [{ items: [{ ...item, file: { ...item.file, size: -1 } }] }, false],
    [{ items: [{ ...item, file: { ...item.file, sha256: 'x' } }] }, false],
    [{ items: [{ ...item, file: { ...item.file, copyOf: 'x' } }] }, false],
    [{ items: [{ ...item, name: 5 }] }, false],
    [{ statements: [{ entry, kind: 'profile', record: 'r' }] }, false],
    [{ others: [{ entry, record: 'r' }] }, false],
    [{ missing: [{ what: 'w' }] }, false],
    [{ version: 2 }, false],
    [{ format: 'x' }, false],
  ])('with %j is of its form or not', (change, expected) => {
    expect(bundleDocumentSchema.safeParse({ ...good, ...change }).success).toBe(expected);
  });
});
