/**
 * Makes tests/vectors/ledger/format-1.json and tests/vectors/crypto/blob-1.json from FORMAT.md as reference-format.ts says it.
 * Run it by itself to write them: `node tests/unit/ledger/make-vectors.ts`. A released vector never changes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import * as reference from './reference-format.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const { filled, u } = reference;

const root = reference.signer(filled(32, 0x11));
const log = reference.signer(filled(32, 0x22));
const vault = reference.vaultId(root);
const logBytes = reference.logId(log);
const epoch = 3;
const epochKey = filled(32, 0x33);

function makeEntries() {
  const salted = (seed: number, values: Readonly<Record<string, string>>): reference.PlainField[] =>
    Object.entries(values).map(([name, value], position) => ({
      name,
      salt: reference.sha256(u(8, seed), u(8, position)),
      value,
    }));
  return [
    salted(1, {
      at: '"2026-11-21T09:30:00.000Z"',
      kind: '"item-captured"',
      'record.fileName': '"Essay – draft 2 ✓.pdf"',
      'record.size': '262145',
      'record.tags': '["unit-3",{"late":false,"marks":71.5}]',
    }),
    salted(2, { at: '"2026-11-21T09:30:01.000Z"', kind: '"note"', text: '"caf\u00e9 \\" \\\\ \\u0001"' }),
    salted(3, { at: '"2026-11-21T09:31:00.000Z"', kind: '"note"', text: 'null' }),
  ].map((fields, index) => {
    const encoded = reference.entry(fields);
    const publicPart = index === 0 ? makePublicPart() : Buffer.alloc(0);
    const entryKey = filled(32, 0x40 + index);
    const place = { vault, log: logBytes, index };
    const sealed = reference.sealedEntry(place, encoded, publicPart, entryKey);
    const nonce = filled(24, 0x50 + index);
    const record = reference.wrappedKey(epochKey, place, epoch, nonce, entryKey);
    return { fields, encoded, publicPart, entryKey, sealed, record };
  });
}

const blobName = reference.sha256(reference.ascii('a sealed file'));
const makePublicPart = (): Buffer => {
  const blob = Buffer.concat([u(32, 7), blobName, u(64, 262_233)]);
  const unknown = Buffer.from('later');
  return Buffer.concat([u(8, 1), u(16, blob.length), blob, u(8, 200), u(16, unknown.length), unknown]);
};

/** Two entries and a checkpoint, a third and a checkpoint, closed; then the next segment, of which the first entry was erased. */
function makeSegments(entries: ReturnType<typeof makeEntries>) {
  const leaves = entries.map(({ encoded }) => encoded.leafHash);
  const checkpoints = [0, 1, 2, 3].map((size) =>
    reference.checkpoint(log, size, reference.treeRoot(leaves.slice(0, size))),
  );
  const checkpointFrame = (size: number): Buffer =>
    reference.frame(2, reference.utf8(checkpoints[size] ?? ''));
  const entryFrames = entries.map(({ encoded, publicPart, sealed }) =>
    reference.frame(1, reference.entryBody(encoded.leafHash, publicPart, sealed)),
  );
  const start = { vault, epoch, log, certificate: reference.certificate(root, log) };
  const first = Buffer.concat([
    reference.segmentHeader({ ...start, number: 1, firstIndex: 0, previous: filled(32, 0), frontier: [] }),
    ...entryFrames.slice(0, 2),
    checkpointFrame(2),
    ...entryFrames.slice(2),
    checkpointFrame(3),
  ]);
  const digest = reference.sha256(first);
  const frontier = [reference.treeRoot(leaves.slice(0, 2)), ...leaves.slice(2)];
  const second = Buffer.concat([
    reference.segmentHeader({ ...start, number: 2, firstIndex: 3, previous: digest, frontier }),
    reference.frame(4, reference.sha256(reference.ascii('an erased leaf'))),
  ]);
  return { checkpoints, closed: Buffer.concat([first, reference.frame(3, digest)]), second };
}

