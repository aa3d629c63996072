import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';

import { expect, it } from 'vitest';

import { useDisk } from '../../support/memory-folder.ts';
import { VaultChild } from '../../support/vault/child.ts';
import { worlds } from '../../support/vault/worlds.ts';

// What is sealed of it is as large as it is.
useDisk();
const world = worlds();
const size = 2_000_000_000;
const inProcfs = existsSync('/proc/self/status');

it.skipIf(!inProcfs)(
  `adds a file of 2 GB in less than 300 MB of memory${inProcfs ? '' : ' (SKIPPED: no /proc to read the peak from)'}`,
  async () => {
    const at = await world();
    const path = await at.file('long film.mp4', '');
    // Holes take no room: only the sealed copy is as large as that.
    const file = await open(path, 'r+');
    await file.truncate(size);
    await file.close();
    const child = new VaultChild(at, 'addOne', path);
    const [kept, peak] = await child.finish();
    expect(kept).toBe(`kept ${await digestOfZeros(size)} ${size}`);
    expect(Number(peak?.split(' ')[1])).toBeGreaterThan(20);
    expect(Number(peak?.split(' ')[1])).toBeLessThan(300);
  },
);

async function digestOfZeros(length: number): Promise<string> {
  const hash = createHash('sha256');
  const zeros = Buffer.alloc(1_000_000);
  for (let done = 0; done < length; done += zeros.length) {
    hash.update(zeros.subarray(0, Math.min(zeros.length, length - done)));
    if (done % 100_000_000 === 0) await new Promise(setImmediate);
  }
  return hash.digest('hex');
}
