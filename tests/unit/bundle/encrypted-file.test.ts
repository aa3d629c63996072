import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { VaultError } from '../../../src/base/errors.ts';
import { openEncrypted } from '../../../src/bundle/encrypted/encrypted-file.ts';
import { isEncrypted } from '../../../src/bundle/encrypted/is-encrypted.ts';
import { memoryAccess, type RandomAccess } from '../../../src/bundle/zip/random-access.ts';
import {
  createAgeKeyPair,
  isAgeRecipient,
  parseAgeIdentities,
  type AgeKeyPair,
} from '../../../src/crypto/age/age-keys.ts';
import { openAgeWriter } from '../../../src/crypto/age/age-writer.ts';
import { encrypt } from '../../support/bundle/encrypt.ts';

let mine: AgeKeyPair;
let other: AgeKeyPair;
beforeAll(async () => {
  mine = await createAgeKeyPair();
  other = await createAgeKeyPair();
});

const plain = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7 + (at >> 8)) & 255);

async function opened(file: Uint8Array, { identity }: AgeKeyPair = mine): Promise<RandomAccess> {
  const found = await openEncrypted(memoryAccess(file), [identity]);
  if (!found.ok) throw new Error(found.problem);
  return found.file;
}

describe('an encrypted file', () => {
  it('gives any range that is asked for, in any order', async () => {
    const file = await opened(await encrypt(plain, [mine.recipient]));
    expect(file.size).toBe(plain.length);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(plain.length + 10),
        fc.nat(200_000),
        fc.boolean(),
        async (offset, length, lend) => {
          const memory = lend ? new Uint8Array(length) : undefined;
          const found = await file.read(offset, length, memory);
          expect(Buffer.compare(found, plain.subarray(offset, offset + length))).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([0, 1, 65_535, 65_536, 65_537, 131_072])('of %d bytes comes out as it went in', async (length) => {
    const bytes = plain.subarray(0, length);
    const file = await opened(await encrypt(bytes, [mine.recipient], 1000));
    expect(Buffer.compare(await file.read(0, length + 5), bytes)).toBe(0);
  });

  it('opens for each of its recipients and for nobody else', async () => {
    const file = await encrypt(plain, [other.recipient, mine.recipient]);
    expect((await opened(file, mine)).size).toBe(plain.length);
    expect((await opened(file, other)).size).toBe(plain.length);
    const third = await createAgeKeyPair();
    const found = await openEncrypted(memoryAccess(file), [third.identity]);
    expect(found).toEqual({ ok: false, problem: 'no-identity-fits' });
    expect(await openEncrypted(memoryAccess(file), [])).toEqual({ ok: false, problem: 'no-identity-fits' });
  });

  it('tells an altered header, a cut end, an added end and an altered chunk, each when it is met', async () => {
    const file = await encrypt(plain, [mine.recipient]);
    const problemOf = async (bytes: Uint8Array): Promise<string> => {
      try {
        const found = await openEncrypted(memoryAccess(bytes), [mine.identity]);
        if (!found.ok) return found.problem;
        await found.file.read(0, found.file.size);
        return 'opens';
      } catch (thrown) {
        return thrown instanceof VaultError ? thrown.code : String(thrown);
      }
    };
    expect(await problemOf(file)).toBe('opens');
    for (const cut of [1, 16, 37_856 + 16, 65_552]) {
      expect(['altered', 'format.encrypted-altered']).toContain(await problemOf(file.subarray(0, -cut)));
    }
    expect(await problemOf(Uint8Array.from([...file, 0]))).toBe('format.encrypted-altered');
    for (const at of [250, 70_000, file.length - 1]) {
      const changed = file.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await problemOf(changed)).toBe('format.encrypted-altered');
    }
    const header = file.indexOf(10, 30);
    const renamed = file.slice();
    renamed[header + 5] = renamed[header + 5] === 65 ? 66 : 65;
    expect(['altered', 'no-identity-fits']).toContain(await problemOf(renamed));
  });

  it('reads no more than the chunks that a range lies in', async () => {
    const bytes = await encrypt(plain, [mine.recipient]);
    const read: number[] = [];
    const counting: RandomAccess = {
      size: bytes.length,
      read: (offset, length) => {
        read.push(length);
        return Promise.resolve(bytes.subarray(offset, offset + length));
      },
    };
    const found = await openEncrypted(counting, [mine.identity]);
    if (!found.ok) throw new Error(found.problem);
    read.splice(0);
    await found.file.read(70_000, 10);
    await found.file.read(70_010, 10);
    expect(read).toEqual([65_552]);
  });

  it('is told from others by its beginning', async () => {
    expect(await isEncrypted(memoryAccess(await encrypt(plain, [mine.recipient])))).toBe(true);
    expect(await isEncrypted(memoryAccess(new Uint8Array(0)))).toBe(false);
    expect(await isEncrypted(memoryAccess(plain))).toBe(false);
  });
});

describe('writing an encrypted file', () => {
  it('tells what the sink threw, at once or at the end, and keeps little', async () => {
    const broken = await openAgeWriter([mine.recipient], () => Promise.reject(new Error('disk full')));
    await expect(
      (async () => {
        for (let round = 0; round < 10; round += 1) await broken.write(plain);
        await broken.finish();
      })(),
    ).rejects.toThrow('disk full');
    await expect(broken.finish()).rejects.toThrow('disk full');
  });

  it('waits for a slow sink', async () => {
    let taken = 0;
    const gate = Promise.withResolvers<undefined>();
    const writer = await openAgeWriter([mine.recipient], async (sealed) => {
      taken += sealed.length;
      await gate.promise;
    });
    const writing = Promise.all(Array.from({ length: 20 }, () => writer.write(plain)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(taken).toBeLessThan(200_000);
    gate.resolve(undefined);
    await writing;
    await writer.finish();
    expect(taken).toBeGreaterThan(20 * plain.length);
  });
});

describe('keys of age', () => {
  it('are known by their form and checksum', () => {
    expect(isAgeRecipient(mine.recipient)).toBe(true);
    expect(isAgeRecipient(mine.recipient.toUpperCase())).toBe(false);
    expect(isAgeRecipient(`${mine.recipient.slice(0, -1)}${mine.recipient.endsWith('q') ? 'p' : 'q'}`)).toBe(
      false,
    );
    expect(isAgeRecipient(mine.identity)).toBe(false);
  });

  it('are read from a file as age-keygen writes it, and from nothing else', () => {
    const text = `# created: today\n# public key: ${mine.recipient}\n${mine.identity}\n\n${other.identity}\r\n`;
    expect(parseAgeIdentities(text)).toEqual([mine.identity, other.identity]);
    for (const wrong of ['', '# nothing\n', mine.recipient, `${mine.identity}x`, 'AGE-SECRET-KEY-PQ-1AAAA'])
      expect(() => parseAgeIdentities(wrong)).toThrow(expect.objectContaining({ code: 'format.unknown' }));
  });
});
