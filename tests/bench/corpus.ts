import { spawnSync } from 'node:child_process';
import { createCipheriv, createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';

interface CorpusSize {
  readonly smallFiles: number;
  /** Average length of a small file, in bytes. */
  readonly smallBytes: number;
  readonly largeFiles: number;
  readonly largeBytes: number;
}

/** What a learner's folder may hold, and a tenth of it for a quick look. */
export const corpusSizes = {
  full: { smallFiles: 2000, smallBytes: 100_000, largeFiles: 3, largeBytes: 400_000_000 },
  /** A gigabyte, as a bundle of one large course may be. */
  gigabyte: { smallFiles: 1000, smallBytes: 100_000, largeFiles: 3, largeBytes: 300_000_000 },
  quick: { smallFiles: 200, smallBytes: 100_000, largeFiles: 3, largeBytes: 40_000_000 },
} as const satisfies Record<string, CorpusSize>;

/** Bytes that do not compress and are the same every time: AES-CTR over zeros under a key from `seed`. */
function noise(seed: string): (length: number) => Buffer {
  const key = createHash('sha256').update(seed).digest();
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return (length) => cipher.update(Buffer.alloc(length));
}

/** Writes coursework-like files into a new folder: many small ones in folders, a few large ones. @returns total bytes */
export function makeCorpus(folder: string, size: CorpusSize): number {
  const bytes = noise('evidence-vault bench corpus');
  mkdirSync(folder);
  let total = 0;
  for (let index = 0; index < size.smallFiles; index += 1) {
    const unit = join(folder, `unit-${String(index % 20)}`);
    mkdirSync(unit, { recursive: true });
    // From a fifth of the average to nearly twice, in a fixed pattern.
    const length = Math.round(size.smallBytes * (0.2 + (1.6 * ((index * 37) % 101)) / 100));
    total += writeNoise(join(unit, `evidence-${String(index)}.bin`), length, bytes);
  }
  for (let index = 0; index < size.largeFiles; index += 1) {
    total += writeNoise(join(folder, `video-${String(index)}.bin`), size.largeBytes, bytes);
  }
  return total;
}

/** One file of `length` bytes in a new folder. */
export function makeLargeFile(folder: string, length: number): void {
  mkdirSync(folder);
  writeNoise(join(folder, 'film.bin'), length, noise('evidence-vault bench film'));
}

/** Files of `length` bytes in a new folder. */
export function makeLargeFiles(folder: string, count: number, length: number): void {
  const bytes = noise('evidence-vault bench films');
  mkdirSync(folder);
  for (let index = 0; index < count; index += 1)
    writeNoise(join(folder, `film-${String(index)}.bin`), length, bytes);
}

function writeNoise(path: string, length: number, bytes: (length: number) => Buffer): number {
  const file = openSync(path, 'w');
  try {
    for (let left = length; left > 0; left -= 1 << 20) writeSync(file, bytes(Math.min(left, 1 << 20)));
  } finally {
    closeSync(file);
  }
  return length;
}

/**
 * Lets the system forget the bytes of everything below a path, so that whoever comes next reads them from the disk. True if it knows how (Linux, with
 * GNU's dd).
 */
export function cool(path: string): boolean {
  const nocache = ['-exec', 'dd', 'if={}', 'iflag=nocache', 'count=0', 'status=none', ';'];
  return spawnSync('find', [path, '-type', 'f', ...nocache], { stdio: 'ignore' }).status === 0;
}

/** Reads everything below a path once, so that whoever comes next finds it in the system's cache, and nobody pays for another. */
export function warm(path: string): void {
  const buffer = Buffer.alloc(1 << 20);
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = openSync(join(entry.parentPath, entry.name), 'r');
    try {
      while (readSync(file, buffer) > 0);
    } finally {
      closeSync(file);
    }
  }
}
