import { createDecipheriv } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { concatBytes } from '../../../src/base/bytes.ts';
import type { DurablePort } from '../../../src/store/durable/port.ts';
import { blobPath } from '../../../src/store/blob/blob-paths.ts';
import { BlobStore, type BlobStoreOptions } from '../../../src/store/blob/blob-store.ts';
import type { CapturedContent, StoredContent, StoredPart } from '../../../src/store/blob/captured-content.ts';
import type { VaultKeys } from '../../../src/store/header/vault-keys.ts';
import { quickDisk } from './quick-disk.ts';
import { testKeys } from './test-keys.ts';

/** A store in a folder of its own; what its ledger would know is in `known`. */
export interface BlobWorld {
  readonly folder: string;
  readonly keys: VaultKeys;
  readonly known: Map<string, readonly StoredPart[]>;
  readonly store: BlobStore;
}

/** By default without threads and with parts of 1 MiB, so that every step is the port's and contents of a few MiB have several. */
export async function openBlobs(
  folder: string,
  options: Partial<Omit<BlobStoreOptions, 'folder'>> & { readonly port?: DurablePort } = {},
): Promise<BlobWorld> {
  const known = new Map<string, readonly StoredPart[]>();
  const keys = options.keys ?? testKeys();
  const store = await BlobStore.open({
    port: quickDisk(),
    findKnown: (plaintextId) => known.get(plaintextId),
    threads: 0,
    partLength: 1 << 20,
    ...options,
    folder,
    keys,
  });
  return { folder, keys, known, store };
}

export function storedOf({ digests, plaintextId, parts }: CapturedContent): StoredContent {
  return { size: digests.size, plaintextId, parts };
}

export async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return concatBytes(...parts);
}

/** Bytes that repeat nowhere near a chunk's length, so that no two chunks are alike. */
export function contentOf(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

/** Opens a content by FORMAT.md section 5 alone, with none of our code for it. Throws if any byte is not as it says. */
export async function readByFormat(
  folder: string,
  vault: string,
  epoch: number,
  content: StoredContent,
): Promise<Uint8Array> {
  const plain: Uint8Array[] = [];
  for (const [index, part] of content.parts.entries()) {
    const file = await readFile(blobPath(folder, part));
    const header = Buffer.alloc(56);
    header.set([0x89, 0x45, 0x56, 0x42, 0x4c, 0x4f, 0x42, 0x0a, 1, 1]);
    header.writeUInt32BE(epoch, 12);
    header.set(Buffer.from(vault, 'hex'), 16);
    header[48] = 18;
    header.writeUInt16BE(index, 50);
    if (!file.subarray(0, 56).equals(header)) throw new Error('header');
    const lastPart = index === content.parts.length - 1;
    const ending = lastPart ? Buffer.from(content.plaintextId, 'hex') : Buffer.alloc(32);
    for (let at = 56, chunk = 0; at < file.length; chunk += 1) {
      const end = Math.min(at + 262_144 + 16, file.length);
      const last = end === file.length;
      const nonce = Buffer.alloc(12);
      nonce.writeUInt32BE(chunk, 7);
      nonce[11] = last ? 1 : 0;
      const decipher = createDecipheriv('aes-256-gcm', part.key, nonce);
      decipher.setAAD(last ? Buffer.concat([header, ending]) : header);
      decipher.setAuthTag(file.subarray(end - 16, end));
      plain.push(Buffer.concat([decipher.update(file.subarray(at, end - 16)), decipher.final()]));
      at = end;
    }
  }
  return concatBytes(...plain);
}
