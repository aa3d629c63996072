import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { SmallVault } from '../../support/bundle/small-vault.ts';
import { verifyBytes } from '../../support/bundle/verify-memory.ts';
import { utf8 } from '../../../src/base/bytes.ts';

const vault = new SmallVault();
vault.capture({
  item: 'i-1',
  kind: 'document',
  name: 'Work.txt',
  bytes: utf8('work'),
  record: { name: 'Work.txt', role: 'file' },
});
const bundle = await makeBundle(vault);

const flipped = (at: number, bit: number): Uint8Array => {
  const bytes = bundle.slice();
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  return bytes;
};

describe('any single change to the bytes of a bundle', () => {
  it('is found: one bit, anywhere, even in a quick check', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bundle.length - 1), fc.nat(7), async (at, bit) => {
        const report = await verifyBytes(flipped(at, bit));
        expect(report.verdict).toBe('fail');
      }),
      { numRuns: 400 },
    );
  });

  it('is found in every byte of the zip’s own structure', async () => {
    const { memoryAccess } = await import('../../../src/bundle/zip/random-access.ts');
    const { openZip } = await import('../../../src/bundle/zip/zip-reader.ts');
    const { members } = await openZip(memoryAccess(bundle));
    const last = members.at(-1);
    const directory = last === undefined ? 0 : last.offset + 30 + last.name.length + last.size;
    const structure = [
      ...members.map(({ offset, name }) => [offset, offset + 30 + name.length]),
      [directory, bundle.length],
    ];
    for (const [from = 0, to = 0] of structure) {
      for (let at = from; at < to; at += 1) {
        const report = await verifyBytes(flipped(at, at % 8));
        expect(report.verdict, `byte ${at}`).toBe('fail');
      }
    }
  });

  it('is found: cut off anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bundle.length - 1), async (length) => {
        const report = await verifyBytes(bundle.subarray(0, length));
        expect(report.verdict).toBe('fail');
        const [zip] = report.checks;
        expect(zip?.code).toBe(length < 4 ? 'zip-not-a-zip' : 'zip-truncated');
      }),
      { numRuns: 200 },
    );
  });

  it('is found: a byte put in or taken out anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bundle.length - 1), fc.boolean(), async (at, add) => {
        const changed = add
          ? [...bundle.subarray(0, at), 0x41, ...bundle.subarray(at)]
          : [...bundle.subarray(0, at), ...bundle.subarray(at + 1)];
        expect((await verifyBytes(Uint8Array.from(changed))).verdict).toBe('fail');
      }),
      { numRuns: 60 },
    );
  });

  it('never makes the verifier throw, whatever the bytes are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect((await verifyBytes(bytes)).verdict).toBe('fail');
      }),
      { numRuns: 200 },
    );
  });
});
