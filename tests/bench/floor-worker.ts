/**
 * The least that our work can take on this computer, with nothing of ours around it: no ledger, no index, no plan, no names.
 * `export BLOBS OUT`: a key derivation, then every sealed file is read and decrypted, written to the bundle, and the bundle digested.
 * `restore BLOBS OUT`: a key derivation, then two threads read each sealed file, write and sync it anew, decrypt it and take one digest.
 * Prints what that took. Keys and nonces are wrong, so that nothing is decrypted rightly: it takes as long.
 */
import { createDecipheriv, createHash, createSecretKey } from 'node:crypto';
import { closeSync, fsync, fsyncSync, mkdirSync, openSync, readdirSync, readSync, writeSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

import { z } from 'zod';

import { argon2id, defaultArgon2 } from '../../src/crypto/argon2.ts';
import { chunkSize } from '../../src/crypto/stream-aead.ts';
import { DigestThread } from '../../src/platform/digest-thread.ts';
import { nativeArgon2id } from '../../src/platform/native-argon2.ts';

const tagLength = 16;
const key = createSecretKey(Buffer.alloc(32, 3));
const shareSchema = z.object({ files: z.array(z.string()), out: z.string() });

if (isMainThread) await begin();
else await copyShare(shareSchema.parse(workerData));

async function begin(): Promise<void> {
  const [step, blobs = '', out = ''] = process.argv.slice(2);
  const started = performance.now();
  const files = readdirSync(blobs, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.blob'))
    .map(({ parentPath, name }) => join(parentPath, name));
  if (files.length === 0) throw new Error('there are no sealed files');
  await deriveKey();
  if (step === 'export') await exportAll(files, out);
  else if (step === 'restore') await restoreAll(files, out);
  else throw new Error('usage: export|restore BLOBS OUT');
  process.stdout.write(JSON.stringify({ seconds: (performance.now() - started) / 1000 }));
}

async function deriveKey(): Promise<void> {
  const [secret, salt] = [Buffer.from('benchmarks are not secrets'), Buffer.alloc(16, 1)];
  await (nativeArgon2id(secret, salt, defaultArgon2) ?? argon2id(secret, salt, defaultArgon2));
}

/** Decrypts one chunk as if it were the right key. */
function opened(chunk: Uint8Array): Buffer {
  const cipher = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12), { authTagLength: tagLength });
  cipher.setAuthTag(chunk.subarray(chunk.length - tagLength));
  const plain = cipher.update(chunk.subarray(0, chunk.length - tagLength));
  try {
    cipher.final();
  } catch {
    // It cannot be the right tag: what counts is that it was worked out.
  }
  return plain;
}

/** Chunk after chunk of a file; the memory is used again. */
function* chunksOf(file: string, buffer: Buffer): Generator<Uint8Array> {
  const fd = openSync(file, 'r');
  try {
    for (let length; (length = readSync(fd, buffer)) > tagLength;) yield buffer.subarray(0, length);
  } finally {
    closeSync(fd);
  }
}

async function exportAll(files: readonly string[], out: string): Promise<void> {
  const digest = new DigestThread();
  const fd = openSync(out, 'w+');
  const buffer = Buffer.alloc(chunkSize + tagLength);
  for (const file of files) {
    for (const chunk of chunksOf(file, buffer)) {
      const plain = opened(chunk);
      writeSync(fd, plain);
      await digest.give(new Uint8Array(plain.buffer, plain.byteOffset, plain.length));
    }
  }
  await digest.finish();
  await digest.close();
  fsyncSync(fd);
  closeSync(fd);
}

async function restoreAll(files: readonly string[], out: string): Promise<void> {
  mkdirSync(out);
  const threads = Math.min(2, availableParallelism());
  const shares = Array.from({ length: threads }, (_, share) =>
    files.filter((_file, i) => i % threads === share),
  );
  await Promise.all(
    shares.map(async (share, i) => {
      const folder = join(out, String(i));
      mkdirSync(folder);
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      const worker = new Worker(new URL(import.meta.url), { workerData: { files: share, out: folder } });
      worker.once('error', reject);
      worker.once('exit', () => resolve(undefined));
      await promise;
    }),
  );
}

async function copyShare({ files, out }: z.infer<typeof shareSchema>): Promise<void> {
  const buffer = Buffer.alloc(chunkSize + tagLength);
  const syncs: Promise<undefined>[] = [];
  for (const [number, file] of files.entries()) {
    const fd = openSync(join(out, String(number)), 'w');
    const hash = createHash('sha256');
    for (const chunk of chunksOf(file, buffer)) {
      writeSync(fd, chunk);
      hash.update(opened(chunk));
    }
    hash.digest();
    syncs.push(synced(fd));
    if (syncs.length === 64) await Promise.all(syncs.splice(0));
  }
  await Promise.all(syncs);
}

function synced(fd: number): Promise<undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  fsync(fd, (error) => {
    closeSync(fd);
    if (error === null) resolve(undefined);
    else reject(error);
  });
  return promise;
}
