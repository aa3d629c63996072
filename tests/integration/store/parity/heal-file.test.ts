import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { NodeDurable } from '../../../../src/store/durable/node-durable.ts';
import { healFile, type Healing } from '../../../../src/store/parity/heal-file.ts';
import { makeParity } from '../../../../src/store/parity/make-parity.ts';
import { parityFileLength } from '../../../../src/store/parity/parity-head.ts';
import { findWholeHead } from '../../../../src/store/parity/parity-reading.ts';
import { blockLength, healsRunOf, parityShape } from '../../../../src/store/parity/parity-shape.ts';

const port = new NodeDurable();
const vault = 'ab'.repeat(32);
let home = '';

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'parity-'));
});
afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

/** Bytes that no two blocks have alike. */
function someBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = length + 1;
  for (let i = 0; i < length; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function protect(bytes: Uint8Array): Promise<{ file: string; parityFile: string; sha256: string }> {
  const task = {
    file: join(home, 'file'),
    parityFile: join(home, 'p', 'file.parity'),
    sha256: sha256(bytes),
  };
  await writeFile(task.file, bytes);
  expect(await makeParity(port, { ...task, vault })).toHaveProperty(
    'made',
    (await stat(task.parityFile)).size,
  );
  return task;
}

async function heal(task: { file: string; parityFile: string; sha256: string }): Promise<Healing> {
  return healFile(port, { ...task, out: join(home, 'out'), vault });
}

const lengths = [1, 300, 4095, 4096, 4097, 20_000, 131_072, 131_073, 400_000, 3_000_001];

describe('parity of a file', () => {
  it.each(lengths)('heals every run of damage up to what it promises, of %i bytes', async (length) => {
    const bytes = someBytes(length);
    const task = await protect(bytes);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (place, mask) => {
        const run = healsRunOf(parityShape(length));
        const start = place % (length - run + 1);
        const damaged = bytes.slice();
        for (let i = start; i < start + run; i += 1) damaged[i] = (damaged[i] ?? 0) ^ mask;
        await writeFile(task.file, damaged);
        expect(await heal(task)).toMatchObject({ healed: true, sha256: task.sha256 });
        expect(sha256(await readFile(join(home, 'out')))).toBe(task.sha256);
        expect(sha256(await readFile(task.file))).toBe(sha256(damaged));
      }),
      { numRuns: length > 1e6 ? 5 : 12 },
    );
  });

  it('heals two blocks of each row, scattered anywhere, and refuses three, leaving nothing', async () => {
    const length = 900_000;
    const bytes = someBytes(length);
    const task = await protect(bytes);
    const { columns, columnLength, rows } = parityShape(length);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uniqueArray(fc.nat(columns - 1), { maxLength: 2 }), { minLength: rows, maxLength: rows }),
        fc.option(fc.nat(rows - 1), { nil: undefined }),
        async (lost, tooMuch) => {
          const damaged = bytes.slice();
          const chosen = lost.map((row, number) => (number === tooMuch ? [0, 1, 2] : row));
          for (const [row, each] of chosen.entries())
            for (const column of each) {
              const at = column * columnLength + row * blockLength + (row % 7);
              if (at < length) damaged[at] = (damaged[at] ?? 0) ^ 0x40;
            }
          await writeFile(task.file, damaged);
          const healing = await heal(task);
          if (tooMuch === undefined) {
            expect(healing.healed).toBe(true);
            expect(sha256(await readFile(join(home, 'out')))).toBe(task.sha256);
          } else {
            expect(healing).toEqual({ healed: false, why: 'too-damaged' });
            expect(existsSync(join(home, 'out'))).toBe(false);
            expect(sha256(await readFile(task.file))).toBe(sha256(damaged));
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('heals a file that was cut short or grew, as long as not too much of it is gone', async () => {
    const bytes = someBytes(600_000);
    const task = await protect(bytes);
    await truncate(task.file, 600_000 - 20_000);
    expect((await heal(task)).healed).toBe(true);
    await writeFile(task.file, Buffer.concat([bytes, Buffer.alloc(5000)]));
    expect((await heal(task)).healed).toBe(true);
    expect(sha256(await readFile(join(home, 'out')))).toBe(task.sha256);
    await truncate(task.file, 300_000);
    expect(await heal(task)).toEqual({ healed: false, why: 'too-damaged' });
  });

  it('stands damage of its own: of either head, or of one parity column', async () => {
    const bytes = someBytes(400_000);
    const task = await protect(bytes);
    const whole = await readFile(task.parityFile);
    const damaged = bytes.slice();
    damaged.fill(0, 1000, 4000);
    await writeFile(task.file, damaged);
    const size = parityFileLength(parityShape(bytes.length));
    for (const [from, to] of [
      [0, 4096],
      [size - 4096, size],
      [Math.floor(size / 2), Math.floor(size / 2) + 4096],
    ]) {
      await writeFile(task.parityFile, Buffer.from(whole).fill(0, from, to));
      expect((await heal(task)).healed).toBe(true);
      const file = await port.openForReading(task.parityFile);
      expect(file && (await findWholeHead(file))).toBeUndefined();
      await file?.close();
    }
    await writeFile(task.parityFile, whole);
    const file = await port.openForReading(task.parityFile);
    expect(file && (await findWholeHead(file))?.sha256).toBe(task.sha256);
    await file?.close();
  });

  it('is not made of a file that is damaged already, nor used for another file or another vault', async () => {
    const task = await protect(someBytes(50_000));
    expect(await makeParity(port, { ...task, sha256: 'cd'.repeat(32), vault })).toBe('differs');
    expect(await healFile(port, { ...task, sha256: 'cd'.repeat(32), out: join(home, 'out'), vault })).toEqual(
      {
        healed: false,
        why: 'no-parity',
      },
    );
    expect(await healFile(port, { ...task, out: join(home, 'out'), vault: 'cd'.repeat(32) })).toEqual({
      healed: false,
      why: 'no-parity',
    });
  });

  it('costs a few per cent of a long file', () => {
    for (const length of [1_000_000, 10_000_000, 536_870_912])
      expect(parityFileLength(parityShape(length)) / length).toBeLessThan(0.075);
  });
});
