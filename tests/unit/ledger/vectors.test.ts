import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { concatBytes, encodeHex, parseHex, parseUtf8, utf8 } from '../../../src/base/bytes.ts';
import { deriveKey } from '../../../src/crypto/hkdf.ts';
import { keyPurposes } from '../../../src/crypto/key-purposes.ts';
import { plaintextIdOf } from '../../../src/crypto/plaintext-id.ts';
import { portableHashes } from '../../../src/crypto/portable-hashes.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import {
  StreamSealer,
  chunkCount,
  chunkSize,
  openChunk,
  plainLength,
  sealedLength,
  zeroEnding,
} from '../../../src/crypto/stream-aead.ts';
import { blobHeaderLength, encodeBlobHeader, parseBlobHeader } from '../../../src/ledger/blob-header.ts';
import { signCheckpoint, verifyCheckpoint } from '../../../src/ledger/checkpoint.ts';
import { CompactRange } from '../../../src/ledger/compact-range.ts';
import { decodeEntry, encodeFields } from '../../../src/ledger/entry.ts';
import {
  encodeCheckpointFrame,
  encodeClosingFrame,
  encodeEntryFrame,
  encodeErasedFrame,
} from '../../../src/ledger/frame.ts';
import {
  encodeKeysHeader,
  findKeyRecord,
  parseKeysHeader,
  unwrapEntryKey,
} from '../../../src/ledger/keys-codec.ts';
import { logContext } from '../../../src/ledger/log-context.ts';
import { certifyLog, logIdOf, verifyLogCertificate } from '../../../src/ledger/log-identity.ts';
import { encodePublicPart, parsePublicPart } from '../../../src/ledger/public-part.ts';
import { openEntry, sealEntry } from '../../../src/ledger/sealed-entry.ts';
import { encodeSegmentHeader } from '../../../src/ledger/segment-header.ts';
import { scanSegment } from '../../../src/ledger/segment-scan.ts';
import { vaultIdOf } from '../../../src/ledger/vault-id.ts';
import { nodeChunkAead } from '../../../src/platform/node-chunk-aead.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import { blobContent, makeBlobVectors, makeLedgerVectors, vectorFiles } from './make-vectors.ts';

const readJson = (file: URL): unknown => JSON.parse(readFileSync(file, 'utf8'));
const ledger = makeLedgerVectors();
const blobs = makeBlobVectors();
const context = logContext(ledger.vaultId, ledger.logId);

describe('the vectors of format 1', () => {
  it('are what a second implementation of FORMAT.md makes', () => {
    expect(readJson(vectorFiles.ledger)).toEqual(ledger);
    expect(readJson(vectorFiles.blob)).toEqual(blobs);
  });
});

