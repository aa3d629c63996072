import { createCipheriv, createHash } from 'node:crypto';
import { mkdirSync, openSync, closeSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface CorpusSize {
  readonly smallFiles: number;
  /** Average length of a small file, in bytes. */
  readonly smallBytes: number;
  readonly largeFiles: number;
  readonly largeBytes: number;
}

/** Sizes as performance.md measured them, and a tenth of that for a quick look. */
export const corpusSizes = {
  full: { smallFiles: 2000, smallBytes: 100_000, largeFiles: 3, largeBytes: 400 * 1024 * 1024 },
  quick: { smallFiles: 400, smallBytes: 100_000, largeFiles: 1, largeBytes: 160 * 1024 * 1024 },
} as const satisfies Record<string, CorpusSize>;

/** Bytes that do not compress and are the same every time: AES-CTR over zeros under a key from `seed`. */
export function noise(seed: string): (length: number) => Buffer {
  const key = createHash('sha256').update(seed).digest();
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return (length) => cipher.update(Buffer.alloc(length));
}

/** Writes coursework-like files: many small ones in folders, a few large ones. @returns total bytes */
export function makeCorpus(folder: string, size: CorpusSize): number {
  const bytes = noise('evidence-vault bench corpus');
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

function writeNoise(path: string, length: number, bytes: (length: number) => Buffer): number {
  const file = openSync(path, 'w');
  try {
    for (let left = length; left > 0; left -= 1 << 20) writeSync(file, bytes(Math.min(left, 1 << 20)));
  } finally {
    closeSync(file);
  }
  return length;
}