/** Everything in tests/vectors/ledger/format-1.json. */
export function makeLedgerVectors() {
  const entries = makeEntries();
  const segments = makeSegments(entries);
  const keysHeader = Buffer.concat([reference.preamble('KEYS', epoch, vault), u(32, 1), u(64, 0)]);
  return {
    source: 'tests/unit/ledger/make-vectors.ts',
    rootSeed: hex(root.seed),
    rootPublicKey: hex(root.publicKey),
    logSeed: hex(log.seed),
    logPublicKey: hex(log.publicKey),
    vaultId: hex(vault),
    logId: hex(logBytes),
    logCertificate: hex(reference.certificate(root, log)),
    epoch,
    epochKey: hex(epochKey),
    publicPart: {
      blobs: [{ shelf: 7, name: hex(blobName), sealedLength: 262_233 }],
      unknown: [{ tag: 200, bytes: hex(Buffer.from('later')) }],
      bytes: hex(makePublicPart()),
    },
    entries: entries.map(({ fields, encoded, publicPart, entryKey, sealed, record }, index) => ({
      index,
      fields: fields.map((field) => ({
        name: field.name,
        salt: hex(field.salt),
        value: field.value,
        commitment: hex(reference.commitment(field)),
      })),
      bytes: hex(encoded.bytes),
      leafHash: hex(encoded.leafHash),
      publicPart: hex(publicPart),
      entryKey: hex(entryKey),
      sealed: hex(sealed),
      keyRecord: hex(record),
    })),
    checkpoints: segments.checkpoints,
    segment: hex(segments.closed),
    nextSegment: hex(segments.second),
    keysFile: hex(Buffer.concat([keysHeader, ...entries.map(({ record }) => record)])),
  };
}

/** The content of a blob vector: bytes that never repeat on a chunk's border. */
export function blobContent(length: number): Buffer {
  const content = Buffer.alloc(length);
  for (let index = 0; index < length; index += 1) content[index] = (index * 7 + (index >> 8)) & 0xff;
  return content;
}

/** Everything in tests/vectors/crypto/blob-1.json: short files in full, long ones by their SHA-256, which is their name. */
export function makeBlobVectors() {
  const plaintextIdKey = filled(32, 0x66);
  const files = [0, 1, 1000, 262_143, 262_144, 262_145, 524_288].map((length, position) => {
    const content = blobContent(length);
    const key = filled(32, 0x70 + position);
    const id = reference.hmac(plaintextIdKey, Buffer.concat([reference.sha256(content), u(64, length)]));
    // Every other one is a part that another follows, and so bound to zeros.
    const last = position % 2 === 0;
    const file = reference.blobFile(vault, epoch, position, key, content, last ? id : filled(32, 0));
    return {
      length,
      part: position,
      lastPart: last,
      key: hex(key),
      plaintextId: hex(id),
      sealedLength: file.length,
      sealedSha256: hex(reference.sha256(file)),
      ...(file.length < 2000 ? { sealed: hex(file) } : {}),
    };
  });
  return {
    source: 'tests/unit/ledger/make-vectors.ts',
    content: 'byte i is (7 i + floor(i / 256)) mod 256',
    vaultId: hex(vault),
    epoch,
    plaintextIdKey: hex(plaintextIdKey),
    files,
  };
}

export const vectorFiles = {
  ledger: new URL('../../vectors/ledger/format-1.json', import.meta.url),
  blob: new URL('../../vectors/crypto/blob-1.json', import.meta.url),
};

if (import.meta.main) {
  for (const [file, vectors] of [
    [vectorFiles.ledger, makeLedgerVectors()],
    [vectorFiles.blob, makeBlobVectors()],
  ] as const) {
    mkdirSync(dirname(fileURLToPath(file)), { recursive: true });
    writeFileSync(file, `${JSON.stringify(vectors, null, 2)}\n`);
  }
}