describe.each([
  ['libsodium', portableHashes],
  ['Node', nodeHashes],
])('with hashes of %s, the product', (_, hashes) => {
  it('gives the same ids and log certificate', () => {
    const root = createKeyPair(parseHex(ledger.rootSeed));
    const log = createKeyPair(parseHex(ledger.logSeed));
    expect(encodeHex(log.publicKey)).toBe(ledger.logPublicKey);
    expect(vaultIdOf(hashes, root.publicKey)).toBe(ledger.vaultId);
    expect(logIdOf(hashes, log.publicKey)).toBe(ledger.logId);
    const certificate = certifyLog(root.seed, root.publicKey, ledger.vaultId, log.publicKey);
    expect(encodeHex(certificate)).toBe(ledger.logCertificate);
    expect(verifyLogCertificate(root.publicKey, ledger.vaultId, log.publicKey, certificate)).toBe(true);
    expect(verifyLogCertificate(root.publicKey, ledger.vaultId, root.publicKey, certificate)).toBe(false);
    expect(verifyLogCertificate(root.publicKey, 'ab'.repeat(32), log.publicKey, certificate)).toBe(false);
  });

  it.each(ledger.entries)('encodes, seals and opens entry $index alike', (vector) => {
    const fields = vector.fields.map(({ name, salt, value }) => ({
      name,
      salt: parseHex(salt),
      value: utf8(value),
    }));
    const encoded = encodeFields(hashes, fields);
    expect(encodeHex(encoded.bytes)).toBe(vector.bytes);
    expect(encodeHex(encoded.leafHash)).toBe(vector.leafHash);
    const [publicPart, entryKey] = [parseHex(vector.publicPart), parseHex(vector.entryKey)];
    const sealed = sealEntry(context, vector.index, encoded, publicPart, entryKey);
    expect(encodeHex(sealed)).toBe(vector.sealed);
    const opened = openEntry(
      hashes,
      context,
      vector.index,
      { leafHash: encoded.leafHash, publicPart, sealed },
      entryKey,
    );
    expect(opened.values).toEqual(
      Object.fromEntries(vector.fields.map(({ name, value }) => [name, JSON.parse(value) as unknown])),
    );
    expect(opened).toEqual({ ...decodeEntry(hashes, encoded.bytes), bytes: encoded.bytes });
  });

  it('reads the file of keys, opens each, and begins one alike', () => {
    const file = parseHex(ledger.keysFile);
    const header = parseKeysHeader(file);
    expect(header).toEqual({ epoch: 3, vault: ledger.vaultId, segment: 1, firstIndex: 0 });
    expect(encodeKeysHeader(header)).toEqual(file.subarray(0, 60));
    const wrapKey = deriveKey(parseHex(ledger.epochKey), keyPurposes.entryKeys);
    for (const { index, entryKey, keyRecord } of ledger.entries) {
      const record = findKeyRecord(file, index) ?? new Uint8Array(0);
      expect(encodeHex(record)).toBe(keyRecord);
      expect(encodeHex(unwrapEntryKey(wrapKey, context, index, 3, record))).toBe(entryKey);
    }
    expect(findKeyRecord(file, 3)).toBeUndefined();
  });

  it('writes the public part alike and keeps the tag it does not know', () => {
    const { blobs: parts, unknown, bytes } = ledger.publicPart;
    const parsed = parsePublicPart(parseHex(bytes));
    expect(parsed).toEqual({
      blobs: parts,
      unknown: unknown.map(({ tag, bytes: body }) => ({ tag, bytes: parseHex(body) })),
    });
    expect(encodeHex(encodePublicPart(parsed))).toBe(bytes);
  });

  it('signs the same checkpoints and takes them for signed', () => {
    const { publicKey, seed } = createKeyPair(parseHex(ledger.logSeed));
    const tree = CompactRange.empty(hashes);
    ledger.checkpoints.forEach((text, size) => {
      const root = tree.root();
      expect(signCheckpoint({ log: ledger.logId, seed, publicKey, size, root })).toBe(text);
      expect(verifyCheckpoint(text, ledger.logId, publicKey)).toMatchObject({ size, root });
      const next = ledger.entries[size];
      if (next !== undefined) tree.append(parseHex(next.leafHash));
    });
  });

  it('reads a closed segment and would write it byte for byte', () => {
    const bytes = parseHex(ledger.segment);
    const scan = scanSegment(hashes, bytes);
    expect(scan.frames.map(({ type }) => type)).toEqual([
      'entry',
      'entry',
      'checkpoint',
      'entry',
      'checkpoint',
      'closing',
    ]);
    expect(scan.damage).toEqual([]);
    expect(scan.tail).toEqual({ start: bytes.length, end: bytes.length });
    expect(scan.closing?.matches).toBe(true);
    const frames = scan.frames.map((frame) => {
      switch (frame.type) {
        case 'entry':
          return encodeEntryFrame(hashes, frame);
        case 'checkpoint':
          return encodeCheckpointFrame(hashes, frame.text);
        case 'closing':
          return encodeClosingFrame(hashes, frame.digest);
        case 'erased':
          return encodeErasedFrame(hashes, frame.leafHash);
      }
    });
    expect(encodeHex(concatBytes(encodeSegmentHeader(hashes, scan.header), ...frames))).toBe(ledger.segment);
  });

  it('goes on in the next segment from its header alone', () => {
    const bytes = parseHex(ledger.nextSegment);
    const { header, frames } = scanSegment(hashes, bytes);
    expect(frames).toMatchObject([{ type: 'erased' }]);
    const first = scanSegment(hashes, parseHex(ledger.segment));
    expect(header.previous).toEqual(first.closing?.digest);
    const tree = CompactRange.fromFrontier(hashes, header.firstIndex, header.frontier);
    expect(verifyCheckpoint(ledger.checkpoints[3] ?? '', ledger.logId, header.logPublicKey)?.root).toEqual(
      tree.root(),
    );
    const [erased] = frames;
    const frame = encodeErasedFrame(hashes, erased?.type === 'erased' ? erased.leafHash : new Uint8Array(0));
    expect(concatBytes(encodeSegmentHeader(hashes, header), frame)).toEqual(bytes);
  });
});

describe('a blob of', () => {
  it.each(blobs.files)('$length bytes is sealed alike and opens', (vector) => {
    const content = new Uint8Array(blobContent(vector.length));
    const id = plaintextIdOf(parseHex(blobs.plaintextIdKey), nodeHashes.sha256(content), vector.length);
    expect(encodeHex(id)).toBe(vector.plaintextId);
    const ending = vector.lastPart ? id : zeroEnding;
    const [key, header] = [
      parseHex(vector.key),
      encodeBlobHeader({ ...blobs, vault: blobs.vaultId, ...vector }),
    ];
    const count = chunkCount(vector.length);
    const sealer = new StreamSealer(nodeChunkAead, key, header);
    const chunks = Array.from({ length: count }, (_, index) => {
      const piece = content.subarray(index * chunkSize, (index + 1) * chunkSize);
      return index === count - 1 ? sealer.finish(piece, ending) : sealer.seal(piece);
    });
    const file = concatBytes(header, ...chunks);
    expect(file).toHaveLength(vector.sealedLength);
    expect(vector.sealedLength).toBe(blobHeaderLength + sealedLength(vector.length));
    expect(encodeHex(nodeHashes.sha256(file))).toBe(vector.sealedSha256);
    if (vector.sealed !== undefined) expect(encodeHex(file)).toBe(vector.sealed);
    expect(parseBlobHeader(file)).toEqual({ epoch: 3, vault: blobs.vaultId, part: vector.part });
    expect(plainLength(file.length - blobHeaderLength)).toBe(vector.length);
    const opened = chunks.map((chunk, index) =>
      openChunk(nodeChunkAead, key, header, index, chunk, index === count - 1 ? ending : undefined),
    );
    expect(nodeHashes.sha256(concatBytes(...opened))).toEqual(nodeHashes.sha256(content));
  });
});

describe('the vectors', () => {
  it('hold a checkpoint that people can read', () => {
    expect(parseUtf8(utf8(ledger.checkpoints[2] ?? ''))).toMatch(
      /^evidence-vault\/log\/[0-9a-f]{32}\n2\n[A-Za-z0-9+/]{43}=\n\n— evidence-vault\/log\/[0-9a-f]{32} [A-Za-z0-9+/]{91}=\n$/,
    );
  });
});
