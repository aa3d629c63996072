import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../src/base/bytes.ts';
import { VaultError } from '../../../src/base/errors.ts';
import type { OpenContent } from '../../../src/bundle/bundle-input.ts';
import { planBundle } from '../../../src/bundle/plan-bundle.ts';
import { writeBundle } from '../../../src/bundle/write-bundle.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { makeBundle, MemorySink, openFrom } from '../../support/bundle/make-bundle.ts';
import { samsVault } from '../../support/bundle/sam.ts';

const vault = samsVault();
const plan = planBundle(hashes, vault.input());
const yielding = (...pieces: string[]): OpenContent =>
  async function* () {
    for (const piece of pieces) yield utf8(piece);
  };
const write = (open: OpenContent, sink = new MemorySink()) => writeBundle(plan, open, sink);
const right = '%PDF-1.7 report of attempt 1';

describe('a content that is not as long as the ledger says', () => {
  it.each([
    ['too short', [right.slice(1)]],
    ['empty', []],
    ['too long', [right, '!']],
    ['far too long', Array.from({ length: 1000 }, () => right)],
  ])('stops the writing with its item named: %s', async (_, pieces) => {
    await expect(write(yielding(...pieces))).rejects.toMatchObject({
      code: 'integrity.blob-corrupt',
      details: { item: 'i-file-1', version: 1 },
    });
  });

  it('adds no more than it should have before it stops', async () => {
    const sink = new MemorySink();
    await expect(write(yielding(right, 'x'.repeat(10_000_000)), sink)).rejects.toThrow();
    expect(sink.bytes.length).toBeLessThan(plan.size);
  });

  it('names the item where the content cannot be opened at all', async () => {
    const missing: OpenContent = () => {
      throw new VaultError('integrity.blob-missing', { shelf: 3 });
    };
    await expect(write(missing)).rejects.toMatchObject({
      code: 'integrity.blob-missing',
      details: { shelf: 3, item: 'i-file-1', version: 1 },
    });
  });
});

describe('writing', () => {
  it('takes content in pieces of any size, and memory that is used again', async () => {
    const shared = new Uint8Array(1);
    const byteByByte: OpenContent = async function* ({ sha256 }) {
      for (const byte of vault.contents.get(sha256) ?? []) {
        shared[0] = byte;
        yield shared;
      }
    };
    const sink = new MemorySink();
    await write(byteByByte, sink);
    expect(sink.bytes).toEqual(await makeBundle(vault));
  });

  it('waits for the sink before it goes on', async () => {
    let waiting = 0;
    let most = 0;
    const sink = {
      async write() {
        waiting += 1;
        most = Math.max(most, waiting);
        await new Promise((resolve) => setTimeout(resolve, 1));
        waiting -= 1;
      },
    };
    await writeBundle(plan, openFrom(vault.contents), sink);
    expect(most).toBe(1);
  });

  it('passes on what the sink throws', async () => {
    const sink = { write: () => Promise.reject(new VaultError('storage.full')) };
    await expect(writeBundle(plan, openFrom(vault.contents), sink)).rejects.toMatchObject({
      code: 'storage.full',
    });
  });

  it('tells how far it is, up to the end', async () => {
    const seen: number[] = [];
    await writeBundle(plan, openFrom(vault.contents), new MemorySink(), {
      onProgress: ({ done }) => seen.push(done),
    });
    expect(seen.at(-1)).toBe(plan.size);
  });

  it('stops when asked, without blaming an item', async () => {
    const controller = new AbortController();
    const stopping: OpenContent = async function* () {
      controller.abort();
      yield utf8(right);
    };
    await expect(
      writeBundle(plan, stopping, new MemorySink(), { signal: controller.signal }),
    ).rejects.toMatchObject({ code: 'internal.cancelled', details: {} });
  });
});
